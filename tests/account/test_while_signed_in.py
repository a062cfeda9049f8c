"""What a sign-in is worth: nothing to somebody who is stopped, no longer for a page that asks by itself, and the way to the
password alone for somebody who has to change it."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from nss.account.models import Person, PersonSession
from nss.account.people_mail import RESET, send_link
from nss.contract.models import Office
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db
NEW = {"new": "a sentence nobody guesses", "again": "a sentence nobody guesses"}


@pytest.fixture
def office() -> Office:
    return parts.office()


def test_somebody_who_is_stopped_neither_comes_in_nor_goes_on_whoever_stopped_them(office: Office) -> None:
    person = parts.person(office)
    inside = parts.signed_in(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert inside.get("/contract/").status_code == 302
    typed = {"office_code": "NAC001", "login_id": "hanako", "password": parts.PASSWORD}
    before = PersonSession.objects.count()
    assert Client().post("/login/", typed).status_code == 422
    assert PersonSession.objects.count() == before


@pytest.mark.parametrize(("headers", "goes_on"), [({"X-Heartbeat": "1"}, False), ({}, True)])
def test_a_page_that_asks_by_itself_keeps_no_session_alive(
    office: Office, headers: dict[str, str], goes_on: bool
) -> None:
    client = parts.signed_in(parts.person(office))
    client.get("/contract/")
    session, before = client.session, time.time() - 120
    session["seen"] = before
    session.save()
    client.get("/contract/", headers=headers)
    assert (client.session["seen"] > before) is goes_on


@pytest.mark.parametrize("by_link", [False, True])
def test_who_has_to_change_the_password_comes_to_that_page_until_it_is_changed(
    office: Office, by_link: bool
) -> None:
    person = parts.person(office)
    Person.objects.filter(pk=person.pk).update(must_change_password=True)
    client = parts.signed_in(person)
    assert client.get("/contract/").headers["Location"] == "/password/"
    if by_link:
        send_link(person, RESET)
        client.get(parts.link_in(Mail.objects.get()))
        answer = client.post("/password/set/", NEW, follow=True)
        assert (
            answer.redirect_chain == [("/login/", 302)]
            and "パスワードを設定しました" in answer.content.decode()
        )
        client = parts.signed_in(Person.objects.get(pk=person.pk))
    else:
        other = {"current": parts.PASSWORD, **NEW, "again": "another long sentence 42"}
        assert client.post("/password/", other).status_code == 422, "what was typed twice has to be the same"
        assert client.post("/password/", {"current": parts.PASSWORD, **NEW}).status_code == 302
    assert client.get("/contract/").status_code == 200
