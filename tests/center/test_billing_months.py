"""The Center's page of months: what is wrong with a load stands beside its field; a month is fixed only as the page showed it."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nss.account.models import Role
from nss.billing import invoices
from nss.billing.models import Month
from tests import parts
from tests.billing.samples import GOOD, loaded

from .test_acts import beside

pytestmark = pytest.mark.django_db


def biller() -> Client:
    return parts.signed_in(parts.person(None, "seikyu", Role.BILLING))


def test_a_month_is_fixed_as_the_page_showed_it_and_not_when_it_was_loaded_anew():
    parts.guide_office()
    month, client = loaded(*GOOD), biller()
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', client.get("/center/billing/").content.decode())
    loaded(GOOD[0])
    url = f"/center/billing/{month.pk}/fix/"
    again = Month.objects.get()
    page = client.post(f"/center/billing/{again.pk}/fix/", {"seen": seen}, follow=True).content.decode()
    assert "この画面を開いた後に、この月の請求が変わりました" in page
    assert Month.objects.get().state == "loaded"
    client.post(url.replace(str(month.pk), str(again.pk)), {"seen": invoices.shown(again)})
    assert Month.objects.get().state == "fixed"


def test_what_is_wrong_with_a_load_stands_beside_its_field_and_the_month_stays():
    client = biller()
    answer = client.post("/center/billing/", {"month": "2026-10"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ファイルを選択してください" in beside(page, "id_file") and not beside(page, "id_month")
    assert re.search(r'<input[^>]*name="month"[^>]*value="2026-10"|value="2026-10"[^>]*name="month"', page)
    page = client.post(
        "/center/billing/", {"month": "十月", "file": SimpleUploadedFile("u.csv", b"x")}
    ).content.decode()
    assert "請求年月を選択してください" in beside(page, "id_month")
