"""What an office is told by mail of each step of its application, and of what is about to lapse."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nss.application import decision, filing
from nss.application.announce import reminders
from nss.base import clock
from nss.calendar.days import add_business_days
from nss.issuing import certificates
from nss.issuing.models import Secret
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed():
    office = parts.guide_office()
    return parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))


def told(kind: str) -> Mail:
    return Mail.objects.get(kind=kind)


def test_a_query_is_told_with_its_number(filed):
    # Holds M03.
    decision.query(filed.pk, parts.reviewer(), [("reason", "補記してください。")])
    assert filed.number in told("M03").subject


def test_a_withdrawal_is_told(filed):
    # Holds M04.
    filing.withdraw(filed.pk, filed.office.people.get(), "都合により")
    assert filed.number in told("M04").subject


def test_a_refusal_is_told_with_its_reason(filed):
    # Holds M06.
    decision.refuse(filed.pk, parts.reviewer(), "契約を確認できないため")
    mail = told("M06")
    assert filed.number in mail.subject and "契約を確認できないため" in mail.body


@pytest.mark.parametrize("agrees", [True, False])
def test_a_consent_is_asked_for_at_the_other_office_and_its_answer_told(agrees):
    # Holds M09.
    office, other, _ = parts.shared_offices()
    who = parts.person(office)
    a = parts.filed(office, who, parts.abolish(office, codes=("1BNAC",)))
    consent = a.consents.filter(office=other).get()
    asked = Mail.objects.filter(kind="M09", office=other)
    assert asked.count() == 1
    filing.answer_consent(consent.pk, other, None, agrees)
    for rest in a.consents.filter(state="requested"):
        filing.answer_consent(rest.pk, rest.office, None, agrees)
    assert Mail.objects.filter(kind="M09", office=office).exists()


@pytest.mark.parametrize("days", range(6))
def test_a_setting_deadline_is_told_three_and_one_business_days_before(moved_clock, days):
    # Holds M07.
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC"))
    parts.approve(a.pk, parts.reviewer(), parts.revision_of(a).wish_date)
    a.refresh_from_db()
    before = next(
        d
        for d in (a.setting_deadline - timedelta(days=n) for n in range(40))
        if add_business_days(d, days) == a.setting_deadline
    )
    moved_clock(before)
    assert reminders.remind_deadlines() == (days in (1, 3))
    assert Mail.objects.filter(kind="M07").count() == (days in (1, 3))


@pytest.mark.parametrize("days", [15, 14, 13, 4, 3, 2])
def test_an_office_is_warned_fourteen_and_three_days_before_a_certificate_stops(moved_clock, days):
    # Holds M12, T-16, D-47.
    office = parts.office()
    made = certificates.issue("31003W", office, 1, clock.today())
    assert made.stops_on == certificates.months_after(clock.today(), 2)
    moved_clock(made.stops_on - timedelta(days=days))
    assert reminders.warn_certificates() == (days in (14, 3))
    assert Mail.objects.filter(kind="M12").count() == (days in (14, 3))


def test_a_certificate_that_was_fetched_is_not_warned_of(moved_clock):
    # Holds D-47.
    office = parts.office()
    made = certificates.issue("31003W", office, 1, clock.today())
    stops = made.stops_on
    assert certificates.fetched(made.pk, office)
    moved_clock(stops - timedelta(days=14))
    assert reminders.warn_certificates() == 0


@pytest.mark.parametrize("days", [0, 1, 2, 3])
def test_a_window_on_unread_passwords_is_told_two_and_one_business_days_before_it_closes(moved_clock, days):
    # Holds M14.
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC"))
    parts.approve(a.pk, parts.reviewer(), parts.revision_of(a).wish_date)
    last = Secret.objects.filter(application_id=a.pk).first().closes_on
    before = next(
        d for d in (last - timedelta(days=n) for n in range(40)) if add_business_days(d, days) == last
    )
    moved_clock(before)
    assert reminders.remind_windows() == (days in (1, 2))
