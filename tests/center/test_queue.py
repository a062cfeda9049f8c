"""The Center's queue: given to colleagues, laid aside, late, followed by "next" in the view that was looked at, taken out as CSV."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client

from nss.account.models import Access, Role
from nss.application import decision, queue
from nss.application.lifecycle import NotAllowed
from nss.application.models import Application, Record
from nss.base import clock
from nss.base.problems import Refused
from nss.calendar.days import add_business_days
from nss.notice.models import Mail, News
from tests import parts

pytestmark = pytest.mark.django_db


def filed(n: int = 1) -> list[Application]:
    office = parts.guide_office()
    who = parts.person(office)
    return [parts.filed(office, who, parts.ids_to_add("1ANAC")) for _ in range(n)]


def next_of(client: Client, a: Application) -> str | None:
    page = client.get(f"/center/applications/{a.number}/").content.decode()
    found = re.search(r'href="/center/applications/(\w+)/" data-key="n"', page)
    return found[1] if found else None


def numbers_on(page: str) -> list[str]:
    return re.findall(r'href="/center/applications/(\w+)/" data-row', page)


@pytest.mark.parametrize(
    ("today", "since", "late"),
    [
        (date(2026, 11, 25), date(2026, 11, 24), False),  # Tuesday to Wednesday
        (date(2026, 11, 26), date(2026, 11, 24), True),
        (date(2026, 11, 30), date(2026, 11, 27), False),  # over a weekend
        (date(2026, 11, 28), date(2026, 11, 26), True),  # on a Saturday Friday has gone by
        (date(2026, 11, 29), date(2026, 11, 27), False),
        (date(2026, 11, 30), date(2026, 11, 26), True),
        (date(2026, 11, 24), date(2026, 11, 20), False),  # over a holiday on Monday
    ],
)
def test_an_answer_is_late_after_the_next_business_day(today, since, late):
    assert (since < queue.late_since(today)) is late


def test_late_applications_stand_at_the_top_whoever_has_them_and_are_told_once(moved_clock):
    # Holds N01.
    (a,) = filed()
    reviewer = parts.reviewer()
    boss = parts.person(None, "kanri", Role.ADMIN, email="kanri@naccs.example")
    client = parts.signed_in(reviewer)
    assert queue.tell_late() == 0 and "期限超過の申込を見る" not in client.get("/center/").content.decode()
    decision.take(a.pk, reviewer)
    moved_clock(7)
    page = client.get("/center/").content.decode()
    assert "期限超過の申込を見る" in page and "翌営業日を超過" in page, (
        "taking it up does not hide that it is late"
    )
    assert numbers_on(client.get("/center/", {"view": "late"}).content.decode()) == [a.number]
    assert (queue.tell_late(), queue.tell_late()) == (1, 0)
    mail = Mail.objects.get(kind="late")
    assert boss.email in mail.to and str(a.number) in mail.body


def test_a_turn_that_begins_on_the_day_on_which_the_one_before_was_told_as_late_is_told_as_well(moved_clock):
    (a,) = filed()
    parts.person(None, "kanri", Role.ADMIN, email="kanri@naccs.example")
    moved_clock(7)
    assert queue.tell_late() == 1
    Application.objects.filter(pk=a.pk).update(waiting_since=clock.today())
    assert queue.tell_late() == 0
    moved_clock(14)
    assert (queue.tell_late(), queue.tell_late()) == (1, 0)


def test_the_clock_stands_still_while_the_office_has_it(moved_clock):
    (a,) = filed()
    reviewer = parts.reviewer()
    decision.query(a.pk, reviewer, [("reason", "補記してください。")])
    moved_clock(14)
    assert not queue.late(clock.today()).exists() and queue.tell_late() == 0


def test_next_follows_the_view_with_its_filters_and_comes_to_an_end():
    first, second, third = filed(3)
    reviewer, other = parts.reviewer(), parts.person(None, "hoka", Role.REVIEWER)
    client = parts.signed_in(reviewer)
    client.get("/center/")
    assert [next_of(client, a) for a in (first, second, third)] == [second.number, third.number, None]
    decision.take(second.pk, other)
    assert next_of(client, first) == third.number, "what a colleague has is passed over"
    client.get("/center/", {"view": "new"})
    assert next_of(client, first) == third.number
    client.get("/center/", {"view": "todo", "who": str(other.pk)})
    page = client.get(f"/center/applications/{first.number}/").content.decode()
    assert f"/center/?view=todo&amp;who={other.pk}" in page, "the way back keeps view and filter"
    assert next_of(client, first) == second.number, "the filter asks for what the colleague has"
    client.post(f"/center/applications/{first.number}/take/")
    again = client.get(f"/center/applications/{first.number}/").content.decode()
    assert f"who={other.pk}" in again, "an act does not lose them"


@pytest.mark.parametrize(
    ("view", "state", "column", "days", "order"),
    [
        ("todo", "received", "waiting_since", (-1, -3, -2), (2, 3, 1)),
        ("held", "received", "held_until", (1, 3, 2), (1, 3, 2)),
        ("overdue", "query", "query_due", (-1, -3, -2), (2, 3, 1)),
        ("done", "withdrawn", "decided_on", (-1, -3, -2), (3, 2, 1)),
    ],
)
def test_next_goes_in_the_order_of_its_view_and_over_what_a_colleague_has(view, state, column, days, order):
    made = filed(4)
    for a, n in zip(made, (*days, days[1]), strict=True):
        Application.objects.filter(pk=a.pk).update(state=state, **{column: clock.today() + timedelta(days=n)})
    if view == "todo":
        Application.objects.filter(pk=made[3].pk).update(claimed_by=parts.person(None, "hoka", Role.REVIEWER))
    else:
        Application.objects.filter(pk=made[3].pk).update(state="consent")
    client = parts.signed_in(parts.reviewer())
    page = client.get("/center/", {"view": view, "item": "user-code"}).content.decode()
    numbers = [made[k - 1].number for k in order]
    assert [n for n in numbers_on(page) if n != made[3].number] == numbers
    walked = [next_of(client, made[k - 1]) for k in order]
    assert walked == [*numbers[1:], None]


def test_what_is_laid_aside_leaves_the_queue_until_its_day(moved_clock):
    # Holds N02.
    first, second = filed(2)
    client = parts.signed_in(parts.reviewer())
    until = add_business_days(clock.today(), 2)
    path = f"/center/applications/{second.number}/hold/"
    assert client.post(path, {"waiting_for": "回線業者の回答", "day": str(clock.today())}).status_code == 422
    assert client.post(path, {"waiting_for": "", "day": str(until)}).status_code == 422
    assert client.post(path, {"waiting_for": "回線業者の回答", "day": f"{until:%Y/%m/%d}"}).status_code == 302
    assert numbers_on(client.get("/center/").content.decode()) == [first.number]
    assert "回線業者の回答" in client.get("/center/", {"view": "held"}).content.decode()
    client.get("/center/")
    assert next_of(client, first) is None
    assert Record.objects.get(event="held").detail["text"] == "回線業者の回答"
    moved_clock((until - clock.today()).days)
    assert numbers_on(client.get("/center/").content.decode()) == [first.number, second.number]
    review = f"/center/applications/{second.number}/"
    seen = parts.shown_by(client.get(review).content.decode(), path)
    nine = f"{clock.today() + timedelta(days=9):%Y/%m/%d}"
    assert client.post(path, {"waiting_for": "x", "day": nine, "seen": seen}).status_code == 302
    seen = parts.shown_by(client.get(review).content.decode(), f"{review}unhold/")
    assert client.post(f"{review}unhold/", {"seen": seen}).status_code == 302
    assert len(numbers_on(client.get("/center/").content.decode())) == 2
    with pytest.raises(NotAllowed):
        queue.take_up_again(second.pk, parts.second())


def test_reception_gives_applications_to_a_named_colleague():
    first, second = filed(2)
    desk = parts.signed_in(parts.person(None, "uketsuke", Role.RECEPTION))
    other = parts.person(None, "hoka", Role.REVIEWER, names=("審査", "次郎", "シンサ ジロウ"))
    numbers = [str(first.number), str(second.number)]
    page = desk.get("/center/selected/", {"number": numbers}).content.decode()
    assert "審査 次郎" in page and "選択した申込の審査を終了する" not in page
    said = desk.post("/center/selected/assign/", {"number": numbers, "to": other.pk}).content.decode()
    assert said.count("審査 次郎に割り当てました") == 2
    assert set(Application.objects.values_list("claimed_by__login_id", "state")) == {("hoka", "received")}
    assert Record.objects.filter(event="assigned").count() == 2
    assert (
        "担当者を選択してください"
        in desk.post("/center/selected/assign/", {"number": numbers}).content.decode()
    )
    with pytest.raises(Refused):
        queue.assign(first.pk, other, parts.person(None, "uke2", Role.RECEPTION))
    assert desk.post("/center/selected/approve/", {"number": numbers}).status_code == 403


def test_the_view_is_taken_out_as_csv_and_that_is_recorded():
    first, second = filed(2)
    reviewer = parts.reviewer()
    decision.take(second.pk, reviewer)
    client = parts.signed_in(reviewer)
    text = client.get("/center/queue.csv", {"view": "mine"}).content.decode("utf-8-sig")
    assert str(second.number) in text and str(first.number) not in text and "期限超過" in text
    assert Access.objects.get(what="exported").detail["queue"] == "mine"
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["受付番号"] == second.number and date.fromisoformat(row["回答期限"]) > clock.today()


def test_a_query_has_a_due_day_a_reminder_and_an_end(moved_clock):
    # Holds N03.
    (a,) = filed()
    reviewer = parts.reviewer()
    decision.query(a.pk, reviewer, [("reason", "補記してください。")])
    due = Application.objects.get().query_due
    assert due == add_business_days(clock.today(), 10)
    mails = Mail.objects.filter(kind="M03", dedupe__startswith="M03-")
    moved_clock(add_business_days(due, -3))
    assert (queue.remind_queries(), queue.remind_queries()) == ((1, 0), (0, 0))
    assert f"{due:%Y/%m/%d}" in mails.get().body
    client = parts.signed_in(reviewer)
    assert numbers_on(client.get("/center/", {"view": "overdue"}).content.decode()) == []
    moved_clock(due + timedelta(days=1))
    assert (queue.remind_queries(), queue.remind_queries()) == ((0, 1), (0, 0))
    assert mails.count() == 2 and News.objects.filter(text_ja__contains="過ぎました").count() == 1
    assert numbers_on(client.get("/center/", {"view": "overdue"}).content.decode()) == [a.number]
    more = add_business_days(clock.today(), 5)
    path = f"/center/applications/{a.number}/query-due/"
    assert client.post(path, {"day": f"{more:%Y/%m/%d}", "reason": ""}).status_code == 422
    seen = parts.shown_by(client.get(f"/center/applications/{a.number}/").content.decode(), path)
    given = {"day": f"{more:%Y/%m/%d}", "reason": "電話で依頼された", "seen": seen}
    assert client.post(path, given).status_code == 302
    assert Application.objects.get().query_due == more
    assert numbers_on(client.get("/center/", {"view": "overdue"}).content.decode()) == []
    assert News.objects.filter(text_ja__contains="に変わりました").count() == 1
