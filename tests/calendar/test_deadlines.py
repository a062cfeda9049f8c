"""Deadlines as the guides and the terms of 2019 give them (F10)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nss.calendar.days import is_business_day
from nss.calendar.deadlines import answer_expected, consent_due, password_window, query_due, setting_deadline

DAYS = st.dates(date(2012, 1, 1), date(2040, 12, 31))


def test_the_worked_example_of_2018_gives_its_deadline_and_window():
    # Holds D-43, D-44.
    start = date(2018, 11, 1)
    assert setting_deadline(start) == date(2018, 10, 26)
    assert password_window(date(2018, 10, 24), start) == (date(2018, 10, 24), date(2018, 11, 5))


def test_a_notice_after_the_start_opens_the_window_for_two_business_days():
    # Holds D-44.
    assert password_window(date(2018, 11, 6), date(2018, 11, 1)) == (date(2018, 11, 6), date(2018, 11, 8))


def test_deadlines_pass_over_the_turn_of_the_year_and_29_february():
    assert setting_deadline(date(2027, 1, 7)) == date(2026, 12, 28)
    assert password_window(date(2026, 12, 1), date(2026, 12, 28))[1] == date(2027, 1, 5)
    assert setting_deadline(date(2028, 3, 2)) == date(2028, 2, 25)


def test_an_answer_is_expected_on_the_next_business_day():
    # Holds D-45.
    assert answer_expected(date(2018, 10, 16)) == date(2018, 10, 17)
    assert answer_expected(date(2026, 11, 20)) == date(2026, 11, 24)


def test_days_that_the_center_announced_move_every_deadline():
    closed = frozenset({date(2018, 10, 29), date(2018, 11, 2)})
    start = date(2018, 11, 1)
    assert setting_deadline(start, closed) == date(2018, 10, 25)
    assert password_window(start, start, closed) == (start, date(2018, 11, 6))
    assert answer_expected(start, closed) == date(2018, 11, 5)
    assert consent_due(date(2018, 10, 22), date(2018, 11, 29), closed) == date(2018, 10, 30)


def test_sharers_get_five_business_days_or_what_is_left_before_the_settings():
    # Holds D-46.
    asked = date(2026, 11, 30)
    assert consent_due(asked, setting_deadline(date(2027, 2, 3))) == date(2026, 12, 7)
    assert consent_due(asked, setting_deadline(date(2026, 12, 9))) == date(2026, 12, 3)
    assert consent_due(asked, setting_deadline(date(2026, 12, 2))) == date(2026, 12, 1)


@given(DAYS, st.integers(1, 90))
def test_a_consent_is_due_on_a_business_day_after_it_was_asked_for(day, ahead):
    # Holds D-46.
    due = consent_due(day, setting_deadline(day + timedelta(days=ahead)))
    assert due > day
    assert is_business_day(due)


@given(DAYS, st.integers(-30, 30))
def test_the_window_is_open_on_the_day_of_the_notice_and_on_the_start(start, before):
    notice = start - timedelta(days=before)
    first, last = password_window(notice, start)
    assert first == notice
    assert last > max(start, notice)


def test_an_office_has_ten_business_days_to_answer_a_query():
    monday = date(2026, 11, 2)
    assert query_due(monday) == date(2026, 11, 17), "the third is a holiday"
    assert query_due(monday, frozenset({date(2026, 11, 17)})) == date(2026, 11, 18)
