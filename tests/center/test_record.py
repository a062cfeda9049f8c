"""The record: append-only, complete, searchable; and what is erased when its term is over."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError

from nss.account import retention
from nss.account.models import Access, Role, SignInAttempt
from nss.application import decision, filing
from nss.application.models import Record
from nss.base import clock
from nss.contract.rows.office import SystemManager
from nss.notice.models import Mail
from nss.record.models import History
from nss.record.triggers import watched
from tests import parts

pytestmark = pytest.mark.django_db


def test_a_change_of_a_row_stands_in_the_history_with_who_and_what():
    # Holds N19.
    office = parts.guide_office()
    reviewer = parts.reviewer()
    client = parts.signed_in(reviewer)
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    wish = a.revisions.get().wish_date
    answer = client.post(
        f"/center/applications/{a.number}/approve/", {"start": f"{wish:%Y/%m/%d}", "seen": parts.seen(a)}
    )
    assert answer.status_code == 302
    ended = History.objects.filter(table="contract_userid", action="update", actor=reviewer.pk).get()
    assert ended.before["ends"] == "9999-12-31" and ended.after["ends"] == str(wish)
    assert (ended.after["code"], ended.after["number"]) == ("1ANAC", "A0A") and "business" not in ended.after
    assert ended.reference == answer.headers["X-Request-Id"]
    page = client.get("/center/record/", {"kind": "history", "q": ended.reference}).content.decode()
    assert "NACCS/shinsa" in page


def test_the_record_of_applications_names_states_as_the_pages_do():
    office = parts.guide_office()
    parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    client = parts.signed_in(parts.reviewer())
    page = client.get("/center/record/").content.decode()
    assert '<td data-label="後の状態">受付済み</td>' in page
    assert ">received<" not in page and ">draft<" not in page
    lines = client.get("/center/record.csv").content.decode("utf-8-sig")
    assert "受付済み" in lines and "received" not in lines


def test_a_column_in_which_no_line_has_anything_is_left_out():
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    client = parts.signed_in(reviewer)

    def heads() -> list[str]:
        return re.findall(r'<th scope="col">(.*?)</th>', client.get("/center/record/").content.decode())

    assert heads() == ["日時", "受付番号", "事業所", "作業", "前の状態", "後の状態", "担当"]
    filing.withdraw(a.pk, who, "見直しのため")
    assert heads()[-1] == "内容"
    page = client.get("/center/record/").content.decode()
    assert re.search('<td class="words" data-label="内容">[^<]*見直しのため', page)
    assert "内容" in client.get("/center/record.csv").content.decode("utf-8-sig").splitlines()[0]


def test_no_secret_enters_the_history():
    person = parts.person(parts.guide_office())
    person.set_password("another sentence 1")
    person.save()
    text = str(list(History.objects.filter(table="people_person").values_list("before", "after")))
    assert "argon2" not in text and "'password'" not in text


@pytest.mark.parametrize("model", [History, Record, Access], ids=lambda m: m.__name__)
def test_a_record_cannot_be_changed_or_deleted(model):
    # Holds N19.
    office = parts.guide_office()
    parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    Access.objects.create(at=clock.now(), what="signed_in")
    row = model.objects.order_by("pk").first()
    table = model._meta.db_table
    for statement in ("DELETE FROM {} WHERE id = %s", "UPDATE {} SET id = id WHERE id = %s"):
        with (
            pytest.raises((InternalError, ProgrammingError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table), [row.pk])
    assert model.objects.filter(pk=row.pk).exists()


def test_every_table_of_the_contract_and_of_the_masters_is_watched():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'nss_history'")
        on = {r[0] for r in cursor.fetchall()}
    assert {m._meta.db_table for m in watched()} <= on
    assert SystemManager._meta.db_table in on


def test_what_is_past_its_term_is_erased_with_a_report_and_the_rest_stays(moved_clock):
    office = parts.guide_office()
    who = parts.person(office)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    SignInAttempt.objects.create(key="x", at=clock.now())
    Access.objects.create(at=clock.now(), what="signed_in", actor=who)
    assert retention.run()["attempts"] == 0
    moved_clock(400)
    SignInAttempt.objects.create(key="y", at=clock.now())
    counts = retention.run()
    assert counts["attempts"] == 1 and counts["mails"] == 1 and counts["access"] == 0
    mail = Mail.objects.get()
    assert mail.body == "" and mail.to == [] and mail.application_id == a.pk
    assert Record.objects.filter(application=a).exists()
    moved_clock(1500)
    assert retention.run()["access"] == 3
    report = Access.objects.get()
    assert report.what == "erased" and report.detail["access"] == 3
    page = parts.signed_in(parts.reviewer()).get("/center/jobs/").content.decode()
    assert "保存期間" in page


def test_applications_keep_their_contact_for_ten_years_after_their_end(moved_clock):
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    decision.refuse(a.pk, parts.reviewer(), "見本")
    moved_clock(3600)
    assert retention.run()["contacts"] == 0
    moved_clock(3700)
    assert retention.run()["contacts"] == 1
    assert a.revisions.get().contact == {} and a.revisions.get().edits


def test_an_export_of_the_record_is_itself_recorded():
    client = parts.signed_in(parts.person(None, "kanri", Role.ADMIN))
    for kind in ("application", "access", "history", "password"):
        assert client.get("/center/record/", {"kind": kind}).status_code == 200
        assert (
            client.get(
                "/center/record.csv", {"kind": kind, "from": f"{clock.today() - timedelta(days=1):%Y/%m/%d}"}
            ).status_code
            == 200
        )
    assert Access.objects.filter(what="exported").count() == 4
