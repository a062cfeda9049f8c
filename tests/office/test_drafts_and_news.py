"""Drafts on the shelf and in the bin; news with filters; which mails an office wants."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nss.account.models import Role
from nss.application import decision, drafts, tasks
from nss.application.announce import reminders
from nss.application.models import Application, Record, Revision
from nss.base import clock
from nss.notice.models import Mail, NewsRead
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return parts.guide_office()


@pytest.fixture
def who(office):
    return parts.person(office)


def test_a_deleted_draft_is_brought_back_whole(office, who):
    # Holds C04, F-01.
    client = parts.signed_in(who)
    r = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    client.post(f"/drafts/{r.application_id}/discard/")
    page = client.get("/drafts/").content.decode()
    assert "削除した下書き" in page and f"/drafts/{r.application_id}/restore/" in page
    assert client.post(f"/drafts/{r.application_id}/restore/").status_code == 302
    again = Revision.objects.get(pk=r.pk)
    assert again.application.state == "draft" and again.edits == r.edits
    assert list(Record.objects.filter(application_id=r.application_id).values_list("event", flat=True)) == [
        "discard",
        "restore",
    ]


def test_up_to_25_drafts_stand_whole_and_of_more_there_are_pages_of_20(office, who):
    client = parts.signed_in(who)
    for n in range(26):
        if n == 25:
            assert client.get("/drafts/").content.decode().count("下書きを削除する") == 25
        parts.draft(office, who, [], remark=str(n))
    first = client.get("/drafts/").content.decode()
    last = client.get("/drafts/", {"page": "2"}).content.decode()
    assert "26件中 1〜20件目" in first and "26件中 21〜26件目" in last
    assert (first.count("下書きを削除する"), last.count("下書きを削除する")) == (20, 6)


def test_a_strangers_bin_does_not_exist(office, who):
    r = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    drafts.discard(r, who)
    stranger = parts.signed_in(parts.person(parts.office("XYZ001"), "x"))
    assert stranger.post(f"/drafts/{r.application_id}/restore/").status_code == 404
    assert Application.objects.get(pk=r.application_id).state == "discarded"


def test_the_guide_counts_the_drafts_of_the_own_office_alone(office, who):
    parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    guide = "/apply/change/guide/"
    assert "下書きが1件" in parts.signed_in(who).get(guide).content.decode()
    stranger = parts.signed_in(parts.person(parts.office("XYZ001"), "x"))
    assert "下書きが" not in stranger.get(guide).content.decode()


def test_a_copy_has_everything_that_was_entered_and_a_life_of_its_own(office, who):
    client = parts.signed_in(who)
    r = parts.draft(office, who, parts.abolish(office, "1ANACA0A"), remark="控え")
    answer = client.post(f"/drafts/{r.application_id}/duplicate/")
    pk = int(answer.headers["Location"].split("/")[2])
    made = Revision.objects.get(application_id=pk)
    assert pk != r.application_id
    for name in ("edits", "items", "reason", "remark", "contact", "wish_date", "extra"):
        assert getattr(made, name) == getattr(r, name), name
    drafts.save(made, who, reason="別の理由")
    r.refresh_from_db()
    assert r.reason != "別の理由"


def test_a_draft_is_handed_to_a_colleague_who_is_told_and_to_nobody_else(office, who):
    # Holds X-16.
    ichiro = parts.person(office, "ichiro", Role.MANAGER, email="ichiro@example.jp")
    reader = parts.person(office, "yomu", Role.READER)
    stranger = parts.person(parts.office("XYZ001"), "x")
    r = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    client = parts.signed_in(who)
    for bad in (reader.pk, stranger.pk, "x"):
        client.post(f"/drafts/{r.application_id}/hand-over/", {"to": bad})
        assert Application.objects.get(pk=r.application_id).created_by == who
    client.post(f"/drafts/{r.application_id}/hand-over/", {"to": ichiro.pk})
    assert Application.objects.get(pk=r.application_id).created_by == ichiro
    mail = Mail.objects.get()
    assert mail.to == ["ichiro@example.jp"] and f"/drafts/{r.application_id}/" in mail.body


def test_the_task_list_says_what_is_done_begun_and_not_begun(office, who):
    # Holds C05.
    client = parts.signed_in(who)
    empty = drafts.begin(office, who, items=["user-code"])
    page = client.get(f"/drafts/{empty.application_id}/").content.decode()
    assert "未着手" in page and "入力中" in page
    whole = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    tasks_of = (
        client.get(f"/drafts/{whole.application_id}/")
        .content.decode()
        .split('class="tasks"')[1]
        .split("</ol>")[0]
    )
    assert tasks_of.count("完了") == tasks_of.count("<li>") == 3


def test_a_draft_is_warned_of_once_then_binned_then_deleted(office, who, moved_clock):
    # Holds F-01.
    parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    moved_clock(26)
    assert reminders.remind_drafts() == 1 and reminders.remind_drafts() == 0
    mail = Mail.objects.get(kind="M13")
    assert mail.to == [who.email] and "保存期限" in mail.subject
    moved_clock(31)
    tasks.tidy_drafts(0)
    assert Application.objects.get().state == "discarded"
    moved_clock(62)
    tasks.tidy_drafts(0)
    assert not Application.objects.exists()


def test_news_are_filtered_by_category_text_unread_and_period(office, who):
    # Holds C18.
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    decision.query(a.pk, parts.reviewer(), [("reason", "補記")])
    client = parts.signed_in(who)
    assert (
        a.number
        in client.get("/news/", {"q": a.number, "category": "application", "unread": "1"}).content.decode()
    )
    tomorrow = f"{clock.today() + timedelta(days=1):%Y/%m/%d}"
    for query in ({"category": "fee"}, {"q": "どこにもない"}, {"from": tomorrow}):
        assert "該当するお知らせはありません" in client.get("/news/", query).content.decode()
    client.post("/news/read/")
    assert "該当するお知らせはありません" in client.get("/news/", {"unread": "1"}).content.decode()
    assert NewsRead.objects.filter(person_id=who.pk).count() == 1


def test_an_office_turns_off_what_may_be_off_and_adds_addresses(office, moved_clock):
    # Holds C19, F-12.
    manager = parts.signed_in(parts.person(office, "ichiro", Role.MANAGER))
    typed = {"extra-M01": "group@example.jp\nteam@example.jp"}
    assert manager.post("/news/settings/", typed).status_code == 302
    who = parts.person(office)
    parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    assert {"group@example.jp", "team@example.jp", parts.CONTACT["email"]} <= set(
        Mail.objects.get(kind="M01").to
    )
    parts.draft(office, who, parts.ids_to_add("1ANAC"))
    moved_clock(26)
    reminders.remind_drafts()
    assert not Mail.objects.filter(kind="M13").exists()


def test_a_bad_address_is_said_at_its_kind_and_nothing_is_stored(office):
    manager = parts.signed_in(parts.person(office, "ichiro", Role.MANAGER))
    answer = manager.post("/news/settings/", {"extra-M01": "not an address"})
    assert answer.status_code == 422 and 'aria-describedby="e-M01"' in answer.content.decode()
    reader = parts.signed_in(parts.person(office, "yomu", Role.READER))
    assert reader.get("/news/settings/").status_code == 200
    assert reader.post("/news/settings/", {}).status_code == 403
