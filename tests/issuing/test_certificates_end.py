"""Certificates end with their terminals, whatever ends these, and go along where they move (D-47)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nss.application import after_decision
from nss.base import clock
from nss.contract.models import Office
from nss.issuing import certificates
from nss.issuing.models import Certificate
from tests import parts
from tests.procedure.other.steps import CONSULTED, agree, decide, file
from tests.procedure.samples import first, posted, stocked

pytestmark = pytest.mark.django_db


def with_certificate() -> Office:
    """An office whose net terminal 31002N has a certificate in use."""
    office = stocked()
    made = certificates.issue("31002N", office, 0, clock.today())
    certificates.fetched(made.pk, office)
    return office


def state(office: Office, day: date) -> str | None:
    """What the office is shown of the certificate of 31002N on a day."""
    word = certificates.states(office, day).get("31002N")
    return word.ja if word else None


@pytest.mark.parametrize("key", ["net-terminal", "cancel"])
def test_a_certificate_ends_with_its_terminal_and_comes_back_with_it(key):
    # Holds D-47.
    office = with_certificate()
    who, terminal = parts.person(office), first(office, "net_terminal")
    if key == "cancel":
        a = file(office, who, key, posted(office, key, "form", sure="on"))
    else:
        a = parts.filed(office, who, posted(office, key, "form", **{f"end_{terminal}": "on"}).edits)
    start = decide(a)
    assert (state(office, clock.today()), state(office, start)) == ("利用中", "停止")
    again = certificates.issue("31002N", office, 1, clock.today())
    assert again.stopped_on == start, "a re-issue lasts no longer than the terminal"
    again.delete()
    certificates.take_back(1)
    after_decision.revoke(a.pk, parts.second(), "誤り")
    assert state(office, start) == "利用中"


@pytest.mark.parametrize(
    ("days", "word", "waits"), [(-1, "利用なし", False), (0, "未取得", True), (1, "未取得", True)]
)
def test_a_certificate_for_a_day_by_which_its_terminal_has_ended_is_never_in_use(days, word, waits):
    office, today = stocked(), clock.today()
    later = today + timedelta(days=9)
    made = certificates.issue("31002N", office, 1, later)
    certificates.end("31002N", office, 2, later + timedelta(days=days))
    made.refresh_from_db()
    assert (certificates.state_of(made, today).ja, certificates.waits(made, today)) == (word, waits)


def test_a_certificate_that_the_center_stops_on_the_day_of_its_issue_was_in_use():
    office, today = with_certificate(), clock.today()
    made = Certificate.objects.get(office=office, name="31002N")
    stopped = certificates.stop(made.pk, certificates.shown(made))
    assert certificates.state_of(stopped, today).ja == "停止"


def test_a_certificate_moves_with_its_terminal_as_it_is():
    office = with_certificate()
    other = parts.office("NAC555")
    terminal = first(office, "net_terminal")
    moved = posted(office, "move", "form", **CONSULTED, to="NAC555", **{f"row_{terminal}": "on"})
    a = file(office, parts.person(office), "move", moved)
    agree(a)
    start = decide(a)
    assert (state(office, start), state(other, start)) == ("停止", "利用中")
    after_decision.revoke(a.pk, parts.second(), "誤り")
    assert (state(office, start), state(other, start)) == ("利用中", None)


def test_a_certificate_whose_start_is_moved_stops_two_months_after_the_new_day_unless_it_was_fetched():
    # Holds D-47.
    office = parts.office()
    waiting = certificates.issue("31002N", office, 7, date(2027, 2, 1))
    fetched = certificates.issue("31003N", office, 7, date(2027, 2, 1))
    certificates.fetched(fetched.pk, office)
    fetched.refresh_from_db()
    kept = fetched.stops_on
    certificates.move(7, date(2027, 2, 1), date(2027, 3, 1))
    waiting.refresh_from_db()
    fetched.refresh_from_db()
    assert (waiting.issued_on, waiting.stops_on) == (date(2027, 3, 1), date(2027, 5, 1))
    assert (fetched.issued_on, fetched.stops_on) == (date(2027, 3, 1), kept)


def stopped(made: Certificate) -> date | None:
    """The day on which it stops, as it is stored."""
    made.refresh_from_db()
    return made.stopped_on


def test_an_end_that_is_taken_back_is_forgotten_also_under_an_earlier_one():
    # Holds D-47.
    office = parts.office()
    made = certificates.issue("31002N", office, 1, date(2027, 2, 1))
    certificates.end("31002N", office, 2, date(2027, 6, 1))
    certificates.end("31002N", office, 3, date(2027, 4, 1))
    certificates.take_back(2)
    assert stopped(made) == date(2027, 4, 1)
    certificates.take_back(3)
    assert stopped(made) is None


def test_an_end_stands_again_when_an_earlier_one_is_taken_back():
    # Holds D-47.
    office = parts.office()
    made = certificates.issue("31002N", office, 1, date(2027, 2, 1))
    certificates.end("31002N", office, 2, date(2027, 6, 1))
    certificates.end("31002N", office, 3, date(2027, 4, 1))
    certificates.take_back(3)
    assert stopped(made) == date(2027, 6, 1)


def test_a_re_issue_lasts_on_though_the_one_before_it_was_not_fetched():
    office, today = parts.office(), clock.today()
    old = certificates.issue("31002N", office, 0, today - timedelta(days=100))
    certificates.stop_late(today)
    assert stopped(old) == today
    again = certificates.issue("31002N", office, 1, today)
    assert again.stopped_on is None, "only an end of the terminal ends it too"
    certificates.end("31002N", office, 7, today + timedelta(days=9))
    assert stopped(again) == today + timedelta(days=9)
    assert stopped(old) == today


def test_an_end_that_an_earlier_one_came_before_moves_with_its_start_and_stands_on_its_new_day():
    # Holds D-47.
    office = parts.office()
    made = certificates.issue("31002N", office, 1, date(2027, 2, 1))
    certificates.end("31002N", office, 2, date(2027, 6, 1))
    certificates.end("31002N", office, 3, date(2027, 4, 1))
    certificates.move(2, date(2027, 6, 1), date(2027, 7, 1))
    assert stopped(made) == date(2027, 4, 1)
    certificates.take_back(3)
    assert stopped(made) == date(2027, 7, 1)


def test_an_end_of_the_terminal_ends_what_is_issued_up_to_its_day_and_nothing_later():
    office, today = with_certificate(), clock.today()
    end = today + timedelta(days=9)
    certificates.end("31002N", office, 7, end)
    for day, stops in ((end - timedelta(days=1), end), (end, end), (end + timedelta(days=1), None)):
        again = certificates.issue("31002N", office, 1, day)
        assert again.stopped_on == stops
        again.delete()


def test_a_re_issue_for_an_earlier_day_gives_way_to_the_one_that_was_decided_before_it():
    office, today = with_certificate(), clock.today()
    old = Certificate.objects.get(name="31002N")
    late = certificates.issue("31002N", office, 1, today + timedelta(days=20))
    early = certificates.issue("31002N", office, 2, today + timedelta(days=5))
    assert [stopped(c) for c in (old, early, late)] == [early.issued_on, late.issued_on, None]
    certificates.take_back(2)
    assert [stopped(c) for c in (old, late)] == [late.issued_on, None]


def test_of_two_re_issues_for_one_day_the_second_stays():
    office, day = with_certificate(), clock.today() + timedelta(days=5)
    first_one = certificates.issue("31002N", office, 1, day)
    second_one = certificates.issue("31002N", office, 2, day)
    assert [stopped(c) for c in (first_one, second_one)] == [day, None]


def test_what_is_to_be_issued_after_an_end_that_is_decided_later_never_begins_at_that_office():
    office, other, today = with_certificate(), parts.office("NAC555"), clock.today()
    again = certificates.issue("31002N", office, 1, today + timedelta(days=6))
    end = today + timedelta(days=5)
    certificates.end("31002N", office, 2, end, other)
    assert stopped(again) == end
    there = Certificate.objects.filter(office=other, stopped_on=None).get()
    assert there.issued_on == again.issued_on
    certificates.move(2, end, today + timedelta(days=4))
    assert stopped(again) == today + timedelta(days=4)
    certificates.take_back(2)
    assert stopped(again) is None


def test_two_certificates_that_follow_each_other_do_so_at_the_office_that_gets_the_terminal():
    office, other, today = with_certificate(), parts.office("NAC555"), clock.today()
    later = certificates.issue("31002N", office, 1, today + timedelta(days=20))
    certificates.end("31002N", office, 2, today + timedelta(days=5), other)
    there = list(Certificate.objects.filter(office=other).order_by("issued_on"))
    assert [(c.issued_on, c.stopped_on) for c in there] == [(today, later.issued_on), (later.issued_on, None)]
    certificates.take_back(1)
    assert [stopped(c) for c in there] == [later.issued_on, None], (
        "what went over is of the one that moved it"
    )
    certificates.take_back(2)
    assert not Certificate.objects.filter(office=other).exists()


def test_a_terminal_that_went_away_and_came_back_keeps_the_day_on_which_it_went():
    office, other, today = with_certificate(), parts.office("NAC555"), clock.today()
    went = Certificate.objects.get(name="31002N")
    certificates.end("31002N", office, 1, today + timedelta(days=5), other)
    certificates.end("31002N", other, 2, today + timedelta(days=9), office)
    there = Certificate.objects.get(office=other)
    back = Certificate.objects.get(office=office, carried=True)
    assert [stopped(c) for c in (went, there, back)] == [
        today + timedelta(days=5),
        today + timedelta(days=9),
        None,
    ]


DAYS = st.integers(1, 6)
DECIDED = st.lists(st.tuples(st.sampled_from(["issue", "end"]), DAYS), min_size=1, max_size=5)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DECIDED, st.permutations(range(5)), st.sets(st.integers(0, 4)), st.data())
def test_when_certificates_stop_follows_from_what_was_decided_whatever_is_moved_and_taken_back(
    decided, order, undone, data
):
    """Whatever is decided for a terminal in any order, moved and taken back, leaves the days that follow from what stands. The
    order counts in one thing: what is issued for a day after an end that was decided before is of a terminal that came back."""
    Certificate.objects.all().delete()
    office = Office.objects.first() or parts.office()
    certificates.issue("31002N", office, 0, parts.SINCE)
    day = {n: clock.today() + timedelta(days=d) for n, (_, d) in enumerate(decided)}
    order = [n for n in order if n < len(decided)]
    at_first = {**day, -1: parts.SINCE}
    for n in order:
        what = certificates.issue if decided[n][0] == "issue" else certificates.end
        what("31002N", office, n + 1, day[n])
    for n in range(len(decided)):
        if n in undone:
            certificates.take_back(n + 1)
        elif data.draw(st.booleans(), label=f"{n} moves"):
            moved = clock.today() + timedelta(days=data.draw(DAYS, label="to"))
            certificates.move(n + 1, day[n], moved)
            day[n] = moved
    stands = [n for n in range(len(decided)) if n not in undone]
    found = list(Certificate.objects.filter(office=office).order_by("issued_on", "id"))
    issued = sorted([parts.SINCE, *(day[n] for n in stands if decided[n][0] == "issue")])
    assert [c.issued_on for c in found] == issued
    nexts = [*issued[1:], date.max]
    for c, following in zip(found, nexts, strict=True):
        n = c.application_id - 1
        known = order[: order.index(n)] if n >= 0 else []
        of_an_earlier_time = {e for e in known if at_first[e] < at_first[n] and day[e] < c.issued_on}
        ends = [day[e] for e in stands if decided[e][0] == "end" and e not in of_an_earlier_time]
        assert (c.stopped_on or date.max) == min([following, *ends])


def test_what_went_over_on_the_day_on_which_it_was_issued_keeps_that_day_when_the_start_is_moved():
    office, other, day = parts.office(), parts.office("NAC555"), clock.today() + timedelta(days=9)
    certificates.issue("31002N", office, 1, day)
    certificates.end("31002N", office, 2, day, other)
    certificates.move(2, day, day + timedelta(days=5))
    assert Certificate.objects.get(office=other).issued_on == day


def test_what_the_center_stopped_is_not_to_be_fetched_later_when_its_start_is_moved():
    office, day = parts.office(), clock.today()
    made = certificates.issue("31002N", office, 1, day)
    certificates.stop(made.pk, certificates.shown(made))
    certificates.move(1, day, day + timedelta(days=40))
    made.refresh_from_db()
    assert made.stops_on == certificates.months_after(day, 2)


def test_nobody_is_warned_of_a_certificate_whose_terminal_has_ended():
    office, today = parts.office(), clock.today()
    made = certificates.issue("31002N", office, 1, today)
    certificates.end("31002N", office, 2, today + timedelta(days=9))
    three_days_before = made.stops_on - timedelta(days=3)
    assert certificates.stopping(three_days_before) == []
    certificates.take_back(2)
    assert certificates.stopping(three_days_before) == [made]


def test_what_was_replaced_before_its_terminal_goes_over_stays_behind():
    office, other, today = with_certificate(), parts.office("NAC555"), clock.today()
    again = certificates.issue("31002N", office, 1, today + timedelta(days=3))
    certificates.end("31002N", office, 2, today + timedelta(days=3), other)
    assert [c.issued_on for c in Certificate.objects.filter(office=other)] == [again.issued_on]
