"""Temporary accounts of newcomers: closed when nothing came of them, and never those whose application was filed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nss.account.models import Person
from nss.application.models import Application
from nss.base import clock
from nss.procedure.beside import newcomers

pytestmark = pytest.mark.django_db
DATA = {
    "company": "株式会社みらい通商",
    "family_name": "未来",
    "given_name": "次郎",
    "family_kana": "ミライ",
    "given_kana": "ジロウ",
    "phone": "0312345678",
    "email": "jiro@mirai.example",
}


def test_an_account_whose_application_was_never_filed_is_closed_after_thirty_days():
    person = newcomers.open_account(DATA)
    today = clock.today()
    assert newcomers.close_expired(today + timedelta(days=30)) == 0
    assert Person.objects.get(pk=person.pk).is_active
    assert newcomers.close_expired(today + timedelta(days=31)) == 1
    assert not Person.objects.get(pk=person.pk).is_active


def test_an_account_whose_application_was_filed_stays():
    person = newcomers.open_account(DATA)
    Application.objects.filter(applicant_office=person.office).update(number="270001A", state="withdrawn")
    assert newcomers.close_expired(clock.today() + timedelta(days=400)) == 0
    assert Person.objects.get(pk=person.pk).is_active
