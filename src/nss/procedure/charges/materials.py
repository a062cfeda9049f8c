"""管理統計資料 and 保税管理資料保存サービス: a page of one yes or no a user code, used by `statistics` and `storage`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from nss.application.case import Case
from nss.application.edits import Action, Edit, change
from nss.base.columns import FlagColumn, TextColumn
from nss.base.words import W
from nss.billing.fees import of_materials
from nss.contract.rows.ids import UserCode
from nss.procedure.kit.pages import FieldRow, ItemForm, Section
from nss.procedure.kit.procedure import Procedure

COLUMNS = {c.name: c for c in UserCode.columns}
FLAGS = {c.name: c for c in UserCode.columns if isinstance(c, FlagColumn)}


class MaterialForm(ItemForm):
    """Subclasses set `key` and `flags`."""

    key: str
    flags: tuple[str, ...]

    def note(self, day: date) -> W:
        """What the materials cost on a day."""
        raise NotImplementedError

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        asked = {e.target: e.after for e in case.requested_of(cls.key)}
        return {
            f"{flag}_{r.identity}": "1" if {**r.values, **asked.get(r.identity, {})}.get(flag) else "0"
            for r in case.contract.of("user_code")
            for flag in cls.flags
        }

    def add_fields(self) -> None:
        for r in self.case.contract.of("user_code"):
            for flag in self.flags:
                column = FLAGS[flag]
                self.fields[f"{flag}_{r.identity}"] = forms.ChoiceField(
                    label=W(f"{r.name} {column.label.ja}", f"{r.name} {column.label.en}"),
                    widget=forms.RadioSelect,
                    choices=[("0", column.flag[0]), ("1", column.flag[1])],
                )

    def sections(self) -> list[Section]:
        columns = (
            COLUMNS["system_class"],
            COLUMNS["code"],
            *(TextColumn(f, COLUMNS[f].label) for f in self.flags),
        )
        table = tuple(
            FieldRow(
                {c.name: c.show(r.values.get(c.name)) for c in columns[:2]},
                tuple(f"{flag}_{r.identity}" for flag in self.flags),
                r.name,
            )
            for r in self.case.contract.of("user_code")
        )
        note = self.note(self.case.contract.day)
        return [Section(W("利用者コードごとの要否", "By user code"), note, columns=columns, table=table)]

    def edits(self) -> list[Edit]:
        asked = [
            change(
                self.key, r, {flag: self.cleaned_data[f"{flag}_{r.identity}"] == "1" for flag in self.flags}
            )
            for r in self.case.contract.of("user_code")
        ]
        return [e for e in asked if e is not None]


class MaterialProcedure(Procedure):
    """What both have in common: the difference in monthly fees is told."""

    def notes(self, case: Case) -> list[W]:
        """The difference in monthly fees."""
        found = 0
        for e in case.edits:
            if e.kind == "user_code" and e.action == Action.CHANGE.value:
                after, day = {**e.before, **e.after}, case.contract.day
                found += of_materials(after, day) - of_materials(e.before, day)
        if not found:
            return []
        return [W(f"月額料金が{found:+,}円（税抜）変わります。", f"Monthly fees change by {found:+,} yen.")]
