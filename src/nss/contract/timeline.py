"""The whole future of the contracts that something touches: every version of their rows that lives on or after a day.

A page, a rule and a decision judge an edit against this, never against the contract of one day: a row that ends next
month, or another office that begins to share a code, is a fact today. Pure once loaded; `load` reads in one statement.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import Any

from django.db import connection

from nss.base.clock import FOREVER

from . import snapshot
from .models import ROW_TYPES, Office
from .rows.ids import UserCode, UserId
from .rows.lines import AddressBlock, Line, MailAddress, Terminal
from .rows.office import OfficeContract
from .rows.sharing import SharedUse
from .snapshot import Contract, Row

SHARED_KINDS = (UserCode.kind, UserId.kind)
"""Kinds of rows that are read of other offices too where they use a code of this one."""
ROUTER_KINDS = (Line.kind, AddressBlock.kind, Terminal.kind)
"""Kinds of rows that are read of other offices too where they belong to a router that is shared with this one."""


class ClashReason:
    """Why a row cannot be edited as asked."""

    GONE = "gone"
    """It has ended by the day, or never was."""
    LATER = "later"
    """Something about it is decided for the day or a later one."""
    OFFICE_ENDS = "office_ends"
    """Its office's contract ends."""


@dataclass(frozen=True, slots=True)
class Clash:
    """An edit that the future of its row forbids: why, from which day, and the version that says so."""

    why: str
    day: date
    row: Row | None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to be done on `day`: add (identity None), change (values set), end (values None)."""

    office: int
    kind: str
    identity: int | None
    values: Mapping[str, Any] | None
    day: date
    ref: str = ""
    count: int = 1


@dataclass(frozen=True)
class Timeline:
    """Versions of rows that live on or after `since`, of all offices that were asked for, in the order of their names."""

    since: date
    rows: tuple[Row, ...]
    offices: Mapping[int, str] = field(default_factory=dict)
    """Code of each office by its key."""

    @cached_property
    def _by_thing(self) -> dict[tuple[str, int], list[Row]]:
        found: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in self.rows:
            found[row.kind, row.identity].append(row)
        for versions in found.values():
            versions.sort(key=lambda r: r.starts or date.min)
        return found

    def versions(self, kind: str, identity: int) -> Sequence[Row]:
        """Every version of one thing, the earliest first."""
        return self._by_thing.get((kind, identity), [])

    def at(self, kind: str, identity: int, day: date) -> Row | None:
        """The version of a thing that lives on a day."""
        return next((r for r in self.versions(kind, identity) if is_live(r, day)), None)

    def last(self, kind: str, identity: int) -> Row | None:
        """The newest version of a thing."""
        versions = self.versions(kind, identity)
        return versions[-1] if versions else None

    def of(self, office: int, *kinds: str) -> list[Row]:
        """All versions of one office, of some kinds or all."""
        return [r for r in self.rows if r.office == office and (not kinds or r.kind in kinds)]

    def live(self, day: date, *kinds: str) -> list[Row]:
        """All rows of all offices on a day, of some kinds or all."""
        return [r for r in self.rows if is_live(r, day) and (not kinds or r.kind in kinds)]

    def on(self, office: int, day: date) -> Contract:
        """The contract of an office on a day."""
        rows = tuple(r for r in self.rows if r.office == office and is_live(r, day))
        codes = {r.values["code"] for r in rows if r.kind == UserCode.kind}
        shared = frozenset(
            r.values["code"]
            for r in self.rows
            if r.kind == UserCode.kind
            and r.office != office
            and r.values["code"] in codes
            and is_live(r, day)
        )
        return Contract(office, self.offices.get(office, ""), day, rows, shared)

    def ends(self, office: int) -> date:
        """The day on which the contract of an office ends; FOREVER while no end is decided."""
        contract = self.contract_of(office)
        return contract.ends if contract else FOREVER

    def contract_of(self, office: int) -> Row | None:
        """The newest version of an office's contract itself; its end is the end of all that the office has."""
        return max(self.of(office, OfficeContract.kind), key=lambda r: r.ends, default=None)

    def clash(self, kind: str, identity: int | None, office: int, day: date, ending: bool) -> Clash | None:
        """Why something cannot be added to an office (identity None), changed or ended on a day; None where it can.

        The one rule of order. Of a row that ends later an end is moved forward and a change holds until it; whatever
        else is decided for the day or later forbids it, and so does the end of the office: nothing changes from its day
        on, and nothing ends after it.
        """
        office_ends = self.ends(office)
        if identity is None:
            over = office_ends != FOREVER
            return Clash(ClashReason.OFFICE_ENDS, office_ends, self.contract_of(office)) if over else None
        versions = self.versions(kind, identity)
        if not versions or versions[-1].ends <= day:
            last = versions[-1] if versions else None
            return Clash(ClashReason.GONE, last.ends if last else self.since, last)
        later = next((r for r in versions if (r.starts or date.min) >= day), None)
        if later is not None:
            return Clash(ClashReason.LATER, later.starts or day, later)
        if kind != OfficeContract.kind and (office_ends < day if ending else office_ends <= day):
            return Clash(ClashReason.OFFICE_ENDS, office_ends, self.contract_of(office))
        return None

    def with_steps(self, steps: Iterable[Step]) -> Timeline:
        """The timeline as it would be with these steps done. Steps that clash have no effect."""
        rows = list(self.rows)
        for n, s in enumerate(steps, start=1):
            if s.identity is None:
                rows.append(
                    Row(
                        s.kind,
                        -n,
                        dict(s.values or {}),
                        s.day,
                        ref=s.ref or f"#{n}",
                        count=s.count,
                        office=s.office,
                    )
                )
                continue
            now = next(
                (r for r in rows if (r.kind, r.identity) == (s.kind, s.identity) and is_live(r, s.day)), None
            )
            if now is None:
                continue
            rows.remove(now)
            if now.starts is None or now.starts < s.day:
                rows.append(replace(now, ends=s.day))
            if s.values is not None:
                rows.append(replace(now, starts=s.day, values={**now.values, **s.values}))
            else:
                rows = [
                    r
                    for r in rows
                    if (r.kind, r.identity) != (s.kind, s.identity) or (r.starts or date.min) < s.day
                ]
        return replace(self, rows=tuple(rows))

    def days(self) -> list[date]:
        """The first day, and every day on which something begins or ends."""
        found = {self.since}
        for r in self.rows:
            found |= {d for d in (r.starts, r.ends) if d is not None and self.since < d < FOREVER}
        return sorted(found)


def is_live(row: Row, day: date) -> bool:
    """Whether a version is live on a day."""
    return (row.starts is None or row.starts <= day) and day < row.ends


INVOLVED = """
    WITH mine AS (SELECT id FROM contract_office WHERE id = %(office)s OR id = ANY(%(named)s)),
    names AS (SELECT code FROM contract_office WHERE id IN (SELECT id FROM mine)),
    codes AS (SELECT DISTINCT code FROM contract_usercode
        WHERE office_id IN (SELECT id FROM mine) AND ends > %(since)s),
    involved AS (
        SELECT id FROM mine
        UNION SELECT office_id FROM contract_usercode WHERE code IN (SELECT code FROM codes) AND ends > %(since)s
        UNION SELECT o.id FROM contract_shareduse s JOIN contract_office o ON o.code = s.partner
            WHERE s.office_id IN (SELECT id FROM mine) AND s.ends > %(since)s
        UNION SELECT s.office_id FROM contract_shareduse s
            WHERE s.partner IN (SELECT code FROM names) AND s.ends > %(since)s),
    routers AS (
        SELECT DISTINCT object FROM contract_shareduse
        WHERE use = 'equipment' AND office_id IN (SELECT id FROM mine) AND ends > %(since)s),
    known AS MATERIALIZED (SELECT
        ARRAY(SELECT id FROM mine) AS mine,
        ARRAY(SELECT id FROM involved) AS involved,
        ARRAY(SELECT code FROM codes)::text[] AS codes,
        ARRAY(SELECT object FROM routers)::text[] AS routers,
        ARRAY(SELECT code FROM names)::text[] AS names)
"""
"""The offices of a timeline: those asked for, who uses one of their codes, and who shares equipment or use with them.
Equipment has a row on either side, so the routers that one of them shares stand in its own rows.

What is known of them is made into arrays, once for all kinds: with `IN (SELECT …) OR …` no index of a table can be used,
and it is read whole."""


MINE = "ANY ((SELECT mine FROM known)::bigint[])"
ALL = "ANY ((SELECT involved FROM known)::bigint[])"
CODES = "ANY ((SELECT codes FROM known)::text[])"
ROUTERS = "ANY ((SELECT routers FROM known)::text[])"
NAMES = "ANY ((SELECT names FROM known)::text[])"


@cache
def _query(kinds: tuple[str, ...]) -> str:
    """SQL for the versions of these kinds and of what ties offices together, one row a version, values as JSON."""
    parts = []
    for kind in kinds:
        model = ROW_TYPES[kind]
        column = {f.name: f'r."{f.column}"' for f in model._meta.concrete_fields}
        pairs = ", ".join(f"'{c.name}', {column[c.name]}" for c in model.columns)
        order = ", ".join(column[n] for n in (*(model.named_by or ()), "identity", "starts"))
        lasting = "" if kind == OfficeContract.kind else " AND r.ends > %(since)s"
        parts.append(
            f"(SELECT '{kind}', r.identity, r.id, coalesce(r.office_id, %(office)s), coalesce(o.code, ''), "  # noqa: S608
            f"r.starts, r.ends, r.by_application, jsonb_build_object({pairs}) "
            f'FROM "{model._meta.db_table}" r LEFT JOIN contract_office o ON o.id = r.office_id '
            f"WHERE {_whose(kind)}{lasting} ORDER BY {order})"
        )
    return INVOLVED + " UNION ALL ".join(parts)


def _whose(kind: str) -> str:
    """Condition on the rows of a kind that a timeline reads: the office's own, and what ties others to it. A sharing that
    goes over to another partner is read whole, or the day on which it does would look like its end."""
    mine, theirs = f"r.office_id = {MINE}", f"r.office_id = {ALL}"
    if ROW_TYPES[kind].of_company:
        return "r.company_id = %(company)s"
    if kind in SHARED_KINDS:
        return f"({mine} OR {theirs} AND r.code = {CODES})"
    if kind in ROUTER_KINDS:
        return f"({mine} OR {theirs} AND r.router = {ROUTERS})"
    if kind == MailAddress.kind:
        names = f"SELECT name FROM contract_terminal WHERE office_id = {ALL} AND router = {ROUTERS}"  # noqa: S608
        return f"({mine} OR {theirs} AND r.terminal = ANY (ARRAY({names})))"
    if kind == SharedUse.kind:
        things = f"SELECT identity FROM contract_shareduse WHERE partner = {NAMES} AND ends > %(since)s"  # noqa: S608
        return f"({mine} OR r.identity = ANY (ARRAY({things})))"
    if kind == OfficeContract.kind:
        return theirs
    return mine


def load(office: Office, since: date, kinds: Iterable[str], named: Iterable[int] = ()) -> Timeline:
    """The timeline from a day on, in one statement: the rows of `kinds` of the office and of the offices `named` (by
    their keys), and of others the rows that tie them to these. Rows of the company stand as the office's own; what
    offices' contracts begin and end is always there."""
    wanted = {*kinds, OfficeContract.kind}
    asked = (office.pk, since, tuple(k for k in ROW_TYPES if k in wanted), tuple(named))
    return snapshot.remembered(("timeline", *asked), lambda: _read(office, since, asked[2], asked[3]))


def _read(office: Office, since: date, kinds: tuple[str, ...], named: tuple[int, ...]) -> Timeline:
    query = _query(kinds)
    rows: list[Row] = []
    codes = {office.pk: office.code}
    with connection.cursor() as cursor:
        cursor.execute(
            query, {"office": office.pk, "company": office.company_id, "since": since, "named": list(named)}
        )
        for kind, identity, version, whose, code, starts, ends, by, values in cursor.fetchall():
            rows.append(
                Row(kind, identity, json.loads(values), starts, ends, office=whose, version=version, by=by)
            )
            codes.setdefault(whose, code)
    return Timeline(since, tuple(rows), codes)
