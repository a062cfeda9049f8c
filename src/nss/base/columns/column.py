"""What every column is: a name, a label, and one way in which values are typed, read from a cell, shown and written out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from nss.base.marks import mark_must
from nss.base.typed_text import NotUnderstood, line
from nss.base.words import W

PENDING = W("（発行前）", "(not issued yet)")
MISSING = W("{label}を入力してください。", "{label} is required.")
TOO_LONG = W(
    "{n}文字あります。{most}文字以内で入力してください。", "{n} characters; up to {most} are possible."
)
NOT_TEXT = W(
    "セルが{what}になっています。書式を「文字列」にして入力し直してください。",
    "The cell holds {what}. Format it as text and type it again.",
)
ROUNDED = W(
    "表計算ソフトが数値に直した値（{value}）です。書式を「文字列」にして入力し直してください。",
    "A spreadsheet made a number of this ({value}). Format the cell as text and type it again.",
)
SCIENTIFIC = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?E\+[0-9]{1,9}", re.IGNORECASE)
"""As spreadsheets write a number: with a sign, which tells it from a code like 1E500."""
SPREADSHEET_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
CELL_KINDS = {
    bool: W("真偽値", "true or false"),
    float: W("小数", "a decimal number"),
    datetime: W("日付", "a date"),
    date: W("日付", "a date"),
}


class Guarded(str):
    """The text of a cell with the guard of `base.cells` before it: it is meant as it stands, whatever it looks like."""

    __slots__ = ()


def looks_spoilt(text: str) -> bool:
    """Whether a spreadsheet rather than a person may have put this into a cell."""
    text = text.strip()
    return text.upper() in SPREADSHEET_ERRORS or bool(SCIENTIFIC.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a row. A kind of column is a class beside this one.

    `phone`: whether it matters on a small screen. `group`: word of a head that spans neighbours.
    `length`: the most characters that its table holds; a row type takes it from its model field.
    `must`: a row that has this value cannot lose it. `issued`: the Center hands it out, so that nobody types it;
    `pending`: before/after says so where a row has not got it yet. `hint`: what stands beside its field; `listed`: whether
    a list of rows shows it.
    """

    kind: ClassVar[str] = "text"
    """For style sheets and tables only: nothing is decided by it."""
    monospaced: ClassVar[bool] = False
    """Whether it is read sign by sign."""
    unbroken: ClassVar[bool] = False
    """Whether it is never cut in two at the end of a line: a number that is dialled or typed."""
    autocomplete: ClassVar[str] = "off"
    """What browsers may fill in by themselves."""
    holds: ClassVar[tuple[type[models.Field[Any, Any]], ...]] = (models.CharField, models.TextField)
    """The model fields that a column of this kind may stand for."""

    name: str
    label: W
    _: KW_ONLY
    group: W | None = None
    phone: bool = True
    must: bool = False
    issued: bool = False
    pending: bool = False
    length: int | None = None
    hint: W | None = None
    listed: bool = True

    # In

    def from_typed(self, value: Any) -> Any:
        """What is stored of what a person typed; the empty value for nothing. Raises NotUnderstood."""
        return self.within_length(line(str(value or "")))

    def from_cell(self, value: object) -> Any:
        """What is stored of a cell: of a CSV (always text) or of a spreadsheet, where a number, a day, a truth or an error may
        stand. What is not plainly meant is refused. Raises NotUnderstood."""
        return self.from_typed(self.text_of(value))

    def within_length(self, text: str) -> str:
        """The text, if the table holds it. Raises NotUnderstood."""
        if self.length is not None and len(text) > self.length:
            raise NotUnderstood(TOO_LONG.format(n=len(text), most=self.length))
        return text

    def problem(self, value: Any) -> W | None:
        """What speaks against a stored value, or None."""
        try:
            self.from_typed(value)
        except NotUnderstood as error:
            return error.text
        return None

    @staticmethod
    def text_of(value: object) -> str:
        """The text of a cell that ought to be text. Raises NotUnderstood."""
        if value is None:
            return ""
        if isinstance(value, bool | float | date):
            raise NotUnderstood(NOT_TEXT.format(what=CELL_KINDS[type(value)]))
        text = str(value)
        if isinstance(value, Guarded) or not looks_spoilt(text):
            return text
        if text.strip().upper() in SPREADSHEET_ERRORS:
            raise NotUnderstood(NOT_TEXT.format(what=W(f"エラー（{text}）", f"an error ({text})")))
        raise NotUnderstood(ROUNDED.format(value=text.strip()))

    # On a form

    def form_field(self, must: bool = False, hint: W | None = None) -> forms.Field:
        """Its control; cleaning gives what is stored."""
        return self._finish(ColumnField(self, must, self.widget()), must, hint)

    def widget(self) -> forms.Widget:
        return forms.TextInput(attrs={"autocomplete": self.autocomplete})

    def initial(self, value: Any) -> Any:
        """What the control shows of a stored value."""
        return value

    def _finish(self, made: forms.Field, must: bool, hint: W | None) -> forms.Field:
        told = hint or self.hint
        if told is not None:
            made.help_text = told
        mark_must(made, must)
        return made

    # Out

    def show(self, value: Any) -> W | str:
        """How a stored (JSON) value reads to a person; '' for nothing."""
        return "" if value is None or value == [] else str(value)

    def cell(self, value: Any) -> str:
        """How it stands in a CSV; `from_cell` of it is the value again."""
        return str(self.show(value))

    def show_in(self, values: Mapping[str, Any] | None) -> W | str:
        """How it reads in a row with these values: '' where there is no row, （発行前） for what the Center has yet to issue."""
        if values is None:
            return ""
        value = values.get(self.name)
        return PENDING if self.pending and value in (None, "") else self.show(value)

    # In the database

    def check_field(self, field: models.Field[Any, Any]) -> None:
        """Raises TypeError where the model field cannot hold what this column reads."""
        if not isinstance(field, self.holds):
            raise TypeError(f"{type(self).__name__} {self.name} cannot stand for a {type(field).__name__}")

    @property
    def empty(self) -> Any:
        """What a new row holds before anything is known."""
        return ""


def field_length(model: type[models.Model], name: str) -> int | None:
    """The most characters that a model's field holds, for a column that no row type declares."""
    length: int | None = getattr(model._meta.get_field(name), "max_length", None)
    return length


class ColumnField(forms.CharField):
    """A text box whose clean value is what its column stores."""

    def __init__(self, column: Column, must: bool, widget: forms.Widget) -> None:
        super().__init__(label=column.label, required=False, strip=False, widget=widget)
        self.column, self.needed = column, must

    def clean(self, value: Any) -> Any:
        try:
            found = self.column.from_typed(value)
        except NotUnderstood as error:
            raise ValidationError(error.text) from error
        if self.needed and found in (None, ""):
            raise ValidationError(MISSING.format(label=self.column.label))
        return found
