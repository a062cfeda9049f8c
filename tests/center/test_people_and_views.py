"""People of offices helped by the Center, and the Center's look at an office's pages."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from nss.account.models import Access, OneTimeLink, Person, PersonSession, Role
from nss.application.models import Application
from nss.center.search import offices_with
from nss.issuing.models import SecretView
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db
WHY = "電話での依頼（受付番号 12）のため"


@pytest.fixture
def admin():
    return parts.signed_in(parts.person(None, "kanri", Role.ADMIN))


def test_a_lost_sign_in_is_helped_without_anybody_learning_a_password(admin):
    # Holds N18, T-15.
    office = parts.guide_office()
    person = parts.person(office, email="hanako@example.jp")
    TOTP.activate(person, generate_totp_secret())
    theirs = parts.signed_in(person)
    assert theirs.get("/contract/").status_code == 200
    for what in ("link", "factor"):
        assert (
            admin.post(f"/center/people/{person.pk}/act/", {"what": what, "reason": WHY}).status_code == 302
        )
    assert OneTimeLink.objects.filter(person=person).count() == 1
    assert not Authenticator.objects.filter(user=person).exists()
    assert theirs.get("/contract/").status_code == 302, "every sign-in ended"
    assert {m.to[0] for m in Mail.objects.all()} == {"hanako@example.jp"}
    assert (
        list(
            Access.objects.filter(what__in=["link", "factor"]).values_list("actor__login_id", "office__code")
        )
        == [("kanri", "NAC001")] * 2
    )


def test_reception_helps_with_a_lost_sign_in_and_gives_nobody_a_right():
    office = parts.guide_office()
    person = parts.person(office, email="hanako@example.jp")
    desk = parts.signed_in(parts.person(None, "uketsuke", Role.RECEPTION))
    page = desk.get("/center/offices/NAC001/people/").content.decode()
    assert (
        "パスワード再設定の案内を送る" in page
        and "担当者を登録する" not in page
        and "役割を変更する" not in page
    )
    new = {
        "login_id": "evil",
        "family_name": "悪",
        "given_name": "人",
        "email": "me@evil.example",
        "role": "manager",
        "reason": WHY,
    }
    assert desk.post("/center/offices/NAC001/people/", new).status_code == 403
    for what in ("role", "factor", "stop", "start"):
        sent = {"what": what, "role": "manager", "reason": WHY}
        assert desk.post(f"/center/people/{person.pk}/act/", sent).status_code == 403
    assert (
        Person.objects.filter(office=office).count() == 1
        and Person.objects.get(pk=person.pk).role == person.role
    )
    assert not Mail.objects.exists()
    assert desk.post(f"/center/people/{person.pk}/act/", {"what": "link", "reason": WHY}).status_code == 302
    assert Mail.objects.get().to == ["hanako@example.jp"]


def test_the_managers_of_an_office_read_of_whom_the_center_lets_in_or_changes(admin):
    office = parts.guide_office()
    parts.person(office, "ichiro", Role.MANAGER, email="ichiro@example.jp")
    parts.person(parts.office("XYZ001"), "x", Role.MANAGER, email="x@elsewhere.example")
    person = parts.person(office, email="hanako@example.jp")
    new = {
        "login_id": "saburo",
        "family_name": "三",
        "given_name": "郎",
        "email": "s@example.jp",
        "role": "reader",
        "reason": WHY,
    }
    assert admin.post("/center/offices/NAC001/people/", new).status_code == 302
    to_reader = {"what": "role", "role": "reader", "reason": WHY}
    assert admin.post(f"/center/people/{person.pk}/act/", to_reader).status_code == 302
    told = [m for m in Mail.objects.order_by("pk") if m.to == ["ichiro@example.jp"]]
    assert len(told) == 2 and "saburo" in told[0].body and "担当者として登録しました" in told[0].body
    assert "hanako" in told[1].body and "役割を変更しました" in told[1].body
    assert not Mail.objects.filter(to=["x@elsewhere.example"]).exists(), (
        "another office's manager reads nothing"
    )
    parts.signed_in(Person.objects.get(login_id="ichiro")).post(
        f"/people/{person.pk}/act/", {"what": "role", "role": "applicant"}
    )
    assert Mail.objects.filter(to=["ichiro@example.jp"]).count() == 2, "what she does herself needs no mail"


def test_all_sign_ins_of_a_person_end_at_once(admin):
    person = parts.person(parts.guide_office())
    clients = [parts.signed_in(person) for _ in range(3)]
    assert PersonSession.objects.filter(person_id=person.pk).count() == 3
    admin.post(f"/center/people/{person.pk}/act/", {"what": "end", "reason": WHY})
    assert [c.get("/").status_code for c in clients] == [302, 302, 302]


def test_the_last_manager_stays():
    office = parts.guide_office()
    manager = parts.person(office, "ichiro", Role.MANAGER)
    other = parts.person(office, "saburo", Role.MANAGER)
    parts.person(parts.office("XYZ001"), "x", Role.MANAGER)
    client = parts.signed_in(manager)
    client.post(f"/people/{other.pk}/act/", {"what": "role", "role": "reader"})
    other.refresh_from_db()
    assert other.role == "reader"
    admin = parts.signed_in(parts.person(None, "kanri", Role.ADMIN))
    answer = admin.post(f"/center/people/{manager.pk}/act/", {"what": "stop", "reason": WHY}, follow=True)
    manager.refresh_from_db()
    assert manager.is_active and "最後の管理責任者" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.APPROVER, Role.ADMIN])
def test_the_way_to_help_an_offices_people_leads_to_nobody_of_the_center(role: Role):
    clerk = parts.person(None, "kouji", Role.WORKS)
    client = parts.signed_in(parts.person(None, "kanri", role))
    for what in ("link", "stop", "role"):
        sent = {"what": what, "role": "admin", "reason": WHY}
        assert client.post(f"/center/people/{clerk.pk}/act/", sent).status_code == 404
    clerk.refresh_from_db()
    assert (clerk.is_active, clerk.role) == (True, Role.WORKS) and not OneTimeLink.objects.exists()


@pytest.mark.parametrize("top", [Role.MANAGER, Role.ADMIN])
def test_nobody_stops_themselves_or_gives_themselves_another_role(top: Role):
    office = parts.office() if top == Role.MANAGER else None
    who = parts.person(office, "ichiro", top)
    parts.person(office, "saburo", top)
    for what in ("stop", "role"):
        sent = {"what": what, "role": "reader" if office else "reviewer", "reason": WHY}
        assert parts.signed_in(who).post(f"/people/{who.pk}/act/", sent).status_code == 422
    who.refresh_from_db()
    assert (who.is_active, who.role) == (True, top)


@pytest.mark.parametrize(("code", "foreign"), [("NAC001", "admin"), ("NAC001", "approver"), ("", "manager")])
def test_nobody_gets_a_role_of_the_other_side(code: str, foreign: str):
    office, top = (parts.office(code), Role.MANAGER) if code else (None, Role.ADMIN)
    person = parts.person(office, "hanako", Role.READER if code else Role.WORKS)
    sent = {"what": "role", "role": foreign, "reason": WHY}
    client = parts.signed_in(parts.person(office, "ichiro", top))
    assert client.post(f"/people/{person.pk}/act/", sent).status_code == 422
    assert Person.objects.get(pk=person.pk).role == person.role


def test_an_office_is_found_by_what_a_caller_names(admin):
    parts.guide_office()
    for text in ("NAC001", "1ANAC", "1ANACA0A", "ナックス"):
        assert admin.get("/center/offices/", {"q": text}).headers["Location"] == "/center/offices/NAC001/"


def test_the_center_sees_an_offices_pages_marked_read_only_and_written_down():
    office = parts.guide_office()
    who = parts.person(office)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    draft = parts.draft(office, who, parts.ids_to_add("1ANAC")).application_id
    client = parts.signed_in(parts.reviewer())
    assert client.post("/center/offices/NAC001/view/", {}).status_code == 302
    assert client.get("/contract/").status_code == 404, "no reason, no view"
    client.post("/center/offices/NAC001/view/", {"reason": "電話での問い合わせのため"})
    page = client.get("/contract/?tab=net").content.decode()
    assert "1ANAC" in page and "閲覧中" in page
    assert client.get(f"/applications/{a.number}/").status_code == 200
    assert client.get(f"/drafts/{draft}/").status_code == 403, "what is not filed is the office's own"
    for path in (
        f"/applications/{a.number}/withdraw/",
        "/news/read/",
        "/apply/change/items/",
        f"/applications/{a.number}/ids/acknowledge/",
    ):
        assert client.post(path, {"reason": "x", "sure": "on"}).status_code == 403
    assert client.get("/center/").status_code == 200
    assert not SecretView.objects.exists() and Application.objects.get(pk=a.pk).state == "received"
    seen = list(Access.objects.filter(what="viewed_as").order_by("id").values_list("detail", flat=True))
    assert seen[0]["reason"] == "電話での問い合わせのため" and "/contract/" in [d.get("path") for d in seen]
    client.post("/center/view/end/")
    assert client.get("/contract/").status_code == 404


def test_who_has_no_longer_the_role_to_view_an_office_views_none():
    parts.guide_office()
    who = parts.reviewer()
    client = parts.signed_in(who)
    client.post("/center/offices/NAC001/view/", {"reason": "電話での問い合わせのため"})
    assert client.get("/contract/").status_code == 200
    who.role = Role.AUDITOR
    who.save(update_fields=["role"])
    assert client.get("/contract/").status_code == 404
    assert "閲覧中" not in client.get("/center/").content.decode()


def test_an_office_cannot_view_as_another():
    parts.guide_office()
    stranger = parts.signed_in(parts.person(parts.office("XYZ001"), "x", Role.MANAGER))
    assert stranger.post("/center/offices/NAC001/view/", {"reason": "x"}).status_code == 404
    session = stranger.session
    session["viewing_as"] = parts.Office.objects.get(code="NAC001").pk
    session.save()
    assert "1ANAC" not in stranger.get("/contract/?tab=net").content.decode()


def test_a_sign_in_from_a_new_browser_is_told_by_mail_and_one_from_a_known_one_is_not(client):
    person = parts.person(parts.guide_office())
    form = {"office_code": "NAC001", "login_id": "hanako", "password": parts.PASSWORD}
    client.post("/login/", form)
    assert not Mail.objects.exists(), "the first sign-in of all is no news"
    client.post("/logout/")
    client.post("/login/", form)
    assert not Mail.objects.exists()
    Client().post("/login/", form)
    mail = Mail.objects.get(kind="M15")
    assert mail.to == [person.email]
    assert Access.objects.filter(what="signed_in").count() == 3


def test_the_centers_people_need_a_second_factor_where_that_is_set(settings):
    settings.CENTER_NEEDS_FACTOR = True
    person = parts.reviewer()
    client = parts.signed_in(person)
    assert client.get("/center/").headers["Location"] == "/account/factor/"
    assert client.get("/account/factor/").status_code == 200
    TOTP.activate(person, generate_totp_secret())
    assert client.get("/center/").status_code == 200
    office = parts.signed_in(parts.person(parts.guide_office()))
    assert office.get("/contract/").status_code == 200


def test_devices_are_listed_with_what_people_recognise():
    # Holds C30.
    person = parts.person(parts.guide_office())
    client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120 Safari/537"})
    client.post("/login/", {"office_code": "NAC001", "login_id": "hanako", "password": parts.PASSWORD})
    assert "Chrome Windows" in client.get("/account/").content.decode()
    assert Person.objects.get(pk=person.pk).office.code == "NAC001"


@pytest.mark.parametrize("typed", ["１ＡＮＡＣＡ０Ａ", "1ANACAOA", "1anac a0a", "ＮＡＣ００１"])
def test_an_office_is_found_by_what_a_caller_says_however_it_is_typed(typed: str):
    office = parts.guide_office()
    assert offices_with(typed) == {office.pk}
