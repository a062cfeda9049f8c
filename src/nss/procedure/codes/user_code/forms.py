"""利用者コード: the page on one code (S08)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Action, Edit, add, change, end
from nss.base import many
from nss.base.columns import PreparedChoices, TextColumn
from nss.base.marks import mark_must
from nss.base.words import W
from nss.billing import fees
from nss.contract.choices import BusinessType, SystemClass
from nss.contract.rows.ids import SHARED_COLUMN
from nss.contract.snapshot import Row
from nss.procedure.codes.business_rules import business_problem
from nss.procedure.kit.pages import FieldRow, ItemForm, Section

from .additions import BUSINESSES, SLOTS, Additions
from .rows import CODE_COLUMNS, ID_COLUMNS, KEY, code_row

FLAGS = ("stats_paid", "stats_free", "bonded_storage")
NO_YES = PreparedChoices([("0", W("否", "No")), ("1", W("要", "Yes"))])


OPEN = W("業種を変更する", "Change business types")
ADD = W("識別番号を追加する", "Add identification numbers")


def business_of(identity: int | None) -> str:
    """The field of a number's business types."""
    return f"business_{identity}"


def end_of(identity: int | None) -> str:
    """The tick that ends a number."""
    return f"end_{identity}"


def _yes_no(label: W) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, choices=NO_YES, widget=forms.RadioSelect)
    return field


class CodePage(ItemForm):
    """What the pages on an existing and on a new code have in common."""

    key = KEY

    def add_common_fields(self, slots: int) -> None:
        """Add system class, `slots` rows of numbers to add, and materials."""
        self.slots = slots
        self.fields["system_class"] = forms.ChoiceField(
            label=W("システム区分", "System class"), choices=SystemClass.choices(), widget=forms.RadioSelect
        )
        Additions.add_fields(self, slots)
        for flag in FLAGS:
            label = CODE_COLUMNS[flag].label
            if CODE_COLUMNS[flag].group:
                label = (CODE_COLUMNS[flag].group or label) + W(f"（{label.ja}）", f" ({label.en})")
            self.fields[flag] = _yes_no(label)
        for f in ("system_class", *FLAGS):
            mark_must(self.fields[f])

    def flags(self) -> dict[str, bool]:
        """The yes or no of each material, as stored."""
        return {f: self.cleaned_data.get(f) == "1" for f in FLAGS}

    def materials(self) -> Section:
        """The yes or no of each material, with what the paid ones cost."""
        rates = fees.on(self.case.contract.day)
        prices = " / ".join(f"{n:,}" for n in dict.fromkeys((rates.stats_paid, rates.bonded_storage)))
        return Section(
            W("管理統計資料に関する項目", "Management statistics"),
            note=W(
                f"有料分と保税管理資料保存サービスは、それぞれ利用者コードごとに月額{prices}円（税抜）です。",
                f"The paid statistics and the storage of bonded records each cost {prices} yen a month and code, without tax.",
            ),
            fields=FLAGS,
        )


class CodeForm(CodePage):
    """S08: one code of the contract. `subject` is the code."""

    opens_rows = True

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        code = code_row(case.contract, subject)
        mine = [e for e in case.requested if e.procedure == cls.key and cls._of(e, subject)]
        values = dict(code.values) if code else {}
        initial: dict[str, Any] = {}
        for e in mine:
            if e.kind == "user_code" and e.action == Action.CHANGE.value:
                values |= e.after
            if e.kind == "user_code" and e.action == Action.END.value:
                initial["scope"] = e.options.get("scope", "all")
            if e.kind == "user_id" and e.action == Action.END.value:
                initial[end_of(e.target)] = True
            if e.kind == "user_id" and e.action == Action.CHANGE.value:
                initial[business_of(e.target)] = list(e.after["business"])
        initial["system_class"] = values.get("system_class")
        initial |= {f: "1" if values.get(f) else "0" for f in FLAGS}
        initial.setdefault("scope", "all")
        return initial | Additions.initial_values([e for e in mine if e.action == Action.ADD.value])

    def add_fields(self) -> None:
        self.code = code_row(self.case.contract, self.subject)
        if self.code is None:
            raise LookupError(self.subject)
        self.ids = self.case.contract.where("user_id", code=self.subject)
        self.shared = self.subject in self.case.contract.shared
        additions = [e for e in self.case.requested if self.owns(e) and e.action == Action.ADD.value]
        self.add_common_fields(len(additions) + SLOTS)
        for r in self.opened():
            self.fields[business_of(r.identity)] = forms.MultipleChoiceField(
                label=W(f"業種の変更 {r.name}", f"Business types of {r.name}"),
                choices=BUSINESSES,
                initial=list(r.values["business"]),
                required=False,
                widget=self.opening(r, forms.SelectMultiple(attrs={"size": 4})),
            )
        for r in self.ids:
            name = r.name
            self.tick(end_of(r.identity), W(f"{name}を廃止する", f"Discontinue {name}"))
        self.fields["end_all"] = forms.BooleanField(
            label=W("この利用者コードの識別番号をすべて廃止する", "Discontinue every number of this code"),
            required=False,
        )
        if self.shared:
            self.fields["scope"] = forms.ChoiceField(
                label=W(
                    "すべての識別番号を廃止する場合の利用者コードの扱い",
                    "If every number ends, the user code",
                ),
                choices=[
                    (
                        "all",
                        W(
                            "全事業所で利用者コードを廃止する（共用している全事業所の同意が必要です）",
                            "ends for all offices (every sharing office must agree)",
                        ),
                    ),
                    (
                        "own",
                        W(
                            "自事業所の共用だけを終える（利用者コードはほかの事業所で引き続き使用されます）",
                            "ends for this office only (others go on using it)",
                        ),
                    ),
                ],
                widget=forms.RadioSelect,
                required=False,
            )

    def opened(self) -> list[Row]:
        """The numbers whose business types can be changed on this page."""
        mine = [e for e in self.case.requested if self.owns(e) and e.kind == "user_id"]
        changed = {e.target for e in mine if e.action == Action.CHANGE.value}
        return self.rows_open("business_", self.ids, changed)

    def _row(self, row: Row) -> FieldRow:
        shown = (ID_COLUMNS[n] for n in ("business", "method", "number"))
        values = {c.name: c.show(row.values.get(c.name)) for c in shown}
        line = FieldRow(values, (), row.name, (end_of(row.identity),))
        return self.opening_row(line, row, business_of(row.identity), OPEN)

    def sections(self) -> list[Section]:
        rows = tuple(map(self._row, self.ids))
        note = W(
            "利用者コードを廃止する場合は、すべての識別番号の廃止が必要です。netNACCSと一般NACCSの両方の識別番号をここに表示しています。",
            "To discontinue the code, discontinue every number. Numbers of netNACCS and of general NACCS are both listed here.",
        )
        shared_note = W(
            "この利用者コードは他の事業所と共用しています。利用者コードの廃止には、共用している全事業所の同意が必要です。同意はこの申込の中で依頼します。",
            "Other offices share this code. To discontinue it every sharing office must agree; this application asks them.",
        )
        return [
            Section(
                W("利用者コードに関する項目", "User code"),
                note=shared_note if self.shared else None,
                facts=(
                    (CODE_COLUMNS["code"].label, self.subject),
                    (SHARED_COLUMN.label, SHARED_COLUMN.show(self.shared)),
                ),
                fields=("system_class",),
            ),
            Section(
                W("識別番号の変更・廃止に関する項目", "Change or discontinue identification numbers"),
                note=note,
                columns=(
                    ID_COLUMNS["business"],
                    ID_COLUMNS["method"],
                    ID_COLUMNS["number"],
                    TextColumn("change", W("業種の変更", "Change of business types")),
                    TextColumn("end", W("識別番号の廃止", "Discontinue")),
                ),
                table=rows,
                fields=("end_all", *(("scope",) if self.shared else ())),
            ),
            replace(Additions.section(self.slots), fold=self.long, opener=ADD),
            replace(self.materials(), fold=self.long),
        ]

    @property
    def long(self) -> bool:
        """Whether the code has so many numbers that the other parts of its page are folded away."""
        return len(self.ids) > many.FEW

    @property
    def changed_fields(self) -> frozenset[str]:
        """Numbers that are to be added, and materials that are not as the contract has them."""
        assert self.code is not None  # noqa: S101  (build refused otherwise)
        now = {f: "1" if self.code.values[f] else "0" for f in FLAGS}
        added = (n for n in self.fields if n.startswith("add_") and self[n].value())
        return frozenset([*added, *(f for f in FLAGS if self[f].value() not in (None, now[f]))])

    @staticmethod
    def _of(edit: Edit, code: str) -> bool:
        return {**edit.before, **edit.after}.get("code") == code

    def owns(self, edit: Edit) -> bool:
        return (
            edit.procedure == self.key and self._of(edit, self.subject) and not edit.ref.startswith("share")
        )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.additions = Additions.clean(self, self.slots)
        for r in self.ids:
            field = business_of(r.identity)
            if field not in self.fields:
                continue
            chosen = data.get(field) or []
            ends = data.get("end_all") or self.ticked(end_of(r.identity))
            if not chosen and not ends:
                self.add_error(
                    field,
                    ValidationError(
                        W("業種を1つ以上選択してください。", "Choose at least one business type.")
                    ),
                )
            elif chosen and not ends and (problem := business_problem(chosen)):
                self.add_error(field, ValidationError(problem))
        return data

    def ending(self) -> list[Row]:
        """The numbers that are to end."""
        every = self.cleaned_data.get("end_all")
        return [r for r in self.ids if every or self.ticked(end_of(r.identity))]

    def edits(self) -> list[Edit]:
        data = self.cleaned_data
        assert self.code is not None  # noqa: S101  (build refused otherwise)
        done: list[Edit | None] = []
        ending = self.ending()
        whole = len(ending) == len(self.ids) and not self.additions
        if not whole:
            done.append(change(self.key, self.code, {"system_class": data["system_class"], **self.flags()}))
        for r in self.ids:
            if r in ending:
                done.append(end(self.key, r))
            elif business_of(r.identity) in self.fields:
                chosen = [b for b in BusinessType if b.value in data[business_of(r.identity)]]
                done.append(change(self.key, r, {"business": [b.value for b in chosen]}))
        if whole and self.shared:
            done.append(end(self.key, self.code, options={"scope": data.get("scope") or "all"}))
        for a in self.additions:
            after = {"code": self.subject, "number": "", "business": a["business"], "method": a["method"]}
            done.append(add(self.key, "user_id", after, count=a["count"]))
        return [e for e in done if e is not None]
