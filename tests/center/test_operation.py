"""The engine room: jobs that failed, metrics for the scraper, the queue with its people."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from nss.account.models import Role
from nss.application import decision
from nss.application.models import Record
from nss.base import clock
from nss.center.operation import TASKS
from nss.master.models import ReplyText
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return parts.signed_in(parts.person(None, "kanri", Role.ADMIN))


def filed(n=1):
    office = parts.guide_office()
    who = parts.person(office)
    return parts.filed(office, who, parts.abolish(office, "1ANACA0A"))


def test_a_failed_job_is_shown_and_queued_anew(admin):
    filed()
    job = ProcrastinateJob.objects.filter(task_name="nss.deliver").first()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job.pk])
    assert f"/center/jobs/{job.pk}/again/" in admin.get("/center/jobs/").content.decode()
    assert "<td>10年間</td>" in admin.get("/center/jobs/").content.decode(), (
        "a term in the words of its notice"
    )
    admin.post(f"/center/jobs/{job.pk}/again/")
    newest = ProcrastinateJob.objects.order_by("-id").first()
    assert newest.pk != job.pk and newest.args == job.args and newest.status == "todo"


def test_every_job_is_named_in_the_engine_room_with_how_its_newest_run_went(admin):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        for status in ("failed", "succeeded"):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (task_name, queue_name, status) VALUES ('nss.revive', 'x', %s)",
                [status],
            )
    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", admin.get("/center/jobs/").content.decode()))
    for name, word in TASKS.items():
        assert word.ja in page and name in app.tasks, name
    newest = page.rpartition("定期的な処理")[2].partition("件数")[0]
    assert f"{TASKS['nss.revive']} 完了" in newest, "the newest run, not the one that failed before it"


def test_figures_are_of_the_last_ninety_days_where_nobody_says_otherwise(admin):
    page = admin.get("/center/figures/").content.decode()
    for shown in (clock.today() - timedelta(days=90), clock.today()):
        assert f'value="{shown:%Y/%m/%d}"' in page


def test_metrics_name_pages_not_addresses_and_are_for_the_scraper_only(admin, settings):
    settings.DEMO = False
    a = filed()
    admin.get(f"/center/applications/{a.number}/")
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "scraper"
    text = Client(headers={"authorization": "Bearer scraper"}).get("/metrics").content.decode()
    assert 'nss_requests_total{method="GET",page="center:application",status="200"}' in text
    assert a.number not in text
    assert 'nss_mails{state="queued"} 1.0' in text and 'nss_applications{state="received"} 1.0' in text
    assert Client().get("/metrics").status_code == 404
    assert Client(headers={"authorization": "Bearer other"}).get("/metrics").status_code == 404


def test_two_people_with_the_same_application_see_each_other():
    a = filed()
    one, two = parts.signed_in(parts.reviewer()), parts.signed_in(parts.second())
    path = f"/center/applications/{a.number}/here/"
    assert one.post(path).json() == {"others": []}
    assert two.post(path).json()["others"] == ["通関 花子"]
    assert len(one.post(path).json()["others"]) == 1
    assert "閲覧中" in one.get("/center/").content.decode()


def test_a_heartbeat_does_not_keep_a_session_alive():
    a = filed()
    client = parts.signed_in(parts.reviewer())
    client.get("/center/")
    session = client.session
    session["seen"] = session["seen"] - 300
    session.save()
    client.post(f"/center/applications/{a.number}/here/", headers={"X-Heartbeat": "1"})
    assert client.session["seen"] == session["seen"]
    client.get("/center/")
    assert client.session["seen"] > session["seen"]


def test_an_application_is_handed_over_and_the_record_says_so():
    # Holds N01.
    a = filed()
    decision.take(a.pk, parts.reviewer())
    parts.signed_in(parts.second()).post(f"/center/applications/{a.number}/take/")
    a.refresh_from_db()
    assert a.claimed_by.login_id == "kakunin"
    assert Record.objects.filter(application=a, event="taken_over").get().actor.login_id == "kakunin"


def test_a_prepared_text_becomes_a_pinned_comment():
    # Holds N03, X-07.
    a = filed()
    text = ReplyText.objects.create(
        use="query", name="期日", text="希望日をご確認ください。", changed_at=clock.now()
    )
    client = parts.signed_in(parts.reviewer())
    client.post(
        f"/center/applications/{a.number}/query/",
        {"prepared": str(text.pk), "prepared_where": "wish_date", "seen": parts.seen(a)},
    )
    comment = a.comments.get()
    assert (comment.where, comment.text) == ("wish_date", "希望日をご確認ください。")


def test_the_queue_is_filtered_counted_and_paged():
    # Holds N01.
    a = filed()
    office = a.office
    b = parts.filed(office, parts.Person.objects.get(login_id="hanako"), parts.ids_to_add("1ANAC"))
    decision.take(b.pk, parts.reviewer())
    client = parts.signed_in(parts.Person.objects.get(login_id="shinsa"))
    assert 'class="count">2<' in client.get("/center/").content.decode()
    mine = client.get("/center/", {"view": "mine"}).content.decode()
    assert b.number in mine and a.number not in mine.split("<tbody>")[1]
    new = client.get("/center/", {"view": "new"}).content.decode()
    assert a.number in new and b.number not in new.split("<tbody>")[1]
    assert "該当する申込はありません" in client.get("/center/", {"series": "B"}).content.decode()
    assert a.number in client.get("/center/", {"item": "user-code"}).content.decode()
    assert client.get("/center/", {"page": "9"}).status_code == 200


def test_another_day_is_worked_out_before_it_is_decided():
    # Holds N06.
    a = filed()
    wish = a.revisions.get().wish_date
    later = parts.wish([], 3)
    client = parts.signed_in(parts.reviewer())
    page = client.get(f"/center/applications/{a.number}/", {"start": f"{later:%Y/%m/%d}"}).content.decode()
    assert f'value="{later:%Y/%m/%d}"' in page and f'value="{wish:%Y/%m/%d}"' not in page
    assert "パスワードの参照期限" in page
