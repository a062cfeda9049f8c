"""The form that moves a decided start, and what the pages say of works that are not done."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from nss.account.models import Person, Role
from nss.application import after_decision
from nss.application.models import Application, Work
from nss.base import clock
from nss.calendar.days import is_business_day
from nss.center import review_page
from tests import parts

pytestmark = pytest.mark.django_db


def business(day: date) -> date:
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def ended() -> tuple[Application, Person, date]:
    office = parts.guide_office()
    edits = parts.abolish(office, "1ANACA0A")
    day = parts.wish(edits, 2)
    who = parts.person(None, "shounin", Role.APPROVER)
    a = parts.filed(office, parts.person(office), edits, wish_date=day)
    return parts.approve(a.pk, who, day), who, day


def send(client: Client, a: Application, **data: str):
    sent = {"seen": parts.seen(a), **data}
    return client.post(f"/center/applications/{a.number}/start/", sent)


def with_works() -> tuple[Application, Person, date]:
    office = parts.line_office()
    edits = parts.server_edits(office)
    day = parts.wish(edits)
    who = parts.person(None, "shounin", Role.APPROVER)
    a = parts.filed(office, parts.person(office), edits, wish_date=day, extra=parts.line_extra(edits))
    a = parts.approve(a.pk, who, day)
    if a.state == "setting_wait":
        after_decision.setting_done(a.pk, who, "完了")
    return a, who, day


def test_the_form_on_the_review_page_moves_the_start():
    a, who, day = ended()
    client = parts.signed_in(who)
    assert "利用開始日の変更" in client.get(f"/center/applications/{a.number}/").content.decode()
    other = business(day + timedelta(days=7))
    assert send(client, a, day=f"{other:%Y/%m/%d}", reason="先方の都合").status_code == 302
    a.refresh_from_db()
    assert (a.start_date, a.start_reason) == (other, "先方の都合")


def test_what_is_wrong_with_the_day_stands_beside_it_and_what_was_typed_stays():
    a, who, day = ended()
    saturday = day + timedelta(days=12 - day.weekday())
    answer = send(parts.signed_in(who), a, day=f"{saturday:%Y/%m/%d}", reason="先方の都合")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"{saturday:%Y/%m/%d}" in page
    assert "先方の都合" in page
    assert "休業日" in page
    a.refresh_from_db()
    assert a.start_date == day


def test_a_page_that_shows_another_state_of_things_moves_nothing():
    a, who, day = ended()
    other = business(day + timedelta(days=7))
    answer = send(parts.signed_in(who), a, seen=f"{day}.old", day=f"{other:%Y/%m/%d}", reason="先方の都合")
    assert answer.status_code == 422
    a.refresh_from_db()
    assert a.start_date == day


def test_works_that_are_not_done_near_the_start_are_listed_and_past_it_named(moved_clock):
    a, who, day = with_works()
    client = parts.signed_in(who)
    title = "利用開始が近い未了の工事"
    moved_clock(day - timedelta(days=20))
    assert title not in client.get("/center/works/").content.decode()
    moved_clock(day - timedelta(days=1))
    assert title in client.get("/center/works/").content.decode()
    moved_clock(day)
    assert "工事未了" in client.get("/center/works/").content.decode()
    assert "工事未了" in client.get(f"/center/applications/{a.number}/").content.decode()
    Work.objects.update(state="done")
    assert "工事未了" not in client.get(f"/center/applications/{a.number}/").content.decode()


def test_works_left_at_the_start_are_named_wherever_the_state_of_the_application_is(moved_clock):
    a, who, day = with_works()
    moved_clock(day)
    hanako = Person.objects.get(login_id="hanako")
    other = parts.filed(a.office, hanako, parts.abolish(a.office, "1ANACA0A"))
    office, center = parts.signed_in(hanako), parts.signed_in(who)
    pages = (
        (office, "/applications/"),
        (office, "/applications/?state=works_left"),
        (office, "/applications/csv/"),
        (center, f"/center/?q={a.number}"),
        (center, "/center/offices/NAC001/"),
        (center, f"/center/applications/{other.number}/"),
    )

    def states(client: Client, url: str) -> tuple[bool, bool]:
        page = re.sub(r"<option.*?</option>", "", client.get(url).content.decode(), flags=re.DOTALL)
        assert a.number in page, url
        return "工事未了" in page, "利用開始済み" in page

    assert {url: states(client, url) for client, url in pages} == dict.fromkeys(
        [url for _, url in pages], (True, False)
    )
    assert a.number not in office.get("/applications/?state=active").content.decode()
    Work.objects.update(state="done")
    assert states(office, "/applications/?state=active") == (False, True)
    assert a.number not in office.get("/applications/?state=works_left").content.decode()


def test_the_office_reads_that_its_works_are_not_done(moved_clock):
    a, _, day = with_works()
    moved_clock(day)
    client = parts.signed_in(Person.objects.get(login_id="hanako"))
    assert "工事未了" in client.get(f"/applications/{a.number}/").content.decode()
    assert (
        "工事が終わっていません" in client.get("/").content.decode() + client.get("/menu/").content.decode()
    )
    assert clock.today() == day


@pytest.mark.parametrize(("days_left", "is_kept"), [(1, True), (0, False)])
def test_the_wish_is_proposed_until_the_day_before_it(monkeypatch, days_left, is_kept):
    office = parts.guide_office()
    edits = parts.abolish(office, "1ANACA0A")
    wish = parts.wish(edits, 2)
    a = parts.filed(office, parts.person(office), edits, wish_date=wish)
    monkeypatch.setattr(clock, "today", lambda: wish - timedelta(days=days_left))
    proposed = review_page.proposed(a.revisions.get()).basis.day
    assert proposed == wish if is_kept else proposed > wish
