"""Cases made of rows that are written down, for rules that are judged without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from nss.application.case import Basis, Case
from nss.application.edits import Edit, add
from nss.application.models import Application, Revision
from nss.base.clock import FOREVER
from nss.contract.models import ROW_TYPES, Company, Office
from nss.contract.snapshot import Row
from nss.contract.timeline import Timeline

DAY = timedelta(days=1)
TODAY = date(2026, 12, 1)
"""The day of these cases; it is not that of the clock, which a test without a database cannot ask."""
SINCE = date(2018, 11, 1)
NAC = Company(pk=1, code="NAC")
MINE = Office(pk=1, code="NAC001", name="第一営業部", company=NAC)
OTHER = Office(pk=2, code="NAC555", name="東京港営業所", company=NAC)
ANOTHER = Office(pk=3, code="XYZ001", name="本店", company=Company(pk=2, code="XYZ"))
OFFICES = {o.pk: o for o in (MINE, OTHER, ANOTHER)}


def row(
    kind: str, identity: int, *, office: int = 1, starts: date = SINCE, ends: date = FOREVER, **values: Any
) -> Row:
    """A row of an office; columns that are not named are empty."""
    blank = {c.name: c.empty for c in ROW_TYPES[kind].columns}
    return Row(kind, identity, {**blank, **values}, starts, ends, office=office)


def case(
    rows: Iterable[Row],
    edits: Iterable[Edit] = (),
    *,
    derived: bool = False,
    named: Mapping[str, Office] | None = None,
    **fields: Any,
) -> Case:
    """A case of the office NAC001 on its wished day; `derived`: with what follows from the edits."""
    asked = tuple(edits)
    application = Application(office=MINE, applicant_office=MINE, company_id=1)
    revision = Revision(application=application, edits=[e.to_json() for e in asked], **fields)
    day = max(TODAY, revision.wish_date) if revision.wish_date else TODAY
    basis = Basis(MINE, day, tuple(ROW_TYPES))
    codes = {pk: o.code for pk, o in OFFICES.items()}
    basis.__dict__.update(timeline=Timeline(day, tuple(rows), codes), others=dict(named or {}))
    made = Case(revision, TODAY, basis, asked, None if derived else asked)
    made.__dict__.update(attachments=[])
    return made


def number(code: str, identity: int, no: str = "A01", **more: Any) -> Row:
    """A number of a user code."""
    return row("user_id", identity, code=code, number=no, **{"business": ["01"], "method": "net", **more})


def one_more(code: str, *business: str, key: str = "user-code", **more: Any) -> Edit:
    """One more number of these types under a code."""
    return add(
        key,
        "user_id",
        {"code": code, "number": "", "business": list(business), "method": "net"},
        **more,
    )


def codes(problems: Iterable[Any]) -> list[str]:
    """What is wrong, and where."""
    return [f"{p.code} at {p.where}" for p in problems]


def named(edits: Iterable[Edit]) -> list[str]:
    """Edits as kind and row."""
    return [f"{e.action} {e.kind} {e.target}" for e in edits]
