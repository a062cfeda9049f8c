"""契約解除、事業所廃止: every row of the office ends on one day. Signing in goes on, for looking up and for billing.

What is shared goes on for the others: a shared code ends for this office only. Shared equipment and joint use end at
both offices, so that the other one is asked. No prior consultation is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Edit, end
from nss.application.lifecycle import OPEN
from nss.application.models import Application
from nss.application.rulebook import ConsentNeed, WorkNeed
from nss.base.columns import LongColumn
from nss.base.problems import Problem
from nss.base.words import W, joined, t
from nss.contract.choices import WorkKind
from nss.contract.models import ROW_TYPES
from nss.contract.rows.office import OfficeContract
from nss.contract.snapshot import Contract, Row
from nss.procedure import sharing
from nss.procedure.kit.pages import FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.selection import Entry, Group

ENTRY = Entry("cancel", Group.OTHER, 60, W("契約解除、事業所廃止", "Cancellation, closing of the office"))
KEY = ENTRY.key
KINDS = tuple(k for k, m in ROW_TYPES.items() if not m.of_company)
ENDING = tuple(k for k in KINDS if not ROW_TYPES[k].outlives)
"""Rows that end; the others stay for the last invoices and for who may be written to."""

LAST_BILL = LongColumn(
    "last_bill",
    W("最後の請求書の連絡先", "Where the last invoices go"),
    length=240,
    rows=2,
    hint=W(
        "登録されている請求先と異なる場合に入力してください。", "If not the registered billing recipient."
    ),
)


MOST_NAMED = 30
"""So many rows of a kind are named; of more it is said how many."""


def _said(rows: Sequence[Row]) -> str:
    """How many rows of a kind end, and which, where they have names."""
    names = [str(r.name) for r in rows if r.name != ROW_TYPES[r.kind].label]
    if not names:
        return str(len(rows))
    left = len(names) - MOST_NAMED
    more = t(f"、ほか{left}件", f" and {left} more") if left > 0 else ""
    return f"{len(rows)}（{'、'.join(names[:MOST_NAMED])}{more}）"


class CancelForm(ItemForm):
    """The confirmation that everything ends, and who gets the last invoice."""

    key = KEY

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        return {"sure": bool(case.requested_of(KEY)), "last_bill": case.extra.get("last_bill", "")}

    def add_fields(self) -> None:
        self.fields["last_bill"] = LAST_BILL.form_field()
        self.fields["sure"] = forms.BooleanField(
            label=W(
                "すべての登録情報の利用を終了することを確認しました",
                "I have understood that all of these registrations end",
            ),
            error_messages={
                "required": W("内容を確認の上、チェックを入れてください。", "Read and tick this.")
            },
        )

    def sections(self) -> list[Section]:
        facts: list[tuple[W, str | W]] = []
        for kind in ENDING:
            rows = self.case.contract.of(kind) if kind != OfficeContract.kind else ()
            if rows:
                facts.append((ROW_TYPES[kind].label, _said(rows)))
        shared = sorted(self.case.contract.shared)
        if shared:
            facts.append(
                (
                    W("ほかの事業所で引き続き使用される利用者コード", "Codes that other offices go on using"),
                    "、".join(shared),
                )
            )
        return [
            Section(W("終了する登録情報", "What ends"), facts=tuple(facts)),
            Section(W("解除の確認", "Confirm"), fields=("last_bill", "sure")),
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and not self.edits():
            self.add_error(
                "sure", ValidationError(W("終了する登録情報がありません。", "There is nothing to end."))
            )
        return data

    def edits(self) -> list[Edit]:
        return end_of_everything(self.case.contract)

    def extras(self) -> dict[str, Any]:
        return {"last_bill": self.cleaned_data["last_bill"]} if self.cleaned_data["last_bill"] else {}


def end_of_everything(contract: Contract, procedure: str = KEY, lines_stay: bool = False) -> list[Edit]:
    """The ends of everything that an office has; what it shares ends for it alone, and its lines are removed unless
    they stay, for another office."""
    done = []
    for r in contract.of(*ENDING):
        options: dict[str, Any] = {}
        if r.kind == "user_code" and r.values["code"] in contract.shared:
            options = {"scope": "own"}
        if r.kind == "line" and not lines_stay:
            options = {"works": WorkKind.REMOVAL.value}
        done.append(end(procedure, r, options=options))
    return done


def removals(ends: Iterable[Edit]) -> list[WorkNeed]:
    """The works on lines that end."""
    removal = WorkKind.REMOVAL.value
    return [
        WorkNeed(removal, str(e.before["router"]))
        for e in ends
        if e.kind == "line" and e.options.get("works") == removal
    ]


OPEN_STILL = W(
    "審査の終わっていない申込（{numbers}）があります。契約の解除が決定すると、追加や、解除日以降に開始する変更は承認されません。不要な場合は取り下げてください。",
    "Applications are still open ({numbers}). Once the end of the contract is decided, additions and changes from that day on are not approved. Withdraw them if they are not needed.",
)
ROWS_LEFT = W(
    "この日より後に利用を開始する登録情報（{names}）があります。先にその申込を取り下げるか、希望日を後にしてください。",
    "Something begins after this day ({names}). Withdraw that application first, or choose a later day.",
)


def everything_ends(case: Case) -> list[Problem]:
    """Nothing may stay behind, also nothing that begins later."""
    if KEY not in case.chosen_items:
        return []
    ended = {(e.kind, e.target) for e in case.edits}
    rows = case.timeline.of(case.contract.office_id, *ENDING)
    left = [ROW_TYPES[r.kind].label for r in rows if (r.kind, r.identity) not in ended]
    if left:
        return [Problem("rows_left", ROWS_LEFT.format(names=joined(dict.fromkeys(left))), KEY)]
    return []


class Cancellation(Procedure):
    """契約解除、事業所廃止."""

    entry = ENTRY
    kinds = KINDS
    pages = (
        FormPage(
            "form",
            W("契約解除・事業所廃止 入力", "Cancellation"),
            W("終了する登録情報を確認してください。", "Check what ends."),
            CancelForm,
            step=True,
        ),
    )
    rules = (everything_ends,)
    checks = (Check(W("すべての登録情報が含まれる", "Everything is included"), ("rows_left",)),)
    four_eyes = True
    consent_purposes = sharing.ASK_END

    def consents(self, case: Case) -> list[ConsentNeed]:
        """Who shares equipment or use with the office."""
        return sharing.consents(case, case.office, sharing.sharing_ends(case.of(KEY)))

    def works(self, case: Case) -> list[WorkNeed]:
        """Every line is removed."""
        return removals(case.of(KEY))

    def notes(self, case: Case) -> list[W]:
        if not case.of(KEY):
            return []
        others = Application.objects.filter(office=case.office, state__in=OPEN)
        numbers = [
            str(n)
            for n in others.exclude(pk=case.revision.application_id)
            .order_by("id")
            .values_list("number", flat=True)
        ]
        still_open = [OPEN_STILL.format(numbers=joined(numbers))] if numbers else []
        return [
            *still_open,
            W(
                "契約解除の申込では、「利用開始希望日」欄に契約解除（満了）を希望する日を入力してください。",
                "To cancel the contract, enter the day on which it is to end as the requested start date.",
            ),
            W(
                "解除後も、契約内容・請求金額の参照のためにログインできます。",
                "You can still sign in to look up the contract and the bills.",
            ),
        ]

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        given = case.extra.get("last_bill")
        return [(W("最後の請求書の連絡先", "Where the last invoices go"), str(given))] if given else []


PROCEDURE = Cancellation()
