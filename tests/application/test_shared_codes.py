"""A shared code ends only when every office agrees; each office sees only its own (C25, X-05, F-15)."""

from __future__ import annotations

import pytest

from nss.application import decision, drafts, filing
from nss.application.models import Consent
from nss.contract.book import load
from tests import parts

pytestmark = pytest.mark.django_db


def asked():
    offices = parts.shared_offices()
    people = [parts.person(o, f"p{n}") for n, o in enumerate(offices)]
    a = parts.filed(offices[0], people[0], parts.abolish(offices[0], codes=("1BNAC",)))
    return offices, people, a


def test_one_application_asks_the_other_offices_and_waits():
    _offices, _, a = asked()
    assert a.state == "consent"
    assert {c.office.code for c in Consent.objects.all()} == {"NAC555", "CTO001"}
    with pytest.raises(Exception, match="approve"):
        decision.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)


def test_when_all_agree_the_code_ends_everywhere_on_one_day():
    offices, people, a = asked()
    for o, p in zip(offices[1:], people[1:], strict=True):
        filing.answer_consent(Consent.objects.get(office=o).pk, o, p, True)
    a.refresh_from_db()
    assert a.state == "received"
    start = a.revisions.get().wish_date
    decision.approve(a.pk, parts.reviewer(), start)
    for o in offices:
        assert "1BNAC" not in {r.values["code"] for r in load(o, start, ("user_code", "user_id")).rows}


def test_a_refusal_goes_back_to_the_owner_who_may_end_only_its_own_part():
    offices, people, a = asked()
    filing.answer_consent(Consent.objects.get(office=offices[1]).pk, offices[1], people[1], True)
    filing.answer_consent(
        Consent.objects.get(office=offices[2]).pk, offices[2], people[2], False, "継続利用のため"
    )
    a.refresh_from_db()
    assert a.state == "query"
    revision = drafts.of_office(offices[0], a.pk)
    edits = [
        e.to_json() | ({"options": {"scope": "own"}} if e.kind == "user_code" else {})
        for e in revision.edit_list
    ]
    drafts.save(revision, people[0], edits=edits)
    again = filing.submit(a.pk, people[0])
    assert (again.state, again.number) == ("resubmitted", a.number)
    start = revision.wish_date
    decision.approve(a.pk, parts.reviewer(), start)
    left = [{r.values["code"] for r in load(o, start, ("user_code",)).rows} for o in offices]
    assert left == [{"1ANAC"}, {"1BNAC"}, {"1BNAC"}]


def test_an_office_is_not_asked_about_and_never_shown_anothers_numbers():
    _offices, _, a = asked()
    for c in Consent.objects.all():
        letter = {"NAC555": "C", "CTO001": "D"}[c.office.code]
        assert {e.before["number"][0] for e in c.edit_list if e.kind == "user_id"} == {letter}
    own = {e.before["number"][0] for e in a.revisions.get().edit_list if e.kind == "user_id"}
    assert own == {"B"}


def test_another_office_cannot_answer():
    offices, people, _ = asked()
    consent = Consent.objects.get(office=offices[1])
    with pytest.raises(Consent.DoesNotExist):
        filing.answer_consent(consent.pk, offices[2], people[2], True)


def test_two_refusals_and_a_new_try_keep_one_number():
    offices, people, a = asked()
    filing.answer_consent(Consent.objects.get(office=offices[1]).pk, offices[1], people[1], False, "継続")
    again = filing.submit(a.pk, people[0])
    assert (again.state, again.number) == ("consent", a.number)
    assert Consent.objects.filter(revision_no=2).count() == 2
