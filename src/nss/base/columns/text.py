"""Texts: one line, several lines, an address of a place, a code that is read sign by sign, one that the Center issues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import models

from nss.base.typed_text import NotUnderstood, lines, plain
from nss.base.words import W

from .column import Column

NOT_TYPED = W("NACCSセンターが払い出す項目です。", "The Center issues this.")


@dataclass(frozen=True, slots=True)
class TextColumn(Column):
    """A line of text, kept as it was typed."""


@dataclass(frozen=True, slots=True)
class AddressColumn(TextColumn):
    """所在地."""

    kind: ClassVar[str] = "address"
    autocomplete: ClassVar[str] = "street-address"


@dataclass(frozen=True, slots=True)
class LongColumn(Column):
    """A text of several lines. A line break counts as one character, as the counter beside the box counts it."""

    kind: ClassVar[str] = "long"
    rows: int = 3

    def from_typed(self, value: Any) -> Any:
        return self.within_length(lines(str(value or "")))

    def widget(self) -> forms.Widget:
        most = {"data-max": self.length} if self.length else {}
        return forms.Textarea(attrs={"rows": self.rows, **most})


@dataclass(frozen=True, slots=True)
class CodeColumn(Column):
    """A code: half width, without spaces at its ends."""

    kind: ClassVar[str] = "code"
    monospaced: ClassVar[bool] = True

    def from_typed(self, value: Any) -> Any:
        return self.within_length(plain(str(value or "")))


@dataclass(frozen=True, slots=True)
class IssuedColumn(CodeColumn):
    """A code that the Center hands out, so that nobody types it."""

    holds = (models.CharField, models.GenericIPAddressField)
    issued: bool = True

    def from_typed(self, value: Any) -> Any:
        raise NotUnderstood(NOT_TYPED)
