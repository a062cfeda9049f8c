"""What a master is: its columns, its checks, and how a row of it is stored, removed and written out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, models, transaction

from nss.base import clock
from nss.base.cells import BadFile, located, read_csv
from nss.base.columns import MISSING, Column
from nss.base.problems import Problem, Refused
from nss.base.seen import mark_of
from nss.base.words import W, joined

from . import state
from .models import MasterRow

Values = dict[str, Any]
Check = Callable[[Values, date], list[Problem]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One master. `begins` gives from when a row counts: from then on it stays as it is; None for texts without a date."""

    key: str
    title: W
    lead: W
    model: type[models.Model]
    fields: tuple[Column, ...]
    check: Check = field(default=lambda values, today: [])
    begins: Callable[[Any], date | None] = lambda row: None
    ends: Callable[[Any], date | None] = lambda row: None
    order: tuple[str, ...] = ("-id",)
    imports: bool = False
    in_force: Callable[[date], list[tuple[W, W]]] = lambda day: []
    """What counts on a day, with what the system brings: label and value, for the page of the sheet."""
    apart: bool = False
    """Whether it is kept on a page of its own, by others than those who keep the masters."""

    def open(self, row: models.Model, today: date) -> bool:
        """Whether the row may be changed or deleted."""
        begins, ends = self.begins(row), self.ends(row)
        if begins is None:
            return True
        return begins > today or (ends is not None and ends >= today)

    def values(self, row: models.Model) -> Values:
        """The row's values by the names of the columns."""
        return {f.name: getattr(row, f.name) for f in self.fields}


TWICE = W("同じ日付・名称の行がすでにあります。", "There is a row for this already.")
CHANGED = W(
    "この画面を開いた後に、ほかの担当者がこの行を変更しました。変更・削除する場合は、もう一度実行してください。現在の内容：{now}",
    "Somebody else changed this row after this page was opened. To change or delete it, do it again. It says now: {now}",
)
FROZEN = Problem(
    "frozen",
    W(
        "適用が始まった行は変更・削除できません。新しい行を追加してください。",
        "A row that has begun to count cannot be changed; add another.",
    ),
)

IN_USE = Problem(
    "in_use",
    W(
        "この行を指定した記録があるため削除できません。終了日を入力すると、新たに選択できなくなります。",
        "Something names this row, so it cannot be deleted. With a last day it can no longer be chosen.",
    ),
)


def mark(sheet: Sheet, row: models.Model) -> str:
    """What the forms of a row's page carry: of all that the page shows of it."""
    return mark_of(*plain(sheet, row).values())


def _locked(sheet: Sheet, pk: int, seen: str) -> models.Model:
    """The row, if it may be changed and is still what a page showed. Raises Refused, DoesNotExist."""
    row = sheet.model._default_manager.select_for_update().get(pk=pk)
    if not sheet.open(row, clock.today()):
        raise Refused([FROZEN])
    if seen != mark(sheet, row):
        now = joined(joined([c.label, c.show(getattr(row, c.name))], "：", ": ") for c in sheet.fields)
        raise Refused([Problem("changed_since_shown", CHANGED.format(now=now))])
    return row


def store(
    sheet: Sheet, pk: int | None, values: Values, person: AbstractBaseUser | None, seen: str = ""
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Add a row or change one that does not count yet and is still what a page showed (`seen`, its `mark`); gives before
    and after as text for the record. By nobody, where a command does it. Raises Refused."""
    problems = sheet.check(values, clock.today())
    if problems:
        raise Refused(problems)
    try:
        with transaction.atomic():
            row = _locked(sheet, pk, seen) if pk else sheet.model()
            before = plain(sheet, row) if pk else {}
            for name, value in values.items():
                setattr(row, name, value)
            if isinstance(row, MasterRow):
                row.changed_at, row.changed_by_id = clock.now(), person.pk if person else None
            row.save()
            state.changed()
    except IntegrityError as error:
        raise Refused([Problem("twice", TWICE, sheet.fields[0].name)]) from error
    return before, plain(sheet, row)


def remove(sheet: Sheet, pk: int, seen: str) -> Mapping[str, str]:
    """Take away a row that does not count yet and is still what a page showed (`seen`, its `mark`); gives what it was.
    Raises Refused, DoesNotExist."""
    with transaction.atomic():
        row = _locked(sheet, pk, seen)
        before = plain(sheet, row)
        try:
            row.delete()
        except models.ProtectedError as error:
            raise Refused([IN_USE]) from error
        state.changed()
    return before


def plain(sheet: Sheet, row: models.Model) -> dict[str, str]:
    """A row as text, for the record and for CSV."""
    return {c.name: c.cell(getattr(row, c.name)) for c in sheet.fields}


def import_rows(sheet: Sheet, body: bytes, person: AbstractBaseUser | None, standing: bool = False) -> int:
    """Add every row of a CSV; gives how many. With `standing` a row that stands there already is left as it is. Raises BadFile
    with all that is wrong; then nothing may be kept."""
    rows, bad = read_csv(body, sheet.fields)
    added = 0
    for n, values in rows:
        if standing and _stands(sheet, values):
            continue
        bad += [
            located(n, c, MISSING.format(label=c.label))
            for c in sheet.fields
            if c.must and values[c.name] in (None, "", [])
        ]
        try:
            with transaction.atomic():
                store(sheet, None, values, person)
                added += 1
        except Refused as refused:
            by_name = {c.name: c for c in sheet.fields}
            bad += [located(n, by_name.get(p.where), p.text) for p in refused.problems]
    if bad:
        raise BadFile(bad)
    return added


def _stands(sheet: Sheet, values: Values) -> bool:
    """Whether a row with just these values is there."""
    known = {name: v for name, v in values.items() if v is not None}
    absent = {f"{name}__isnull": True for name, v in values.items() if v is None}
    return sheet.model._default_manager.filter(**known, **absent).exists()
