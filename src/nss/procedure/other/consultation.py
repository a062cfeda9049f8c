"""事前のお問い合わせ: その他の契約変更 but the cancellation is talked over with the Center first (D-54)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.base import clock
from nss.base.marks import mark_must
from nss.base.problems import Problem
from nss.base.words import W
from nss.procedure.kit.contact import clean_text
from nss.procedure.kit.pages import Section
from nss.procedure.kit.procedure import Rule
from nss.procedure.kit.schedule import read_day

TITLE = W("事前のお問い合わせ", "Prior consultation")
MISSING = W(
    "NACCSセンターへの事前のお問い合わせの日付と担当者を入力してください。",
    "Enter when and with whom you consulted the Center.",
)


def fields(form: forms.Form) -> None:
    form.fields["consulted_on"] = forms.CharField(
        label=W("お問い合わせ日", "Day of the consultation"),
        required=False,
        max_length=20,
        help_text=W("例 2026/11/20", "e.g. 2026/11/20"),
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off", "inputmode": "numeric"}),
    )
    form.fields["consulted_with"] = forms.CharField(
        label=W("NACCSセンターの担当者", "Person at the Center"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    for name in ("consulted_on", "consulted_with"):
        mark_must(form.fields[name])


def section() -> Section:
    return Section(
        TITLE,
        W(
            "この申込の前に、NACCSセンターへのお問い合わせが必要です。",
            "Consult the Center before this application.",
        ),
        fields=("consulted_on", "consulted_with"),
    )


def start(extra: Mapping[str, Any]) -> dict[str, Any]:
    given = extra.get("consulted", {})
    return {
        "consulted_on": str(given.get("on", "")).replace("-", "/"),
        "consulted_with": given.get("with", ""),
    }


def clean(form: forms.Form) -> None:
    data = form.cleaned_data
    data["consulted_with"] = clean_text(str(data.get("consulted_with") or ""))
    if not data["consulted_with"]:
        form.add_error(
            "consulted_with", ValidationError(W("担当者の名前を入力してください。", "Enter the name."))
        )
    try:
        day = read_day(str(data.get("consulted_on") or ""))
        if day > clock.today():
            form.add_error(
                "consulted_on",
                ValidationError(W("本日以前の日を入力してください。", "Not later than today.")),
            )
        data["consulted_day"] = day
    except ValueError:
        form.add_error(
            "consulted_on",
            ValidationError(
                W("日付として読み取れません。例 2026/11/20", "This is not a date, e.g. 2026/11/20")
            ),
        )


def extras(form: forms.Form) -> dict[str, Any]:
    day: date = form.cleaned_data["consulted_day"]
    return {"consulted": {"on": day.isoformat(), "with": form.cleaned_data["consulted_with"]}}


def rule(key: str) -> Rule:
    """Filing this item needs it."""

    def consulted(case: Case) -> list[Problem]:
        if key in case.chosen and not case.extra.get("consulted"):
            return [Problem("not_consulted", MISSING, key)]
        return []

    return consulted


def summary_lines(case: Case) -> list[tuple[W, str | W]]:
    given = case.extra.get("consulted")
    return [(TITLE, f"{str(given['on']).replace('-', '/')} {given['with']}")] if given else []
