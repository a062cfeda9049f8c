"""What many small procedures share: a page whose fields are the columns of one row a kind (names, addresses, contacts,
methods), and a page that adds rows by count and ends them by tick (terminals, certificates, mailboxes).

A module says its entry, kinds and words; the rest follows from the column lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Action, Edit, add, change, end
from nss.base.columns import MISSING, ChoiceColumn, Column, FlagColumn
from nss.base.field_words import in_range
from nss.base.marks import mark_must
from nss.base.words import W
from nss.contract.models import ROW_TYPES

from .pages import FieldRow, FormPage, ItemForm, Section
from .procedure import Procedure


@dataclass(frozen=True, slots=True)
class RowSection:
    """One row of the contract as a section of the page. `must` may not be empty, `hints` stand beside the fields."""

    kind: str
    must: tuple[str, ...] = ()
    hints: Mapping[str, W] | None = None
    note: W | None = None
    left_out: tuple[str, ...] = ()
    """Columns that the page does not touch."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its kind that can be typed."""
        return tuple(c for c in ROW_TYPES[self.kind].columns if c.name not in self.left_out)

    @property
    def title(self) -> W:
        """What its kind of row is called."""
        return ROW_TYPES[self.kind].label


class RowForm(ItemForm):
    """Fields are named `<kind>.<column>`. Subclasses set `key` and `parts`."""

    parts: tuple[RowSection, ...]
    known: Callable[[Case], Mapping[str, Mapping[str, Any]]]
    """What a row that is not there yet starts with, by kind: what was typed elsewhere already."""

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        asked = {e.kind: e.after for e in case.requested_of(cls.key)}
        known = cls.known(case)
        initial: dict[str, Any] = {}
        for part in cls.parts:
            row = case.contract.first(part.kind)
            values = {**(row.values if row else known.get(part.kind, {})), **asked.get(part.kind, {})}
            for c in part.columns:
                initial[f"{part.kind}.{c.name}"] = c.initial(values.get(c.name))
        return initial

    def add_fields(self) -> None:
        for part in self.parts:
            for c in part.columns:
                field = c.form_field(hint=(part.hints or {}).get(c.name))
                mark_must(field, c.name in part.must or isinstance(c, ChoiceColumn | FlagColumn))
                self.fields[f"{part.kind}.{c.name}"] = field

    def sections(self) -> list[Section]:
        return [Section(p.title, p.note, tuple(f"{p.kind}.{c.name}" for c in p.columns)) for p in self.parts]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for part in self.parts:
            for c in part.columns:
                name = f"{part.kind}.{c.name}"
                if c.name in part.must and name not in self.errors and not data.get(name):
                    self.add_error(name, ValidationError(MISSING.format(label=c.label)))
        return data

    def edits(self) -> list[Edit]:
        done: list[Edit] = []
        for part in self.parts:
            values = {c.name: self.cleaned_data[f"{part.kind}.{c.name}"] for c in part.columns}
            row = self.case.contract.first(part.kind)
            edit = change(self.key, row, values) if row else add(self.key, part.kind, values)
            if edit is not None:
                done.append(edit)
        return done


class RowProcedure(Procedure):
    """A procedure of one page made of rows. Subclasses give `entry`, `parts` and `title`; `lead` and `lead_new` where more
    is to be said than these; `kinds` only where their rules read more than the rows of the page."""

    parts: tuple[RowSection, ...]
    title: W
    lead = W("変更する項目だけを上書きしてください。", "Overwrite only what changes.")
    lead_new = W("必要な項目を入力してください。", "Enter what is asked for.")

    def __init__(self) -> None:
        name = f"{self.key.title().replace('-', '')}Form"
        of_this = {"key": self.key, "parts": self.parts, "known": staticmethod(self.known)}
        form = type(name, (RowForm,), of_this)
        self.kinds = tuple(dict.fromkeys([*(p.kind for p in self.parts), *self.kinds]))
        self.pages = (FormPage("form", self.title, self.lead, form, step=True, lead_new=self.lead_new),)

    def known(self, case: Case) -> Mapping[str, Mapping[str, Any]]:
        """What is known of a row that the office does not have yet, by kind of row and column: nobody types it twice."""
        return {}


@dataclass(frozen=True, slots=True)
class NewRows:
    """A kind of new row: name of its count field, label, and the values that it starts with."""

    field: str
    label: W
    values: Mapping[str, Any]


class CountForm(ItemForm):
    """Rows by count, ends by tick. Subclasses set `key`, `kind`, `new_rows`, `max_new`, `note`."""

    kind: str
    new_rows: tuple[NewRows, ...]
    max_new: int = 99
    note: W

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        for e in case.requested_of(cls.key):
            if e.action == Action.END.value:
                initial[f"end_{e.target}"] = True
            for a in cls.new_rows:
                if e.action == Action.ADD.value and all(e.after.get(k) == v for k, v in a.values.items()):
                    initial[a.field] = e.count
        return initial

    def add_fields(self) -> None:
        for a in self.new_rows:
            self.fields[a.field] = forms.IntegerField(
                label=a.label,
                required=False,
                min_value=0,
                max_value=self.max_new,
                error_messages=in_range(0, self.max_new),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w5"}),
            )
        for r in self.case.contract.of(self.kind):
            self.tick(f"end_{r.identity}", W(f"{r.name}を廃止する", f"Discontinue {r.name}"))

    def sections(self) -> list[Section]:
        model = ROW_TYPES[self.kind]
        table = tuple(
            FieldRow(
                {c.name: c.show(r.values.get(c.name)) for c in model.columns},
                (),
                r.name,
                (f"end_{r.identity}",),
            )
            for r in self.case.contract.of(self.kind)
        )
        held = W("現在の契約情報", "Contract")
        return [
            Section(W("追加", "Add"), self.note, tuple(a.field for a in self.new_rows)),
            Section(
                held,
                None if table else W("登録はありません。", "Nothing is registered."),
                columns=model.columns,
                table=table,
            ),
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and not self.edits():
            text = W(
                "追加する数を入力するか、廃止するものを選択してください。",
                "Enter how many to add, or choose what to end.",
            )
            self.add_error(self.new_rows[0].field, ValidationError(text))
        return data

    def edits(self) -> list[Edit]:
        data = self.cleaned_data
        ends = [
            end(self.key, r) for r in self.case.contract.of(self.kind) if self.ticked(f"end_{r.identity}")
        ]
        blank = {c.name: c.empty for c in ROW_TYPES[self.kind].columns}
        adds = [
            add(self.key, self.kind, {**blank, **a.values}, count=data[a.field])
            for a in self.new_rows
            if data.get(a.field)
        ]
        return [*ends, *adds]
