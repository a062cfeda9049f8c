"""地位の承継: every office of the company that vanishes ends, wholly, and what comes over comes over whole."""

from __future__ import annotations

import pytest

from nss.application import after_decision
from nss.application.case import Case
from nss.application.edits import end
from nss.base import clock
from nss.base.problems import Refused
from nss.contract import consistency, timeline
from nss.contract.models import ROW_TYPES, Office
from nss.contract.rows.office import OfficeContract
from nss.contract.snapshot import load
from nss.notice.models import Mail, News
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.other.cancel import ENDING
from nss.runtime.demo import rows
from tests import parts
from tests.procedure.samples import case_of, stocked

from .mergers import heir_of, succession
from .steps import CONSULTED, agree, decide, kinds_on
from .test_sharing_ends import partners, shared

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", ["3", "4"])
def test_every_office_of_the_vanishing_company_is_asked_and_ends(case):
    # Holds D-52.
    heir = heir_of("XYZ001", "XYZ002")
    a = succession(heir, case, "XYZ002")
    assert {c.office.code for c in a.consents.all()} == {"XYZ001", "XYZ002"}
    said = [str(v) for _, v in Case.of_filed(parts.revision_of(a)).summary_lines]
    assert "XYZ001、XYZ002" in said
    agree(a)
    start = decide(a)
    for code in ("XYZ001", "XYZ002"):
        assert not set(kinds_on(Office.objects.get(code=code), start)) & set(ENDING), code


def test_a_vanished_office_keeps_exactly_what_a_cancelled_one_keeps():
    heir = heir_of("XYZ001")
    gone = Office.objects.get(code="XYZ001")
    a = succession(heir, "3", "XYZ001")
    agree(a)
    left = set(kinds_on(gone, decide(a)))
    assert left and not left & set(ENDING)
    assert {w.kind for w in a.works.all()} == {"removal"}, "its line is removed as in a cancellation"


def test_a_line_that_comes_over_is_not_removed():
    heir = heir_of("XYZ001")
    a = succession(heir, "4", "XYZ001")
    assert not a.works.exists()
    agree(a)
    assert load(heir, decide(a), ("line",)).of("line")


def test_what_is_to_end_later_does_not_come_over_and_live_on():
    heir = heir_of("XYZ001")
    gone = Office.objects.get(code="XYZ001")
    (box,) = load(gone, clock.today(), ("mailbox",)).of("mailbox")
    edits = [end("mailbox", box)]
    late = parts.wish(edits, 9)
    ended = parts.filed(gone, parts.person(gone), edits, wish_date=late)
    parts.approve(ended.pk, parts.reviewer(), late)
    with pytest.raises(Refused) as refused:
        succession(heir, "4", "XYZ001")
    (told,) = [p for p in refused.value.problems if p.code == "taken_row_ends"]
    assert str(box.name) in told.text.ja and f"{late:%Y/%m/%d}に廃止" in told.text.ja
    assert ended.number not in told.text.ja, "the number is the other company's"
    assert succession(heir, "3", "XYZ001").number, "where nothing comes over, its end is no matter"


def test_what_is_to_end_before_the_succession_does_not_stop_it():
    heir = heir_of("XYZ001")
    gone = Office.objects.get(code="XYZ001")
    (box,) = load(gone, clock.today(), ("mailbox",)).of("mailbox")
    edits = [end("mailbox", box)]
    soon = parts.wish(edits, 0)
    ended = parts.filed(gone, parts.person(gone), edits, wish_date=soon)
    parts.approve(ended.pk, parts.reviewer(), soon)
    assert succession(heir, "4", "XYZ001", 9).number


def test_an_office_that_the_vanishing_company_opens_meanwhile_stops_the_approval_until_it_is_named():
    heir = heir_of("XYZ001")
    a = succession(heir, "3", "XYZ001")
    agree(a)
    parts.office("XYZ003")
    with pytest.raises(Refused) as refused:
        decide(a)
    problem = next(p for p in refused.value.problems if p.code == "not_all_named")
    assert "XYZ003" in str(problem.text)


def test_an_office_whose_contract_has_ended_need_not_be_named():
    heir = heir_of("XYZ001")
    closed = parts.office("XYZ002")
    OfficeContract.objects.filter(office=closed).update(ends=clock.today())
    a = succession(heir, "3", "XYZ001")
    assert {c.office.code for c in a.consents.all()} == {"XYZ001"}


def test_offices_of_the_own_company_are_no_case_of_succession():
    office = stocked()
    parts.office("NAC555")
    form = CATALOGUE["succession"].page("form")
    assert form is not None
    sent = form.form(case_of(office), "", {**CONSULTED, "case": "3", "source": "NAC555"})  # type: ignore[union-attr]
    assert not sent.is_valid() and "source" in sent.errors


def test_business_types_come_over_with_the_codes_and_a_code_that_both_have_is_had_once():
    heir = heir_of("XYZ001", "XYZ002")
    for o in (heir, Office.objects.get(code="XYZ002")):
        rows.user_code(o, "1DNAC", "common", parts.SINCE)
        rows.user_id(o, "1DNAC", f"{o.code[2]}01", ["10"], "interactive", parts.SINCE)
    a = succession(heir, "4", "XYZ001")
    agree(a)
    start = decide(a)
    held = load(heir, start, ROW_TYPES)
    assert {r.values["business"] for r in held.of("business")} == {"01", "10"}
    assert [r.values["code"] for r in held.of("user_code")].count("1DNAC") == 1
    assert {str(r.name) for r in held.of("user_id")} >= {"1DNACD01", "1DNACD0D", "1DNACI01", "1DNACZ01"}
    clean = timeline.load(heir, start, tuple(ROW_TYPES))
    assert consistency.violations(clean) == []


@pytest.mark.parametrize(("case", "heirs"), [("4", ["HEI001"]), ("3", [])])
def test_joint_use_with_a_third_office_goes_over_to_the_successor_or_ends_at_both(case, heirs):
    heir = heir_of("XYZ001", "XYZ002")
    gone, third = Office.objects.get(code="XYZ001"), parts.office("CTO001", company_name="第三株式会社")
    shared(gone, third, "joint", "")
    shared(gone, Office.objects.get(code="XYZ002"), "joint", "")
    a = succession(heir, case, "XYZ001")
    assert {c.office.code for c in a.consents.all()} == {"XYZ001", "XYZ002", "CTO001"}
    agree(a)
    start = decide(a)
    assert partners(third, start) == heirs
    assert partners(heir, start) == (["CTO001"] if heirs else [])
    assert partners(gone, start) == partners(Office.objects.get(code="XYZ002"), start) == []


@pytest.mark.parametrize(("case", "heirs"), [("4", ["HEI001"]), ("3", [])])
def test_an_office_whose_router_two_of_the_vanishing_offices_use_is_asked_once_for_it(case, heirs):
    heir = heir_of("XYZ001", "XYZ002")
    owner, router = parts.office("CTO001"), "09777"
    rows.row(owner, "line", parts.SINCE, router=router, system_class="common", line_kind="leased")
    gone = [Office.objects.get(code=code) for code in ("XYZ001", "XYZ002")]
    for office in gone:
        shared(owner, office, "equipment", router)
    a = succession(heir, case, "XYZ001")
    (asked,) = a.consents.filter(office=owner)
    assert asked.code == router
    assert len({e.target for e in asked.edit_list}) == 2, "both of its sides are in what it is asked"
    agree(a)
    start = decide(a)
    assert partners(owner, start) == heirs
    assert partners(gone[0], start) == partners(gone[1], start) == []


@pytest.mark.parametrize("case", ["3", "4"])
def test_a_succession_that_is_revoked_leaves_every_contract_as_if_it_had_never_been(case):
    heir = heir_of("XYZ001", "XYZ002")
    offices = [heir, *Office.objects.filter(code__startswith="XYZ")]
    before = [parts.snapshot(o) for o in offices]
    a = succession(heir, case, "XYZ001", nth=2)
    agree(a)
    decide(a)
    assert [parts.snapshot(o) for o in offices] != before
    after_decision.revoke(a.pk, parts.Person.objects.get(login_id="shinsa"), "誤り")
    assert [parts.snapshot(o) for o in offices] == before
    assert not a.holds.exists() and not a.works.exclude(state="cancelled").exists()
    for o in offices[1:]:
        lines = list(News.objects.filter(office=o).order_by("-id").values_list("text_ja", flat=True))
        assert "取り消されました" in lines[0], lines
        assert Mail.objects.filter(office=o).count() >= 1
