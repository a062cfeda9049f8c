"""識別番号 (追加・削除) as an item of its own: the numbers of a user code, without the code's other data."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from nss.application.edits import Edit, add, end
from nss.base.words import W
from nss.contract.snapshot import Row
from nss.procedure.kit.pages import FormPage, ListPage, Pair, Section
from nss.procedure.kit.procedure import Check
from nss.procedure.kit.selection import Entry, Group

from .business_rules import (
    business_types_exist_in_class,
    business_types_may_share_number,
    business_types_offered,
)
from .user_code.forms import CodeForm
from .user_code.item import CodeItem
from .user_code.rows import COLUMNS, REQUESTED_COLUMNS, contract_rows, requested_rows
from .user_code.rows import NUMBERS as KEY
from .user_code.rules import code_has_no_end, ended_code_has_no_numbers


class NumberForm(CodeForm):
    """The numbers of one code: which end, how many come."""

    key = KEY
    opens_rows = False

    def add_fields(self) -> None:
        super().add_fields()
        for name in ("system_class", "stats_paid", "stats_free", "bonded_storage"):
            del self.fields[name]

    def opened(self) -> list[Row]:
        """Business types are not changed here."""
        return []

    def sections(self) -> list[Section]:
        first, table, additions, _ = super().sections()
        rows = tuple(replace(r, opens="", opener=None) for r in table.table)
        return [
            Section(first.title, first.note, facts=first.facts),
            Section(table.title, table.note, columns=table.columns[:3], table=rows, fields=table.fields),
            additions,
        ]

    def edits(self) -> list[Edit]:
        data: dict[str, Any] = self.cleaned_data
        ending = self.ending()
        done = [end(KEY, r) for r in ending]
        assert self.code is not None  # noqa: S101  (build refused otherwise)
        if len(ending) == len(self.ids) and not self.additions and self.shared:
            done.append(end(KEY, self.code, options={"scope": data.get("scope") or "all"}))
        for a in self.additions:
            after = {"code": self.subject, "number": "", "business": a["business"], "method": a["method"]}
            done.append(add(KEY, "user_id", after, count=a["count"]))
        return done


class IdNumbers(CodeItem):
    """識別番号."""

    entry = Entry(KEY, Group.CODES, 30, W("識別番号（追加・削除）", "Identification numbers (add, remove)"))
    pages = (
        ListPage(
            "list",
            W("識別番号 入力", "Identification numbers"),
            W(
                "「変更」から、利用者コードごとに識別番号を追加・廃止してください。",
                "Use 'Change' to add or end the numbers of a user code.",
            ),
            (
                Pair(
                    COLUMNS,
                    contract_rows,
                    partial(requested_rows, key=KEY),
                    "code",
                    requested_columns=REQUESTED_COLUMNS,
                ),
            ),
        ),
        FormPage(
            "code",
            W("識別番号 入力", "Identification numbers"),
            W("入力後に「この内容で設定する」を押してください。", "Press 'Set' when done."),
            NumberForm,
        ),
    )
    rules = (
        ended_code_has_no_numbers,
        code_has_no_end,
        business_types_may_share_number,
        business_types_exist_in_class,
        business_types_offered,
    )
    checks = (
        Check(
            W(
                "利用者コードの廃止にすべての識別番号が含まれる",
                "Discontinued codes take all their numbers along",
            ),
            ("ids_left", "code_ends", "code_begins"),
        ),
        Check(
            W("業種の組み合わせが正しい", "Business types may share a number"),
            ("business_group", "business_class", "exporter_code"),
        ),
    )


PROCEDURE = IdNumbers()
