"""Lists that are too long for one page: a part of them is shown, a search runs over all, and what is meant can be all that was
found. A list of up to `FEW` rows stands whole, as ever."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
FEW = 50
"""Rows that a page shows without being asked."""
PER_PAGE = 14
PER_TABLE = 10
"""The same where a page has more than the one list."""
FEW_OF_TWO, PER_TWO = 15, 8
"""How many stand whole, and how many of more are shown, where what is there stands above what is asked for."""
FEW_BESIDE = 5
"""Rows of each table where a page has several of them and all together are too many."""
MOST_TYPED = 10_000
"""Characters of a pasted list of IDs that are read."""


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A part of a list: the rows on this page, of those found, of all there are."""

    rows: Sequence[T]
    found: Sequence[T]
    total: int
    page: int = 1
    pages: int = 1
    query: str = ""
    per: int = PER_PAGE
    few: int = FEW
    """So many rows stand whole."""

    @property
    def cut(self) -> bool:
        """Whether the page shows less than all there are."""
        return len(self.rows) < self.total

    @property
    def long(self) -> bool:
        """Whether the list is one that is searched and shown in parts."""
        return self.total > self.few

    @property
    def first(self) -> int:
        """The place of the first row shown, counted from one."""
        return (self.page - 1) * self.per + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return self.first + len(self.rows) - 1 if self.rows else 0


def words_of(query: str) -> tuple[str, ...]:
    """What is looked for: names parted by spaces, commas or lines, as they come out of a spreadsheet; half width, capitals,
    without hyphens."""
    plain = unicodedata.normalize("NFKC", query[:MOST_TYPED]).upper().replace("-", "")
    words = re.split(r"[\s,、;]+", plain)
    if len(query) > MOST_TYPED:
        words.pop()  # it may be cut, and half an ID is part of many
    return tuple(dict.fromkeys(w for w in words if w))


def matching(rows: Sequence[T], text_of: Callable[[T], str], query: str) -> list[T]:
    """The rows that any of the words is part of; all of them where nothing is looked for."""
    words = words_of(query)
    if not words:
        return [] if query.strip() else list(rows)
    texts = (unicodedata.normalize("NFKC", text_of(r)).upper().replace("-", "") for r in rows)
    return [r for r, text in zip(rows, texts, strict=True) if any(w in text for w in words)]


def part(
    rows: Sequence[T],
    text_of: Callable[[T], str],
    query: str,
    page: str = "1",
    per: int = PER_PAGE,
    few: int = FEW,
) -> Part[T]:
    """The part of a list that a page shows. A short list is never cut and never searched."""
    if len(rows) <= few:
        return Part(rows, rows, len(rows), few=few)
    found = matching(rows, text_of, query)
    pages = max(1, -(-len(found) // per))
    at = min(max(1, int(page)), pages) if page.isdecimal() and len(page) < 6 else 1
    return Part(found[(at - 1) * per : at * per], found, len(rows), at, pages, query[:MOST_TYPED], per, few)
