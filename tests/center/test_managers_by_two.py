"""Nobody of the Center makes somebody the manager of an office alone."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from nss.account.models import Access, ManagerProposal, OneTimeLink, Person, Role
from nss.base import clock
from nss.contract.models import Office
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db
WHY = "事業所からの書面（管理責任者の退職）による"
PAGE = "/center/offices/NAC001/people/"
NEW = {
    "login_id": "saburo",
    "family_name": "三田",
    "given_name": "三郎",
    "email": "saburo@example.jp",
    "role": "manager",
    "reason": WHY,
}


@pytest.fixture
def office() -> Office:
    return parts.guide_office()


@pytest.fixture
def one() -> Client:
    return parts.signed_in(parts.person(None, "kanri", Role.ADMIN, names=("管理", "一", "カンリ イチ")))


@pytest.fixture
def two() -> Client:
    return parts.signed_in(parts.person(None, "kakunin", Role.APPROVER, names=("確認", "二", "カクニン ニ")))


def raised(client: Client, person: Person, why: str = WHY) -> int:
    """Propose somebody of the office; the status of the answer."""
    sent = {"what": "role", "role": "manager", "reason": why}
    return client.post(f"/center/people/{person.pk}/act/", sent).status_code


def waiting() -> ManagerProposal:
    return ManagerProposal.objects.get(confirmed_at=None, dropped_at=None)


def pressed(client: Client, what: str, pk: int) -> str:
    """The page after the button of a proposal."""
    return client.post(f"/center/manager-proposals/{pk}/{what}/", follow=True).content.decode()


def test_an_invited_manager_comes_in_when_a_second_person_confirms(
    office: Office, one: Client, two: Client
) -> None:
    parts.person(office, "ichiro", Role.MANAGER, email="ichiro@example.jp")
    answer = one.post(PAGE, NEW, follow=True)
    assert "別の担当者の確認で反映されます" in answer.content.decode()
    assert not Person.objects.filter(login_id="saburo").exists() and not OneTimeLink.objects.exists()
    assert not Mail.objects.exists(), "nobody is invited yet"
    page = two.get(PAGE).content.decode()
    for shown in ("三田", "saburo@example.jp", WHY, "管理 一", "内容を確認し、管理責任者にする"):
        assert shown in page
    pressed(two, "confirm", waiting().pk)
    made = Person.objects.get(login_id="saburo")
    assert made.role == Role.MANAGER and made.office == office and made.email == "saburo@example.jp"
    assert OneTimeLink.objects.filter(person=made).count() == 1
    told = Mail.objects.get(to=["ichiro@example.jp"])
    assert "saburo" in told.body and f"理由：{WHY}" in told.body


def test_a_person_rises_to_manager_when_a_second_person_confirms(
    office: Office, one: Client, two: Client
) -> None:
    parts.person(office, "ichiro", Role.MANAGER, email="ichiro@example.jp")
    hanako = parts.person(office, email="hanako@example.jp")
    assert raised(one, hanako) == 302
    hanako.refresh_from_db()
    assert hanako.role == Role.APPLICANT and not Mail.objects.exists()
    pressed(two, "confirm", waiting().pk)
    hanako.refresh_from_db()
    assert hanako.role == Role.MANAGER
    told = Mail.objects.get(to=["ichiro@example.jp"])
    assert "hanako" in told.body and WHY in told.body


def test_both_people_and_the_reason_stand_in_the_record(office: Office, one: Client, two: Client) -> None:
    one.post(PAGE, NEW)
    pressed(two, "confirm", waiting().pk)
    lines = {a.what: a for a in Access.objects.exclude(what="signed_in")}
    assert set(lines) == {"proposed", "invited"}
    proposed, invited = lines["proposed"], lines["invited"]
    assert proposed.actor is not None and proposed.actor.login_id == "kanri"
    assert proposed.detail["whom"] == "NAC001/saburo" and proposed.detail["reason"] == WHY
    assert invited.actor is not None and invited.actor.login_id == "kakunin"
    assert invited.detail["proposed_by"] == "NACCS/kanri" and invited.detail["reason"] == WHY


def test_whoever_proposed_a_manager_cannot_confirm_him_not_even_past_the_rules(
    office: Office, one: Client
) -> None:
    one.post(PAGE, NEW)
    assert "内容を確認し、管理責任者にする" not in one.get(PAGE).content.decode()
    assert "別の担当者の確認が必要です" in pressed(one, "confirm", waiting().pk)
    assert not Person.objects.filter(login_id="saburo").exists()
    made = waiting()
    with pytest.raises(IntegrityError), transaction.atomic():
        ManagerProposal.objects.filter(pk=made.pk).update(confirmed_by=made.by, confirmed_at=clock.now())


@pytest.mark.parametrize("who", ["one", "two"])
def test_a_proposal_is_taken_back_or_declined_and_nothing_comes_of_it(
    office: Office, one: Client, two: Client, who: str
) -> None:
    hanako = parts.person(office)
    raised(one, hanako)
    pk = waiting().pk
    word = {"one": "提案を取りやめる", "two": "提案を認めない"}[who]
    client = {"one": one, "two": two}[who]
    assert word in client.get(PAGE).content.decode()
    pressed(client, "drop", pk)
    assert "すでに取りやめられています" in pressed(two, "confirm", pk)
    hanako.refresh_from_db()
    assert hanako.role == Role.APPLICANT
    assert Access.objects.filter(what="unproposed").count() == 1
    assert raised(one, hanako) == 302, "it makes room for another one"


def test_one_proposal_for_a_person_at_a_time(office: Office, one: Client, two: Client) -> None:
    one.post(PAGE, NEW)
    answer = two.post(PAGE, {**NEW, "email": "other@example.jp"})
    assert answer.status_code == 422 and "確認を待っている管理責任者の提案" in answer.content.decode()
    assert waiting().email == "saburo@example.jp"


@pytest.mark.parametrize("change", [{"email": "me@evil.example"}, {"role": "reader"}, {"family_name": "別"}])
def test_a_person_who_changed_since_the_proposal_is_not_raised(
    office: Office, one: Client, two: Client, change: dict[str, str]
) -> None:
    hanako = parts.person(office)
    raised(one, hanako)
    Person.objects.filter(pk=hanako.pk).update(**change)
    assert "提案の後に、この担当者の登録内容が変更されています" in pressed(two, "confirm", waiting().pk)
    hanako.refresh_from_db()
    assert hanako.role != Role.MANAGER


def test_an_id_that_somebody_else_got_meanwhile_is_not_given_to_the_invited(
    office: Office, one: Client, two: Client
) -> None:
    one.post(PAGE, NEW)
    other = parts.person(office, "saburo", Role.READER)
    assert "この担当者IDは使われています" in pressed(two, "confirm", waiting().pk)
    other.refresh_from_db()
    assert other.role == Role.READER


def test_a_proposal_ends_with_the_person_or_with_whoever_made_it(
    office: Office, one: Client, two: Client
) -> None:
    hanako = parts.person(office)
    raised(one, hanako)
    assert two.post(f"/center/people/{hanako.pk}/act/", {"what": "stop", "reason": WHY}).status_code == 302
    assert not ManagerProposal.objects.filter(dropped_at=None).exists()
    assert raised(one, hanako) == 422, "nobody who is stopped is proposed"
    two.post(PAGE, NEW)
    kakunin = Person.objects.get(login_id="kakunin")
    assert one.post(f"/people/{kakunin.pk}/act/", {"what": "stop", "reason": WHY}).status_code == 302
    assert not ManagerProposal.objects.filter(dropped_at=None).exists()


def test_an_office_without_a_manager_gets_one_in_the_same_way_and_all_of_it_are_told(
    office: Office, one: Client, two: Client
) -> None:
    parts.person(office, email="hanako@example.jp")
    one.post(PAGE, NEW)
    pressed(two, "confirm", waiting().pk)
    assert Person.objects.get(login_id="saburo").role == Role.MANAGER
    assert Mail.objects.filter(to=["hanako@example.jp"]).count() == 1


def test_reception_reads_a_proposal_and_can_do_nothing_with_it(office: Office, one: Client) -> None:
    one.post(PAGE, NEW)
    desk = parts.signed_in(parts.person(None, "uketsuke", Role.RECEPTION))
    page = desk.get(PAGE).content.decode()
    assert "saburo@example.jp" in page and "manager-proposals" not in page
    for what in ("confirm", "drop"):
        assert desk.post(f"/center/manager-proposals/{waiting().pk}/{what}/").status_code == 403


def test_the_desk_says_that_a_manager_waits(office: Office, one: Client, two: Client) -> None:
    assert "管理責任者の提案が" not in two.get("/center/").content.decode()
    one.post(PAGE, NEW)
    page = two.get("/center/").content.decode()
    assert "管理責任者の提案が1件" in page and f'href="{PAGE}"' in page


def test_an_offices_own_manager_and_other_roles_need_no_second_person(office: Office, one: Client) -> None:
    hanako = parts.person(office)
    parts.signed_in(parts.person(office, "ichiro", Role.MANAGER)).post(
        f"/people/{hanako.pk}/act/", {"what": "role", "role": "manager"}
    )
    hanako.refresh_from_db()
    assert hanako.role == Role.MANAGER
    one.post(PAGE, {**NEW, "role": "reader"})
    assert Person.objects.get(login_id="saburo").role == Role.READER
    assert not ManagerProposal.objects.exists()
