"""事前のお問い合わせ: その他の契約変更 but the cancellation is talked over with the Center first (D-54)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.base import clock
from nss.base.columns import DateColumn, TextColumn
from nss.base.problems import Problem
from nss.base.words import W
from nss.procedure.kit.pages import Section
from nss.procedure.kit.procedure import Rule

TITLE = W("事前のお問い合わせ", "Prior consultation")
MISSING = W(
    "NACCSセンターへの事前のお問い合わせの日付と担当者を入力してください。",
    "Enter when and with whom you consulted the Center.",
)
CONSULTED_ON = DateColumn(
    "consulted_on",
    W("お問い合わせ日", "Day of the consultation"),
    hint=W("例 2026/11/20", "e.g. 2026/11/20"),
)
CONSULTED_WITH = TextColumn("consulted_with", W("NACCSセンターの担当者", "Person at the Center"), length=40)


def fields(form: forms.Form) -> None:
    """Add the fields of the consultation (day, person at the Center) to a form."""
    form.fields["consulted_on"] = CONSULTED_ON.form_field(must=True)
    form.fields["consulted_with"] = CONSULTED_WITH.form_field(must=True)


def section() -> Section:
    """The part of the page that holds these fields."""
    return Section(
        TITLE,
        W(
            "この申込の前に、NACCSセンターへのお問い合わせが必要です。",
            "Consult the Center before this application.",
        ),
        fields=("consulted_on", "consulted_with"),
    )


def initial_values(extra: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields begin with, from `Revision.extra`."""
    given = extra.get("consulted", {})
    return {
        "consulted_on": str(given.get("on", "")).replace("-", "/"),
        "consulted_with": given.get("with", ""),
    }


def clean(form: forms.Form) -> None:
    """Check the fields; errors go to the form."""
    day = form.cleaned_data.get("consulted_on")
    if day is not None and day > clock.today():
        form.add_error(
            "consulted_on",
            ValidationError(W("本日以前の日を入力してください。", "Not later than today.")),
        )


def extras(form: forms.Form) -> dict[str, Any]:
    """What `Revision.extra` keeps of the fields."""
    day: date = form.cleaned_data["consulted_on"]
    return {"consulted": {"on": day.isoformat(), "with": form.cleaned_data["consulted_with"]}}


def rule(key: str) -> Rule:
    """Filing this item needs it."""

    def consulted(case: Case) -> list[Problem]:
        if key in case.chosen_items and not case.extra.get("consulted"):
            return [Problem("not_consulted", MISSING, key)]
        return []

    return consulted


def summary_lines(case: Case) -> list[tuple[W, str | W]]:
    """The consultation as label and value."""
    given = case.extra.get("consulted")
    return [(TITLE, f"{str(given['on']).replace('-', '/')} {given['with']}")] if given else []
