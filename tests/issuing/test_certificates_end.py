"""Certificates end with their terminals, whatever ends these, and go along where they move (D-47)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nss.application import after_decision
from nss.base import clock
from nss.contract.models import Office
from nss.issuing import certificates
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
    again = certificates.issue("31002N", office, 1, clock.today(), again=True)
    assert again.stopped_on == start, "a re-issue lasts no longer than the terminal"
    again.delete()
    certificates.take_back(1)
    after_decision.revoke(a.pk, parts.second(), "誤り")
    assert state(office, start) == "利用中"


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


def test_an_end_that_is_taken_back_is_forgotten_also_under_an_earlier_one():
    # Holds D-47.
    office = parts.office()
    made = certificates.issue("31002N", office, 1, date(2027, 2, 1))
    certificates.end("31002N", office, 2, date(2027, 6, 1))
    certificates.end("31002N", office, 3, date(2027, 4, 1))
    certificates.take_back(2)
    certificates.take_back(3)
    made.refresh_from_db()
    assert (made.stopped_on, made.stopped_by, made.stops_before) == (None, None, [])


def test_an_end_that_stands_again_is_no_longer_remembered_beside():
    # Holds D-47.
    office = parts.office()
    made = certificates.issue("31002N", office, 1, date(2027, 2, 1))
    certificates.end("31002N", office, 2, date(2027, 6, 1))
    certificates.end("31002N", office, 3, date(2027, 4, 1))
    certificates.take_back(3)
    made.refresh_from_db()
    assert (made.stopped_on, made.stopped_by, made.stops_before) == (date(2027, 6, 1), 2, [])


def test_a_re_issue_lasts_on_though_the_center_stopped_the_one_before_it():
    office, today = with_certificate(), clock.today()
    old = certificates.Certificate.objects.get(name="31002N")
    old.stopped_on, old.stopped_by = today + timedelta(days=9), None
    old.save()
    again = certificates.issue("31002N", office, 1, today, again=True)
    assert (again.stopped_on, again.stopped_by) == (None, None), "only an end of the terminal ends it too"
    old.stopped_by = 7
    old.save()
    again.delete()
    again = certificates.issue("31002N", office, 1, today, again=True)
    assert (again.stopped_on, again.stopped_by) == (today + timedelta(days=9), 7)


def test_an_end_that_an_earlier_one_came_before_moves_with_its_start_and_stands_on_its_new_day():
    # Holds D-47.
    office = parts.office()
    made = certificates.issue("31002N", office, 1, date(2027, 2, 1))
    certificates.end("31002N", office, 2, date(2027, 6, 1))
    certificates.end("31002N", office, 3, date(2027, 4, 1))
    certificates.move(2, date(2027, 6, 1), date(2027, 7, 1))
    made.refresh_from_db()
    assert (made.stopped_on, made.stops_before) == (date(2027, 4, 1), [{"on": "2027-07-01", "by": 2}])
    certificates.take_back(3)
    made.refresh_from_db()
    assert (made.stopped_on, made.stopped_by) == (date(2027, 7, 1), 2)


def test_an_end_of_the_terminal_ends_a_re_issue_until_the_day_before_it():
    office, today = with_certificate(), clock.today()
    end = today + timedelta(days=9)
    certificates.Certificate.objects.update(stopped_on=end, stopped_by=7)
    for day, stops in ((end - timedelta(days=1), end), (end, None)):
        again = certificates.issue("31002N", office, 1, day, again=True)
        assert again.stopped_on == stops
        again.delete()
