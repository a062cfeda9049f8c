"""地位の承継: new names and new offices are applications of their own, judged together with the succession."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from nss.application import after_decision, decision, drafts, filing, group
from nss.application.case import Case
from nss.application.group import checks, standings
from nss.application.models import Application
from nss.application.shown import case_of
from nss.application.start import move_start
from nss.base import clock
from nss.base.problems import Refused, stops
from nss.base.words import W
from nss.contract import writer
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
from nss.notice.models import Mail, News
from nss.procedure.kit import schedule
from tests import parts
from tests.office.every_draft import enter
from tests.procedure.items import ITEMS
from tests.procedure.other.mergers import NEW, RENAME, beside, heir_of, renamed, succession
from tests.procedure.other.steps import agree, decide

pytestmark = pytest.mark.django_db


def new_office(a: Application, **more: Any) -> Application:
    """The contract of an office that goes on, filed."""
    made = beside(a, NEW)
    revision = drafts.of_office(a.applicant_office, made.pk)
    for t in ITEMS["new-contract"].typed(revision.application.office):
        enter(revision, a.created_by, t.key or "new-contract", t.slug, t.subject, t.values)
    revision = drafts.of_office(a.applicant_office, made.pk)
    if more:
        drafts.save(revision, a.created_by, **more)
    return filing.submit(made.pk, a.created_by)


def said(a: Application) -> list[tuple[str, str]]:
    """What stops the approval of an application, by what belongs to it."""
    return [(p.code, str(p.text)) for p in stops(checks(a, case_of(a))) if p.code.startswith("group_")]


def codes(a: Application) -> list[str]:
    return [code for code, _ in said(a)]


def text_of(page: bytes) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page.decode()))


@pytest.mark.parametrize("case", ["2", "5", "6"])
def test_a_merger_with_a_new_name_waits_for_the_application_that_renames(case):
    # Holds D-52, X-11.
    heir = heir_of("XYZ001")
    a = succession(heir, case, "XYZ001", nth=2)
    agree(a)
    assert codes(a) == ["group_missing"]
    with pytest.raises(Refused):
        decide(a)
    mine, center = parts.signed_in(a.created_by), parts.signed_in(parts.Person.objects.get(login_id="shinsa"))
    words = "その申込が登録されるまで、この申込は承認されません"
    assert words in text_of(mine.get(f"/applications/{a.number}/").content)
    assert "まだ登録されていません。登録されるまで、この申込は承認できません" in text_of(
        center.get(f"/center/applications/{a.number}/").content
    )
    b = renamed(a)
    assert codes(a) == [] and codes(b) == ["group_leader"]
    with pytest.raises(Refused):
        decide(b)
    assert b.number in text_of(mine.get(f"/applications/{a.number}/").content)
    decide(a)
    assert codes(b) == []
    start = decide(b)
    assert load(heir, start, ("company",)).of("company")[0].values["name"] == "新会社株式会社"


def test_the_confirm_page_says_what_is_needed_and_how_it_stands():
    heir = heir_of("XYZ001")
    who = parts.person(heir)
    filed = succession(heir, "6", "XYZ001", new="XYZ001")
    old = filed.revisions.get()
    filing.withdraw(filed.pk, who, "x")
    draft = drafts.begin(heir, who, other="succession", extra=old.extra, wish_date=old.wish_date)
    page = parts.signed_in(who)
    url = f"/drafts/{draft.application_id}/check/"
    shown = text_of(page.get(url).content)
    assert shown.count("その申込が登録されるまで、この申込は承認されません") == 2
    assert "新規申込（XYZ001）" in shown
    a = draft.application
    beside(a, NEW)
    assert "下書き（まだ登録されていません）：新規申込（XYZ001）" in text_of(page.get(url).content)


def test_offices_that_go_on_are_new_contracts_judged_with_the_succession():
    heir = heir_of("XYZ001", "XYZ002")
    a = succession(heir, "3", "XYZ001", nth=6, new="XYZ001")
    agree(a)
    assert [s.need.about for s in standings(case_of(a))] == ["XYZ001"]
    assert codes(a) == ["group_missing"]
    b = new_office(a)
    assert "XYZ001" in [str(v) for _, v in case_of(b).summary_lines]
    assert codes(a) == []
    start = decide(a)
    parts.approve(b.pk, parts.Person.objects.get(login_id="shinsa"), start)
    made = Office.objects.get(code="HEI002")
    assert load(made, start, ROW_TYPES).of("user_id")
    assert not load(made, start, ("shared_use",)).of("shared_use"), "joint use is another thing"


def test_each_office_that_goes_on_needs_a_contract_of_its_own():
    heir = heir_of("XYZ001", "XYZ002")
    a = succession(heir, "3", "XYZ001", nth=6, new="XYZ001 XYZ002")
    agree(a)
    assert codes(a) == ["group_missing", "group_missing"]
    b = new_office(a)
    found = {s.need.about: s.found for s in standings(case_of(a))}
    assert found == {"XYZ001": b, "XYZ002": None}
    ((code, text),) = said(a)
    assert code == "group_missing" and "XYZ002" in text


def test_what_stops_one_of_the_group_stops_the_succession_and_is_said_there():
    heir = heir_of("XYZ001")
    a = succession(heir, "6", "XYZ001", nth=2)
    agree(a)
    b = renamed(a)
    reviewer = parts.reviewer()
    decision.query(b.pk, reviewer, [("reason", "x")])
    assert codes(a) == ["group_open"] and b.number in said(a)[0][1]
    filing.withdraw(b.pk, a.created_by, "x")
    assert codes(a) == ["group_missing"], "what came to nothing does not count"


def test_a_parallel_period_lets_the_new_begin_before_the_old_ends_and_nothing_else_does():
    heir = heir_of("XYZ001")
    days = schedule.offered(clock.today(), parts.need([]), 8)
    a = succession(heir, "6", "XYZ001", nth=7, new="XYZ001", parallel=f"{days[3]:%Y/%m/%d}")
    agree(a)
    lines = {str(k): str(v) for k, v in case_of(a).summary_lines}
    assert lines["並行利用期間"] == f"{days[3]:%Y/%m/%d}～{days[7]:%Y/%m/%d}"
    early = renamed(a, wish_date=days[2])
    assert "group_day" in codes(a)
    filing.withdraw(early.pk, a.created_by, "x")
    b, c = renamed(a), new_office(a, wish_date=days[5])
    assert b.revisions.get().wish_date == days[3], "it is begun for the first day of the period"
    assert codes(a) == []
    end = decide(a)
    decide(b)
    decide(c)
    gone, made = Office.objects.get(code="XYZ001"), Office.objects.get(code="HEI002")
    before = end - timedelta(days=1)
    assert load(gone, before, ROW_TYPES).of("user_id") and load(made, before, ROW_TYPES).of("user_id")
    assert not load(gone, end, ROW_TYPES).of("user_id")


def test_without_a_parallel_period_all_begin_on_the_day_on_which_the_other_side_ends():
    heir = heir_of("XYZ001")
    days = schedule.offered(clock.today(), parts.need([]), 4)
    a = succession(heir, "6", "XYZ001", nth=3)
    agree(a)
    renamed(a, wish_date=days[2])
    assert codes(a) == ["group_day"]


def test_a_parallel_period_that_would_begin_after_the_end_is_not_filed():
    heir = heir_of("XYZ001")
    with pytest.raises(Refused) as refused:
        succession(heir, "3", "XYZ001", parallel=f"{date(clock.today().year + 1, 12, 1):%Y/%m/%d}")
    assert [p.code for p in refused.value.problems] == ["parallel_order"]


def withdrawn(a: Application) -> None:
    filing.withdraw(a.pk, a.created_by, "x")


def refused(a: Application) -> None:
    decision.refuse(a.pk, parts.reviewer(), "x")


def taken_back(a: Application) -> None:
    decide(a)
    after_decision.revoke(a.pk, parts.Person.objects.get(login_id="shinsa"), "x")


@pytest.mark.parametrize("end", [withdrawn, refused, taken_back])
def test_when_the_succession_comes_to_nothing_what_was_filed_for_it_goes_back_to_its_office(end):
    heir = heir_of("XYZ001")
    a = succession(heir, "6", "XYZ001", nth=2)
    agree(a)
    b = renamed(a)
    end(a)
    b.refresh_from_db()
    assert b.state == "query" and not b.holds.exists()
    assert codes(b) == ["group_leader"] and a.number in said(b)[0][1]
    mail = Mail.objects.filter(application_id=b.pk, kind="M03").get()
    assert a.number in mail.body and Application.objects.get(pk=a.pk).get_state_display() in mail.body
    assert News.objects.filter(application_id=b.pk, text_ja__contains="この申込だけを続けて").exists()
    page = text_of(parts.signed_in(a.created_by).get(f"/applications/{b.number}/answer/").content)
    assert f"もとになった申込{a.number}は承認されずに終了しました" in page


def test_what_was_filed_for_it_can_be_filed_on_its_own_afterwards():
    heir = heir_of("XYZ001")
    a = succession(heir, "6", "XYZ001", nth=2)
    agree(a)
    b = renamed(a)
    filing.withdraw(a.pk, a.created_by, "x")
    filing.submit(b.pk, a.created_by)
    assert codes(b) == []
    parts.reviewer()
    start = decide(b)
    assert load(heir, start, ("company",)).of("company")[0].values["name"] == "新会社株式会社"


def test_what_was_begun_for_it_stays_and_its_office_is_told():
    heir = heir_of("XYZ001")
    a = succession(heir, "6", "XYZ001", nth=2)
    b = beside(a, RENAME)
    filing.withdraw(a.pk, a.created_by, "x")
    b.refresh_from_db()
    assert b.state == "draft"
    told = News.objects.get(application_id=b.pk)
    assert (
        told.link == f"/drafts/{b.pk}/" and a.number in told.text_ja and "下書きは、そのまま" in told.text_ja
    )


def test_a_revoked_succession_takes_back_what_was_decided_with_it():
    heir = heir_of("XYZ001")
    before = [parts.snapshot(o) for o in (heir, Office.objects.get(code="XYZ001"))]
    a = succession(heir, "6", "XYZ001", nth=2)
    agree(a)
    b = renamed(a)
    decide(a)
    decide(b)
    after_decision.revoke(a.pk, parts.Person.objects.get(login_id="shinsa"), "誤り")
    assert [parts.snapshot(o) for o in (heir, Office.objects.get(code="XYZ001"))] == before
    b.refresh_from_db()
    assert b.state == "withdrawn" and a.number in b.closing_reason


def test_an_office_joined_at_the_same_address_brings_its_business_types_by_an_application_beside():
    heir = heir_of("XYZ001")
    a = succession(heir, "6", "XYZ001", nth=2)
    assert [n.items for n in case_of(a).linked][1:] == [("business",)]
    assert not [n for n in case_of(a).linked if n.items == ("business",) and n.must]
    assert [n.items for n in Case.of_draft(succession_draft(heir, new="XYZ001")).linked][1:] == [
        ("new-contract",)
    ]


def succession_draft(heir: Office, **more: Any) -> Any:
    extra = {"succession": {"case": "6", "source": "XYZ001", "offices": ["XYZ001"], "new": [more["new"]]}}
    return drafts.begin(
        heir, parts.Person.objects.filter(office=heir).first(), other="succession", extra=extra
    )


def merged(nth: int = 3, **more: Any) -> tuple[Application, Application]:
    """A decided succession with the decided new name of the company."""
    heir = heir_of("XYZ001")
    a = succession(heir, "6", "XYZ001", nth=nth, **more)
    agree(a)
    b = renamed(a)
    decide(a)
    decide(b)
    return a, b


def moved(a: Application, day: date) -> Application:
    who = parts.Person.objects.get(login_id="shinsa")
    return move_start(a.pk, who, day, "調整のため", evidence="電話で確認")


@pytest.mark.parametrize("nth", [1, 6])
def test_what_was_decided_with_a_succession_moves_along_with_its_start(nth: int):
    # Holds X-11, N06.
    a, b = merged()
    day = schedule.offered(clock.today(), parts.need([]), nth + 1)[nth]
    moved(a, day)
    b.refresh_from_db()
    assert b.start_date == day
    assert a.number in b.start_reason and "調整のため" in b.start_reason
    names = [
        load(a.office, d, ("company",)).of("company")[0].values["name"] for d in (day - timedelta(1), day)
    ]
    assert names == ["ナックス商事株式会社", "新会社株式会社"]
    assert Mail.objects.filter(application_id=b.pk, kind="M16").count() == 1


def test_what_may_begin_before_a_succession_stays_where_it_is_as_long_as_it_may():
    days = schedule.offered(clock.today(), parts.need([]), 8)
    a, b = merged(nth=5, parallel=f"{days[2]:%Y/%m/%d}")
    start = b.revisions.get().wish_date
    moved(a, days[7])
    b.refresh_from_db()
    assert b.start_date == start
    moved(a, days[1])
    b.refresh_from_db()
    assert b.start_date == days[1]


def test_one_of_a_group_does_not_move_away_from_what_it_was_filed_for():
    _, b = merged()
    with pytest.raises(Refused) as refused:
        moved(b, schedule.offered(clock.today(), parts.need([]), 7)[6])
    assert [(p.code, p.where) for p in refused.value.problems] == [("group_day", "day")]


def test_a_succession_stays_where_it_is_if_one_of_its_group_cannot_move():
    a, b = merged()
    days = schedule.offered(clock.today(), parts.need([]), 7)
    row = load(b.office, days[6], ("company",)).of("company")[0]
    writer.apply(
        [writer.Write(b.office, "company", row.identity, {"name": "後の会社株式会社"}, days[5])], a.pk + 1
    )
    with pytest.raises(Refused) as refused:
        moved(a, days[6])
    assert [p.code for p in refused.value.problems] == ["group_start"]
    assert b.number in str(refused.value.problems[0].text)
    a.refresh_from_db()
    assert a.start_date == days[3]


def test_the_state_of_a_linked_application_reads_as_everywhere(moved_clock):
    a, b = merged()
    moved_clock(b.revisions.get().wish_date)
    page = text_of(parts.signed_in(a.created_by).get(f"/applications/{a.number}/").content)
    assert f"{b.number}利用開始済み" in page


def test_the_reason_of_a_follower_names_the_leader_and_is_never_cut():
    text, leader = W("申込{number}の取消のため。{reason}", ""), Application(number="260001A")
    beside = len(text.format(number=leader.number, reason="").ja)
    for length in (1, group.REASON_LENGTH - beside):
        found = group.reason_of_follower(text, leader, "あ" * length)
        assert found == f"申込260001Aの取消のため。{'あ' * length}"
    for length in (group.REASON_LENGTH - beside + 1, group.REASON_LENGTH):
        assert group.reason_of_follower(text, leader, "あ" * length) == "あ" * length
    assert group.REASON_LENGTH == 240
