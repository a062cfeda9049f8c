"""The start day: picker, typed text and filing give one verdict with one reason (X-04, F-20)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from nss.application.models import Revision
from nss.base import clock
from nss.base.days import last_day, read_day
from nss.base.problems import STOP
from nss.calendar.verdict import Need
from nss.contract.models import ROW_TYPES
from nss.office.forms.draft import DayAndReason
from nss.procedure.kit import schedule
from tests import parts

NEEDS = (Need(), Need(setting=True), Need(lead=10), Need(first_of_month=True))


def test_480_verdicts_are_equal_in_calendar_typed_form_and_filing():
    today = clock.today()
    for need in NEEDS:
        offered = set(schedule.offered(today, need, 200))
        for found in schedule.calendar(today, need, 120):
            assert found == schedule.judge(found.day, today, need)
            problems = schedule.problems(found.day, today, need)
            assert bool(problems) == (not found.advised)
            if problems:
                assert problems[0].code == f"date_{found.reasons[0].code}"
                assert (problems[0].level == "stop") == (not found.allowed)
            assert (found.day in offered) == found.advised
            form = DayAndReason(
                {"wish_typed": f"{found.day:%Y%m%d}", "reason_pick": "料金を見直すため"}, None, need
            )
            assert form.is_valid() == found.allowed
            if not found.allowed:
                assert str(found.reasons[0].text) in form.errors["wish_typed"][0]


@pytest.mark.parametrize("text", ["20261209", "2026/12/09", "２０２６年１２月９日", "2026-12-9", "2026.12.9"])
def test_a_day_may_be_typed_in_any_usual_form(text):
    assert read_day(text).isoformat() == "2026-12-09"


@pytest.mark.parametrize("text", ["", "明日", "20261301", "2026/2/30", "12/9"])
def test_what_is_no_day_is_said_beside_the_field(text):
    # Holds F-18.
    form = DayAndReason({"wish_day": "typed", "wish_typed": text, "reason_pick": "料金を見直すため"})
    assert not form.is_valid()
    assert "wish_typed" in form.errors


@pytest.mark.django_db
def test_confirm_page_form_pdf_record_and_review_show_the_same_changes(client):
    # Holds.
    office = parts.guide_office()
    who = parts.person(office)
    client.force_login(who)
    pk = parts.draft(office, who, parts.abolish(office, codes=("1ANAC",))).application_id

    def blocks(html: str) -> list[str]:
        return re.findall(r'<table class="diff">.*?</table>', html, re.S)

    live = blocks(client.get(f"/drafts/{pk}/contact/").content.decode())
    assert live == blocks(client.get(f"/drafts/{pk}/check/").content.decode()) and len(live) == 3
    digest = re.search(
        r'name="digest" value="(\w+)"', client.get(f"/drafts/{pk}/check/").content.decode()
    ).group(1)
    number = client.post(f"/drafts/{pk}/check/", {"digest": digest}).headers["Location"].split("/")[2]
    assert blocks(client.get(f"/applications/{number}/").content.decode()) == live
    client.force_login(parts.reviewer())
    assert blocks(client.get(f"/center/applications/{number}/").content.decode()) == live
    assert Revision.objects.get().digest == digest


@pytest.mark.django_db
def test_the_contract_page_takes_few_queries_whatever_its_length(client, django_assert_max_num_queries):
    office = parts.guide_office()
    for n in range(50):
        parts.rows.user_id(office, "1ANAC", f"B{n // 9}{n % 9 + 1}", ["01"], "interactive", parts.SINCE)
    client.force_login(parts.person(office))
    client.get("/contract/?tab=code")
    with django_assert_max_num_queries(6):
        assert client.get("/contract/?tab=code").status_code == 200


@pytest.mark.parametrize("typed", ["99991231", "9999/12/29", "2127/01/06", "0001/01/01"])
def test_a_wish_beyond_the_schedule_is_refused_where_it_is_typed(typed):
    form = DayAndReason(
        {"wish_day": "typed", "wish_typed": typed, "reason_pick": "other", "reason": "移転のため"}
    )
    assert not form.is_valid() and "wish_typed" in form.errors


def test_a_wish_beyond_the_schedule_that_is_stored_stops_the_case():
    today = clock.today()
    for day in (last_day(today=today) + timedelta(days=1), date(9999, 12, 31)):
        assert [(p.code, p.level) for p in schedule.problems(day, today, Need())] == [("date_beyond", STOP)]
    assert all(p.code != "date_beyond" for p in schedule.problems(last_day(today=today), today, Need()))


DAYS = re.compile(r'name="wish_day"[^>]*value="(\d{4}-\d\d-\d\d)"')
PLAN = {"items": ["fee-plan"], "has_other": "no", "reason_pick": "料金を見直すため"}


@pytest.mark.django_db
def test_an_office_that_has_plans_is_told_at_their_choice_that_they_change_with_the_month(client):
    office = parts.guide_office()
    client.force_login(parts.person(office))
    other = next(d for d in schedule.offered(clock.today(), Need()) if d.day != 1)
    answer = client.post("/apply/change/items/", {**PLAN, "wish_day": other.isoformat()})
    page = answer.content.decode()
    assert answer.status_code == 422 and "1日だけを選べます" in page
    assert f'value="{other:%Y%m%d}"' in page, "the day stays as it was chosen"
    firsts = [date.fromisoformat(d) for d in DAYS.findall(page)]
    assert firsts and {d.day for d in firsts} == {1}
    answer = client.post("/apply/change/items/", {**PLAN, "wish_day": firsts[0].isoformat()})
    assert answer.status_code == 302
    pk = Revision.objects.get().application_id
    days = client.get(f"/drafts/{pk}/day/?from={clock.today():%Y-%m}").content.decode()
    assert f'value="{other.isoformat()}"' not in days
    codes = {**PLAN, "items": ["user-code"], "wish_day": other.isoformat()}
    assert client.post(f"/drafts/{pk}/items/", codes).status_code == 302, "no plan any more, any day again"
    assert client.post(f"/drafts/{pk}/items/", {**codes, "items": PLAN["items"]}).status_code == 422


@pytest.mark.django_db
def test_the_first_plan_of_an_office_begins_on_any_registration_day(client):
    office = parts.guide_office()
    ROW_TYPES["plan"]._default_manager.filter(office=office).delete()
    client.force_login(parts.person(office))
    other = next(d for d in schedule.offered(clock.today(), Need()) if d.day != 1)
    assert client.post("/apply/change/items/", {**PLAN, "wish_day": other.isoformat()}).status_code == 302


def test_a_day_that_an_old_page_offered_is_judged_as_if_it_was_typed(moved_clock):
    gone = schedule.offered(clock.today(), Need())[0]
    sent = {"wish_day": gone.isoformat(), "reason_pick": "料金を見直すため"}
    assert DayAndReason(sent).is_valid()
    moved_clock((gone - clock.today()).days + 1)
    form = DayAndReason(sent)
    assert str(schedule.judge(gone, clock.today(), Need()).reasons[0].text) in form.errors["wish_typed"][0]
    assert (form["wish_day"].value(), form["wish_typed"].value()) == ("typed", f"{gone:%Y%m%d}")
    further = schedule.offered(clock.today(), Need(), 12)[-1]
    form = DayAndReason({**sent, "wish_day": further.isoformat()})
    assert form.is_valid() and form.cleaned_data["wish_date"] == further
    assert not DayAndReason({**sent, "wish_day": "2026-13-45"}).is_valid()
