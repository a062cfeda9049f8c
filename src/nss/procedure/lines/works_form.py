"""回線工事: the contacts for works (S11) and when somebody can attend."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.base.columns import MISSING, LongColumn
from nss.base.marks import mark_must
from nss.base.words import W
from nss.procedure.kit.contact import COLUMNS
from nss.procedure.kit.pages import ItemForm, Section

PERSON = ("family_name", "given_name", "family_kana", "given_kana", "department", "phone", "fax")
MUST = ("family_name", "given_name", "family_kana", "given_kana", "phone")
ATTENDS = W("立ち会える時間帯", "When somebody can attend")
ENTERS = W("入館手続き", "Entry formalities")
ENTRY_FORMALITIES = (("no", W("不要", "not needed")), ("yes", W("必要", "needed")))
HALF_DAYS = (
    ("am", W("午前", "morning")),
    ("pm", W("午後", "afternoon")),
    ("any", W("どちらでもよい", "either")),
)

REMARK = LongColumn(
    "remark",
    W("回線工事の備考", "Remarks on the works"),
    length=240,
    hint=W("240文字以内", "up to 240 characters"),
)


class WorksForm(ItemForm):
    """S11: 工事事務担当者, 工事立会者, remarks; and days on which somebody can attend, so that a call is spared."""

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        return {"attendant": "same", **case.extra.get("works", {})}

    def add_fields(self) -> None:
        for prefix in ("", "a_"):
            for name in PERSON:
                column = COLUMNS[name]
                if prefix:
                    column = replace(
                        column, label=W(f"立会者 {column.label.ja}", f"Attendant: {column.label.en}")
                    )
                self.fields[prefix + name] = column.form_field()
                mark_must(self.fields[prefix + name], not prefix and name in MUST)
        self.fields["attendant"] = forms.ChoiceField(
            label=W("工事立会者", "Attendant at the works"),
            widget=forms.RadioSelect,
            choices=[
                ("same", W("工事事務担当者に同じ", "the contact for works")),
                ("other", W("その他（下欄に入力してください）", "another (enter below)")),
            ],
        )
        self.fields["half"] = forms.ChoiceField(
            label=ATTENDS,
            widget=forms.RadioSelect,
            required=False,
            choices=HALF_DAYS,
        )
        self.fields["entry"] = forms.ChoiceField(
            label=ENTERS,
            widget=forms.RadioSelect,
            required=False,
            choices=ENTRY_FORMALITIES,
        )
        self.fields["remark"] = REMARK.form_field()

    def sections(self) -> list[Section]:
        return [
            Section(
                W("工事事務担当者に関する項目", "Contact for the works"),
                note=W("回線の設置に関する工事の連絡先です。", "Whom to call about the works."),
                fields=PERSON,
            ),
            Section(
                W("工事立会者に関する項目", "Attendant"),
                note=W("実際に回線を設置する場所の立会者を入力してください。", "Who will be there."),
                fields=("attendant", *("a_" + n for n in PERSON), "half", "entry"),
            ),
            Section(W("回線工事の備考", "Remarks"), fields=("remark",)),
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        wanted = ["", *(["a_"] if data.get("attendant") == "other" else [])]
        for prefix in ("", "a_"):
            for name in PERSON:
                field = prefix + name
                if prefix not in wanted:
                    self.errors.pop(field, None)
                    data[field] = ""
                elif name in MUST and not data.get(field) and field not in self.errors:
                    self.add_error(field, ValidationError(MISSING.format(label=self.fields[field].label)))
        return data

    def extras(self) -> dict[str, Any]:
        return {"works": {k: v for k, v in self.cleaned_data.items() if v}}
