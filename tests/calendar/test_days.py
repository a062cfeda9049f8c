"""Business days of the contract desk (D-18, F10)."""

import timeit
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nss.base.words import W
from nss.calendar.days import (
    LAW_YEARS,
    add_business_days,
    business_days_between,
    holiday_name,
    holidays,
    is_business_day,
    next_business_day,
)

DAYS = st.dates(date(2012, 1, 1), date(2040, 12, 31))
BUSINESS_DAYS = DAYS.filter(is_business_day)


@pytest.mark.parametrize("day", [date(2026, 5, 6), date(2026, 9, 22), date(2027, 3, 22)])
def test_substitute_and_bridge_holidays_are_no_business_days(day):
    assert day.weekday() < 5
    assert not is_business_day(day)


def test_the_desk_is_closed_from_29_december_to_3_january():
    for start in (date(y, 12, 28) for y in range(2012, 2041)):
        open_days = [d for n in range(8) if is_business_day(d := start + timedelta(days=n))]
        assert all((d.month, d.day) in ((12, 28), (1, 4)) for d in open_days)
    assert is_business_day(date(2026, 12, 28))
    assert next_business_day(date(2026, 12, 28)) == date(2027, 1, 4)


def test_29_february_is_a_day_like_any_other():
    assert is_business_day(date(2028, 2, 29))
    assert next_business_day(date(2028, 2, 28)) == date(2028, 2, 29)
    assert add_business_days(date(2028, 3, 1), -1) == date(2028, 2, 29)
    assert next_business_day(date(2027, 2, 26)) == date(2027, 3, 1)
    assert not is_business_day(date(2032, 2, 29))


def test_the_worked_example_of_2018_is_counted_as_in_the_guide():
    # Holds D-43.
    start = date(2018, 11, 1)
    assert [add_business_days(start, -n).day for n in (1, 2, 3, 4)] == [31, 30, 29, 26]
    assert [add_business_days(start, n).day for n in (1, 2)] == [2, 5]
    assert add_business_days(start, 0) == start


def test_a_day_that_the_center_announced_as_closed_is_skipped():
    closed = frozenset({date(2026, 12, 2)})
    assert not is_business_day(date(2026, 12, 2), closed)
    assert next_business_day(date(2026, 12, 1), closed) == date(2026, 12, 3)
    assert business_days_between(date(2026, 12, 1), date(2026, 12, 3), closed) == 1


def test_a_holiday_has_a_name_in_both_languages():
    assert holiday_name(date(2027, 1, 1)) == W("元日", "New Year's Day")
    assert holiday_name(date(2026, 5, 6)) == W("憲法記念日 振替休日", "Constitution Day, substitute")
    assert holiday_name(date(2026, 9, 22)) == W("国民の休日", "Citizens' Holiday")
    assert holiday_name(date(2026, 12, 29)) is None
    for year in range(2012, 2041):
        for day in holidays(year):
            assert "national holiday" not in holiday_name(day).en


def test_a_typed_day_far_away_is_judged_without_an_error():
    assert is_business_day(date(9999, 12, 28))
    assert not is_business_day(date(9999, 12, 31))
    assert not is_business_day(date(1, 1, 1))
    for year in (LAW_YEARS[0], LAW_YEARS[-1]):
        assert holidays(year)


def test_holidays_are_known_from_the_law_of_1948_to_2150_and_no_further():
    assert [year for year in (1947, 1948, 2150, 2151) if holidays(year)] == [1948, 2150]


@given(DAYS, st.integers(1, 40))
def test_n_business_days_forth_are_counted_back(day, n):
    there = add_business_days(day, n)
    assert is_business_day(there)
    assert business_days_between(day, there) == n


@given(BUSINESS_DAYS, st.integers(-60, 60), st.frozensets(DAYS, max_size=5))
def test_n_business_days_forth_and_back_lead_home(day, n, closed):
    closed -= {day}
    assert add_business_days(add_business_days(day, n, closed), -n, closed) == day


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_business_days_add_up(day, a, b):
    assert add_business_days(add_business_days(day, a), b) == add_business_days(day, a + b)


@given(DAYS)
def test_the_next_business_day_has_only_closed_days_before_it(day):
    found, between = next_business_day(day), day + timedelta(days=1)
    while between < found:
        assert not is_business_day(between)
        between += timedelta(days=1)
    assert is_business_day(found) and found > day


def test_a_warm_check_takes_about_a_microsecond():
    day = date(2026, 11, 18)
    is_business_day(day)
    best = min(timeit.repeat(lambda: is_business_day(day), number=20_000, repeat=5)) / 20_000
    assert best < 5e-6, f"{best * 1e6:.2f} µs"  # 0.2 µs at rest; the machines of the tests are shared
