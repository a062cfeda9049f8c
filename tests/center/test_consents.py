"""N10: who has to agree is seen in one place, reminded, and what the Center entered by mistake is taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from nss.account.models import Role
from nss.application import asked, filing
from nss.application.lifecycle import NotAllowed
from nss.application.models import Application, Consent, Record
from nss.base.problems import Refused
from nss.calendar.days import add_business_days
from nss.center import consents
from nss.notice.models import Mail, News
from tests import parts

pytestmark = pytest.mark.django_db


def waiting() -> Application:
    """An application that two offices have to agree to."""
    office, *_ = parts.shared_offices()
    return parts.filed(office, parts.person(office), parts.abolish(office, codes=("1BNAC",)))


def reminders() -> list[tuple[str, str]]:
    found = Mail.objects.filter(kind="M09", dedupe__startswith="remind:").order_by("id")
    return [(m.office.code, m.subject) for m in found]


def test_the_page_lists_each_office_with_its_answer_and_the_day_that_is_left() -> None:
    # Holds N10.
    a = waiting()
    first, second = a.consents.order_by("office__code")
    filing.answer_consent(first.pk, first.office, None, True)
    page = parts.signed_in(parts.reviewer()).get("/center/consents/").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))
    assert str(a.number) in text and str(first.about) in text
    assert re.search(rf"{first.office.code} .* 同意 .* {second.office.code} .* 依頼済み", text)
    assert f"{second.due:%Y/%m/%d}" in text
    filing.answer_consent(second.pk, second.office, None, True)
    page = (
        parts.signed_in(parts.Person.objects.get(login_id="shinsa")).get("/center/consents/").content.decode()
    )
    assert "同意を待つ申込はありません" in page


def test_what_was_answered_of_an_earlier_filing_is_not_on_the_page() -> None:
    a = waiting()
    first, second = a.consents.order_by("office__code")
    filing.answer_consent(first.pk, first.office, None, False, reason="使っている")
    filing.submit(a.pk, parts.Person.objects.get(login_id="hanako"))
    (row,) = consents.waiting()
    assert [(c.revision_no, c.state) for c in row.consents] == [(2, "requested"), (2, "requested")]
    assert (row.unanswered, second.revision_no) == (2, 1)


def test_the_nearest_day_stands_first(moved_clock) -> None:
    a = waiting()
    due = a.consents.first().due
    moved_clock(add_business_days(due, -1))
    client = parts.signed_in(parts.reviewer())
    assert "あと1営業日" in client.get("/center/consents/").content.decode()
    moved_clock(due)
    assert "あと0営業日" in client.get("/center/consents/").content.decode()
    moved_clock(due + timedelta(days=1))
    assert "期限を過ぎています" in client.get("/center/consents/").content.decode()


def test_only_offices_that_have_not_answered_are_reminded_once_a_day(moved_clock) -> None:
    # Holds N10.
    a = waiting()
    first, second = a.consents.order_by("office__code")
    parts.person(second.office, "mieko", Role.MANAGER)
    filing.answer_consent(first.pk, first.office, None, True)
    client, path = parts.signed_in(parts.reviewer()), f"/center/applications/{a.number}/remind/"
    news = News.objects.filter(office=second.office).count()
    said = client.post(path, follow=True).content.decode()
    assert f"{second.office.code}に催促しました" in said
    assert [code for code, _ in reminders()] == [second.office.code]
    body = Mail.objects.get(dedupe__startswith="remind:").body
    assert "まだ回答がありません" in body and str(a.number) in body and f"/consents/{second.pk}/" in body
    assert News.objects.filter(office=second.office).count() == news + 1
    line = Record.objects.get(event="reminded")
    assert (line.actor.login_id, line.detail["to"]) == ("shinsa", second.office.code)
    assert "本日すでに催促しました" in client.post(path, follow=True).content.decode()
    assert len(reminders()) == 1 and Record.objects.filter(event="reminded").count() == 1
    moved_clock(1)
    client.post(path)
    assert len(reminders()) == 2
    filing.answer_consent(second.pk, second.office, None, True)
    assert "状態が変わったため" in client.post(path, follow=True).content.decode()
    assert len(reminders()) == 2


def test_offices_are_reminded_three_business_days_before_their_day_and_once(moved_clock) -> None:
    a = waiting()
    first, second = a.consents.order_by("office__code")
    for c in (first, second):
        parts.person(c.office, "boss", Role.MANAGER)
    day = add_business_days(first.due, -asked.NEAR)
    filing.answer_consent(first.pk, first.office, None, True)
    moved_clock(day - timedelta(days=1))
    assert asked.remind_near() == 0
    moved_clock(day)
    assert (asked.remind_near(), asked.remind_near()) == (1, 0)
    assert [code for code, _ in reminders()] == [second.office.code]
    moved_clock(day + timedelta(days=1))
    assert asked.remind_near() == 0


def test_a_consent_entered_by_mistake_is_taken_back_and_the_office_asked_again() -> None:
    # Holds N10.
    a = waiting()
    first, second = a.consents.order_by("office__code")
    parts.person(first.office, "boss", Role.MANAGER)
    client = parts.signed_in(parts.reviewer())
    entry = f"/center/consents/{first.pk}/answer/"
    assert client.post(entry, {"answer": "agree", "evidence": "11月20日の書面"}).status_code == 302
    page = client.get(f"/center/applications/{a.number}/").content.decode()
    path = f"/center/consents/{first.pk}/take-back/"
    assert path in page and f"/center/consents/{second.pk}/take-back/" not in page
    empty = client.post(path, {"reason": ""})
    assert empty.status_code == 422 and f"unanswer-{first.pk}-reason-error" in empty.content.decode()
    assert Consent.objects.get(pk=first.pk).state == "agreed"
    assert client.post(path, {"reason": "別の事業所の書面だった"}).status_code == 302
    again = Consent.objects.get(pk=first.pk)
    assert (again.state, again.answered_at, again.answered_by, again.evidence) == (
        "requested",
        None,
        None,
        "",
    )
    line = Record.objects.get(event="unanswered")
    assert line.detail == {
        "text": "別の事業所の書面だった",
        "office": first.office.code,
        "evidence": "11月20日の書面",
    }
    told = Mail.objects.filter(kind="M09", office=first.office, dedupe__startswith="anew:").get()
    assert "同意を取り消しました" in told.body
    assert News.objects.filter(office=first.office, text_ja__contains="同意を取り消しました").count() == 1
    entered = Mail.objects.filter(dedupe__startswith="entered:").count()
    assert client.post(entry, {"answer": "agree", "evidence": "11月24日の書面"}).status_code == 302
    assert Mail.objects.filter(dedupe__startswith="entered:").count() == entered + 1, "told again"


def test_what_an_office_answered_itself_and_what_is_over_stay() -> None:
    a = waiting()
    first, second = a.consents.order_by("office__code")
    filing.answer_consent(first.pk, first.office, None, True)
    with pytest.raises(Refused):
        asked.take_answer_back(first.pk, parts.reviewer(), "x")
    filing.answer_consent(second.pk, None, None, True, evidence="書面")
    with pytest.raises(NotAllowed):
        asked.take_answer_back(second.pk, parts.second(), "x")
    assert Consent.objects.get(pk=second.pk).state == "agreed"
    with pytest.raises(NotAllowed):
        asked.remind(a.pk, parts.second())


def test_who_does_not_review_reads_the_page_and_reminds_nobody() -> None:
    a = waiting()
    desk = parts.signed_in(parts.person(None, "uketsuke", Role.RECEPTION))
    page = desk.get("/center/consents/").content.decode()
    assert str(a.number) in page and "催促する" not in page
    assert desk.post(f"/center/applications/{a.number}/remind/").status_code == 403
    assert not reminders()
