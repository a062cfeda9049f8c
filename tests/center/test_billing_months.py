"""The Center's page of months: what is wrong with a load stands beside its field."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nss.account.models import Role
from tests import parts

from .test_acts import beside

pytestmark = pytest.mark.django_db


def biller() -> Client:
    return parts.signed_in(parts.person(None, "seikyu", Role.BILLING))


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
