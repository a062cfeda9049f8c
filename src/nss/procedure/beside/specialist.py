"""通関士IDの追加 (D-50): a number for each registered customs specialist under a code of a customs broker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Edit, add
from nss.application.lifecycle import Event
from nss.application.rulebook import IssueJob
from nss.base.columns import MISSING, CodeColumn, KanaColumn, TextColumn
from nss.base.problems import Problem
from nss.base.typed_text import NotUnderstood, plain
from nss.base.words import W
from nss.contract.choices import BusinessType, Method
from nss.contract.snapshot import Row
from nss.notice.models import Category
from nss.notice.news_texts import NewsLine
from nss.procedure.codes.user_code.issue import issue
from nss.procedure.codes.user_code.rows import code_row
from nss.procedure.codes.user_code.rules import code_has_no_end
from nss.procedure.kit.pages import FieldRow, FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.selection import Entry, Group, Menu, Series

ENTRY = Entry(
    "specialist",
    Group.BESIDE,
    20,
    W("通関士IDの追加", "Add customs specialists' IDs"),
    series=Series("C", W("通関士ID", "Customs specialists"), W("通関士ID", "Specialists")),
    menu=Menu.APPLY,
    about=W(
        "通関業の利用者コードに、通関士の識別番号を追加します。通関士の氏名と証票番号をご用意ください。",
        "Adds numbers for registered customs specialists under a broker's code. Have names and certificate numbers at hand.",
    ),
    reason=W("通関士の追加に伴い、識別番号が必要なため", "Customs specialists need numbers"),
)
KEY = ENTRY.key
SLOTS = 5


@dataclass(frozen=True, slots=True)
class LicenceColumn(CodeColumn):
    """通関士証票番号, in capitals."""

    def from_typed(self, value: Any) -> Any:
        text = re.sub("[\u2010-\u2015\u2212ー]", "-", plain(str(value or ""))).upper()
        if text and not re.fullmatch(r"[0-9A-Z-]{4,15}", text):
            raise NotUnderstood(BAD_LICENCE)
        return text


BAD_LICENCE = W("通関士証票番号を4〜15桁の半角英数字で入力してください。", "Enter 4 to 15 letters or digits.")
NAME = TextColumn("name", W("通関士氏名", "Name"), length=60)
READING = KanaColumn("kana", W("フリガナ", "Kana"), length=60)
LICENCE = LicenceColumn("licence", W("通関士証票番号", "Certificate number"))
NO_BROKER = W(
    "通関業の利用者コードがないため、通関士IDを追加できません。先に利用者コードをお申し込みください。",
    "There is no user code of a customs broker; apply for one first.",
)


def broker_codes(rows: Iterable[Row]) -> list[str]:
    """Codes with a number whose business type is customs broker."""
    brokers = (r for r in rows if r.kind == "user_id" and BusinessType.BROKER.value in r.values["business"])
    return sorted({str(r.values["code"]) for r in brokers})


def offered_codes(case: Case) -> list[str]:
    """Those that can be chosen before the start day is: also one whose own start is decided for a later day."""
    return broker_codes(case.timeline.of(case.office.pk))


class SpecialistForm(ItemForm):
    """The code, and a row a person."""

    key = KEY

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        given = case.extra.get("specialists", {})
        initial = {"code": given.get("code", ""), "method": given.get("method", Method.INTERACTIVE.value)}
        for n, p in enumerate(given.get("people", [])):
            initial |= {f"name_{n}": p["name"], f"kana_{n}": p["kana"], f"licence_{n}": p["licence"]}
        codes = offered_codes(case)
        if len(codes) == 1 and not initial["code"]:
            initial["code"] = codes[0]
        return initial

    def add_fields(self) -> None:
        codes = offered_codes(self.case)
        self.fields["code"] = forms.ChoiceField(
            label=W("利用者コード", "User code"),
            widget=forms.RadioSelect,
            choices=[(c, c) for c in codes],
            error_messages={
                "required": W("利用者コードを選択してください。", "Choose a user code."),
                "invalid_choice": NO_BROKER,
            },
        )
        self.fields["method"] = forms.ChoiceField(
            label=W("処理方式", "Processing method"),
            widget=forms.RadioSelect,
            choices=[(m.value, m.word) for m in (Method.INTERACTIVE, Method.NET, Method.WEB)],
        )
        self.slots = max(SLOTS, len(self.case.extra.get("specialists", {}).get("people", [])) + 2)
        for n in range(self.slots):
            for column in (NAME, READING, LICENCE):
                self.fields[f"{column.name}_{n}"] = column.form_field()

    def sections(self) -> list[Section]:
        table = tuple(
            FieldRow({}, (f"name_{n}", f"kana_{n}", f"licence_{n}"), W(f"{n + 1}人目", f"Person {n + 1}"))
            for n in range(self.slots)
        )
        note = W("通関士ごとに識別番号を1つ払い出します。", "Each person gets a number of their own.")
        first = Section(
            W("利用者コードに関する項目", "User code"),
            None if offered_codes(self.case) else NO_BROKER,
            fields=("code", "method"),
        )
        return [first, Section(W("追加する通関士", "Customs specialists"), note, table=table)]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.people: list[dict[str, str]] = []
        for n in range(self.slots):
            given = {c.name: str(data.get(f"{c.name}_{n}") or "") for c in (NAME, READING, LICENCE)}
            fields = [f"{name}_{n}" for name in given]
            if not any(given.values()) and not any(f in self.errors for f in fields):
                continue
            for column in (NAME, READING, LICENCE):
                if not given[column.name] and f"{column.name}_{n}" not in self.errors:
                    self.add_error(f"{column.name}_{n}", ValidationError(MISSING.format(label=column.label)))
            licence = given["licence"]
            if licence and licence in [p["licence"] for p in self.people]:
                self.add_error(
                    f"licence_{n}",
                    ValidationError(W("同じ証票番号が入力されています。", "This number stands twice.")),
                )
            self.people.append(given)
        if not self.people:
            self.add_error(
                "name_0",
                ValidationError(W("通関士を1人以上入力してください。", "Enter at least one person.")),
            )
        return data

    def edits(self) -> list[Edit]:
        after = {
            "code": self.cleaned_data["code"],
            "number": "",
            "business": [BusinessType.SPECIALIST.value],
            "method": self.cleaned_data["method"],
        }
        return [add(KEY, "user_id", after, count=len(self.people))]

    def extras(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"specialists": {"code": data["code"], "method": data["method"], "people": self.people}}


def code_of_broker(case: Case) -> list[Problem]:
    """The code is one of a customs broker. `code_has_no_end` speaks of one that begins later."""
    codes = broker_codes(case.contract.rows)
    codes += [c for c in offered_codes(case) if code_row(case.contract, c) is None]
    if any(e.after.get("code") not in codes for e in case.of(KEY)):
        return [Problem("not_broker", NO_BROKER, KEY)]
    return []


class Specialists(Procedure):
    """通関士IDの追加."""

    entry = ENTRY
    kinds = ("user_code", "user_id")
    pages = (
        FormPage(
            "form",
            W("通関士IDの追加 入力", "Customs specialists"),
            W("通関士の氏名と証票番号を入力してください。", "Enter names and certificate numbers."),
            SpecialistForm,
            step=True,
        ),
    )
    rules = (code_of_broker, code_has_no_end)
    checks = (
        Check(
            W("通関業の利用者コードである", "The code is a customs broker's"),
            ("not_broker", "code_ends", "code_begins"),
        ),
    )

    news = {
        Event.APPROVE: NewsLine(
            Category.APPLICATION,
            W(
                "通関士IDの追加申込の審査を終了しました。追加した利用者を確認してください。",
                "The review is finished. Please check the users added.",
            ),
        ),
        Event.SEND_BACK: NewsLine(
            Category.APPLICATION,
            W(
                "通関士IDの追加申込に確認事項があります。通知内容をご確認の上、申込内容の修正、または取下げを行ってください。",
                "There is a query about the specialists' IDs.",
            ),
        ),
    }

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        people = case.extra.get("specialists", {}).get("people", [])
        text = "、".join(f"{p['name']}（{p['kana']}） {p['licence']}" for p in people)
        return [(W("通関士（証票番号）", "Specialists (certificate number)"), text)] if text else []

    def issue(self, job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
        """A number with its password for each person."""
        return issue(job, edits)


PROCEDURE = Specialists()
