"""回線・論理端末: the page of a new line (S10 blank)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Edit, add
from nss.base.words import W
from nss.contract.choices import SystemClass
from nss.procedure.kit.pages import Section

from .line_page import COUNTS, FIELDS, MOVES, SPEEDS, LinePage, as_initial, counts_of, shown_day, with_options
from .rows import LINE, TERMINAL, router_of, works_on

NEW = "line"
"""Stem of the refs of new lines."""


class NewLineForm(LinePage):
    """S10 blank: a line that the Center will give a router number. `subject` is the ref of its ADD, or ''."""

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        edit = next((e for e in case.requested if e.ref and e.ref == subject), None)
        office = case.contract.first("office")
        values: dict[str, Any] = {
            "system_class": SystemClass.COMMON.value,
            "connection": "general",
            "edifact": False,
            "line_kind": "leased",
            "speed": SPEEDS[0],
            "wiring": "own",
            "maintenance": "weekdays",
            "spare_router": False,
        }
        if office is not None:
            values |= {n: office.values[n] for n in MOVES}
        if edit is not None:
            values |= edit.after
        mine = [e for e in case.requested if subject and router_of(e) == subject]
        return {
            **as_initial(values),
            **counts_of(mine),
            "works_on": shown_day(works_on(case.requested, subject)),
        }

    def add_fields(self) -> None:
        if self.subject and not any(e.ref == self.subject for e in self.case.requested):
            raise LookupError(self.subject)
        self.add_common_fields(SPEEDS)

    def owns(self, edit: Edit) -> bool:
        return bool(self.subject) and edit.procedure in (LINE, TERMINAL) and router_of(edit) == self.subject

    def sections(self) -> list[Section]:
        return [
            Section(W("回線工事日等に関する項目", "Day of works"), fields=("works_on",)),
            Section(
                W("回線に関する項目", "Line"),
                note=W(
                    "ルータ番号はNACCSセンターが払い出します。ルータは利用開始日の前日までに設置します。",
                    "The Center issues the router number. The router is placed by the day before the start.",
                ),
                fields=FIELDS,
            ),
            *self.count_sections(),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not any(data.get(n) for n in COUNTS):
            text = W("追加する端末数を1以上で入力してください。", "Enter a count of 1 or more.")
            self.add_error("interactive", ValidationError(text))
        if data.get("mail") and not data.get("smtp"):
            self.add_error(
                "mail",
                ValidationError(
                    W(
                        "メールアドレスは、SMTPサーバとあわせて追加してください。",
                        "Mail addresses need an SMTP server.",
                    )
                ),
            )
        return data

    def edits(self) -> list[Edit]:
        used = {e.ref for e in self.case.requested}
        ref = self.subject or next(f"{NEW}{n}" for n in range(1, 100) if f"{NEW}{n}" not in used)
        after = {**{n: self.cleaned_data[n] for n in FIELDS}, "router": ""}
        done = [add(LINE, "line", after, ref=ref), *self.additions("", ref, after["system_class"])]
        return [with_options(e, self.options(done)) for e in done]
