"""What cannot be undone takes two people of the Center."""

from __future__ import annotations

import pytest
from django.test import Client

from nss.account.models import Role
from nss.application import decision, filing
from nss.application.lifecycle import NotAllowed
from nss.application.models import Proposal, Record
from nss.base.problems import Refused
from nss.calendar.days import add_business_days
from nss.contract.models import ROW_TYPES
from nss.contract.snapshot import load
from nss.procedure.catalogue import CATALOGUE
from tests import parts
from tests.procedure.other.steps import file
from tests.procedure.samples import posted
from tests.runtime.fuzzing import Forms

pytestmark = pytest.mark.django_db


def cancel(office):
    """The end of a whole contract, filed."""
    return file(office, parts.person(office), "cancel", posted(office, "cancel", "form", sure="on"))


def test_exactly_the_end_of_a_contract_succession_and_reissue_need_two():
    assert {k for k, p in CATALOGUE.procedures.items() if p.four_eyes} == {"cancel", "succession", "reissue"}


def test_the_first_approval_changes_nothing_and_the_second_must_be_somebody_else():
    office = parts.guide_office()
    a = cancel(office)
    first, second = parts.reviewer(), parts.second()
    wish = a.revisions.get().wish_date
    before = load(office, wish, ROW_TYPES)
    assert decision.approve(a.pk, first, wish).state == "reviewing"
    assert load(office, wish, ROW_TYPES) == before
    with pytest.raises(Refused) as refused:
        decision.confirm(a.pk, first)
    assert refused.value.problems[0].code == "same_person"
    done = decision.confirm(a.pk, second)
    assert done.state in ("approved", "setting_wait") and done.start_date == wish
    events = list(Record.objects.filter(application=a).order_by("id").values_list("event", "actor__login_id"))
    assert events[-2:] == [("proposed", "shinsa"), ("approve", "kakunin")]
    with pytest.raises(NotAllowed):
        decision.confirm(a.pk, second)


def test_the_first_of_two_is_told_that_the_review_is_not_finished():
    a = cancel(parts.guide_office())
    path = f"/center/applications/{a.number}/"
    wish = a.revisions.get().wish_date
    sent = {"start": f"{wish:%Y/%m/%d}", "seen": parts.seen(a)}
    told = parts.signed_in(parts.reviewer()).post(path + "approve/", sent, follow=True).content.decode()
    assert "別の担当者が確認すると、審査が終了します。" in told and "審査を終了しました" not in told
    other = parts.second()
    mark = {"seen": parts.seen(a), "proposal": Proposal.objects.get().mark}
    told = parts.signed_in(other).post(path + "confirm/", mark, follow=True).content.decode()
    assert "審査を終了しました。" in told


def test_a_first_approval_can_be_taken_back_and_falls_with_a_withdrawal():
    office = parts.guide_office()
    a = cancel(office)
    wish = a.revisions.get().wish_date
    first = parts.reviewer()
    decision.approve(a.pk, first, wish)
    decision.unpropose(a.pk, parts.second())
    assert not Proposal.objects.exists()
    decision.approve(a.pk, first, wish)
    filing.withdraw(a.pk, parts.person(office, "other"), "見直しのため")
    assert not Proposal.objects.exists()
    with pytest.raises(NotAllowed):
        decision.confirm(a.pk, parts.second())


def test_the_review_page_offers_the_confirmation_to_the_second_person_only():
    office = parts.guide_office()
    a = cancel(office)
    parts.person(None, "kanri", Role.ADMIN)
    one, two = Client(), Client()
    one.force_login(parts.reviewer())
    two.force_login(parts.second())
    wish = a.revisions.get().wish_date
    one.post(
        f"/center/applications/{a.number}/approve/", {"start": f"{wish:%Y/%m/%d}", "seen": parts.seen(a)}
    )
    mine, theirs = (c.get(f"/center/applications/{a.number}/").content.decode() for c in (one, two))
    assert "別の担当者の確認を待っています" in mine and "内容を確認し、審査を終了する" not in mine
    assert "内容を確認し、審査を終了する" in theirs
    assert a.number in two.get("/center/?view=confirm").content.decode()
    sent = {"seen": parts.seen(a), "proposal": Proposal.objects.get().mark}
    assert two.post(f"/center/applications/{a.number}/confirm/", sent).status_code == 302
    a.refresh_from_db()
    assert a.state in ("approved", "setting_wait")


def test_a_first_approval_that_was_given_anew_is_not_confirmed_by_the_page_of_before():
    office = parts.guide_office()
    a = cancel(office)
    one, two = parts.signed_in(parts.reviewer()), parts.signed_in(parts.second())
    path = f"/center/applications/{a.number}/"
    wish = a.revisions.get().wish_date
    other = add_business_days(wish, 1)
    seen = parts.seen(a)
    one.post(f"{path}approve/", {"start": f"{wish:%Y/%m/%d}", "seen": seen})
    shown = Forms(path)
    shown.feed(two.get(path).content.decode())
    page_of_before = next(f for f in shown.found if f.action == f"{path}confirm/").fields
    one.post(
        f"{path}approve/",
        {"start": f"{other:%Y/%m/%d}", "reason": "先方の都合", "seen": parts.seen(a, other)},
    )
    assert Proposal.objects.get().start == other
    answer = two.post(f"{path}confirm/", page_of_before)
    a.refresh_from_db()
    assert answer.status_code == 422 and a.state == "reviewing" and a.start_date is None
    assert "この画面を開いた後に" in answer.content.decode()
    fresh = Forms(path)
    fresh.feed(answer.content.decode())
    two.post(f"{path}confirm/", next(f for f in fresh.found if f.action == f"{path}confirm/").fields)
    a.refresh_from_db()
    assert a.start_date == other
