"""申込担当者 (S06): the fields, their labels and what is accepted. Typed text is normalised, not refused, where the
meaning is plain: hyphens and full-width digits in numbers, half-width kana in readings. Names are kept as typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.base.columns import MISSING, Column, KanaColumn, MailColumn, PhoneColumn, TextColumn
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
COLUMNS: dict[str, Column] = {
    c.name: c
    for c in (
        TextColumn("family_name", LABELS["family_name"], length=20),
        TextColumn("given_name", LABELS["given_name"], length=20),
        KanaColumn("family_kana", LABELS["family_kana"], length=40),
        KanaColumn("given_kana", LABELS["given_kana"], length=40),
        TextColumn("department", LABELS["department"], length=60),
        TextColumn("title", LABELS["title"], length=40),
        PhoneColumn("phone", LABELS["phone"]),
        PhoneColumn("fax", LABELS["fax"]),
        MailColumn("email", LABELS["email"], length=100),
    )
}


def problem_of(name: str, value: str) -> W | None:
    """What is wrong with one stored value, or None."""
    if not value:
        return MISSING.format(label=LABELS[name]) if name in REQUIRED else None
    return COLUMNS[name].problem(value)


def problems_of(contact: Mapping[str, Any]) -> list[Problem]:
    """All problems of a stored contact, pinned to `contact.<field>`."""
    found = []
    for name in LABELS:
        text = problem_of(name, str(contact.get(name, "") or ""))
        if text is not None:
            found.append(Problem(f"contact_{name}", text, f"contact.{name}"))
    return found


def facts_of(contact: Mapping[str, Any]) -> list[tuple[W, W | str]]:
    """A stored contact as people read it: each label with its value."""
    return [(LABELS[name], column.show(contact.get(name, ""))) for name, column in COLUMNS.items()]


AGAIN = MailColumn(
    "email_again",
    W("E-mailアドレス（確認用）", "E-mail (again)"),
    hint=W(
        "アドレスを変更したときだけ、もう一度入力してください。",
        "Only if you changed the address: type it again.",
    ),
)


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
        for name in LABELS:
            self.fields[name] = COLUMNS[name].form_field(name in REQUIRED, self.hints[name])
            self.fields[name].widget.attrs["autocomplete"] = self.tokens.get(name, "off")
        self.fields["email_again"] = AGAIN.form_field()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        email = data.get("email", "")
        if email and email != self.initial.get("email", "") and data.get("email_again") != email:
            self.add_error(
                "email_again",
                ValidationError(
                    W("登録用と同じE-mailアドレスを入力してください。", "Type the same address as above.")
                ),
            )
        return data
