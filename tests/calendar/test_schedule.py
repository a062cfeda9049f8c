"""Registration days (D-19, T-08, F10)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nss.calendar.days import business_days_between, is_business_day
from nss.calendar.schedule import RegistrationDay, Rules, generate

DAYS = st.dates(date(2012, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize("day", [date(2013, 12, 5), date(2017, 11, 1), date(2018, 11, 1), date(2025, 7, 16)])
def test_the_guides_sample_days_are_registration_days(day):
    assert [r.day for r in generate(day, day)] == [day]


def test_a_row_carries_its_deadlines():
    assert generate(date(2018, 11, 1), date(2018, 11, 1)) == (
        RegistrationDay(date(2018, 11, 1), date(2018, 10, 18), date(2018, 10, 26)),
    )


def test_the_first_of_a_month_is_one_unless_the_desk_is_closed():
    firsts = [r.day for r in generate(date(2026, 11, 21), date(2027, 4, 30)) if r.day.day == 1]
    assert firsts == [date(2026, 12, 1), date(2027, 2, 1), date(2027, 3, 1), date(2027, 4, 1)]


def test_a_holiday_wednesday_and_the_turn_of_the_year_are_left_out():
    assert generate(date(2026, 5, 6), date(2026, 5, 6)) == ()
    assert [r.day for r in generate(date(2026, 12, 24), date(2027, 1, 6))] == [
        date(2026, 12, 24),
        date(2027, 1, 6),
    ]


def test_other_rules_give_other_days():
    rules = Rules(weekdays=(0,), first_of_month=False)
    assert generate(date(2026, 11, 30), date(2026, 12, 6), rules) == (
        RegistrationDay(date(2026, 11, 30), date(2026, 11, 13), date(2026, 11, 24)),
    )


@given(DAYS, st.frozensets(st.integers(0, 60), max_size=6))
def test_every_row_is_a_business_day_with_its_leads_before_it(start, shut):
    closed = frozenset(start + timedelta(days=n) for n in shut)
    rows = generate(start, start + timedelta(days=60), closed=closed)
    assert rows == tuple(sorted(rows, key=lambda r: r.day))
    for row in rows:
        assert is_business_day(row.day, closed)
        assert row.day.weekday() in (2, 3) or row.day.day == 1
        assert business_days_between(row.apply_by, row.day, closed) == 10
        assert business_days_between(row.setting_by, row.day, closed) == 4
