"""Texts in Japanese and English. A label is typed once: here it gets both languages at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, SupportsIndex

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as LazyText
else:
    from django.utils.functional import Promise as LazyText

_english: ContextVar[bool] = ContextVar("english", default=False)


def speak(language: str) -> None:
    """Let texts of this request (or job) be read in `ja` or `en` from here on; Japanese unless said."""
    _english.set(language.startswith("en"))


def english() -> bool:
    """Whether the running request is read in English. A plain variable: a page asks some two hundred times."""
    return _english.get()


class _Bilingual:
    """What `W` is and does at run time; `W` below adds what the type checker is told beside."""

    __slots__ = ("en", "ja")

    if TYPE_CHECKING:
        # Django's stubs give a lazy text every method of str; ours has those that are written here and no others.
        __getattribute__ = object.__getattribute__

    def __init__(self, ja: str, en: str) -> None:
        self.ja = ja
        self.en = en

    def __str__(self) -> str:
        return self.en if _english.get() else self.ja

    def __repr__(self) -> str:
        return f"W({self.ja!r}, {self.en!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bilingual) and (self.ja, self.en) == (other.ja, other.en)

    def __hash__(self) -> int:
        return hash((self.ja, self.en))

    def __len__(self) -> int:
        return len(str(self))

    def __add__(self, other: W | str) -> W:
        if isinstance(other, W):
            return W(self.ja + other.ja, self.en + other.en)
        return W(self.ja + other, self.en + other)

    def __radd__(self, other: str) -> W:
        """A plain text before this one; it is read the same in both languages."""
        return W(other + self.ja, other + self.en)

    def __mod__(self, values: object) -> W:
        """Fill `%(name)s` or `%s` slots, as Django puts the limit of a validator into its message (also by `%=`); a slot
        may itself be a `W`."""
        return W(self.ja % _each(values, "ja"), self.en % _each(values, "en"))

    def __lt__(self, other: W | str) -> bool:
        """Sorting goes by the text as it is read."""
        return str(self) < str(other)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __getitem__(self, at: SupportsIndex | slice) -> str:
        """Characters of the text, one after the other, too; Django looks at the last one before it adds a colon to a label.
        There is no `__iter__` on purpose: Django would take the word of a choice for a group of choices (fields.E005)."""
        return str(self)[at]

    def format(self, **values: object) -> W:
        """Fill `{name}` slots; a slot may itself be a `W`."""
        ja = {k: v.ja if isinstance(v, W) else v for k, v in values.items()}
        en = {k: v.en if isinstance(v, W) else v for k, v in values.items()}
        return W(self.ja.format(**ja), self.en.format(**en))

    def deconstruct(self) -> tuple[str, list[str], dict[str, object]]:
        """For Django's migrations, which write the choices of fields down."""
        return "nss.base.words.W", [self.ja, self.en], {}

    @property
    def both(self) -> dict[str, str]:
        return {"ja": self.ja, "en": self.en}


def _each(values: object, language: str) -> object:
    """Values for `%` with every `W` among them in the one language: a mapping, a tuple, or a single value."""
    if isinstance(values, Mapping):
        return {k: _each(v, language) for k, v in values.items()}
    if isinstance(values, tuple):
        return tuple(_each(v, language) for v in values)
    return getattr(values, language) if isinstance(values, _Bilingual) else values


class W(_Bilingual, LazyText):  # type: ignore[misc]  # adding and filling give a `W` again, not a str
    """A text in both languages; `str()` gives that of the running request. Formatting keeps both.

    The type checker takes it for one of Django's lazy texts, so that it may be a label, a hint or a message; it may not
    stand where a str is asked for.
    """

    __slots__ = ()


def t(ja: str, en: str) -> str:
    """The text of the running request's language; what templates call."""
    return en if _english.get() else ja


def joined(words: Iterable[object], ja: str = "、", en: str = ", ") -> W:
    """A list read out in both languages; what is no `W` is read the same in both."""
    words = list(words)
    return W(
        ja.join(w.ja if isinstance(w, W) else str(w) for w in words),
        en.join(w.en if isinstance(w, W) else str(w) for w in words),
    )


def counted(count: int, noun: str) -> str:
    """So many of something in English: 1 draft, 2 drafts."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
