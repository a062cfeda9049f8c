"""その他の契約変更 and the rules that tie items together, below the browser."""

from __future__ import annotations

from typing import Any

import pytest

from nss.application import drafts, filing
from nss.application.case import Case
from nss.application.models import Application
from nss.base import clock
from nss.base.problems import Refused
from nss.contract.book import load
from nss.contract.models import ROW_TYPES, Office
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit import schedule
from nss.procedure.other.succession import Merger
from nss.runtime.demo import rows
from tests import parts

from .samples import Sample, case_of, posted, stocked

pytestmark = pytest.mark.django_db
CONSULTED = {"consulted_on": "2020/01/06", "consulted_with": "契約 一郎"}


def file(office: Office, who: Any, other: str, sample: Sample, nth: int = 0) -> Application:
    day = schedule.offered(clock.today(), parts.need(sample.edits), nth + 1)[nth]
    revision = drafts.begin(
        office,
        who,
        other=other,
        edits=[e.to_json() for e in sample.edits],
        extra=sample.extra,
        wish_date=day,
        reason="x",
        contact=dict(parts.CONTACT),
    )
    return filing.submit(revision.application_id, who)


def agree(a: Application) -> None:
    for c in a.consents.all():
        filing.answer_consent(c.pk, c.office, None, True)


def decide(a: Application) -> Any:
    start = a.revisions.order_by("-no")[0].wish_date
    parts.approve(a.pk, parts.Person.objects.filter(login_id="shinsa").first() or parts.reviewer(), start)
    return start


def kinds_on(office: Office, day: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for r in load(office, day, ROW_TYPES).rows:
        found[r.kind] = found.get(r.kind, 0) + 1
    return found


@pytest.mark.parametrize("key", ["equipment", "joint-use"])
def test_sharing_stands_on_both_sides_and_ends_on_both(key):
    office, other = stocked(), parts.office("NAC555")
    who = parts.person(office)
    typed = {"partner": "NAC555", **({"object": "09143"} if key == "equipment" else {})}
    a = file(office, who, key, posted(office, key, "form", **CONSULTED, **typed))
    assert a.state == "consent"
    agree(a)
    start = decide(a)
    mine, theirs = (load(o, start, ("shared_use",)).of("shared_use") for o in (office, other))
    assert [r.values["partner"] for r in mine] == ["NAC555"] and [r.values["partner"] for r in theirs] == [
        "NAC001"
    ]
    clock_ = clock._offset_days
    try:
        ahead = (start - clock.today()).days
        clock.set_source(lambda: ahead)
        ended = posted(office, key, "form", **CONSULTED, **{f"end_{mine[0].identity}": "on"})
        b = file(office, who, key, ended)
        agree(b)
        last = decide(b)
    finally:
        clock.set_source(clock_)
    assert not load(office, last, ("shared_use",)).of("shared_use")
    assert not load(other, last, ("shared_use",)).of("shared_use")


def test_a_move_ends_here_and_begins_there_on_one_day_under_the_same_numbers():
    # Holds D-09.
    office, other = stocked(), parts.office("NAC555")
    who = parts.person(office)
    code = load(office, clock.today(), ("user_code",)).where("user_code", code="1ANAC")[0]
    line = load(office, clock.today(), ("line",)).of("line")[0]
    sample = posted(
        office,
        "move",
        "form",
        **CONSULTED,
        to="NAC555",
        **{f"row_{code.identity}": "on", f"row_{line.identity}": "on"},
    )
    a = file(office, who, "move", sample)
    agree(a)
    start = decide(a)
    there = load(other, start, ROW_TYPES)
    assert {str(r.name) for r in there.of("user_id")} == {"1ANACA01", "1ANACA0A"}
    assert {r.values["name"] for r in there.of("terminal")} == {"25130M", "27264C"}
    here = load(office, start, ROW_TYPES)
    assert not here.of("line") and {r.values["code"] for r in here.of("user_code")} == {"1DNAC"}


def vanishing() -> Office:
    gone = parts.office("XYZ001", company_name="消滅商事株式会社")
    rows.user_code(gone, "1AXYZ", "sea", parts.SINCE)
    rows.user_id(gone, "1AXYZ", "A01", ["01"], "interactive", parts.SINCE)
    return gone


@pytest.mark.parametrize("case", list(Merger))
def test_each_case_of_succession_leads_to_what_it_needs(case):
    # Holds D-52, X-11.
    office, gone = stocked(), vanishing()
    who = parts.person(office)
    form = (
        CATALOGUE["succession"]
        .page("form")
        .form(case_of(office), "", {**CONSULTED, "case": case.value, "source": "XYZ001"})
    )
    if case is Merger.ABSORBS_OUTSIDER:
        assert not form.is_valid() and "必要ありません" in str(form.errors["case"])
        return
    assert form.is_valid(), form.errors
    sample = Sample(form.edits(), form.extras())
    a = file(office, who, "succession", sample)
    renames = case in (Merger.RENAMED, Merger.NEW_WITH_OUTSIDER, Merger.NEW_TOGETHER)
    assert bool(Case.of_filed(parts.revision_of(a)).linked) == renames
    ends = case in (Merger.OURS_STAY, Merger.THEIRS_COME, Merger.NEW_TOGETHER)
    assert (a.state == "consent") == ends
    agree(a)
    start = decide(a)
    theirs = kinds_on(gone, start)
    assert ("user_id" in theirs) != ends
    mine = {str(r.name) for r in load(office, start, ROW_TYPES).of("user_id")}
    assert ("1AXYZA01" in mine) == (case is Merger.THEIRS_COME)


def test_a_cancelled_contract_leaves_only_what_the_last_bill_needs_and_the_sign_in():
    office = stocked()
    who = parts.person(office)
    shared = parts.office("NAC555")
    rows.user_code(office, "1SNAC", "common", parts.SINCE)
    rows.user_id(office, "1SNAC", "P01", ["10"], "interactive", parts.SINCE)
    rows.user_code(shared, "1SNAC", "common", parts.SINCE)
    rows.user_id(shared, "1SNAC", "Q01", ["10"], "interactive", parts.SINCE)
    a = file(office, who, "cancel", posted(office, "cancel", "form", sure="on"))
    assert {w.kind for w in a.works.all()} == {"removal"}
    start = decide(a)
    assert set(kinds_on(office, start)) == {
        "company",
        "head_office",
        "office",
        "holder",
        "manager",
        "billing",
        "billing_contact",
        "payment",
    }
    assert load(shared, start, ("user_id",)).of("user_id"), "what is shared goes on for the others"
    who.refresh_from_db()
    assert who.is_active


def test_a_cancellation_that_would_leave_something_behind_is_refused():
    office = stocked()
    who = parts.person(office)
    later = parts.filed(
        office, who, parts.ids_to_add("1ANAC"), wish_date=parts.wish(parts.ids_to_add("1ANAC"), 5)
    )
    parts.approve(later.pk, parts.reviewer(), later.revisions.get().wish_date)
    with pytest.raises(Refused) as refused:
        file(office, who, "cancel", posted(office, "cancel", "form", sure="on"))
    assert "rows_left" in [p.code for p in refused.value.problems]


@pytest.mark.parametrize("other", ["equipment", "joint-use", "move", "succession", "joint-new"])
def test_other_changes_need_a_consultation_first(other):
    # Holds D-54.
    office = stocked()
    with pytest.raises(Refused) as refused:
        file(office, parts.person(office), other, Sample())
    assert "not_consulted" in [p.code for p in refused.value.problems]


def test_an_office_with_a_line_that_moves_must_take_the_line_item_along():
    # Holds D-55.
    office = stocked()
    who = parts.person(office)
    moved = posted(office, "office-data", "form", **{"office.address": "東京都港区海岸1-1-1"})
    with pytest.raises(Refused) as refused:
        parts.filed(office, who, moved.edits)
    assert [p.code for p in refused.value.problems] == ["line_must_move"]
    line = posted(office, "line", "line", "09143", address="東京都港区海岸1-1-1")
    a = parts.filed(office, who, [*moved.edits, *line.edits], extra=parts.line_extra(line.edits))
    assert a.number


def test_company_data_change_for_every_office_of_the_company_and_the_page_says_so():
    # Holds D-56.
    office, other = stocked(), parts.office("NAC555")
    changed = posted(office, "office-data", "form", **{"company.name": "ナックス物流株式会社"})
    told = [n.ja for n in case_of(office, changed.edits).notes]
    assert any("全2事業所（NAC001、NAC555）" in x for x in told)
    a = parts.filed(office, parts.person(office), changed.edits)
    start = decide(a)
    assert load(other, start, ("company",)).first("company").values["name"] == "ナックス物流株式会社"
