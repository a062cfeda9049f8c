"""A timeline of plain rows: what stands on a day, what is newest, what steps make of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from nss.contract.dated import FOREVER
from nss.contract.snapshot import Row
from nss.contract.timeline import Step, Timeline

BEGIN, DAY, LATER = date(2026, 4, 1), date(2026, 12, 9), date(2026, 12, 16)
ONE = timedelta(days=1)


def mailbox(name: str, starts: date | None, ends: date = FOREVER, version: int = 1) -> Row:
    return Row("mailbox", 5, {"name": name}, starts, ends, office=1, version=version)


def seen(timeline: Timeline) -> list[tuple[Any, ...]]:
    return [
        (r.values["name"], r.starts, r.ends) for r in sorted(timeline.rows, key=lambda r: r.starts or BEGIN)
    ]


CHANGED = Timeline(BEGIN, (mailbox("new", DAY, LATER, 2), mailbox("old", BEGIN, DAY)))


def test_the_newest_version_is_the_one_that_began_last_in_whatever_order_they_come():
    newest = CHANGED.last("mailbox", 5)
    assert newest is not None and newest.values["name"] == "new"
    assert [r.values["name"] for r in CHANGED.versions("mailbox", 5)] == ["old", "new"]
    assert CHANGED.last("mailbox", 6) is None


def test_a_version_lives_from_its_first_day_until_the_day_before_its_end():
    def name(day: date) -> object:
        row = CHANGED.at("mailbox", 5, day)
        return row and row.values["name"]

    assert [name(BEGIN - ONE), name(BEGIN), name(DAY - ONE)] == [None, "old", "old"]
    assert [name(DAY), name(LATER - ONE), name(LATER)] == ["new", "new", None]


def test_a_change_cuts_the_version_of_the_day_and_keeps_its_end():
    step = Step(1, "mailbox", 5, {"name": "mine"}, DAY + ONE)
    assert seen(CHANGED.with_steps([step])) == [
        ("old", BEGIN, DAY),
        ("new", DAY, DAY + ONE),
        ("mine", DAY + ONE, LATER),
    ]


def test_two_changes_on_one_day_leave_one_version_and_none_without_a_day():
    steps = [Step(1, "mailbox", 5, {"name": n}, DAY + ONE) for n in ("first", "second")]
    assert seen(CHANGED.with_steps(steps))[1:] == [("new", DAY, DAY + ONE), ("second", DAY + ONE, LATER)]


def test_an_end_takes_what_was_to_begin_later_with_it():
    step = Step(1, "mailbox", 5, None, BEGIN + ONE)
    assert seen(CHANGED.with_steps([step])) == [("old", BEGIN, BEGIN + ONE)]
