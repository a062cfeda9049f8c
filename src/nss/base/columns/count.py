"""Numbers that are counted with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import models

from nss.base.typed_text import NotUnderstood, plain
from nss.base.words import W

from .column import Column

NO_COUNT = W("0以上の整数を入力してください（例 1200）。", "Enter a whole number, 0 or more (e.g. 1200).")
TOO_MUCH = W("{most}以下の数を入力してください。", "Enter a number up to {most}.")
COUNT = re.compile(r"[0-9]+|[0-9]{1,3}(,[0-9]{3})+")


@dataclass(frozen=True, slots=True)
class CountColumn(Column):
    """A whole number from 0 to `most`; thousands may be parted by commas."""

    kind: ClassVar[str] = "number"
    holds = (models.IntegerField,)
    most: int = 2_147_483_647

    def from_typed(self, value: Any) -> Any:
        text = plain(str("" if value is None else value))
        if not text:
            return None
        if not COUNT.fullmatch(text):
            raise NotUnderstood(NO_COUNT)
        number = int(text.replace(",", "")[:20])
        if number > self.most:
            raise NotUnderstood(TOO_MUCH.format(most=f"{self.most:,}"))
        return number

    def from_cell(self, value: object) -> Any:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return self.from_typed(self.text_of(value))

    def widget(self) -> forms.Widget:
        return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    @property
    def empty(self) -> Any:
        return None
