"""What the future of a row forbids, and what steps make of a timeline, on plain rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from nss.contract.dated import FOREVER
from nss.contract.snapshot import Row
from nss.contract.timeline import Step, Timeline, is_live

BEGIN, DAY, LATER = date(2026, 4, 1), date(2026, 12, 9), date(2026, 12, 16)
ONE = timedelta(days=1)


def row(
    kind: str,
    starts: date | None,
    ends: date = FOREVER,
    identity: int = 5,
    office: int = 1,
    version: int = 1,
    **v: Any,
) -> Row:
    return Row(kind, identity, v, starts, ends, office=office, version=version)


def why(
    timeline: Timeline, day: date, ending: bool = False, identity: int | None = 5, kind: str = "mailbox"
) -> Any:
    found = timeline.clash(kind, identity, 1, day, ending)
    return found and (found.why, found.day, found.row and found.row.version)


def contract(ends: date = FOREVER, **more: Any) -> Row:
    return row("contract", BEGIN, ends, identity=1, version=100, **more)


ENDLESS = Timeline(BEGIN, (contract(), row("mailbox", BEGIN)))
ENDING = Timeline(BEGIN, (contract(), row("mailbox", BEGIN, LATER)))
CHANGING = Timeline(BEGIN, (contract(), row("mailbox", BEGIN, LATER), row("mailbox", LATER, version=2)))
LEAVING = Timeline(BEGIN, (contract(LATER), row("mailbox", BEGIN, LATER), row("holder", BEGIN, version=3)))


@pytest.mark.parametrize("ending", [True, False])
def test_a_row_can_be_changed_or_ended_until_the_day_before_its_end(ending: bool) -> None:
    assert why(ENDLESS, DAY, ending) is None
    assert why(ENDING, LATER - ONE, ending) is None
    assert why(ENDING, LATER, ending) == ("gone", LATER, 1)
    assert why(ENDING, LATER + ONE, ending) == ("gone", LATER, 1)
    assert why(ENDLESS, DAY, ending, identity=6) == ("gone", BEGIN, None)


@pytest.mark.parametrize("ending", [True, False])
def test_what_is_decided_for_the_day_or_later_forbids_an_edit(ending: bool) -> None:
    assert why(CHANGING, DAY, ending) == ("later", LATER, 2)
    assert why(CHANGING, LATER, ending) == ("later", LATER, 2)
    assert why(CHANGING, LATER + ONE, ending) is None
    assert why(Timeline(BEGIN, (row("mailbox", None),)), BEGIN, ending) is None, "it has been there always"


def test_the_end_of_an_office_forbids_additions_changes_from_its_day_on_and_ends_after_it() -> None:
    assert why(LEAVING, DAY, identity=None) == ("office_ends", LATER, 100)
    assert why(ENDLESS, DAY, identity=None) is None
    assert why(LEAVING, LATER - ONE, identity=5, kind="holder") is None
    assert why(LEAVING, LATER, identity=5, kind="holder") == ("office_ends", LATER, 100)
    assert why(LEAVING, LATER, True, identity=5, kind="holder") is None
    assert why(LEAVING, LATER + ONE, True, identity=5, kind="holder") == ("office_ends", LATER, 100)
    assert why(LEAVING, LATER - ONE, kind="contract", identity=1) is None
    assert why(Timeline(BEGIN, (row("mailbox", BEGIN),)), DAY, identity=None) is None, (
        "an office without a contract yet"
    )


def test_a_contract_that_begins_anew_ends_with_its_newest_version() -> None:
    two = Timeline(BEGIN, (contract(DAY), contract(LATER), contract(office=2)))
    assert two.ends(1) == LATER and two.ends(2) == FOREVER and two.ends(3) == FOREVER
    newest = two.contract_of(1)
    assert newest is not None and newest.ends == LATER
    assert two.contract_of(3) is None


SHOP = Timeline(
    BEGIN,
    (
        row("user_code", BEGIN, code="1ANAC"),
        row("user_code", BEGIN, DAY, identity=6, code="1BNAC"),
        row("user_code", BEGIN, DAY, identity=7, office=2, code="1ANAC"),
        row("user_code", BEGIN, identity=8, office=2, code="1CNAC"),
        row("user_id", DAY, identity=9, code="1ANAC", number="A01"),
        row("user_code", BEGIN, identity=10, office=3, code="1BNAC"),
    ),
    {1: "NAC001", 2: "NAC555"},
)


def test_a_timeline_gives_the_contract_of_an_office_on_a_day_with_the_codes_that_others_use() -> None:
    before, after = SHOP.on(1, DAY - ONE), SHOP.on(1, DAY)
    assert [r.identity for r in before.rows] == [5, 6] and before.shared == {"1ANAC", "1BNAC"}
    assert [r.identity for r in after.rows] == [5, 9] and after.shared == frozenset()
    assert (before.office_id, before.office_code, before.day) == (1, "NAC001", DAY - ONE)
    assert SHOP.on(3, DAY).office_code == ""
    assert SHOP.on(2, BEGIN).shared == {"1ANAC"}


def test_rows_are_asked_for_by_office_day_and_kind() -> None:
    assert [r.identity for r in SHOP.of(1)] == [5, 6, 9]
    assert [r.identity for r in SHOP.of(1, "user_id")] == [9]
    assert [r.identity for r in SHOP.of(1, "user_id", "user_code")] == [5, 6, 9]
    assert [r.identity for r in SHOP.live(DAY)] == [5, 8, 9, 10]
    assert [r.identity for r in SHOP.live(DAY, "user_id")] == [9]
    assert SHOP.days() == [BEGIN, DAY]
    assert Timeline(
        DAY, (row("mailbox", BEGIN, DAY + ONE), row("mailbox", None, DAY), row("mailbox", LATER))
    ).days() == [
        DAY,
        DAY + ONE,
        LATER,
    ]


def test_a_row_without_a_first_day_has_always_been_there() -> None:
    assert is_live(row("mailbox", None, DAY), date.min) and not is_live(row("mailbox", None, DAY), DAY)


def done(timeline: Timeline, *steps: Step) -> list[tuple[Any, ...]]:
    return [(r.kind, r.identity, r.starts, r.ends, dict(r.values)) for r in timeline.with_steps(steps).rows]


def test_an_addition_stands_from_its_day_with_its_values_its_name_and_its_number() -> None:
    steps = [
        Step(1, "mailbox", None, {"name": "a"}, DAY, ref="box", count=3),
        Step(2, "mailbox", None, None, LATER),
    ]
    first, second = Timeline(BEGIN, ()).with_steps(steps).rows
    assert (first.identity, first.values, first.starts, first.ends) == (-1, {"name": "a"}, DAY, FOREVER)
    assert (first.ref, first.count, first.office) == ("box", 3, 1)
    assert (second.identity, second.values, second.ref, second.count, second.office) == (-2, {}, "#2", 1, 2)


def test_a_change_on_its_first_day_takes_the_place_of_a_version_and_one_before_it_does_nothing() -> None:
    change = {"name": "b"}
    named = Timeline(
        BEGIN, (row("mailbox", DAY, name="a", other=1), row("mailbox", BEGIN, identity=6, name="c"))
    )
    left = ("mailbox", 6, BEGIN, FOREVER, {"name": "c"})
    assert done(named, Step(1, "mailbox", 5, change, DAY)) == [
        left,
        ("mailbox", 5, DAY, FOREVER, {"name": "b", "other": 1}),
    ]
    assert done(named, Step(1, "mailbox", 5, change, DAY - ONE)) == done(named)
    assert done(named, Step(1, "holder", 5, change, DAY)) == done(named)
    endless = Timeline(BEGIN, (row("mailbox", None, name="a"),))
    assert done(endless, Step(1, "mailbox", 5, change, DAY)) == [
        ("mailbox", 5, None, DAY, {"name": "a"}),
        ("mailbox", 5, DAY, FOREVER, {"name": "b"}),
    ]


def test_an_end_takes_a_version_that_begins_on_its_day_and_every_later_one_of_the_same_thing_only() -> None:
    several = Timeline(
        BEGIN,
        (
            row("mailbox", BEGIN, DAY),
            row("mailbox", DAY, LATER),
            row("mailbox", LATER),
            row("mailbox", LATER, identity=6),
            row("holder", LATER),
        ),
    )
    left = [("mailbox", 6, LATER, FOREVER, {}), ("holder", 5, LATER, FOREVER, {})]
    first = ("mailbox", 5, BEGIN, DAY, {})
    assert done(several, Step(1, "mailbox", 5, None, DAY)) == [first, *left]
    cut = ("mailbox", 5, DAY, DAY + ONE, {})
    assert sorted(done(several, Step(1, "mailbox", 5, None, DAY + ONE)), key=str) == sorted(
        [first, *left, cut], key=str
    )


def test_a_step_without_effect_does_not_keep_the_next_from_its() -> None:
    steps = [
        Step(1, "mailbox", 6, None, DAY),
        Step(1, "mailbox", None, {}, DAY),
        Step(1, "mailbox", 5, None, DAY),
    ]
    assert [(r[1], r[3]) for r in done(ENDLESS, *steps)] == [(1, FOREVER), (-2, FOREVER), (5, DAY)]
