"""A form field for a column of a row type, and what a typed value becomes: one rule a kind of value, for all procedures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.choices import BaseChoiceIterator

from nss.base.columns import Column
from nss.base.words import W

from .contact import BAD_KANA, BAD_MAIL, BAD_PHONE, KANA, PHONE, TelInput, clean_text, digits, katakana

BAD_POSTAL = W(
    "郵便番号は7桁の数字で入力してください（例 1350064）。", "Enter a postal code of 7 digits (e.g. 1350064)."
)
TOO_LONG = W("{n}文字以内で入力してください。", "Up to {n} characters.")
BAD_CORPORATE = W("法人番号は13桁の数字で入力してください。", "Enter a corporate number of 13 digits.")
TOKENS = {"postal_code": "postal-code", "address": "street-address", "phone": "tel", "email": "email"}


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
        box: forms.Widget = forms.TextInput(attrs={"autocomplete": TOKENS.get(column.name, "off")})
        if is_phone(column.name):
            box = TelInput(attrs={"autocomplete": "off", "inputmode": "tel"})
        elif column.name == "email":
            box = forms.EmailInput(attrs={"autocomplete": "off"})
        made = forms.CharField(label=column.label, required=False, widget=box)
    if hint is not None:
        made.help_text = hint  # type: ignore[assignment]
    made.must = required  # type: ignore[attr-defined]
    return made


def is_phone(name: str) -> bool:
    return "phone" in name or name.endswith("fax")


def normal_value(column: Column, value: Any, length: int = 120) -> tuple[Any, W | None]:
    """What a typed value is stored as, and what is wrong with it (None where nothing is)."""
    if column.kind == "flag":
        return value == "1" or value is True, None
    if column.kind == "choice":
        return value, None
    text = str(value or "")
    name = column.name
    if is_phone(name):
        text = digits(text)
        return text, BAD_PHONE if text and not PHONE.fullmatch(text) else None
    if name == "postal_code":
        text = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
        return text, BAD_POSTAL if text and len(text) != 7 else None
    if name == "corporate_number":
        text = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
        return text, BAD_CORPORATE if text and len(text) != 13 else None
    if name.endswith("kana"):
        text = katakana(text)
        return text, BAD_KANA if text and not KANA.fullmatch(text) else None
    if name == "email":
        text = unicodedata.normalize("NFKC", clean_text(text)).replace(" ", "")
        try:
            if text:
                validate_email(text)
        except ValidationError:
            return text, BAD_MAIL
        return text, None
    text = clean_text(text)
    return text, TOO_LONG.format(n=length) if len(text) > length else None
