"""Choices carry value, Japanese, English in one class."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from .words import W

NO_WORD = W("", "")


class Choice(str, Enum):
    """A stored value with its word: `AIR = "air", W("航空", "Air")`."""

    if TYPE_CHECKING:
        # Every value is a str; said here because an enumeration with a `__new__` of its own has Any for its values.
        @property
        def value(self) -> str: ...

    word: W

    def __new__(cls, value: str, word: W = NO_WORD) -> Choice:
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = word
        return member

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def choices(cls) -> list[tuple[str, W]]:
        """For a form's or model's `choices`."""
        return [(m.value, m.word) for m in cls]

    @classmethod
    def word_of(cls, value: str) -> W | str:
        """The word of a stored value; the value itself if it is unknown."""
        try:
            return cls(value).word
        except ValueError:
            return value
