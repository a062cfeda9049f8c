"""API tokens: made by a manager, shown once, revoked at once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from nss.account import tokens
from nss.account.models import ApiToken
from nss.account.tokens import create_token
from tests import parts

pytestmark = pytest.mark.django_db


def test_a_token_is_shown_once_works_and_ends_when_revoked():
    # Holds C28.
    office = parts.guide_office()
    manager = Client()
    manager.force_login(parts.person(office, role=parts.Role.MANAGER))
    assert manager.get("/tokens/").status_code == 200
    token = re.search(
        r"nss_[\w-]{20,}", manager.post("/tokens/", {"name": "倉庫システム"}).content.decode()
    ).group(0)
    again = manager.get("/tokens/").content.decode()
    assert token not in again and "倉庫システム" in again
    machine = Client(headers={"Authorization": f"Bearer {token}"})
    assert machine.get("/api/v1/contract").status_code == 200
    manager.post(f"/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert machine.get("/api/v1/contract").status_code == 401
    assert Client().get("/api/v1/openapi.json").status_code == 200


@pytest.mark.parametrize(("name", "told"), [(" ", "用途を入力してください"), ("あ" * 200, "200文字あります")])
def test_a_token_without_a_name_or_with_one_too_long_is_refused_and_none_is_made(name, told):
    manager = parts.signed_in(parts.person(parts.guide_office(), role=parts.Role.MANAGER))
    answer = manager.post("/tokens/", {"name": name})
    assert answer.status_code == 422 and told in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_only_a_manager_sees_the_page():
    office = parts.guide_office()
    plain = Client()
    plain.force_login(parts.person(office))
    assert plain.get("/tokens/").status_code == 404


@pytest.mark.parametrize("action", [{"what": "stop"}, {"what": "role", "role": "reader"}])
def test_the_tokens_of_somebody_who_is_stopped_or_has_another_role_end(action):
    office = parts.guide_office()
    gone = parts.person(office, "old", parts.Role.MANAGER)
    chief = parts.signed_in(parts.person(office, "new", parts.Role.MANAGER))
    machine = Client(headers={"Authorization": f"Bearer {create_token(office, gone, 'x')}"})
    assert machine.get("/api/v1/contract").status_code == 200
    chief.post(f"/people/{gone.pk}/act/", action)
    assert machine.get("/api/v1/contract").status_code == 401
    chief.post(f"/people/{gone.pk}/act/", {"what": "start"})
    assert machine.get("/api/v1/contract").status_code == 401, "for good"


def test_a_token_is_worth_nothing_while_its_maker_is_stopped_whoever_stopped_them():
    office = parts.guide_office()
    gone = parts.person(office, "old", parts.Role.MANAGER)
    machine = Client(headers={"Authorization": f"Bearer {create_token(office, gone, 'x')}"})
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    assert machine.get("/api/v1/contract").status_code == 401


@pytest.mark.parametrize(("length", "taken"), [(60, True), (61, False)])
def test_what_a_token_is_for_is_never_cut(length: int, taken: bool):
    office = parts.office()
    client = parts.signed_in(parts.person(office, role=parts.Role.MANAGER))
    page = client.post("/tokens/", {"name": "あ" * length}).content.decode()
    assert [t.name for t in ApiToken.objects.all()] == (["あ" * length] if taken else [])
    assert taken or ("61文字あります" in page and f'value="{"あ" * 61}"' in page)


def test_a_token_ends_a_year_after_it_was_made(moved_clock):
    # Holds C28.
    office = parts.office()
    token = create_token(office, parts.person(office), "x")
    moved_clock(364)
    assert tokens.office_of(token) == office
    moved_clock(366)
    assert tokens.office_of(token) is None
