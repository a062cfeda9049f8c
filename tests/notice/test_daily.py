"""日次まとめ: what an office wants together comes in one mail next morning; what is fixed comes at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from nss.account.models import Role
from nss.base import clock
from nss.notice import daily, mail, preferences
from nss.notice.models import Mail, NoticeSetting
from tests import parts

pytestmark = pytest.mark.django_db


def morning(days: int = 1):
    return clock.start_of(clock.today() + timedelta(days=days)) + timedelta(hours=8, minutes=12)


def tell(office, kind: str, subject: str) -> None:
    mail.queue(kind, ["a@example.jp"], subject, "本文\nhttps://nss.example.jp/billing/\n--\n", office=office)


def test_what_is_held_comes_in_one_mail_next_morning_and_never_twice():
    # Holds C19, F-12.
    office = parts.office()
    for kind in ("M10", "notice"):
        preferences.store(office, kind, True, [], daily=True)
    before = ProcrastinateJob.objects.count()
    tell(office, "M10", "【NSS】請求額確定のお知らせ")
    tell(office, "notice", "【NSS】年末年始の受付")
    tell(office, "M02", "【NSS】利用申込確認完了のお知らせ")
    assert dict(Mail.objects.values_list("kind", "state")) == {
        "M10": "held",
        "notice": "held",
        "M02": "queued",
    }
    assert ProcrastinateJob.objects.count() == before + 1, "a mail that is held has no job"
    assert daily.send(clock.now()) == 0
    assert daily.send(morning()) == 1
    made = Mail.objects.get(kind="daily")
    assert made.state == "queued" and "2件" in made.subject
    assert (
        "・請求額確定のお知らせ" in made.body
        and "・年末年始の受付" in made.body
        and "https://nss.example.jp/billing/" in made.body
    )
    assert Mail.objects.filter(state="joined").count() == 2
    assert daily.send(morning(2)) == 0


def test_a_fixed_kind_comes_at_once_whatever_is_asked_and_the_page_keeps_the_choice():
    office = parts.office()
    client = Client()
    client.force_login(parts.person(office, role=Role.MANAGER))
    client.post(
        "/news/settings/", {"mail-M10": "on", "daily-M10": "on", "daily-M01": "on", "mail-notice": "on"}
    )
    kept = dict(NoticeSetting.objects.values_list("kind", "daily"))
    assert kept["M10"] is True and kept["M01"] is False and kept["notice"] is False
    page = " ".join(client.get("/news/settings/").content.decode().split())
    assert 'name="daily-M10" checked' in page and 'name="daily-M01"' not in page


def test_what_changes_the_contract_is_always_mailed_and_the_rest_is_the_offices_choice():
    # Holds C19.
    office = parts.office()
    client = parts.signed_in(parts.person(office, role=Role.MANAGER))
    page = client.get("/news/settings/").content.decode()
    chosen = {"M07", "M10", "M13", "M14", "notice"}
    assert set(re.findall(r'name="daily-([\w-]+)"', page)) == chosen
    assert set(re.findall(r'name="mail-([\w-]+)"(?![^>]*disabled)', page)) == chosen


def test_other_offices_and_other_addresses_get_mails_of_their_own():
    one, two = parts.office(), parts.office("XYZ001", company_name="別会社")
    for office in (one, two):
        preferences.store(office, "M10", True, [], daily=True)
        tell(office, "M10", f"【NSS】{office.code}")
    assert daily.send(morning()) == 2
    for m in Mail.objects.filter(kind="daily"):
        other = two if m.office_id == one.pk else one
        assert other.code not in m.body and other.company_name not in m.body
