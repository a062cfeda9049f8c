"""Temporary accounts of newcomers: closed when nothing came of them, and never those whose application was filed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from nss.account.models import Person
from nss.application.models import Application
from nss.base import clock
from nss.procedure.beside import newcomers
from tests import parts

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


def page_of(client: Client, pk: int, item: str) -> dict[str, str]:
    """The typed fields of a page by name."""
    text = client.get(f"/drafts/{pk}/item/{item}/form/").content.decode()
    inputs = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input [^>]*>", text)]
    return {i["name"]: i.get("value", "") for i in inputs if "name" in i}


def test_the_name_of_the_company_and_the_address_are_typed_once():
    person = newcomers.open_account(DATA)
    client = parts.signed_in(person)
    pk = Application.objects.get(applicant_office=person.office).pk
    first = page_of(client, pk, "office-data")
    assert first["company.name"] == "株式会社みらい通商"
    typed = {
        "office.name": "本店",
        "office.postal_code": "1050001",
        "office.address": "東京都港区虎ノ門1-1-1",
        "office.phone": "0312345678",
    }
    assert client.post(f"/drafts/{pk}/item/office-data/form/", {**first, **typed}).status_code == 302
    billing = page_of(client, pk, "billing")
    assert billing["billing.name"] == "株式会社みらい通商"
    assert (billing["billing.postal_code"], billing["billing.address"]) == (
        "1050001",
        "東京都港区虎ノ門1-1-1",
    )


def test_a_name_that_was_typed_otherwise_is_the_one_that_goes_on():
    person = newcomers.open_account(DATA)
    client = parts.signed_in(person)
    pk = Application.objects.get(applicant_office=person.office).pk
    first = page_of(client, pk, "office-data")
    other = {
        "company.name": "みらい通商株式会社",
        "office.name": "本店",
        "office.postal_code": "1050001",
        "office.address": "東京都港区虎ノ門1-1-1",
        "office.phone": "0312345678",
    }
    client.post(f"/drafts/{pk}/item/office-data/form/", {**first, **other})
    assert page_of(client, pk, "office-data")["company.name"] == "みらい通商株式会社"
    assert page_of(client, pk, "billing")["billing.name"] == "みらい通商株式会社"


@pytest.mark.parametrize(
    "item", ["office-data", "holder", "head-office", "manager", "billing", "billing-contact"]
)
def test_a_newcomer_is_not_told_to_overwrite_what_is_not_there(item):
    person = newcomers.open_account(DATA)
    pk = Application.objects.get(applicant_office=person.office).pk
    page = parts.signed_in(person).get(f"/drafts/{pk}/item/{item}/form/").content.decode()
    assert "上書き" not in page and "<h1" in page
