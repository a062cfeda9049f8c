"""利用者コード: the block 識別番号の追加, which every page on a code has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.edits import Edit
from nss.base.columns import PreparedChoices
from nss.base.field_words import in_range
from nss.base.words import W
from nss.contract.choices import BusinessType, Method
from nss.procedure.codes.business_rules import business_problem
from nss.procedure.kit.pages import FieldRow, Section

from .rows import COUNT_COLUMN, ID_COLUMNS

SLOTS = 3
MAX_IDS = 99
BUSINESSES = PreparedChoices(BusinessType.choices())
METHODS = PreparedChoices([("", W("選択してください", "Choose")), *Method.choices()])


class Additions:
    """A few rows of business types, method, count."""

    @staticmethod
    def add_fields(form: forms.Form, slots: int) -> None:
        """Add the fields of `slots` rows to a form."""
        for n in range(slots):
            form.fields[f"add_business_{n}"] = forms.MultipleChoiceField(
                label=W("業種", "Business types"),
                choices=BUSINESSES,
                required=False,
                widget=forms.SelectMultiple(attrs={"size": 4}),
            )
            form.fields[f"add_method_{n}"] = forms.ChoiceField(
                label=W("処理方式", "Processing method"),
                required=False,
                choices=METHODS,
            )
            form.fields[f"add_count_{n}"] = forms.IntegerField(
                label=COUNT_COLUMN.label,
                required=False,
                min_value=0,
                max_value=MAX_IDS,
                error_messages=in_range(0, MAX_IDS),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

    @staticmethod
    def clean(form: forms.Form, slots: int) -> list[dict[str, Any]]:
        """The filled rows as business, method and count; what is missing becomes an error of the form."""
        found = []
        for n in range(slots):
            business = form.cleaned_data.get(f"add_business_{n}") or []
            method = form.cleaned_data.get(f"add_method_{n}") or ""
            count = form.cleaned_data.get(f"add_count_{n}")
            if not business and not method and not count:
                continue
            if not business:
                form.add_error(
                    f"add_business_{n}",
                    ValidationError(W("業種を選択してください。", "Choose a business type.")),
                )
            if not method:
                form.add_error(
                    f"add_method_{n}",
                    ValidationError(W("処理方式を選択してください。", "Choose a processing method.")),
                )
            if not count:
                form.add_error(
                    f"add_count_{n}",
                    ValidationError(W("追加数を1以上で入力してください。", "Enter a number of 1 or more.")),
                )
            problem = business_problem(business)
            if business and problem:
                form.add_error(f"add_business_{n}", ValidationError(problem))
            found.append({"business": business, "method": method, "count": count or 0})
        return found

    @staticmethod
    def initial_values(edits: Sequence[Edit]) -> dict[str, Any]:
        """What the fields begin with, from edits that add numbers."""
        initial: dict[str, Any] = {}
        for n, e in enumerate(edits):
            initial[f"add_business_{n}"] = list(e.after.get("business", []))
            initial[f"add_method_{n}"] = e.after.get("method", "")
            initial[f"add_count_{n}"] = e.count
        return initial

    @staticmethod
    def section(slots: int) -> Section:
        """The part of the page that holds the rows."""
        return Section(
            W("識別番号の追加に関する項目", "Identification numbers to add"),
            note=W(
                "識別番号はNACCSセンターが払い出します。業種、処理方式と追加数を入力してください。",
                "The Center issues the numbers. Enter business types, processing method and how many.",
            ),
            columns=(ID_COLUMNS["business"], ID_COLUMNS["method"], COUNT_COLUMN),
            table=tuple(
                FieldRow(
                    {},
                    (f"add_business_{n}", f"add_method_{n}", f"add_count_{n}"),
                    W(f"追加{n + 1}", f"Addition {n + 1}"),
                )
                for n in range(slots)
            ),
        )
