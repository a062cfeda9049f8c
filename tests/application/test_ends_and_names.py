"""An end that is decided holds for whatever is decided after it, at every office; what is there once is not added twice."""

from __future__ import annotations

from datetime import date

import pytest

from nss.application import decision
from nss.application.case import Case
from nss.application.edits import add, change
from nss.application.models import Application
from nss.base.problems import Refused
from nss.contract.models import ROW_TYPES, Office
from nss.contract.rows.billing import FeePlan
from nss.contract.snapshot import load
from nss.procedure.charges import fee_plan
from nss.procedure.other import cancel
from tests import parts
from tests.procedure.codes.test_user_code import shared_code
from tests.procedure.other.steps import CONSULTED, agree, file
from tests.procedure.samples import first, neighbours, posted, stocked

pytestmark = pytest.mark.django_db


def ended(office: Office, day: date) -> None:
    """The contract of an office is cancelled for a day."""
    edits = cancel.end_of_everything(load(office, day, ROW_TYPES))
    who = parts.person(office, "owari")
    a = parts.filed(office, who, edits, items=[], other=cancel.KEY, wish_date=day)
    parts.approve(a.pk, reviewer(), day)


def reviewer():
    return parts.Person.objects.filter(login_id="shinsa").first() or parts.reviewer()


def refused(a: Application) -> set[str]:
    """Why the Center cannot approve an application for its wished day."""
    with pytest.raises(Refused) as no:
        decision.approve(a.pk, reviewer(), parts.revision_of(a).wish_date)
    return {p.code for p in no.value.problems}


@pytest.mark.parametrize("filed_first", [True, False])
def test_nothing_moves_to_an_office_whose_end_is_decided(filed_first):
    office = stocked()
    neighbours()
    other = Office.objects.get(code="NAC555")
    who = parts.person(office)
    typed = {**CONSULTED, "to": "NAC555", f"row_{first(office, 'user_code', code='1ANAC')}": "on"}
    sample = posted(office, "move", "form", **typed)
    if not filed_first:
        ended(other, parts.wish([]))
        with pytest.raises(Refused) as no:
            file(office, who, "move", sample, 1)
        told = next(p for p in no.value.problems if p.code == "row_office_ends")
        assert "NAC555の利用契約は" in told.text.ja and "移すことはできません" in told.text.ja
        return
    a = file(office, who, "move", sample, 1)
    agree(a)
    ended(other, parts.wish([]))
    assert "row_office_ends" in refused(a)


def test_after_its_end_an_office_changes_nothing_any_more_not_even_what_outlives_it():
    office = parts.guide_office()
    who = parts.person(office)
    ended(office, parts.wish([]))
    holder = load(office, parts.wish([]), ("holder",)).rows[0]
    edit = change("holder", holder, {"name": "後任 太郎"})
    assert edit is not None
    draft = parts.draft(office, who, [edit], wish_date=parts.wish([], 1))
    assert "row_office_ends" in {p.code for p in Case.of_draft(draft).problems}


def test_a_code_is_not_shared_with_an_office_once_its_holder_has_given_it_up():
    office = stocked()
    edits = shared_code(office)
    a = parts.filed(office, parts.person(office), edits, wish_date=parts.wish(edits, 2))
    agree(a)
    holder = Office.objects.get(code="XYZ001")
    given_up = parts.filed(holder, parts.person(holder), parts.abolish(holder, codes=("1AXYZ",)))
    parts.approve(given_up.pk, reviewer(), parts.revision_of(given_up).wish_date)
    a.refresh_from_db()
    assert "code_ends" in refused(a)


def test_of_two_applications_that_add_the_same_plan_one_is_approved():
    office = parts.guide_office()
    who = parts.person(office)
    FeePlan.objects.filter(office=office, tab="net").delete()
    plan = [add(fee_plan.KEY, "plan", {"tab": "net", "plan": "B"})]
    one, two = (parts.filed(office, who, plan) for _ in range(2))
    parts.approve(one.pk, reviewer(), parts.revision_of(one).wish_date)
    assert "twice" in refused(two)
    assert FeePlan.objects.filter(office=office, tab="net").count() == 1
