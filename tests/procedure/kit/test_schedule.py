"""Start days as pages and rules read them: whole months, and what is said of a wished day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nss.base import clock
from nss.calendar.verdict import Need
from nss.procedure.kit import schedule

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "count"), [(date(2026, 12, 1), 3), (date(2027, 2, 1), 1), (date(2028, 2, 1), 2)]
)
def test_a_month_stands_in_whole_weeks_from_monday_on(first, count):
    found = schedule.months(first, count, first, Need())
    assert len(found) == count and found[0][0] == first
    for month, weeks in found:
        days = [v.day if v else None for week in weeks for v in week]
        inside = [d for d in days if d]
        last = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        assert inside == [month + timedelta(days=n) for n in range(last.day)]
        assert all(len(week) == 7 for week in weeks) and all(any(week) for week in weeks)
        assert [d.weekday() for d in inside] == [n % 7 for n, d in enumerate(days) if d]
    assert [m.month for m, _ in found] == [(first.month - 1 + n) % 12 + 1 for n in range(count)]


def test_a_day_that_is_missing_or_impossible_stops_and_one_that_is_only_unusual_warns():
    today = clock.today()
    assert schedule.problems(None, today, Need()) == [schedule.NO_DATE]
    (good, *_) = schedule.offered(today, Need())
    assert schedule.problems(good, today, Need()) == []
    (past,) = schedule.problems(today - timedelta(days=1), today, Need())
    assert (past.code, past.level, past.where) == ("date_past", "stop", "wish_date")
    every = [v for v in schedule.calendar(today, Need()) if v.allowed and not v.advised]
    (warned,) = schedule.problems(every[0].day, today, Need())
    assert warned.level == "warn" and warned.code == f"date_{every[0].reasons[0].code}"
    assert all(str(r.text.ja) in warned.text.ja for r in every[0].reasons)


def test_so_many_days_are_offered_and_so_many_judged_as_are_asked_for():
    today = clock.today()
    assert len(schedule.offered(today, Need())) == 6 and len(schedule.offered(today, Need(), 2)) == 2
    assert len(schedule.calendar(today, Need())) == 120 and len(schedule.calendar(today, Need(), 30)) == 30
    assert schedule.calendar(today, Need(), 3)[0].day == today
