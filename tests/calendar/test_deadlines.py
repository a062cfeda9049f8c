"""Dates as the guides and the rules of 2019 give them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nss.calendar.days import add_business_days, business_days_between, is_business_day
from nss.calendar.deadlines import consent_due, password_window, setting_deadline
from nss.calendar.schedule import generate
from nss.calendar.verdict import Need, nearest, next_days, verdict, verdicts

DAYS = st.dates(date(2012, 1, 1), date(2040, 12, 31))


def test_the_worked_example_of_2018_gives_its_deadline_and_window():
    start = date(2018, 11, 1)
    assert setting_deadline(start) == date(2018, 10, 26)
    assert password_window(date(2018, 10, 24), start) == (date(2018, 10, 24), date(2018, 11, 5))


def test_substitute_and_bridge_holidays_are_no_business_days():
    for day in (date(2026, 5, 6), date(2026, 9, 22), date(2027, 3, 22), date(2026, 12, 29), date(2027, 1, 3)):
        assert not is_business_day(day)
    assert is_business_day(date(2028, 2, 29))


def test_the_guides_sample_days_are_registration_days():
    for day in (date(2013, 12, 5), date(2017, 11, 1), date(2018, 11, 1), date(2025, 7, 16)):
        assert [r.day for r in generate(day, day)] == [day]


@given(DAYS, st.integers(1, 40))
def test_n_business_days_forth_are_counted_back(day, n):
    there = add_business_days(day, n)
    assert is_business_day(there)
    assert business_days_between(day, there) == n


@given(DAYS)
def test_the_single_verdict_equals_the_one_of_the_calendar(today):
    schedule = generate(today, today + timedelta(days=200))
    for need in (Need(), Need(setting=True), Need(lead=10), Need(first_of_month=True)):
        for found in verdicts(today - timedelta(days=2), 40, today, schedule, need):
            assert found == verdict(found.day, today, schedule, need)


@given(DAYS)
def test_every_offered_day_is_advised_and_in_the_future(today):
    schedule = generate(today, today + timedelta(days=400))
    for need in (Need(), Need(setting=True), Need(first_of_month=True)):
        offered = next_days(today, schedule, need)
        assert len(offered) == 6
        for day in offered:
            assert day > today
            assert verdict(day, today, schedule, need).advised
        assert nearest(offered[0], today, schedule, need) == offered[0]


@given(DAYS)
def test_a_past_day_and_today_are_refused_and_any_other_day_says_why(today):
    schedule = generate(today, today + timedelta(days=200))
    assert not verdict(today, today, schedule, Need()).allowed
    assert not verdict(today - timedelta(days=1), today, schedule, Need()).allowed
    for found in verdicts(today, 30, today, schedule, Need()):
        assert found.advised or found.reasons


@given(DAYS, st.integers(1, 90))
def test_a_consent_is_due_after_the_day_it_was_asked_for(day, ahead):
    assert consent_due(day, day + timedelta(days=ahead)) > day
