"""A day that nobody can mean, in the address of the contract: said, and never answered with an empty contract."""

from __future__ import annotations

import pytest
from django.test import Client

from nss.account.tokens import create_token
from tests import parts

pytestmark = pytest.mark.django_db
DAYS = ("9999/12/31", "2127/01/06", "0001/01/01")


@pytest.mark.parametrize("day", DAYS)
def test_the_page_says_so_and_shows_the_contract_of_today(day):
    office = parts.guide_office()
    page = parts.signed_in(parts.person(office)).get("/contract/", {"day": day, "tab": "code"})
    text = page.content.decode()
    assert page.status_code == 200 and 'id="day-error"' in text and "1ANAC" in text


@pytest.mark.parametrize("day", [d.replace("/", "-") for d in DAYS])
def test_the_api_refuses_it(day):
    office = parts.guide_office()
    token = create_token(office, parts.person(office), "test")
    answer = Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/contract", {"day": day})
    assert answer.status_code == 422
