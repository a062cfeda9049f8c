"""Who gets a mail, and when: what an office has set, the hour of the daily mail, what is still to be sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import RequestFactory

from nss.base import clock
from nss.base.problems import Refused
from nss.base.words import W
from nss.contract.models import Office
from nss.notice import daily, demo_views, mail, news, preferences, sealed_links, stalled, tasks, undelivered
from nss.notice.models import Mail, MailState, News
from tests import parts

pytestmark = pytest.mark.django_db
TO = ["a@example.jp"]
MOMENT = timedelta(seconds=1)


def eight() -> datetime:
    """The hour of today's daily mail."""
    return clock.start_of(clock.today()) + timedelta(hours=8)


def held(office: Office, at: datetime, to: str = "a@example.jp") -> Mail:
    """A mail that waits for the daily one since a moment."""
    made = mail.queue("M10", [to], "【NSS】請求", "本文", office=office)
    assert made is not None
    Mail.objects.filter(pk=made.pk).update(queued_at=at)
    return made


def test_the_daily_mail_takes_what_was_held_before_eight_and_nothing_of_after_it() -> None:
    # Holds F-12.
    office = parts.office()
    preferences.store(office, "M10", True, [], daily=True)
    early, late = held(office, eight() - MOMENT), held(office, eight())
    assert daily.send(eight() - MOMENT) == 0, "what came since yesterday at eight waits until eight"
    assert daily.send(eight()) == 1
    assert dict(Mail.objects.filter(pk__in=[early.pk, late.pk]).values_list("pk", "state")) == {
        early.pk: "joined",
        late.pk: "held",
    }
    assert daily.send(eight() + timedelta(days=1) - MOMENT) == 0
    assert daily.send(eight() + timedelta(days=1)) == 1


def test_a_worker_that_was_down_in_the_morning_makes_up_for_it_before_the_next_one() -> None:
    office = parts.office()
    preferences.store(office, "M10", True, [], daily=True)
    held(office, eight() - MOMENT)
    assert daily.send(eight() + timedelta(days=1) - MOMENT) == 1


def test_each_address_of_an_office_gets_its_own_daily_mail() -> None:
    office = parts.office()
    preferences.store(office, "M10", True, [], daily=True)
    held(office, eight() - MOMENT, "a@example.jp")
    held(office, eight() - MOMENT, "b@example.jp")
    assert daily.send(eight()) == 2
    assert sorted(m.to for m in Mail.objects.filter(kind="daily")) == [["a@example.jp"], ["b@example.jp"]]


def test_further_addresses_are_kept_once_each_and_no_more_than_five() -> None:
    # Holds C19.
    office, other = parts.office(), parts.office("XYZ001")
    many = [f"x{n}@example.jp" for n in (1, 1, 2, 3, 4, 5, 6)]
    preferences.store(office, "M10", True, many)
    found, waits = preferences.recipients(office, "M10", ["x2@example.jp", "a@example.jp"])
    assert found == ["x2@example.jp", "a@example.jp", *(f"x{n}@example.jp" for n in (1, 3, 4, 5))]
    assert waits is False
    assert preferences.recipients(other, "M10", TO) == (TO, False), "another office has set nothing"
    assert preferences.recipients(office, "notice", TO) == (TO, False), "nor another kind"
    assert preferences.recipients(office, "M10", []) == ([], False), "what is for nobody goes to nobody"
    assert preferences.recipients(None, "M10", TO) == (TO, False)


def test_a_kind_that_is_turned_off_goes_to_nobody_and_a_fixed_one_cannot_be() -> None:
    # Holds C19.
    office = parts.office()
    preferences.store(office, "M10", False, ["x@example.jp"])
    assert preferences.recipients(office, "M10", TO) == ([], False)
    assert mail.queue("M10", TO, "x", "x", office=office) is None and not Mail.objects.exists()
    preferences.store(office, "M02", False, ["x@example.jp"], daily=True)
    assert preferences.recipients(office, "M02", TO) == ([*TO, "x@example.jp"], False)


def test_an_address_with_a_line_break_is_left_out_and_the_others_are_not() -> None:
    made = mail.queue(
        "M02", ["a@example.jp\nBcc: x@example.jp", "", "b\r@example.jp", "c@example.jp"], "x", "y"
    )
    assert made is not None and made.to == ["c@example.jp"]


def test_what_cannot_be_printed_stands_in_no_header() -> None:
    made = mail.queue("M02", TO, " \x00【NSS】\x7f件名\x1b\t（1） ", "本文")
    assert made is not None and made.subject == "【NSS】 件名 （1）"


@pytest.mark.parametrize(
    ("sender", "domain"),
    [
        ("NACCS <nss@naccs.example>", "naccs.example"),
        ("nss@mail.example", "mail.example"),
        ("", "nss.invalid"),
    ],
)
def test_a_mail_is_named_after_its_sender_and_belongs_to_the_company_of_its_office(
    settings: Any, sender: str, domain: str
) -> None:
    settings.DEFAULT_FROM_EMAIL = sender
    office = parts.office()
    made, of_nobody = mail.queue("M02", TO, "x", "y", office=office), mail.queue("M02", TO, "x", "y")
    assert made is not None and made.message_id == f"<nss-{made.pk}@{domain}>"
    assert (made.company_id, made.office_id) == (office.company_id, office.pk)
    assert of_nobody is not None and of_nobody.company_id is None


def linked(to: str = "a@example.jp") -> Mail:
    """A mail with a link to sign in that could not be sent."""
    made = mail.queue(
        "account", [to], "x", f"{sealed_links.PLACE}", secret="https://nss.example.jp/password/reset/x/"
    )
    assert made is not None
    Mail.objects.filter(pk=made.pk).update(state=MailState.FAILED)
    return made


def test_a_link_to_sign_in_may_go_to_the_same_address_again_and_lives_two_hours_in_the_outbox() -> None:
    made = linked()
    with pytest.raises(Refused):
        undelivered.again(made.pk, "b@example.jp")
    assert undelivered.again(made.pk, "a@example.jp") == ["a@example.jp"]
    assert Mail.objects.get(pk=made.pk).state == MailState.QUEUED
    Mail.objects.filter(pk=made.pk).update(queued_at=clock.now() - sealed_links.LIVES + timedelta(minutes=1))
    assert sealed_links.erase_late() == 0
    Mail.objects.filter(pk=made.pk).update(queued_at=clock.now() - sealed_links.LIVES - timedelta(minutes=1))
    assert sealed_links.erase_late() == 1


def test_what_a_dead_worker_was_doing_is_queued_anew_and_what_a_living_one_does_is_not() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        for seconds in (stalled.SILENT_SECONDS + 5, stalled.SILENT_SECONDS - 5):
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
                [seconds],
            )
            (worker,) = cursor.fetchone()
            cursor.execute(
                "INSERT INTO procrastinate_jobs (task_name, queue_name, status, worker_id) VALUES ('x', 'x', 'doing', %s)",
                [worker],
            )
        assert stalled.revive() == 1
        cursor.execute("SELECT status, worker_id IS NULL FROM procrastinate_jobs ORDER BY id")
        assert cursor.fetchall() == [("todo", True), ("doing", False)]


def test_news_of_another_office_are_neither_read_nor_counted_and_a_period_has_both_its_days() -> None:
    office, other = parts.office(), parts.office("XYZ001")
    who, colleague = parts.person(office), parts.person(office, "jiro")
    mine, theirs = (news.post(o, "notice", W("お知らせ", "Notice")) for o in (office, other))
    day = clock.today()
    assert news.unread_count(who) == 1
    assert news.open_item(office, who, theirs.pk) is None
    for since, until, n in (
        (day, day, 1),
        (day + timedelta(days=1), None, 0),
        (None, day - timedelta(days=1), 0),
    ):
        assert len(news.archive(office, who, None, since=since, until=until)) == n
    News.objects.filter(pk=mine.pk).update(at=clock.start_of(day + timedelta(days=1)) - MOMENT)
    assert len(news.archive(office, who, None, since=day, until=day)) == 1, "to the end of the day"
    assert news.read_all(office, who) == 1 and news.read_all(office, who) == 0
    assert news.unread_count(who) == 0 and news.unread_count(colleague) == 1
    assert not news.archive(office, who, None, unread=True)


def test_what_one_person_has_read_is_marked_for_that_one_alone() -> None:
    office = parts.office()
    who, colleague = parts.person(office), parts.person(office, "jiro")
    first, second = (news.post(office, "notice", W(word, word)) for word in ("一", "二"))
    for _ in range(2):  # opened again, it stays read
        assert news.open_item(office, who, first.pk) == first
    for lines in (news.latest, lambda o, p: news.archive(o, p, None)):
        assert {n.pk: n.read for n in lines(office, who)} == {first.pk: True, second.pk: False}
        assert {n.pk: n.read for n in lines(office, colleague)} == {first.pk: False, second.pk: False}


def test_unread_news_are_counted_up_to_a_hundred_and_of_the_center_there_are_none() -> None:
    office = parts.office()
    who = parts.person(office)
    one = news.post(office, "notice", W("お知らせ", "Notice"))
    same = {"company_id": one.company_id, "office": office, "at": one.at, "category": one.category}
    News.objects.bulk_create(News(**same, text_ja="x", text_en="x") for _ in range(100))
    assert news.unread_count(who) == 100
    assert news.unread_count(parts.reviewer()) == 0 and news.unread_count(None) == 0


def test_the_sweeps_of_mails_do_their_part_and_say_so_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    office = parts.office()
    preferences.store(office, "M10", True, [], daily=True)
    held(office, eight() - timedelta(days=2))
    late = linked()
    Mail.objects.filter(pk=late.pk).update(queued_at=clock.now() - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status) VALUES ('x', 'x', 'doing')"
        )
    caplog.set_level("INFO", "nss.mail")
    for sweep in (tasks.revive, tasks.revive, tasks.send_daily, tasks.erase_secrets):
        sweep(timestamp=0)
    assert Mail.objects.filter(kind="daily").count() == 1
    assert Mail.objects.get(pk=late.pk).sealed is None
    assert [r.getMessage() for r in caplog.records if r.name == "nss.mail"] == [
        "jobs of a dead worker queued again: 1",
        "daily mails: 1",
        "erased 0 secrets",
        "erased 1 links of mails that were not sent in time",
    ]


def test_the_page_of_sent_mails_is_there_in_the_demonstration_alone(settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.MAIL_FOLDER = True, tmp_path
    asked = RequestFactory().get("/demo/mails/")
    assert demo_views.mails(asked).status_code == 200
    settings.DEMO = False
    with pytest.raises(Http404):
        demo_views.mails(asked)
