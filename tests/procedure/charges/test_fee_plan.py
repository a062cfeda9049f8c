"""料金プラン: chosen apart for each side, from the first of a month."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from nss.application import filing
from nss.application.case import Case
from nss.application.filing import Refused
from nss.contract.snapshot import load
from nss.procedure.charges import fee_plan
from nss.procedure.charges.fee_plan import KEY, PlanForm
from tests import parts
from tests.browser.labels import tick
from tests.procedure.item import Item, Walk, one

pytestmark = pytest.mark.django_db
ITEM = Item(KEY, one("plan", plan_net="A"), Walk(tick("Aプラン", group="netNACCS"), first_of_month=True))


def edits_of(office, **chosen):
    form = PlanForm(
        Case.of_edits(office, [], items=[KEY]), "", {"plan_net": "B", "plan_general": "A", **chosen}
    )
    assert form.is_valid(), form.errors
    return form.all_edits()


def draft(office, edits, **more):
    from nss.application import drafts

    return drafts.begin(
        office,
        parts.person(office),
        items=[KEY],
        edits=[e.to_json() for e in edits],
        reason="料金を見直すため",
        contact=dict(parts.CONTACT),
        **{"wish_date": parts.wish(edits), **more},
    ).application_id


def test_a_chosen_plan_starts_on_the_first_of_a_month_and_the_other_side_stays():
    # Holds D-39.
    office = parts.office()
    edits = edits_of(office, plan_net="A")
    pk = draft(office, edits)
    application = filing.submit(pk, office.people.get())
    start = application.revisions.get().wish_date
    assert start.day == 1
    parts.approve(pk, parts.reviewer(), start)
    assert {r.values["tab"]: r.values["plan"] for r in load(office, start, ("plan",)).rows} == {
        "net": "A",
        "general": "A",
    }


def test_another_day_than_the_first_is_refused():
    # Holds D-39.
    office = parts.office()
    edits = edits_of(office, plan_net="A")
    day = parts.wish(edits).replace(day=2)
    with pytest.raises(Refused) as refused:
        filing.submit(draft(office, edits, wish_date=day), office.people.get())
    assert [p.code for p in refused.value.problems] == ["date_first_of_month"]


def test_an_item_without_a_change_is_refused():
    office = parts.office()
    assert edits_of(office) == []
    first = parts.wish(edits_of(office, plan_net="A"))
    with pytest.raises(Refused) as refused:
        filing.submit(draft(office, [], wish_date=first), office.people.get())
    assert [p.code for p in refused.value.problems] == ["no_edit"]


def test_no_system_setting_is_needed():
    # Holds D-16.
    office = parts.office()
    assert not Case.of_edits(office, edits_of(office, plan_general="B")).needs_setting


def test_the_page_says_in_both_languages_what_each_plan_would_cost_and_what_the_cheaper_one_saves(
    monkeypatch,
):
    # Holds D-38.
    found = [SimpleNamespace(tab="general", plan_a=18_000, plan_b=3_600, cheaper="B", months=3)]
    monkeypatch.setattr(fee_plan, "estimate", lambda office, contract: found)
    facts = [
        fact
        for s in PlanForm(Case.of_edits(parts.office(), [], items=[KEY]), "", {}).sections()
        for fact in s.facts
    ]
    assert [f.ja for f in facts[0]] == [
        "一般NACCSの試算（3か月の平均）",
        "Aプラン 18,000円、Bプラン 3,600円：Bプランの方が月額14,400円安くなります",
    ]
    assert [f.en for f in facts[0]] == [
        "Estimate general (average of 3 months)",
        "plan A 18,000 yen, plan B 3,600 yen: plan B is 14,400 yen a month cheaper",
    ]
