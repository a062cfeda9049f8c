"""申込担当者 (S06): the fields, their labels and what is accepted. Typed text is normalised, not refused, where the
meaning is plain: hyphens and full-width digits in numbers, half-width kana in names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import jaconv
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from nss.base.marks import mark_must
from nss.base.problems import Problem
from nss.base.words import W

LABELS: dict[str, W] = {
    "family_name": W("姓", "Family name"),
    "given_name": W("名", "Given name"),
    "family_kana": W("姓（フリガナ）", "Family name (kana)"),
    "given_kana": W("名（フリガナ）", "Given name (kana)"),
    "department": W("所属部課名", "Department"),
    "title": W("役職名", "Position"),
    "phone": W("電話番号", "Telephone"),
    "fax": W("FAX番号", "Fax"),
    "email": W("E-mailアドレス", "E-mail"),
}
REQUIRED = ("family_name", "given_name", "family_kana", "given_kana", "phone", "email")
LENGTHS = {
    "family_name": 20,
    "given_name": 20,
    "family_kana": 40,
    "given_kana": 40,
    "department": 60,
    "title": 40,
    "email": 100,
}
KANA = re.compile(r"[ァ-ヶー・\s]+")
PHONE = re.compile(r"0\d{8,10}")
BAD_KANA = W("全角カナで入力してください（例 ツウカン）。", "Enter katakana (e.g. ツウカン).")
BAD_PHONE = W(
    "0から始まる9〜11桁の番号を入力してください（ハイフンがあっても構いません）。",
    "Enter a number of 9 to 11 digits that begins with 0 (hyphens are fine).",
)
BAD_MAIL = W(
    "E-mailアドレスの形式で入力してください（例 taro.tsukan@naccs.jp）。",
    "Enter an e-mail address (e.g. taro.tsukan@naccs.jp).",
)
MISSING = W("{label}を入力してください。", "{label} is required.")
TOO_LONG = W("{label}は{n}文字以内で入力してください。", "{label} may have up to {n} characters.")
CONTROL = W("{label}に使用できない文字があります。", "{label} holds characters that cannot be used.")


def clean_text(value: str) -> str:
    """One line: NFC, no line breaks or control characters, spaces folded."""
    text = unicodedata.normalize("NFC", value).replace("\u3000", " ")
    return " ".join(
        "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")).split()
    )


def digits(value: str) -> str:
    """Digits only of a typed number: full width, hyphens, spaces and brackets are accepted."""
    return re.sub(r"[\s\-‐-―ー−()]", "", unicodedata.normalize("NFKC", value))


def katakana(value: str) -> str:
    """Full-width katakana from hiragana or half-width kana."""
    return jaconv.hira2kata(unicodedata.normalize("NFKC", clean_text(value)))


def normal(name: str, value: str) -> str:
    """A field's value as it is stored."""
    if name in ("phone", "fax"):
        return digits(value)
    if name.endswith("kana"):
        return katakana(value)
    if name == "email":
        return unicodedata.normalize("NFKC", clean_text(value)).replace(" ", "")
    return clean_text(value)


def problem_of(name: str, value: str) -> W | None:
    """What is wrong with one stored value, or None."""
    label = LABELS[name]
    if not value:
        return MISSING.format(label=label) if name in REQUIRED else None
    most = LENGTHS.get(name, 200)
    if len(value) > most:
        return TOO_LONG.format(label=label, n=most)
    if name.endswith("kana") and not KANA.fullmatch(value):
        return BAD_KANA
    if name in ("phone", "fax") and not PHONE.fullmatch(value):
        return BAD_PHONE
    if name == "email":
        try:
            validate_email(value)
        except ValidationError:
            return BAD_MAIL
    return None


def problems_of(contact: Mapping[str, Any]) -> list[Problem]:
    """All problems of a stored contact, pinned to `contact.<field>`."""
    found = []
    for name in LABELS:
        text = problem_of(name, str(contact.get(name, "") or ""))
        if text is not None:
            found.append(Problem(f"contact_{name}", text, f"contact.{name}"))
    return found


class TelInput(forms.TextInput):
    input_type = "tel"


class ContactForm(forms.Form):
    """S06. `email_again` is asked for only when the address was changed (WCAG 3.3.7)."""

    use_required_attribute = False
    tokens = {
        "family_name": "family-name",
        "given_name": "given-name",
        "department": "organization",
        "title": "organization-title",
        "phone": "tel",
        "fax": "off",
        "email": "email",
    }
    hints = {
        "family_name": W("例 通関", "e.g. 通関"),
        "given_name": W("例 太郎", "e.g. 太郎"),
        "family_kana": W("例 ツウカン", "e.g. ツウカン"),
        "given_kana": W("例 タロウ", "e.g. タロウ"),
        "department": W("例 第一営業部営業第3課", "e.g. 第一営業部営業第3課"),
        "title": W("例 課長", "e.g. 課長"),
        "phone": W("例 0301234567（ハイフンがあっても構いません）", "e.g. 0301234567 (hyphens are fine)"),
        "fax": W("例 0398765432", "e.g. 0398765432"),
        "email": W(
            "例 taro.tsukan@naccs.jp。受付・完了のお知らせをお送りします。",
            "e.g. taro.tsukan@naccs.jp. Notices are sent here.",
        ),
    }

    def __init__(
        self, data: Mapping[str, Any] | None = None, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        for name, label in LABELS.items():
            widget: forms.Widget = forms.TextInput(attrs={"autocomplete": self.tokens.get(name, "off")})
            if name in ("phone", "fax"):
                widget = TelInput(attrs={"autocomplete": self.tokens[name], "inputmode": "tel"})
            if name == "email":
                widget = forms.EmailInput(attrs={"autocomplete": "email"})
            self.fields[name] = forms.CharField(
                label=label, required=False, help_text=self.hints.get(name, ""), widget=widget
            )
            mark_must(self.fields[name], name in REQUIRED)
        self.fields["email_again"] = forms.CharField(
            label=W("E-mailアドレス（確認用）", "E-mail (again)"),
            required=False,
            help_text=W(
                "アドレスを変更したときだけ、もう一度入力してください。",
                "Only if you changed the address: type it again.",
            ),
            widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        )

    def clean(self) -> dict[str, Any]:
        data = {n: normal(n, str(self.cleaned_data.get(n) or "")) for n in LABELS}
        for name, value in data.items():
            text = problem_of(name, value)
            if text is not None:
                self.add_error(name, ValidationError(text))
        again = normal("email", str(self.cleaned_data.get("email_again") or ""))
        if data["email"] != self.initial.get("email", "") and again != data["email"]:
            self.add_error(
                "email_again",
                ValidationError(
                    W("登録用と同じE-mailアドレスを入力してください。", "Type the same address as above.")
                ),
            )
        return data
