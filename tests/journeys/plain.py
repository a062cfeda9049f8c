"""Random registers as plain values: two offices, a few things of every kind that rules look at, versions and ends on a few
days. Nothing is loaded or written; rules and table are asked directly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from nss.application.edits import Action
from nss.base.clock import FOREVER
from nss.contract import consistency
from nss.contract.snapshot import Row
from nss.contract.timeline import ClashReason, Step, Timeline
from tests.application.replay import NAMED, Facts, Life, Table, table_row

from .met import met

SINCE = date(2026, 1, 1)
OFFICES = {1: "NAC001", 2: "CTO001"}
DAYS = [SINCE - timedelta(days=30), *(SINCE + timedelta(days=n) for n in (0, 10, 20, 30, 40)), FOREVER]
VALUES: dict[str, list[dict[str, Any]]] = {
    "contract": [{}],
    "holder": [{"name": "a", "title": "b"}, {"name": "a", "title": "c"}],
    "user_code": [{"code": "1ANAC"}, {"code": "1BNAC"}],
    "user_id": [{"code": c, "number": n} for c in ("1ANAC", "1BNAC") for n in ("A01", "A02")],
    "line": [{"router": "09143"}, {"router": "09150"}],
    "terminal": [{"router": r, "name": n} for r in ("09143", "09150") for n in ("30001S", "30002C")],
    "mail_address": [{"terminal": n, "address": n + "@b.example"} for n in ("30001S", "30002C")],
    "shared_use": [
        {"use": "equipment" if o else "joint", "partner": p, "object": o}
        for p in OFFICES.values()
        for o in ("09143", "09150", "")
    ],
}
WHY = {
    ClashReason.GONE: (Table.GONE,),
    ClashReason.LATER: (Table.BEFORE_CHANGE, Table.BEFORE_BEGIN),
    ClashReason.OFFICE_ENDS: (Table.OFFICE_ENDS,),
}


@st.composite
def registers(draw: Any) -> Timeline:
    """A timeline of up to ten things; a contract that ends now and then."""
    rows: list[Row] = []
    for office in OFFICES:
        last = draw(st.sampled_from([FOREVER, FOREVER, DAYS[4]]))
        rows.append(Row("contract", office, {}, DAYS[0], last, office=office, version=office))
    kinds = [k for k in VALUES if k != "contract"]
    for identity in range(10, 10 + draw(st.integers(0, 10))):
        kind, office = draw(st.sampled_from(kinds)), draw(st.sampled_from([1, 1, 2]))
        cuts = sorted(draw(st.sets(st.integers(0, len(DAYS) - 2), min_size=1, max_size=3)))
        ends = draw(st.sampled_from([FOREVER, FOREVER, DAYS[5]]))
        marks = [DAYS[n] for n in cuts if DAYS[n] < ends]
        values = draw(st.sampled_from(VALUES[kind]))
        if kind == "shared_use" and values["partner"] == OFFICES[office]:
            continue
        for n, first in enumerate(marks):
            until = marks[n + 1] if n + 1 < len(marks) else ends
            if until > SINCE:
                rows.append(
                    Row(kind, identity, values, first, until, office=office, version=identity * 9 + n)
                )
    return Timeline(SINCE, tuple(rows), OFFICES)


def lives(timeline: Timeline) -> list[Life]:
    found: dict[tuple[str, int], Life] = {}
    for r in sorted(timeline.rows, key=lambda r: r.starts or SINCE):
        first = r.starts or SINCE
        life = found.setdefault((r.kind, r.identity), Life(OFFICES[r.office], r.kind, first, r.ends, []))
        life.last = r.ends
        life.steps.append((first, r.values, None))
    return list(found.values())


def rules(timeline: Timeline) -> None:
    """The rules find what the plain ones find, from the same day on, and nothing else."""
    broken = consistency.violations(timeline)
    for v in broken:
        met("rule broken", v.rule)
    first = first_days((v.rule, v.day) for v in broken)
    first_plain = first_days((rule, day) for rule, _, _, day in Facts(lives(timeline)).faults(SINCE))
    named = {(v.rule, str(v.row.name) if v.row.kind in NAMED else "") for v in broken}
    plain = {(rule, name) for rule, _, name, _ in Facts(lives(timeline)).faults(SINCE)}
    assert named == plain, (named, plain)
    assert first == first_plain, (first, first_plain, timeline.rows)


def first_days(found: Iterable[tuple[str, date]]) -> dict[str, date]:
    """The first day on which each rule is broken."""
    days: dict[str, date] = {}
    for rule, day in found:
        days[rule] = min(day, days.get(rule, day))
    return days


def order(timeline: Timeline, which: int, day: date, action: str) -> None:
    """What may be done on a day is what the table says; what is done holds from that day."""
    things = sorted({(r.kind, r.identity, r.office) for r in timeline.rows if r.kind != "contract"})
    if not things:
        return
    kind, identity, office = things[which % len(things)]
    adding = action == Action.ADD
    versions = [(r.starts or SINCE, r.ends) for r in timeline.versions(kind, identity)]
    clash = timeline.clash(kind, None if adding else identity, office, day, action == Action.END)
    row = table_row(None if adding else versions, timeline.ends(office), action == Action.END, day)
    met("table on plain registers", *([row] if row else []))
    assert (clash is not None) == bool(row and row not in Table.ALLOWED), (row, clash)
    if clash is not None:
        assert row in WHY[clash.why]  # type: ignore[index]  (a constant of Why)
        return
    if adding:
        return
    values = None if action == Action.END else {"title": "x"}
    after = timeline.with_steps([Step(office, kind, identity, values, day)])
    left = [r for r in after.versions(kind, identity) if (r.starts or SINCE) < r.ends]
    last = versions[-1][1]
    if values is None:
        assert left[-1].ends == min(day, last)
    else:
        assert (left[-1].starts, left[-1].ends, left[-1].values["title"]) == (day, last, "x")
    assert [r for r in after.rows if r.identity != identity] == [
        r for r in timeline.rows if r.identity != identity
    ]
