"""The files of a register: one a kind of row and one of people. Their columns are those of the rows, with whose they are and
from when to when they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError

from nss.account.columns import LOGIN_ID, OF_A_PERSON, OF_AN_OFFICE, ROLE
from nss.account.forms import PersonForm
from nss.account.models import OFFICE_ROLES, Person
from nss.base.columns import (
    ChoiceColumn,
    CodeColumn,
    Column,
    IssuedColumn,
    field_length,
)
from nss.base.typed_text import NotUnderstood, plain
from nss.base.words import W
from nss.contract.dated import DatedRow
from nss.contract.models import ROW_TYPES
from nss.contract.rows.office import OfficeContract
from nss.web.reading import ENDS
from nss.web.reading import STARTS as ROW_STARTS

COMPANY = CodeColumn("company_code", W("企業略称", "Company code"), must=True, length=3)
OFFICE = CodeColumn("office_code", W("事業所コード", "Office code"), must=True, length=6)
STARTS = replace(ROW_STARTS, must=True)
PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class LoginColumn(CodeColumn):
    """担当者ID, as the form of an invitation takes it."""

    def from_typed(self, value: Any) -> Any:
        text = plain(str(value or "")).lower()
        try:
            return PersonForm.base_fields["login_id"].clean(text) if text else text
        except ValidationError as error:
            said = error.error_list[0].message
            raise NotUnderstood(said if isinstance(said, W) else W(str(said), str(said))) from error


OF_PEOPLE: tuple[Column, ...] = (
    OFFICE,
    LoginColumn("login_id", LOGIN_ID, must=True, length=field_length(Person, "login_id")),
    *OF_A_PERSON,
    ChoiceColumn("role", ROLE, pairs=tuple((r.value, r.word) for r in OFFICE_ROLES), must=True),
)


@dataclass(frozen=True, slots=True)
class Form:
    """One file: `<key>.csv` with these columns, all of them, in any order. `model` is the kind of its rows, None for people."""

    key: str
    label: W
    columns: tuple[Column, ...]
    model: type[DatedRow] | None = None

    @property
    def file(self) -> str:
        return f"{self.key}.csv"

    @property
    def owner(self) -> Column:
        return self.columns[0]

    def needed(self, column: Column) -> bool:
        """Whether a row cannot be without a value of this column."""
        if column.must or self.model is None or column.name not in _fields(self.model):
            return column.must
        field = _fields(self.model)[column.name]
        if _issued(self.model, column.name):
            return not field.null
        return not (field.blank or field.null or field.has_default())

    def unsaid(self, column: Column) -> Any:
        """What a row holds of a column whose cell is empty."""
        field = _fields(self.model).get(column.name) if self.model else None
        if field is None:
            return column.empty
        if field.null:
            return None
        return field.get_default() if field.has_default() else column.empty


@cache
def _fields(model: type[DatedRow]) -> dict[str, Any]:
    return {f.name: f for f in model._meta.concrete_fields}


def _issued(model: type[DatedRow], name: str) -> bool:
    return any(column.name == name and column.issued for column in model.columns)


def _taken_over(column: Column) -> Column:
    """A column as the file has it: what the Center handed out stands there to be read."""
    if isinstance(column, IssuedColumn):
        return CodeColumn(column.name, column.label, length=column.length)
    return column


@cache
def forms() -> Sequence[Form]:
    """Every file that a register may have, in the order in which rows are read out; people last."""
    found = []
    for kind, model in ROW_TYPES.items():
        beside = OF_AN_OFFICE if kind == OfficeContract.kind else ()
        columns = (
            COMPANY if model.of_company else OFFICE,
            *(_taken_over(column) for column in model.columns),
            *beside,
            STARTS,
            ENDS,
        )
        found.append(Form(kind, model.label, columns, model))
    return (*found, Form(PEOPLE, W("担当者", "People"), OF_PEOPLE))
