"""One row of the table of ways to lose something: a form, its page, its person, and what is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .test_unsent import Browser
from .world import World

Typed = Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """One form. Texts in braces are filled from the world's things."""

    who: str
    page: str = ""
    """Where it stands; '' where its own address shows it."""
    typed: Typed = field(default_factory=dict)
    """What is typed into it; nothing where it has no field."""
    wrong: Typed = field(default_factory=dict)
    """What is typed over that, so that it is refused; a text that is too long where nothing is said."""
    theirs: Typed = field(default_factory=dict)
    """What a colleague types into it before; a sentence of their own where nothing is said."""
    before: Callable[[World, Browser], None] | None = None
    """What is done before its page is opened."""
    told: tuple[str, ...] = ()
    """Further pages on which a colleague's text stands after it was carried out."""
    own: bool = False
    """Whether it is one person's own: a colleague is that person in another tab."""
    without: Mapping[str, str] = field(default_factory=dict)
    """Ways that do not apply to it, by their reasons; `*` for all of them."""
    open: Mapping[str, str] = field(default_factory=dict)
    """Ways that still lose something, and why."""
    path: str = ""
    """Where it goes, where that is not what `world` says."""


def newcomer(login: str, family: str, given: str) -> dict[str, str]:
    """What is typed to let a new person in."""
    return {
        "login_id": login,
        "family_name": family,
        "given_name": given,
        "email": f"{login}@example.jp",
        "role": "reader",
    }


GORO = newcomer("gorotaro", "通関五郎", "五郎太郎")
ROKU = newcomer("rokutaro", "通関六郎", "六郎太郎")
