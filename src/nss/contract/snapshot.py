"""The contract as plain values: rows of one office on one day. Pure once loaded; `load` is the only reader here."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Any, TypeVar

from django.db import connection

from nss.base.clock import FOREVER
from nss.base.columns import PENDING, Column
from nss.base.words import W

from .models import ROW_TYPES, Office
from .rows.ids import UserCode


@dataclass(frozen=True, slots=True)
class Row:
    """One thing with the values of its columns as JSON-able values.

    `identity` is negative and `ref` set on a row that an application only asks for. `office` is the key of the office
    that has it, `version` that of its version, `by` the application that wrote it: known in timelines alone.
    """

    kind: str
    identity: int
    values: Mapping[str, Any]
    starts: date | None = None
    ends: date = FOREVER
    ref: str = ""
    count: int = 1
    office: int = 0
    version: int = 0
    by: int | None = None

    @property
    def key(self) -> str:
        """Kind and identity as one text."""
        return f"{self.kind}:{self.identity}"

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its kind."""
        return ROW_TYPES[self.kind].columns

    @property
    def name(self) -> str | W:
        """How people call the row, e.g. 1ANACA0A; the kind's label for rows without a name."""
        return row_name(self.kind, self.values)

    def with_values(self, **values: Any) -> Row:
        """The row with some values replaced."""
        return replace(self, values={**self.values, **values})


@cache
def _naming(kind: str) -> tuple[Column, ...]:
    """The columns whose values name a row of a kind."""
    model = ROW_TYPES[kind]
    by_name = {c.name: c for c in model.columns}
    return tuple(by_name[n] for n in model.named_by or ())


def row_name(kind: str, values: Mapping[str, Any]) -> str | W:
    """The name of a row from its values; '（発行前）' where the Center has yet to give a number."""
    naming = _naming(kind)
    if not naming:
        return ROW_TYPES[kind].label
    parts = [c.show(values.get(c.name)) for c in naming]
    if all(p == "" for p in parts):
        return PENDING
    ja = "".join(p.ja if isinstance(p, W) else str(p) for p in parts)
    en = "".join(p.en if isinstance(p, W) else str(p) for p in parts)
    if any(p == "" and c.issued for c, p in zip(naming, parts, strict=True)):
        return W(ja + PENDING.ja, en + PENDING.en)
    return ja if ja == en else W(ja, en)


@dataclass(frozen=True, slots=True)
class Contract:
    """What an office has on `day`. `shared` names the user codes that other offices use too."""

    office_id: int
    office_code: str
    day: date
    rows: tuple[Row, ...] = ()
    shared: frozenset[str] = frozenset()

    def of(self, *kinds: str) -> tuple[Row, ...]:
        """The rows of these kinds."""
        return tuple(r for r in self.rows if r.kind in kinds)

    def find(self, kind: str, identity: int) -> Row | None:
        """The row of a kind with an identity; None where there is none."""
        return next((r for r in self.rows if r.kind == kind and r.identity == identity), None)

    def where(self, kind: str, **values: Any) -> tuple[Row, ...]:
        """The rows of a kind that have all these values."""
        return tuple(
            r for r in self.rows if r.kind == kind and all(r.values.get(k) == v for k, v in values.items())
        )

    def first(self, kind: str) -> Row | None:
        """The first row of a kind, for kinds of which an office has one; None where there is none."""
        return next((r for r in self.rows if r.kind == kind), None)


def to_json(value: Any) -> Any:
    """A column's value as JSON holds it: dates as ISO text, addresses as text."""
    if isinstance(value, date):
        return value.isoformat()
    return value


def load(office: Office, day: date, kinds: Iterable[str] | None = None) -> Contract:
    """The rows live on `day`, one query a kind, plus one for sharing where user codes are asked for."""
    rows: list[Row] = []
    for kind in tuple(ROW_TYPES) if kinds is None else tuple(kinds):
        rows += remembered((office.pk, kind, day), partial(live, office, kind, day))
    codes = frozenset(r.values["code"] for r in rows if r.kind == UserCode.kind)
    shared: frozenset[str] = frozenset()
    if codes:
        sharing = partial(count_sharing_offices, office.pk, codes, day)
        shared = frozenset(remembered((office.pk, codes, day), sharing))
    return Contract(office.pk, office.code, day, tuple(rows), shared)


_memo: ContextVar[dict[Any, Any] | None] = ContextVar("contract_memo", default=None)


@contextmanager
def cached_reads() -> Iterator[None]:
    """Inside the block each kind of rows of an office and day is read once, and each timeline: for a request that only
    reads contracts. Whatever decides on a contract calls `drop_cached_reads` first."""
    mark = _memo.set({})
    try:
        yield
    finally:
        _memo.reset(mark)


Found = TypeVar("Found")


def remembered(key: tuple[Hashable, ...], read: Callable[[], Found]) -> Found:
    """What `read` gives; inside `cached_reads` it is called once for each key."""
    memo = _memo.get()
    if memo is None:
        return read()
    if key not in memo:
        memo[key] = read()
    found: Found = memo[key]
    return found


def drop_cached_reads() -> None:
    """Read from the database from here on; filing and deciding call it before they lock."""
    _memo.set(None)


@cache
def _live_query(kind: str) -> tuple[str, tuple[str, ...]]:
    """SQL of `live` and the names of its values. Written out once: composing it anew took longer than running it."""
    model = ROW_TYPES[kind]
    names = tuple(c.name for c in model.columns)
    column = {f.name: f'"{f.column}"' for f in model._meta.concrete_fields}
    wanted = ", ".join(column[n] for n in ("identity", "starts", "ends", *names))
    order = ", ".join(column[n] for n in (*(model.named_by or ()), "identity"))
    mine = "company_id" if model.of_company else "office_id"
    query = (
        f'SELECT {wanted} FROM "{model._meta.db_table}" '  # noqa: S608  (names come from the models alone)
        f"WHERE {mine} = %s AND starts <= %s AND ends > %s ORDER BY {order}"
    )
    return query, names


def live(office: Office, kind: str, day: date) -> list[Row]:
    """Rows of one kind on a day, in the order of their names."""
    query, names = _live_query(kind)
    with connection.cursor() as cursor:
        cursor.execute(query, [office.company_id if ROW_TYPES[kind].of_company else office.pk, day, day])
        return [
            Row(kind, i, dict(zip(names, map(to_json, values), strict=True)), starts, ends)
            for i, starts, ends, *values in cursor.fetchall()
        ]


def history(office: Office, kind: str) -> list[Row]:
    """Every version of every thing of a kind, newest first."""
    model = ROW_TYPES[kind]
    names = [c.name for c in model.columns]
    mine = {"company_id": office.company_id} if model.of_company else {"office_id": office.pk}
    found = (
        model._default_manager.filter(**mine)
        .order_by(*(model.named_by or ("identity",)), "identity", "-starts")
        .values_list("identity", "starts", "ends", *names)
    )
    return [
        Row(kind, i, dict(zip(names, map(to_json, values), strict=True)), starts, ends)
        for i, starts, ends, *values in found
    ]


def count_sharing_offices(office_id: int, codes: Iterable[str], day: date) -> dict[str, int]:
    """User code -> number of other offices that use it on a day."""
    with connection.cursor() as cursor:
        cursor.execute(SHARING, [list(codes), day, day, office_id])
        return dict(cursor.fetchall())


SHARING = """
    SELECT code, count(DISTINCT office_id) FROM contract_usercode
    WHERE code = ANY(%s) AND starts <= %s AND ends > %s AND office_id IS DISTINCT FROM %s GROUP BY code"""
