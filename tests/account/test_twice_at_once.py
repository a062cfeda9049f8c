"""A form that comes twice at once does its work once, and nobody is told of a fault."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.test import Client

from nss.account.forms import PersonForm
from nss.account.models import Person, Role
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db
INVITED = {
    "login_id": "neu",
    "family_name": "新",
    "given_name": "人",
    "email": "neu@example.jp",
    "role": "applicant",
}
NEWCOMER = {**parts.NEWCOMER, "terms": "on"}


def test_an_invitation_that_comes_twice_makes_one_person_and_another_of_that_name_is_refused() -> None:
    manager = parts.signed_in(parts.person(parts.office(), "ichiro", Role.MANAGER))
    with patch.object(PersonForm, "clean_login_id", lambda form: form.cleaned_data["login_id"]):
        # Both have looked before either has written.
        answers = [manager.post("/people/", INVITED).status_code for _ in range(2)]
        other = manager.post("/people/", {**INVITED, "email": "other@example.jp"})
    assert answers == [302, 302]
    assert Person.objects.filter(login_id="neu").count() == 1 and Mail.objects.count() == 1
    assert other.status_code == 422 and "この担当者IDは使われています" in other.content.decode()


def test_a_temporary_account_is_opened_once_however_often_the_button_is_pressed() -> None:
    for _ in range(2):
        page = Client().post("/new/", NEWCOMER)
        assert page.status_code == 200 and NEWCOMER["email"] in page.content.decode()
    assert Person.objects.filter(login_id="kari").count() == 1 and Mail.objects.count() == 1
    Client().post("/new/", {**NEWCOMER, "company": "あした通商株式会社"})
    assert Person.objects.filter(login_id="kari").count() == 2


def test_a_temporary_account_without_its_mail_is_not_opened_at_all() -> None:
    client = Client(raise_request_exception=False)
    with patch("nss.office.views.newcomers.send_link", side_effect=ValueError):
        assert client.post("/new/", NEWCOMER).status_code == 500
    assert not Person.objects.exists()
    assert client.post("/new/", NEWCOMER).status_code == 200 and Person.objects.count() == 1


@pytest.mark.parametrize("login_id", ["Yamada", "yamada_t", "ym", "山田", "taro@naccs.jp"])
def test_a_malformed_login_id_is_told_beside_its_field_and_stays(login_id: str) -> None:
    parts.office()
    manager = parts.person(parts.Office.objects.get(), "ichiro", Role.MANAGER)
    admin = parts.person(None, "kanri", Role.ADMIN)
    for who, page in ((manager, "/people/"), (admin, "/center/offices/NAC001/people/")):
        sent = {**INVITED, "login_id": login_id, "reason": "電話での依頼"}
        answer = parts.signed_in(who).post(page, sent)
        text = answer.content.decode()
        assert answer.status_code == 422 and "半角の英小文字・数字・.・-で3〜30文字" in text
        assert f'value="{login_id}"' in text
