"""To whom a link to set a password goes, and whose links end with it: those of one person alone."""

from __future__ import annotations

import pytest
from django.test import Client

from nss.account.models import Access, Person, Role
from nss.account.people_mail import RESET, send_link
from nss.contract.models import Office
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db
SAME = "keiri@example.jp"
NEW = "a sentence nobody guesses"


@pytest.fixture
def office() -> Office:
    return parts.office()


def asked(office_code: str = "NAC001") -> list[str]:
    """To whom mails went when somebody asked for a link at this office."""
    Client().post("/password/forgotten/", {"office_code": office_code, "email": SAME})
    parts.send_asked_links()
    return [p.username for p in Person.objects.filter(onetimelink__isnull=False).order_by("username")]


def test_a_link_goes_to_the_person_of_the_named_office_and_not_to_another_with_the_same_address(
    office: Office,
) -> None:
    parts.person(office, email=SAME)
    parts.person(parts.office("XYZ001"), email=SAME)
    assert asked() == ["NAC001/hanako"]


def test_somebody_who_is_stopped_gets_no_link(office: Office) -> None:
    Person.objects.filter(pk=parts.person(office, email=SAME).pk).update(is_active=False)
    assert asked() == [] and not Mail.objects.exists()


def test_a_link_that_is_used_leaves_a_colleague_s_alive(office: Office) -> None:
    one, two = parts.person(office, email=SAME), parts.person(office, "jiro", email="jiro@example.jp")
    for person in (one, two):
        send_link(person, RESET)
    first, second = (parts.link_in(m) for m in Mail.objects.order_by("pk"))
    client = Client()
    client.get(first)
    assert client.post("/password/set/", {"new": NEW, "again": NEW}).status_code == 302
    assert client.post("/password/set/", {"new": NEW, "again": NEW}).status_code == 410
    assert Client().get(second).status_code == 302


def test_a_link_that_was_opened_in_time_sets_nothing_after_its_hour(office: Office) -> None:
    person = parts.person(office, email=SAME)
    send_link(person, RESET)
    client = Client()
    client.get(parts.link_in(Mail.objects.get()))
    person.onetimelink_set.update(expires=person.onetimelink_set.get().expires.replace(year=2020))
    assert client.post("/password/set/", {"new": NEW, "again": NEW}).status_code == 410
    person.refresh_from_db()
    assert person.check_password(parts.PASSWORD)


def test_who_signs_out_stands_in_the_record(office: Office) -> None:
    person = parts.person(office, role=Role.READER)
    parts.signed_in(person).post("/logout/")
    assert Access.objects.get(what="signed_out").actor == person
