"""Certificates: how long one may lie unfetched, whom that is said to, what stops and what comes back (D-47, T-16)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nss.base import clock
from nss.issuing import certificates
from nss.issuing.models import Certificate
from tests import parts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "stops"),
    [
        (date(2026, 11, 27), date(2027, 1, 27)),
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2026, 10, 31), date(2026, 12, 31)),
    ],
)
def test_a_certificate_stops_on_the_same_day_two_months_later_or_on_that_months_last(day, stops):
    assert certificates.issue("31002N", parts.office(), 1, day).stops_on == stops


def test_what_nobody_has_fetched_stops_on_its_day_and_not_the_day_before():
    office, today = parts.office(), clock.today()
    made = certificates.issue("31002N", office, 1, today)
    assert made.stops_on is not None
    assert certificates.stop_late(made.stops_on - DAY) == 0
    assert certificates.state_of(made, made.stops_on - DAY).ja == "未取得"
    assert certificates.state_of(made, made.stops_on).ja == "停止（未取得）"
    assert certificates.stop_late(made.stops_on) == 1
    made.refresh_from_db()
    assert certificates.state_of(made, made.stops_on).ja == "停止"


def test_what_was_fetched_does_not_stop_and_only_its_own_office_fetches_it():
    office, stranger, today = parts.office(), parts.office("XYZ001"), clock.today()
    made = certificates.issue("31002N", office, 1, today)
    assert not certificates.fetched(made.pk, stranger)
    assert certificates.fetched(made.pk, office)
    assert not certificates.fetched(made.pk, office)
    assert certificates.stop_late(date(2099, 1, 1)) == 0


def test_the_office_is_warned_fourteen_and_three_days_before_and_on_no_other_day():
    made = certificates.issue("31002N", parts.office(), 1, clock.today())
    assert made.stops_on is not None
    warned = [n for n in range(30) if certificates.stopping(made.stops_on - n * DAY)]
    assert warned == [3, 14]


def test_what_two_applications_end_on_one_day_stops_on_it_until_both_are_taken_back():
    office, day = parts.office(), clock.today() + 9 * DAY
    made = certificates.issue("31002N", office, 1, clock.today())

    def stopped() -> date | None:
        made.refresh_from_db()
        return made.stopped_on

    certificates.end("31002N", office, 2, day)
    certificates.end("31002N", office, 3, day)
    assert stopped() == day
    certificates.end("31002N", office, 4, day - DAY)
    assert stopped() == day - DAY
    certificates.take_back(4)
    certificates.take_back(2)
    assert stopped() == day
    certificates.take_back(3)
    assert stopped() is None


def test_a_certificate_whose_terminal_ends_later_is_fetched_warned_of_and_stops_unfetched_like_any_other():
    office, today = parts.office(), clock.today()
    made = certificates.issue("31002N", office, 1, today)
    certificates.end("31002N", office, 2, today + 300 * DAY)
    late = certificates.issue("31003N", office, 1, today - 300 * DAY)
    certificates.end("31003N", office, 2, today + 1 * DAY)
    assert [c.pk for c in certificates.stopping(made.stops_on - 3 * DAY)] == [made.pk]
    assert certificates.stop_late(today) == 1
    late.refresh_from_db()
    assert late.stopped_on == today
    certificates.take_back(2)
    late.refresh_from_db()
    assert late.stopped_on == today, "it stopped by itself"
    assert not certificates.fetched(late.pk, office)
    certificates.end("31002N", office, 3, today + 1 * DAY)
    made.refresh_from_db()
    assert certificates.waits(made, today)
    assert not certificates.waits(made, today + DAY)
    assert certificates.fetched(made.pk, office)


def test_a_re_issue_stops_the_present_one_and_an_undone_re_issue_revives_it():
    office, other, today = parts.office(), parts.office("XYZ001"), clock.today()
    old = certificates.issue("31002N", office, 1, today)
    beside = certificates.issue("31003N", office, 1, today)
    theirs = certificates.issue("31002N", other, 1, today)
    new = certificates.issue("31002N", office, 2, today)
    for one in (old, beside, theirs):
        one.refresh_from_db()
    assert (old.stopped_on, beside.stopped_on, theirs.stopped_on) == (today, None, None)
    certificates.take_back(2)
    old.refresh_from_db()
    assert old.stopped_on is None
    assert not Certificate.objects.filter(pk=new.pk).exists()
    assert Certificate.objects.count() == 3
