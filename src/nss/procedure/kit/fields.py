"""A form field for a column of a row type, and what a typed value becomes: one rule a kind of value, for all procedures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.choices import BaseChoiceIterator

from nss.base.columns import Column
from nss.base.marks import mark_must
from nss.base.words import W

from .contact import BAD_KANA, BAD_MAIL, BAD_PHONE, KANA, PHONE, TelInput, clean_text, digits, katakana

BAD_POSTAL = W(
    "郵便番号は7桁の数字で入力してください（例 1350064）。", "Enter a postal code of 7 digits (e.g. 1350064)."
)
TOO_LONG = W("{n}文字以内で入力してください。", "Up to {n} characters.")
BAD_CORPORATE = W("法人番号は13桁の数字で入力してください。", "Enter a corporate number of 13 digits.")
TOKENS = {"postal": "postal-code", "address": "street-address"}
"""What browsers may fill in by themselves, by the kind of a column."""


class Ready(BaseChoiceIterator):
    """Choices that are pairs already: forms that are built for every request need not normalise them again and again."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        self.pairs = list(pairs)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)


def field_of(column: Column, required: bool = False, hint: W | None = None) -> forms.Field:
    """The control that a column's kind asks for."""
    if column.kind == "flag":
        made: forms.Field = forms.ChoiceField(
            label=column.label,
            choices=Ready([("0", column.flag[0]), ("1", column.flag[1])]),
            widget=forms.RadioSelect,
            required=required,
        )
    elif column.kind == "choice" and column.choice is not None:
        choices = Ready(column.choice.choices())
        widget: Any = forms.RadioSelect if len(choices) <= 4 else forms.Select
        made = forms.ChoiceField(label=column.label, choices=choices, widget=widget, required=required)
    else:
        box: forms.Widget = forms.TextInput(attrs={"autocomplete": TOKENS.get(column.kind, "off")})
        if column.kind == "phone":
            box = TelInput(attrs={"autocomplete": "off", "inputmode": "tel"})
        elif column.kind == "mail":
            box = forms.EmailInput(attrs={"autocomplete": "off"})
        made = forms.CharField(label=column.label, required=False, widget=box)
    if hint is not None:
        made.help_text = hint
    mark_must(made, required)
    return made


def _phone(text: str) -> tuple[str, W | None]:
    text = digits(text)
    return text, BAD_PHONE if text and not PHONE.fullmatch(text) else None


def _digits_only(length: int, bad: W) -> Callable[[str], tuple[str, W | None]]:
    def read(text: str) -> tuple[str, W | None]:
        text = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
        return text, bad if text and len(text) != length else None

    return read


def _kana(text: str) -> tuple[str, W | None]:
    text = katakana(text)
    return text, BAD_KANA if text and not KANA.fullmatch(text) else None


def _mail(text: str) -> tuple[str, W | None]:
    text = unicodedata.normalize("NFKC", clean_text(text)).replace(" ", "")
    try:
        if text:
            validate_email(text)
    except ValidationError:
        return text, BAD_MAIL
    return text, None


READ: dict[str, Callable[[str], tuple[str, W | None]]] = {
    "phone": _phone,
    "postal": _digits_only(7, BAD_POSTAL),
    "corporate": _digits_only(13, BAD_CORPORATE),
    "kana": _kana,
    "mail": _mail,
}
"""How typed text of a kind of column is read; all others are plain lines of text."""


def normal_value(column: Column, value: Any) -> tuple[Any, W | None]:
    """What a typed value is stored as, and what is wrong with it (None where nothing is)."""
    if column.kind == "flag":
        return value == "1" or value is True, None
    if column.kind == "choice":
        return value, None
    text, wrong = str(value or ""), None
    if column.kind in READ:
        text, wrong = READ[column.kind](text)
    else:
        text = clean_text(text)
    if wrong is None and column.length is not None and len(text) > column.length:
        wrong = TOO_LONG.format(n=column.length)
    return text, wrong
