"""The pages of the vendors of works: kept by those who arrange works, read by everybody of the Center."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from nss.account.models import Access, Role
from nss.application import vendors
from nss.application.models import Vendor
from nss.base import clock
from nss.record.models import History
from tests import parts

from .test_acts import beside, value

pytestmark = pytest.mark.django_db
AT = "/center/works/vendors/"
SINCE = "2018/11/01"


@pytest.fixture
def kouji() -> Client:
    return parts.signed_in(parts.person(None, "kouji", Role.WORKS))


def test_a_vendor_is_added_changed_and_written_down(kouji: Client) -> None:
    # Holds N09.
    typed = {"name": "品川電設", "kana": "シナガワデンセツ", "phone": "03-1234-5678", "since": SINCE}
    assert kouji.post(AT, typed).status_code == 302
    made = Vendor.objects.get()
    assert (made.name, made.phone, made.until) == ("品川電設", "0312345678", None)
    at = f"{AT}{made.pk}/"
    page = kouji.get(at).content.decode()
    sent = typed | {"contact": "品川 太郎", "seen": parts.shown_by(page, at + "remove/")}
    assert kouji.post(at, sent).status_code == 302
    made.refresh_from_db()
    assert made.contact == "品川 太郎" and made.changed_by is not None
    lines = Access.objects.filter(what=Access.What.MASTER).order_by("id")
    assert [a.detail["sheet"] for a in lines] == ["vendors", "vendors"]
    assert lines[1].detail["before"]["contact"] == "" and lines[1].detail["after"]["contact"] == "品川 太郎"
    rows = History.objects.filter(table=Vendor._meta.db_table, row=made.pk).order_by("id")
    assert [h.action for h in rows] == ["insert", "update"]
    record = kouji.get("/center/record/?kind=history&q=工事業者").content.decode()
    assert "品川電設" in record and "品川 太郎" in record


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(kouji: Client) -> None:
    parts.vendor("品川電設")
    page = kouji.post(AT, {"name": "大井", "since": "2026/12/02", "until": "2026/12/01"}).content.decode()
    assert "取引開始日以降" in beside(page, "id_until") and value(page, "id_name") == "大井"
    page = kouji.post(AT, {"name": "品川電設", "since": SINCE}).content.decode()
    assert "すでにあります" in beside(page, "id_name")
    assert kouji.post(AT, {"name": "大井", "since": "2026/12/01", "until": "2026/12/01"}).status_code == 302


def test_a_vendor_that_a_colleague_changed_is_not_written_over_unseen(kouji: Client) -> None:
    # Holds N09.
    one = parts.vendor("品川電設")
    at = f"{AT}{one.pk}/"
    old = parts.shown_by(kouji.get(at).content.decode(), at + "remove/")
    Vendor.objects.filter(pk=one.pk).update(phone="0399999999")
    answer = kouji.post(at, {"name": "品川電設", "since": SINCE, "phone": "0311111111", "seen": old})
    page = answer.content.decode()
    assert answer.status_code == 422 and "03-9999-9999" in page
    assert value(page, "id_phone") == "0311111111"
    one.refresh_from_db()
    assert one.phone == "0399999999"
    again = parts.shown_by(page, at + "remove/")
    sent = {"name": "品川電設", "since": SINCE, "phone": "0311111111", "seen": again}
    assert kouji.post(at, sent).status_code == 302


def test_a_vendor_is_deleted_only_while_no_works_were_given_to_it(kouji: Client) -> None:
    one, spare = parts.vendor(), parts.vendor("目黒通信")
    vendors.choose(parts.works_of_line().pk, parts.reviewer(), one.pk)

    def removed(which: Vendor) -> str:
        at = f"{AT}{which.pk}/"
        seen = parts.shown_by(kouji.get(at).content.decode(), at + "remove/")
        return kouji.post(at + "remove/", {"seen": seen}, follow=True).content.decode()

    assert "削除できません" in removed(one) and "削除しました" in removed(spare)
    assert list(Vendor.objects.all()) == [one]


def test_who_stops_a_vendor_learns_which_works_need_another_one(kouji: Client) -> None:
    # Holds N09.
    one, work = parts.vendor(), parts.works_of_line()
    vendors.choose(work.pk, parts.reviewer(), one.pk)
    at = f"{AT}{one.pk}/"
    for until, told in ((clock.today(), False), (clock.today() - timedelta(days=1), True)):
        seen = parts.shown_by(kouji.get(at).content.decode(), at + "remove/")
        sent = {"name": one.name, "since": SINCE, "until": f"{until:%Y/%m/%d}", "seen": seen}
        page = kouji.post(at, sent, follow=True).content.decode()
        assert ("工事が残っています" in page) == told == ("取引期間外です" in page)
    assert "取引期間外です" in kouji.get(f"/center/applications/{work.application.number}/").content.decode()


def test_others_of_the_center_read_vendors_and_change_nothing(kouji: Client) -> None:
    one = parts.vendor("品川電設", phone="0312345678")
    kansa = parts.signed_in(parts.person(None, "kansa", Role.AUDITOR))
    for page in (AT, f"{AT}{one.pk}/"):
        text = kansa.get(page).content.decode()
        assert "品川電設" in text and '<button class="primary">' not in text
        assert kansa.post(page, {"name": "x", "since": SINCE}).status_code == 403
    admin = parts.signed_in(parts.person(None, "kanri", Role.ADMIN))
    assert admin.get("/center/masters/vendors/").status_code == 404, "it has a page of its own"
    assert "/center/masters/vendors/" not in admin.get("/center/masters/").content.decode()


def test_vendors_are_found_by_any_part_and_taken_along_as_a_file(kouji: Client) -> None:
    parts.vendor("品川電設", contact="工藤", does="専用線")
    parts.vendor("目黒通信")
    for text, found in (
        ("川電", [True, False]),
        ("工藤", [True, False]),
        ("通信", [False, True]),
        ("無", [False] * 2),
    ):
        page = kouji.get(AT, {"q": text}).content.decode()
        assert [name in page for name in ("品川電設", "目黒通信")] == found, text
    lines = kouji.get("/center/works/vendors.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("name,kana,phone,") and len(lines) == 3
