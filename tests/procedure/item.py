"""What a procedure's test file says of it as its `ITEM`, for what must hold of all procedures: what somebody types on its
pages, and how a browser walks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nss.application.edits import Edit
from nss.contract.models import Office

from .samples import Sample, posted

Fill = Callable[[Any], None]


@dataclass(frozen=True)
class Typed:
    """A page filled as it is shown, with these values typed over it."""

    values: dict[str, Any]
    slug: str = "form"
    subject: str = ""
    key: str = ""
    """The procedure whose page it is; empty for the item's own."""


def one(slug: str = "form", **values: Any) -> Callable[[Office], list[Typed]]:
    """One page, filled alike in every office."""
    return lambda office: [Typed(values, slug)]


@dataclass(frozen=True)
class Walk:
    """How the browser walks it in tests/browser/test_catalogue.py: from the first page of the item to its last, where
    次へ進む is pressed."""

    fill: Fill
    asked: str = ""
    """The office that is asked to agree."""
    first_of_month: bool = False
    changes: bool = True
    """Whether the contract is another one after it."""


@dataclass(frozen=True)
class Item:
    key: str
    typed: Callable[[Office], Sequence[Typed]]
    """What is entered in an office of `samples.stocked()`, beside those of `samples.neighbours()`."""
    walk: Walk | str
    """Or the test of the browser that walks it, as file::name."""
    other_pages: Callable[[list[Edit]], dict[str, Any]] = lambda edits: {}
    """What its other pages keep beside the edits."""
    files: tuple[str, ...] = ()
    """Names of what is attached."""

    def sample(self, office: Office) -> Sample:
        """What its pages make of it in a draft that has nothing else."""
        edits: list[Edit] = []
        kept: dict[str, Any] = {}
        for t in self.typed(office):
            made = posted(office, t.key or self.key, t.slug, t.subject, **t.values)
            edits += made.edits
            kept |= made.extra
        return Sample(edits, kept | self.other_pages(edits))
