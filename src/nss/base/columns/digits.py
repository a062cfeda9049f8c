"""Numbers that are not counted with: telephones, postal codes, corporate numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from django import forms
from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

from nss.base.typed_text import NotUnderstood, plain
from nss.base.words import W

from .column import Column

BETWEEN = re.compile("[\\s\\-\u2010-\u2015\u2212ー~〜・.·()/]")
"""What people write between the digits of a telephone number."""
PHONE = re.compile(r"0[0-9]{8,10}")
ABROAD = re.compile(r"\+81[\s-]*(?:\(0\)|0(?=[1-9]))?")
POSTAL = re.compile("([0-9]{3})([0-9]{4})")
BAD_PHONE = W(
    "0から始まる9〜11桁の番号を入力してください（ハイフンがあっても構いません）。",
    "Enter a number of 9 to 11 digits that begins with 0 (hyphens are fine).",
)
BAD_POSTAL = W(
    "郵便番号は7桁の数字で入力してください（例 1350064）。", "Enter a postal code of 7 digits (e.g. 1350064)."
)
BAD_CORPORATE = W("法人番号は13桁の数字で入力してください。", "Enter a corporate number of 13 digits.")


class TelInput(forms.TextInput):
    """A text box that shows a telephone's keys on phones."""

    input_type = "tel"


def phone_digits(text: str) -> str:
    """The digits of a telephone number, whatever stands between them."""
    return BETWEEN.sub("", ABROAD.sub("0", plain(text), count=1))


@lru_cache(maxsize=4096)
def phone_shown(digits: str) -> str:
    """A stored telephone number as it is written: 0312345678 is 03-1234-5678. Area codes have two to five digits, so that it
    takes the country's numbering plan to say where the hyphens stand; what is not in the plan stays as it is."""
    try:
        written = format_number(parse(digits, "JP"), PhoneNumberFormat.NATIONAL)
    except NumberParseException:
        return digits
    return written if phone_digits(written) == digits else digits


@dataclass(frozen=True, slots=True)
class PhoneColumn(Column):
    """A telephone or fax number of this country: digits only, from 0 on; shown with hyphens."""

    kind: ClassVar[str] = "phone"
    monospaced: ClassVar[bool] = True
    unbroken: ClassVar[bool] = True

    def from_typed(self, value: Any) -> Any:
        text = phone_digits(str(value or ""))
        if text and not PHONE.fullmatch(text):
            raise NotUnderstood(BAD_PHONE)
        return text

    def show(self, value: Any) -> W | str:
        return phone_shown(str(value or ""))

    def widget(self) -> forms.Widget:
        return TelInput(attrs={"autocomplete": self.autocomplete, "inputmode": "tel"})


@dataclass(frozen=True, slots=True)
class DigitsColumn(Column):
    """A number of so many digits; spaces and hyphens between them are fine, anything else is not."""

    monospaced: ClassVar[bool] = True
    unbroken: ClassVar[bool] = True
    digits: ClassVar[int]
    bad: ClassVar[W]

    def from_typed(self, value: Any) -> Any:
        text = BETWEEN.sub("", plain(str(value or "")).removeprefix("〒"))
        if text and not (len(text) == self.digits and text.isascii() and text.isdecimal()):
            raise NotUnderstood(self.bad)
        return text


def postal_shown(digits: str) -> str:
    """A stored postal code as letters bear it: 1500002 is 〒150-0002; what is none stays as it is."""
    return POSTAL.sub(r"〒\1-\2", digits) if POSTAL.fullmatch(digits) else digits


@dataclass(frozen=True, slots=True)
class PostalColumn(DigitsColumn):
    """郵便番号: digits only; shown with its mark and its hyphen."""

    kind: ClassVar[str] = "postal"
    autocomplete: ClassVar[str] = "postal-code"
    digits: ClassVar[int] = 7
    bad: ClassVar[W] = BAD_POSTAL

    def show(self, value: Any) -> W | str:
        return postal_shown(str(value or ""))


@dataclass(frozen=True, slots=True)
class CorporateColumn(DigitsColumn):
    """法人番号."""

    kind: ClassVar[str] = "corporate"
    digits: ClassVar[int] = 13
    bad: ClassVar[W] = BAD_CORPORATE
