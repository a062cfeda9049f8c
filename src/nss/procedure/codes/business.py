"""利用業種 (追加・変更・削除): the business types that an office has, and those that each of its numbers carries.

Types may share a number only inside a group (D-34); some exist for sea or for air only (D-35).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Action, Edit, add, change, end
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.choices import BusinessType, SystemClass
from nss.contract.rows.office import OfficeBusiness
from nss.procedure.kit.pages import FieldRow, FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.selection import Entry, Group

from .business_rules import (
    business_problem,
    business_types_exist_in_class,
    business_types_may_share_number,
    business_types_offered,
    class_problem,
)
from .user_code.rows import BUSINESS as KEY
from .user_code.rows import ID_COLUMNS
from .user_code.rules import needs_setting, setting_codes

B, S = BusinessType, SystemClass
COLUMNS = {c.name: c for c in OfficeBusiness.columns}
SLOTS = 3
OPEN = W("業種を変更する", "Change business types")


class BusinessForm(ItemForm):
    """All on one page: what the office has, what comes, what each number carries."""

    key = KEY
    opens_rows = True

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        n = 0
        for e in case.requested_of(KEY):
            if e.kind == "user_id":
                initial[f"id_{e.target}"] = list(e.after["business"])
            elif e.action == Action.END.value:
                initial[f"end_{e.target}"] = True
            else:
                initial |= {f"add_{n}": e.after["business"], f"class_{n}": e.after["system_class"]}
                n += 1
        return initial

    def add_fields(self) -> None:
        for r in self.case.contract.of("business"):
            self.tick(f"end_{r.identity}", W(f"{_ja(r.name)}を削除する", f"Delete {r.name}"))
        self.slots = SLOTS + sum(
            1 for e in self.case.requested_of(KEY) if e.kind == "business" and e.action == Action.ADD.value
        )
        for n in range(self.slots):
            self.fields[f"add_{n}"] = forms.ChoiceField(
                label=COLUMNS["business"].label,
                required=False,
                choices=[("", W("選択してください", "Choose")), *B.choices()],
            )
            self.fields[f"class_{n}"] = forms.ChoiceField(
                label=COLUMNS["system_class"].label,
                required=False,
                choices=[("", W("選択してください", "Choose")), *S.choices()],
            )
        changed = {e.target for e in self.case.requested_of(KEY) if e.kind == "user_id"}
        self.opened = self.rows_open("id_", self.case.contract.of("user_id"), changed)
        for r in self.opened:
            self.fields[f"id_{r.identity}"] = forms.MultipleChoiceField(
                label=W(f"業種 {r.name}", f"Business types of {r.name}"),
                choices=B.choices(),
                initial=list(r.values["business"]),
                required=False,
                widget=self.opening(r, forms.SelectMultiple(attrs={"size": 4})),
            )

    def sections(self) -> list[Section]:
        contract = self.case.contract
        held = tuple(
            FieldRow(
                {c.name: c.show(r.values[c.name]) for c in COLUMNS.values()},
                (),
                r.name,
                (f"end_{r.identity}",),
            )
            for r in contract.of("business")
        )
        adds = tuple(
            FieldRow({}, (f"add_{n}", f"class_{n}"), W(f"追加{n + 1}", f"Addition {n + 1}"))
            for n in range(self.slots)
        )
        ids = tuple(
            self.opening_row(
                FieldRow(
                    {n: ID_COLUMNS[n].show(r.values[n]) for n in ("code", "number", "method", "business")},
                    (),
                    r.name,
                ),
                r,
                f"id_{r.identity}",
                OPEN,
            )
            for r in contract.of("user_id")
        )
        return [
            Section(
                W("登録している利用業種", "Registered business types"),
                columns=tuple(COLUMNS.values()),
                table=held,
            ),
            Section(
                W("利用業種の追加", "Business types to add"), columns=tuple(COLUMNS.values()), table=adds
            ),
            Section(
                W("識別番号ごとの業種", "Business types by number"),
                W(
                    "同じ識別番号に設定できるのは、同じグループの業種だけです。",
                    "Only types of one group may share a number.",
                ),
                columns=tuple(ID_COLUMNS[n] for n in ("code", "number", "method", "business")),
                table=ids,
            ),
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        known = {(r.values["business"], r.values["system_class"]) for r in self.case.contract.of("business")}
        for n in range(self.slots):
            business, system_class = data.get(f"add_{n}") or "", data.get(f"class_{n}") or ""
            if bool(business) != bool(system_class):
                name = f"class_{n}" if business else f"add_{n}"
                self.add_error(
                    name,
                    ValidationError(W("業種と区分の両方を選択してください。", "Choose both type and class.")),
                )
            elif business and (problem := class_problem(business, system_class)):
                self.add_error(f"class_{n}", ValidationError(problem))
            elif (business, system_class) in known:
                self.add_error(
                    f"add_{n}", ValidationError(W("すでに登録されています。", "Already registered."))
                )
            known.add((business, system_class)) if business else None
        for r in self.opened:
            chosen = data.get(f"id_{r.identity}") or []
            problem = (
                business_problem(chosen)
                if chosen
                else W("業種を1つ以上選択してください。", "Choose at least one.")
            )
            if problem is not None:
                self.add_error(f"id_{r.identity}", ValidationError(problem))
        return data

    def edits(self) -> list[Edit]:
        data, contract = self.cleaned_data, self.case.contract
        done: list[Edit | None] = [
            end(KEY, r) for r in contract.of("business") if self.ticked(f"end_{r.identity}")
        ]
        for n in range(self.slots):
            if data.get(f"add_{n}"):
                done.append(
                    add(KEY, "business", {"system_class": data[f"class_{n}"], "business": data[f"add_{n}"]})
                )
        for r in self.opened:
            chosen = [b.value for b in B if b.value in data[f"id_{r.identity}"]]
            done.append(change(KEY, r, {"business": chosen}))
        return [e for e in done if e is not None]


def _ja(text: str | W) -> str:
    return text.ja if isinstance(text, W) else text


def business_types_free(case: Case) -> list[Problem]:
    """A business type cannot go while a number carries it, one that begins later too."""
    gone = {e.target for e in case.edits if e.kind == "user_id" and e.action == Action.END.value}
    coming = [
        r
        for r in case.timeline.of(case.office.pk, "user_id")
        if (r.starts or case.contract.day) > case.contract.day and r.identity not in gone
    ]
    used = {b for r in [*case.after.of("user_id"), *coming] for b in r.values["business"]}
    left = {r.values["business"] for r in case.after.of("business")}
    problems = []
    for e in case.edits:
        if e.kind == "business" and e.action == Action.END.value:
            business = str(e.before["business"])
            if business in used and business not in left:
                word = B.word_of(business)
                text = W(
                    "{type}を業種とする識別番号があります。先に識別番号の業種を変更してください。",
                    "A number still carries {type}. Change it first.",
                ).format(type=word)
                problems.append(Problem("business_in_use", text, f"business:{e.target}"))
    return problems


class BusinessTypes(Procedure):
    """利用業種."""

    entry = Entry(
        KEY, Group.CODES, 10, W("利用業種（追加・変更・削除）", "Business types (add, change, remove)")
    )
    kinds = ("business", "user_code", "user_id")
    pages = (
        FormPage(
            "form",
            W("利用業種 入力", "Business types"),
            W(
                "利用業種の追加・削除と、識別番号ごとの業種の変更を入力してください。",
                "Add or remove business types, and change those of each number.",
            ),
            BusinessForm,
            step=True,
        ),
    )
    rules = (
        business_types_may_share_number,
        business_types_exist_in_class,
        business_types_free,
        business_types_offered,
    )
    checks = (
        Check(
            W("業種の組み合わせと削除が正しい", "Business types fit and are not in use"),
            ("business_group", "business_class", "exporter_code", "business_in_use"),
        ),
    )

    def needs_setting(self, case: Case) -> bool:
        return needs_setting(case.requested_of(KEY))

    def setting_codes(self, case: Case) -> list[str]:
        return setting_codes(case.of(KEY))


PROCEDURE = BusinessTypes()
