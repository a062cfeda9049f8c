"""What a requirement is, and where it can come from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A public rule or guide. `name` is what the page calls it, `about` says what it is, by whom and of when."""

    name: str
    about: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A number and its rule. It comes from public sources, or is a decision of this project with its reason (`ours`)."""

    number: str
    rule: str
    sources: tuple[Source, ...]
    ours: str

    @property
    def origin(self) -> str:
        """The source in words."""
        parts = [s.name for s in self.sources]
        if self.ours:
            parts.append(f"our decision: {self.ours}")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the page with what stands below it."""

    title: str
    about: str
    rows: tuple[Requirement, ...]


def rule(number: str, text: str, *sources: Source, ours: str = "") -> Requirement:
    """A row of the table. Raises ValueError where nobody is named as its origin."""
    if not sources and not ours:
        raise ValueError(f"{number} has no source")
    return Requirement(number, text, sources, ours)
