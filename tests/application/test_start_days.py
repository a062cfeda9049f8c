"""Which start days the Center may decide, and which it is told to choose instead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nss.application import decision, filing
from nss.application.case import Case
from nss.application.start_days import of_undated, start_problems
from nss.base import clock
from nss.calendar.days import is_business_day
from nss.contract.snapshot import load
from nss.master.schedule import registered, setting_deadline
from nss.procedure.charges import fee_plan
from tests import parts

pytestmark = pytest.mark.django_db


def case_of(application, day: date) -> Case:
    return Case.of_filed(parts.revision_of(application), day)


def codes(application, day: date) -> list[str]:
    return [p.code for p in start_problems(case_of(application, day), day)]


def first(after: date, want) -> date:
    """The first day from `after` on that is wanted."""
    return next(d for n in range(400) if want(d := after + timedelta(days=n)))


@pytest.fixture
def office():
    return parts.guide_office()


@pytest.fixture
def ending(office):
    return parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))


@pytest.fixture
def adding(office):
    return parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC"))


def test_a_closed_day_is_refused_with_days_that_are_possible(ending):
    sunday = first(clock.today() + timedelta(days=30), lambda d: d.weekday() == 6)
    problem = start_problems(case_of(ending, sunday), sunday)[0]
    assert (problem.code, problem.where, problem.level) == ("start_impossible", "start", "stop")
    named = [date.fromisoformat(d.replace("/", "-")) for d in problem.text.ja.split("：")[1].split("、")]
    assert len(named) == 3
    assert all(codes(ending, d) == [] for d in named)
    with pytest.raises(filing.Refused):
        decision.approve(ending.pk, parts.reviewer(), sunday, reason="都合により")


def test_a_business_day_that_is_no_registration_day_is_only_said(ending):
    known = {r.day for r in registered(clock.today())}
    wish = ending.revisions.get().wish_date
    other = first(wish + timedelta(days=1), lambda d: is_business_day(d) and d not in known)
    assert codes(ending, other) == ["start_unusual"]


def test_a_start_whose_setting_would_be_late_is_refused_to_the_day(adding):
    coming = [clock.today() + timedelta(days=n) for n in range(1, 40)]
    over = {d: "start_setting_over" in codes(adding, d) for d in coming if is_business_day(d)}
    assert set(over.values()) == {True, False}
    assert over == {d: setting_deadline(d) < clock.today() for d in over}


def test_what_needs_no_setting_is_not_held_to_its_deadline(ending):
    tomorrow = first(clock.today() + timedelta(days=1), is_business_day)
    assert "start_setting_over" not in codes(ending, tomorrow)


def test_a_plan_changes_on_the_first_of_a_month_and_on_no_other_day(office):
    row = next(r for r in load(office, clock.today(), ("plan",)).rows if r.values["tab"] == "net")
    edits = [fee_plan.change(fee_plan.KEY, row, {"plan": "A"})]
    made = parts.filed(office, parts.person(office), edits)
    wish = made.revisions.get().wish_date
    assert wish.day == 1
    assert codes(made, wish) == []
    other = first(wish + timedelta(days=1), is_business_day)
    assert codes(made, other)[0] == "start_impossible"


def test_the_first_plan_of_a_contract_begins_on_any_registration_day(office):
    edits = [fee_plan.add(fee_plan.KEY, "plan", {"tab": "net", "plan": "B"})]
    assert not Case.of_edits(office, edits, items=[fee_plan.KEY]).need.first_of_month


def test_what_has_no_start_day_takes_effect_on_the_next_business_day():
    friday = first(date(2027, 3, 1), lambda d: d.weekday() == 4)
    assert of_undated(friday) == friday + timedelta(days=3)
    assert of_undated(friday - timedelta(days=1)) == friday
