"""One of several words, or several of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.choices import BaseChoiceIterator

from nss.base.choices import Choice
from nss.base.typed_text import NotUnderstood, line
from nss.base.words import W, joined

from .column import Column

UNKNOWN = W(
    "「{typed}」は選択肢にありません。{some}のいずれかを入力してください。",
    "“{typed}” is none of the choices: {some}.",
)
FEW = 4
"""Up to so many choices stand open, side by side."""


class PreparedChoices(BaseChoiceIterator):
    """Choices that are pairs already: forms that are built for every request need not normalise them again and again."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        self.pairs = list(pairs)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", line(text)).casefold()


@dataclass(frozen=True, slots=True)
class ChoiceColumn(Column):
    """One of the words of `choice`."""

    kind: ClassVar[str] = "choice"
    choice: type[Choice] = Choice
    pairs: tuple[tuple[str, W | str], ...] = ()
    """Value and word, where the words are no `Choice`."""

    @property
    def choices(self) -> Sequence[tuple[str, W | str]]:
        return self.pairs or self.choice.choices()

    def from_typed(self, value: Any) -> Any:
        text = str(value or "")
        if not text or text in [v for v, _ in self.choices]:
            return text
        return self._meant(text)

    def _meant(self, text: str) -> str:
        """The value of a word as people write it: in either language, full width, its value. Raises NotUnderstood."""
        wanted = _key(text)
        for value, word in self.choices:
            words = (word.ja, word.en) if isinstance(word, W) else (str(word),)
            if wanted in {_key(value), *map(_key, words)}:
                return str(value)
        some = joined([w for _, w in self.choices][:8], "・", ", ")
        raise NotUnderstood(UNKNOWN.format(typed=text[:40], some=some))

    def form_field(self, must: bool = False, hint: W | None = None) -> forms.Field:
        choices = PreparedChoices(self.choices)
        widget: Any = forms.RadioSelect if len(choices) <= FEW else forms.Select
        made = forms.ChoiceField(label=self.label, choices=choices, widget=widget, required=must)
        return self._finish(made, must, hint)

    def show(self, value: Any) -> W | str:
        if value is None or value == "":
            return ""
        if self.pairs:
            return dict(self.pairs).get(str(value), str(value))
        return self.choice.word_of(value)


@dataclass(frozen=True, slots=True)
class ChoicesColumn(ChoiceColumn):
    """Several of the words of `choice`."""

    kind: ClassVar[str] = "choices"
    holds = (ArrayField, models.JSONField)

    def from_typed(self, value: Any) -> Any:
        if isinstance(value, str):
            value = [v for v in re.split(r"[、,;\n]\s*", line(value)) if v]
        return [ChoiceColumn.from_typed(self, v) for v in value or ()]

    def form_field(self, must: bool = False, hint: W | None = None) -> forms.Field:
        made = forms.MultipleChoiceField(
            label=self.label,
            choices=PreparedChoices(self.choices),
            widget=forms.CheckboxSelectMultiple,
            required=must,
        )
        return self._finish(made, must, hint)

    def show(self, value: Any) -> W | str:
        return joined([ChoiceColumn.show(self, v) for v in value]) if value else ""

    @property
    def empty(self) -> Any:
        return []


@dataclass(frozen=True, slots=True)
class CodesColumn(Column):
    """Several codes with spaces or commas between, in capitals."""

    kind: ClassVar[str] = "codes"
    holds = (ArrayField, models.JSONField)

    def from_typed(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            value = " ".join(value)
        return re.split(r"[\s,、]+", unicodedata.normalize("NFKC", line(str(value))).upper()) if value else []

    def initial(self, value: Any) -> Any:
        return self.show(value)

    def show(self, value: Any) -> str:
        return " ".join(value) if value else ""

    @property
    def empty(self) -> Any:
        return []
