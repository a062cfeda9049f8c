"""How long personal data are kept: each room registers its terms, one nightly job erases what is past them.

Contracts, applications and their record stay ten years after their end; what only served an access goes sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nss.base import clock
from nss.base.words import W

from .models import History
from .triggers import erasing

DAY, MONTH, YEAR = timedelta(days=1), timedelta(days=31), timedelta(days=366)
THREE_YEARS, TEN_YEARS = timedelta(days=1096), timedelta(days=3653)
A_YEAR = 365
GONE = "（保存期間満了）"
"""Replaces an erased text."""


@dataclass(frozen=True, slots=True)
class Term:
    """One kind of data: how long it is kept, and what erases it.

    `erase` gets the moment before which the data goes and returns how many rows it erased.
    """

    key: str
    word: W
    keep: timedelta
    erase: Callable[[datetime], int]

    @property
    def how_long(self) -> W:
        """In words: in years from a year on."""
        days = self.keep.days
        if days < 1:
            return W("その日の夜まで", "until the night of that day")
        if days < A_YEAR:
            return W(f"{days}日間", f"{days} {'day' if days == 1 else 'days'}")
        years = days // A_YEAR
        return W(f"{years}年間", f"{years} {'year' if years == 1 else 'years'}")


_terms: dict[str, Term] = {}


def register(*terms: Term) -> None:
    """Called once at start by each room that keeps personal data.

    Raises ValueError where a key is taken: two rooms would then report under one name.
    """
    for term in terms:
        if term.key in _terms:
            raise ValueError(f"retention term registered twice: {term.key}")
        _terms[term.key] = term


def terms() -> list[Term]:
    """All registered terms, the shortest first."""
    return sorted(_terms.values(), key=lambda term: (term.keep, term.key))


def run() -> dict[str, int]:
    """Erase what is past its term; returns the number of erased rows by key."""
    now = clock.now()
    counts = {}
    for term in terms():
        with erasing():
            counts[term.key] = term.erase(now - term.keep)
    return counts


register(
    Term(
        "history",
        W("データの変更履歴", "History of rows"),
        TEN_YEARS,
        lambda before: History.objects.filter(at__lt=before).delete()[0],
    )
)
