"""The day itself, the day before and the day after: where decisions, deadlines, works and reminders part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nss.application import after_decision, decision, drafts, figures, filing, works
from nss.application.announce import reminders
from nss.application.case import Case
from nss.application.decision_checks import checks
from nss.application.edits import Edit
from nss.application.lifecycle import Event, NotAllowed, status_of
from nss.application.models import Application, Record, Work, WorkState
from nss.base import clock
from nss.base.problems import Refused
from nss.contract import names, snapshot
from nss.contract.rows.ids import UserCode, UserId
from nss.contract.rows.office import CompanyProfile, OfficeProfile
from nss.notice.models import Mail, News
from tests import parts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def waiting_for_setting() -> tuple[Application, date]:
    """A decided application that waits for its system setting, and its start day."""
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC"))
    start = a.revisions.get().wish_date
    assert start is not None
    return decision.approve(a.pk, parts.reviewer(), start), start


def found(a: Application, start: date) -> list[str]:
    revision = a.revisions.select_related("application__office").get()
    return [p.code for p in checks(revision.application, Case.of_filed(revision, start))]


def test_a_start_may_be_today_but_not_yesterday():
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    assert "start_in_past" in found(a, clock.today() - DAY)
    assert "start_in_past" not in found(a, clock.today())


def test_works_are_done_by_the_day_before_the_start():
    office = parts.line_office()
    edits = parts.server_edits(office)
    a = parts.filed(office, parts.person(office), edits, extra=parts.line_extra(edits))
    start = a.revisions.get().wish_date
    assert start is not None
    Work.objects.update(state="fixed", fixed=f"{start}/am")
    assert works.TOO_LATE.code in found(a, start)
    Work.objects.update(fixed=f"{start - DAY}/am")
    assert works.TOO_LATE.code not in found(a, start)


def test_a_decision_can_be_revoked_until_the_day_before_its_start(moved_clock):
    a, start = waiting_for_setting()
    after_decision.setting_done(a.pk, parts.second(), "完了")
    moved_clock(start)
    with pytest.raises(NotAllowed):
        after_decision.revoke(a.pk, parts.second(), "誤り")
    moved_clock(start - DAY)
    assert after_decision.revoke(a.pk, parts.second(), "誤り").state == "withdrawn"


def test_the_deadline_of_a_setting_may_be_moved_to_the_day_before_the_start_and_not_to_the_start():
    a, start = waiting_for_setting()
    for bad in (start, clock.today() - DAY):
        with pytest.raises(Refused) as refused:
            after_decision.extend(a.pk, parts.second(), bad, "設定が遅れるため")
        assert [p.code for p in refused.value.problems] == ["bad_deadline"]
    for good in (start - DAY, clock.today()):
        assert after_decision.extend(a.pk, parts.second(), good, "設定が遅れるため").setting_deadline == good


def test_in_use_begins_on_the_start_day():
    today = date(2026, 12, 1)
    assert status_of("approved", today + DAY, today)[0] == "approved"
    assert status_of("approved", today, today)[0] == "active"
    assert status_of("setting_wait", today, today)[0] == "setting_wait"


def test_an_office_that_left_a_code_today_is_no_sharer_and_not_asked():
    offices = parts.shared_offices()
    today = clock.today()
    for model in (UserId, UserCode):
        model._default_manager.filter(office=offices[2], code="1BNAC").update(ends=today)
    assert snapshot.count_sharing_offices(offices[0].pk, ["1BNAC"], today - DAY) == {"1BNAC": 2}
    assert snapshot.count_sharing_offices(offices[0].pk, ["1BNAC"], today) == {"1BNAC": 1}


def test_an_office_has_its_new_name_from_the_first_day_of_it():
    office = parts.office()
    today = clock.today()
    OfficeProfile.objects.filter(office=office).update(ends=today)
    old = OfficeProfile.objects.get(office=office)
    OfficeProfile.objects.create(
        company=office.company,
        office=office,
        identity=old.identity,
        previous_ends=today,
        starts=today,
        name="第二営業部",
        postal_code=old.postal_code,
        address=old.address,
        phone=old.phone,
    )
    assert names.refresh(today - DAY) == 0
    assert names.refresh(today) == 1
    office.refresh_from_db()
    assert office.name == "第二営業部"
    assert names.refresh(today) == 0, "the old name, which ends today, does not come back"


def test_all_offices_of_a_company_have_its_new_name_from_the_first_day_of_it():
    office, beside, other = parts.office(), parts.office("NAC002"), parts.office("XYZ001")
    today, before = clock.today(), other.company_name
    CompanyProfile.objects.filter(company=office.company).update(ends=today)
    old = CompanyProfile.objects.get(company=office.company)
    CompanyProfile.objects.create(
        company=office.company,
        identity=old.identity,
        previous_ends=today,
        starts=today,
        name="新ナックス商事",
    )
    assert names.refresh(today - DAY) == 0
    assert names.refresh(today, other.company_id) == 0
    assert names.refresh(today) == 2
    for o in (office, beside, other):
        o.refresh_from_db()
    assert [office.company_name, beside.company_name] == ["新ナックス商事"] * 2
    assert other.company_name == before
    assert names.refresh(today) == 0, "the old name, which ends today, does not come back"


# -- reminders -------------------------------------------------------------------------------------------------


def test_the_setting_is_reminded_of_three_and_one_business_days_before_and_on_no_other_day(moved_clock):
    # 2027/03/19 is a Friday, 2027/03/22 (Monday) a substitute holiday: business days are counted, not days.
    a, _ = waiting_for_setting()
    deadline = date(2027, 3, 18)  # a Thursday
    Application.objects.filter(pk=a.pk).update(setting_deadline=deadline, start_date=date(2027, 4, 1))
    sent = {}
    for day in (12, 15, 16, 17, 18, 19):
        moved_clock(date(2027, 3, day))
        sent[day] = reminders.remind_deadlines()
    assert sent == {12: 0, 15: 1, 16: 0, 17: 1, 18: 0, 19: 0}
    assert Mail.objects.filter(kind="M07").count() == 2


# -- figures -----------------------------------------------------------------------------------------------------


def test_answered_by_the_next_business_day_counts_that_day_and_not_the_one_after():
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    friday = date(2026, 11, 27)
    shares = {}
    for answered in (friday, date(2026, 11, 30), date(2026, 12, 1)):  # the same day, Monday, Tuesday
        Application.objects.filter(pk=a.pk).update(received_on=friday, answered_on=answered)
        shares[answered.day] = figures.speed(friday, friday).next_day
    assert shares == {27: 1.0, 30: 1.0, 1: 0.0}


# -- works ---------------------------------------------------------------------------------------------------------


def with_works() -> tuple[Application, Work, object, object]:
    office = parts.line_office()
    edits = parts.server_edits(office)
    who = parts.person(office)
    a = parts.filed(office, who, edits, extra=parts.line_extra(edits), wish_date=parts.wish(edits, 6))
    return a, a.works.get(), who, parts.reviewer()


def test_works_that_failed_are_arranged_anew_without_their_old_dates():
    _, work, who, center = with_works()
    offered = f"{parts.wish([], 1)}/am"
    works.propose(work.pk, center, [offered])
    works.accept(work.pk, who, offered)
    works.finish(work.pk, center, False, "機器の故障")
    work.refresh_from_db()
    assert (work.state, work.fixed, work.slots, work.wished) == ("failed", "", [], [])


def test_the_record_of_works_says_what_was_done_and_why():
    a, work, _, center = with_works()
    offered = f"{parts.wish([], 1)}/am"
    works.propose(work.pk, center, [offered])
    told = Record.objects.filter(application=a, event=Event.WORK_PROPOSED.value).latest("id").detail["text"]
    assert told.startswith(WorkState.PROPOSED.word.ja + "：") and told.endswith("午前（9:00〜12:00）")


def test_each_step_of_works_is_news_to_the_office_with_its_days():
    a, work, who, center = with_works()
    offered = f"{parts.wish([], 1)}/am"
    before = News.objects.filter(office=a.office).count()
    works.propose(work.pk, center, [offered])
    works.accept(work.pk, who, offered)
    works.finish(work.pk, center, True, "")
    told = [n.text_ja for n in News.objects.filter(office=a.office).order_by("id")[before:]]
    assert len(told) == 3
    assert "候補日" in told[0] and "決まりました" in told[1] and "完了しました" in told[2]


def test_a_bad_connection_test_is_answered_once():
    a, _, who, center = with_works()
    test = works.report_test(a, who, clock.today(), False, "つながらない")
    works.answer_test(test.pk, center, "再起動してください。")
    with pytest.raises(Refused):
        works.answer_test(test.pk, center, "もう一度")
    assert Mail.objects.filter(kind="M08", application_id=a.pk).count() == 1
    good = works.report_test(a, who, clock.today(), True, "")
    with pytest.raises(Refused):
        works.answer_test(good.pk, center, "回答")


def test_the_wish_for_works_follows_the_corrected_application():
    office = parts.line_office()
    who, center = parts.person(office), parts.reviewer()
    first, second = (parts.wish([], n) for n in (1, 2))
    asked = [with_wish(e, first) for e in parts.server_edits(office)]
    a = parts.filed(office, who, asked, extra=parts.line_extra(asked), wish_date=parts.wish(asked, 6))
    assert a.works.get().wish == first
    decision.query(a.pk, center, [("works", "別の日を希望してください。")])
    revision = drafts.of_office(office, a.pk)
    again = [with_wish(e, second) for e in revision.edit_list]
    drafts.save(revision, who, edits=again, extra=parts.line_extra(again))
    filing.submit(a.pk, who)
    assert a.works.get().wish == second


def test_works_that_the_corrected_application_no_longer_needs_are_cancelled():
    office = parts.line_office()
    who, center = parts.person(office), parts.reviewer()
    asked = parts.server_edits(office)
    a = parts.filed(office, who, asked, extra=parts.line_extra(asked), wish_date=parts.wish(asked, 6))
    work = a.works.get()
    decision.query(a.pk, center, [("works", "サーバは追加できません。")])
    revision = drafts.of_office(office, a.pk)
    other = parts.abolish(office, "1ANACA0A")
    drafts.save(revision, who, items=["user-code"], edits=other, wish_date=parts.wish(other, 1))
    filing.submit(a.pk, who)
    work.refresh_from_db()
    assert work.state == "cancelled" and not a.works.exclude(pk=work.pk).exists()


def with_wish(edit: Edit, day: date) -> Edit:
    return replace(edit, options={**edit.options, "works_on": day.isoformat()})


def test_the_works_of_a_revoked_decision_are_cancelled():
    a, work, _, center = with_works()
    start = a.revisions.get().wish_date
    assert start is not None
    decision.approve(a.pk, center, start)
    work.refresh_from_db()
    assert work.state != "cancelled"
    after_decision.revoke(a.pk, center, "誤り")
    work.refresh_from_db()
    assert work.state == "cancelled"
