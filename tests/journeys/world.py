"""Three companies with five offices that share codes, equipment and use, and what the register says of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection

from nss.account.models import Person
from nss.base import clock
from nss.contract.models import ROW_TYPES, Office
from nss.issuing.models import Certificate
from nss.runtime.demo import rows
from tests import parts
from tests.application.replay import WITH_CERTIFICATE, Facts, Life

OFFICES = ("NAC001", "NAC555", "CTO001", "CTO002", "XYZ001")
ROUTERS = {"NAC001": "09143", "CTO002": "09150"}
"""Lines by their offices; that of NAC001 is shared with CTO001, which has a server behind it."""


@dataclass
class World:
    offices: dict[str, Office] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    reviewer: Person = None  # type: ignore[assignment]
    second: Person = None  # type: ignore[assignment]


def made() -> World:
    """Written once; every journey runs in a savepoint on it."""
    w = World()
    names = {"NAC": "ナックス商事株式会社", "CTO": "ヘルプデスク株式会社", "XYZ": "消滅商事株式会社"}
    for code in OFFICES:
        w.offices[code] = parts.office(code, name=f"{code}営業所", company_name=names[code[:3]])
        w.people[code] = parts.person(w.offices[code], "hanako")
    w.reviewer, w.second = parts.reviewer(), parts.second()
    _codes(w.offices)
    _lines(w.offices)
    for one, other, use, what in (
        ("NAC001", "CTO001", "equipment", "09143"),
        ("CTO002", "XYZ001", "joint", ""),
    ):
        for o, partner in ((one, other), (other, one)):
            rows.row(w.offices[o], "shared_use", parts.SINCE, use=use, partner=partner, object=what)
    for kind, name, code in (
        ("net_terminal", "31002N", "NAC001"),
        ("web_certificate", "31003W", "NAC001"),
        ("net_terminal", "31004N", "CTO002"),
        ("net_terminal", "31005N", "XYZ001"),
    ):
        more: dict[str, object] = {"net_kind": "net"} if kind == "net_terminal" else {"expires": None}
        rows.row(w.offices[code], kind, parts.SINCE, name=name, **more)
        rows.issued(w.offices[code], "terminal", name)
        o = w.offices[code]
        Certificate.objects.create(
            company_id=o.company_id, office=o, name=name, issued_on=parts.SINCE, fetched_on=parts.SINCE
        )
    rows.row(w.offices["NAC001"], "mailbox", parts.SINCE, name="1ANAC001")
    rows.issued(w.offices["NAC001"], "mailbox", "1ANAC001")
    rows.counter("terminal", 60776)
    rows.counter("router", 9150)
    return w


def _codes(offices: dict[str, Office]) -> None:
    """A code of its own for each office but NAC555, and one that three share."""
    for code in ("NAC001", "CTO002", "XYZ001"):
        own = f"1A{code[:3]}"
        rows.user_code(offices[code], own, "sea", parts.SINCE, paid=True)
        rows.user_id(offices[code], own, "A01", ["01"], "interactive", parts.SINCE)
        rows.user_id(offices[code], own, "A0A", ["01"], "net", parts.SINCE)
    for code, letter in (("NAC001", "B"), ("NAC555", "C"), ("CTO001", "D")):
        rows.user_code(offices[code], "1BNAC", "common", parts.SINCE, paid=True)
        rows.user_id(offices[code], "1BNAC", f"{letter}01", ["10"], "interactive", parts.SINCE)
        rows.user_id(offices[code], "1BNAC", f"{letter}0{letter}", ["10"], "net", parts.SINCE)


def _lines(offices: dict[str, Office]) -> None:
    parts.give_line(offices["NAC001"])
    server = {"system_class": "common", "device": "smtp", "package": "", "name": "30001S"}
    rows.row(offices["CTO001"], "terminal", parts.SINCE, router="09143", address="10.20.13.252", **server)
    rows.row(offices["CTO001"], "mail_address", parts.SINCE, terminal="30001S", address="a@b.example")
    common = {"system_class": "common", "connection": "general", "edifact": False, "line_kind": "leased"}
    place = {"postal_code": "1500002", "address": "東京都渋谷区渋谷1-2-3", "spare_router": False}
    more = {"speed": "128kbps", "wiring": "own", "maintenance": "weekdays", "router": "09150"}
    rows.row(offices["CTO002"], "line", parts.SINCE, **common, **place, **more)
    rows.row(offices["CTO002"], "address_block", parts.SINCE, router="09150", network="10.20.14.0/29")
    pc = {"system_class": "common", "device": "pc", "package": "interactive", "name": "30002C"}
    rows.row(offices["CTO002"], "terminal", parts.SINCE, router="09150", address="10.20.14.2", **pc)
    for kind, value, code in (
        ("terminal", "30001S", "CTO001"),
        ("address", "10.20.13.252", "CTO001"),
        ("router", "09150", "CTO002"),
        ("block", "10.20.14.0/29", "CTO002"),
        ("terminal", "30002C", "CTO002"),
        ("address", "10.20.14.2", "CTO002"),
    ):
        rows.issued(offices[code], kind, value)


# What the register says


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a row, as the database has it."""

    office: str
    kind: str
    identity: int
    version: int
    starts: Any
    ends: Any
    by: int | None
    values: dict[str, Any]


NOT_VALUES = (
    "id",
    "identity",
    "company_id",
    "office_id",
    "starts",
    "ends",
    "previous_ends",
    "by_application",
)


@cache
def _query() -> str:
    parts_ = [
        f"SELECT '{kind}', o.code, r.identity, r.id, r.starts, r.ends, r.by_application, to_jsonb(r) "  # noqa: S608
        f'FROM "{model._meta.db_table}" r JOIN contract_office o ON o.id = r.office_id'
        for kind, model in ROW_TYPES.items()
        if not model.of_company
    ]
    return " UNION ALL ".join(parts_) + " ORDER BY 1, 3, 5"


def versions() -> list[Version]:
    """Every version of every row of an office, the versions of a thing one after the other."""
    import json

    with connection.cursor() as cursor:
        cursor.execute(_query())
        found = []
        for kind, code, identity, pk, starts, ends, by, values in cursor.fetchall():
            values = json.loads(values) if isinstance(values, str) else values
            kept = {k: v for k, v in values.items() if k not in NOT_VALUES}
            found.append(Version(code, kind, identity, pk, starts, ends, by, kept))
        return found


def lives(found: list[Version]) -> list[Life]:
    """The same as lives of things."""
    by_thing: dict[tuple[str, int], Life] = {}
    for v in found:
        life = by_thing.get((v.kind, v.identity))
        if life is None:
            by_thing[v.kind, v.identity] = Life(
                v.office, v.kind, v.starts, v.ends, [(v.starts, v.values, v.by)]
            )
        else:
            assert life.last == v.starts, (v, "versions of a thing follow one another")
            life.last = v.ends
            life.steps.append((v.starts, v.values, v.by))
    return list(by_thing.values())


def facts(found: list[Version]) -> Facts:
    """What was there before any decision."""
    made_ = Facts(lives(found))
    for life in made_.all:
        life.steps = [(day, values, None) for day, values, _ in life.steps]
    return made_


BESIDE = (
    "SELECT office_id::text, name, application_id::text, issued_on::text, fetched_on::text, stops_on::text, stopped_on::text, "
    "halted_on::text, carried::text FROM issuing_certificate ORDER BY id",
    "SELECT id::text, code, name, company_name, billing_code FROM contract_office ORDER BY id",
    "SELECT id::text, code FROM contract_company ORDER BY id",
    "SELECT application_id::text, kind, identity::text, action FROM application_hold ORDER BY 1, 2, 3",
    "SELECT application::text, kind, version::text, ends_before::text, ends_after::text FROM contract_rowwrite ORDER BY id",
    "SELECT username, role, is_active::text FROM people_person ORDER BY id",
)
"""What decisions touch beside the rows: certificates, names and codes of offices, what is held, the ledger, people."""


def beside() -> list[list[tuple[Any, ...]]]:
    found = []
    with connection.cursor() as cursor:
        for query in BESIDE:
            cursor.execute(query)
            found.append(cursor.fetchall())
    return found


def certificates_without_terminal() -> list[tuple[str, str]]:
    """Certificates that go on at an office after their terminal has left it."""
    tables = " UNION ALL ".join(
        f'SELECT office_id, name, ends FROM "{ROW_TYPES[k]._meta.db_table}"'  # noqa: S608
        for k in WITH_CERTIFICATE
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.code, c.name FROM issuing_certificate c JOIN contract_office o ON o.id = c.office_id "  # noqa: S608
            f"WHERE coalesce(c.stopped_on, %s) > coalesce((SELECT max(t.ends) FROM ({tables}) t "
            "WHERE t.office_id = c.office_id AND t.name = c.name), DATE '0001-01-01')",
            [clock.FOREVER],
        )
        return list(cursor.fetchall())


def said(found: list[Life]) -> Counter[tuple[Any, ...]]:
    return Counter(x.key for x in found if x.first < x.last)
