"""What lets somebody in lies nowhere in clear: not in the tables, not in a mail's stored text, not on the Center's pages."""

from __future__ import annotations

import base64
import os
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core import mail as sent
from django.db import connection
from django.test import Client

from nss.account import factors
from nss.account.models import CENTER_ROLES, Access, OneTimeLink, ParkedPost, PersonSession, Role
from nss.account.people_mail import send_link
from nss.account.sessions import stored_key
from nss.base import clock
from nss.base.words import W
from nss.issuing import vault
from nss.notice import delivery, sealed_links
from nss.notice.models import Mail, MailState
from nss.runtime import keys
from tests import parts

pytestmark = pytest.mark.django_db


def whole_database() -> str:
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows: list[str] = []
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{name}" t')  # noqa: S608
            rows += [str(r[0]) for r in cursor.fetchall()]
    return "\n".join(rows)


def mailed() -> Mail:
    send_link(parts.person(parts.office()), W("パスワード再設定のご案内", "Set a new password"))
    return Mail.objects.get()


def test_a_living_link_stands_in_no_table_and_is_in_the_sent_mail() -> None:
    mail = mailed()
    link = parts.link_in(mail)
    assert link.split("/")[3] not in whole_database()
    delivery.deliver(mail_ids=[str(mail.pk)])
    assert link in sent.outbox[0].body
    mail.refresh_from_db()
    assert mail.state == MailState.SENT and mail.sealed is None and sealed_links.PLACE in mail.body


def test_the_key_of_a_session_stands_in_no_table_and_what_stands_there_opens_nothing() -> None:
    person = parts.person(None, "kanri", Role.ADMIN)
    here, other = parts.signed_in(person), parts.signed_in(person)
    key = str(here.session.session_key)
    assert key not in whole_database()
    kept = PersonSession.objects.get(session_key=stored_key(key))
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept.session_key
    assert thief.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    here.post("/account/")
    assert here.get("/account/").status_code == 200 and other.get("/account/").status_code == 302
    here.post("/logout/")
    assert not PersonSession.objects.filter(person_id=person.pk).exists()


@pytest.mark.parametrize("role", CENTER_ROLES)
def test_no_page_of_the_center_shows_a_living_link_and_a_look_at_a_mail_is_recorded(role: Role) -> None:
    mail = mailed()
    token = parts.link_in(mail).split("/")[3]
    Mail.objects.filter(pk=mail.pk).update(body=mail.body + f"\nhttps://x.example/password/reset/{'A' * 43}/")
    who = parts.signed_in(parts.person(None, "neko", role))
    page = who.get(f"/center/mails/{mail.pk}/")
    text = page.content.decode() + who.get("/center/mails/").content.decode()
    assert token not in text and "A" * 43 not in text
    may = role in (Role.RECEPTION, Role.APPROVER, Role.ADMIN)
    assert page.status_code == (200 if may else 403)
    assert Access.objects.filter(what="mail_read", detail__mail=mail.pk).exists() is may


@pytest.mark.parametrize(("late", "erased"), [(timedelta(seconds=-1), 0), (timedelta(seconds=1), 1)])
def test_a_link_that_nobody_could_send_lies_sealed_for_two_hours(
    monkeypatch: pytest.MonkeyPatch, late: timedelta, erased: int
) -> None:
    mail, now = mailed(), clock.now()
    Mail.objects.update(queued_at=now - timedelta(hours=2) - late)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert sealed_links.erase_late() == erased
    mail.refresh_from_db()
    assert (mail.sealed is None) is bool(erased)


def test_no_link_outlives_the_time_for_which_its_mail_may_lie_sealed() -> None:
    mail = mailed()
    assert OneTimeLink.objects.get().expires < mail.queued_at + timedelta(hours=2)


@pytest.mark.parametrize(("late", "usable"), [(timedelta(seconds=-1), True), (timedelta(seconds=1), False)])
def test_a_link_opens_for_an_hour(monkeypatch: pytest.MonkeyPatch, late: timedelta, usable: bool) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    mailed()
    assert OneTimeLink.objects.get().usable(now + timedelta(minutes=60) + late) is usable


def test_links_of_mails_that_nobody_could_send_are_erased(moved_clock: Any) -> None:
    mail = mailed()
    Mail.objects.update(state=MailState.FAILED)
    moved_clock(1)
    assert sealed_links.erase_late() == 1
    admin = parts.signed_in(parts.person(None, "kanri", Role.ADMIN))
    answer = admin.post(f"/center/mails/{mail.pk}/again/", follow=True)
    assert "有効期限が切れています" in answer.content.decode()
    assert Mail.objects.get(pk=mail.pk).state == MailState.FAILED


def test_the_secrets_of_an_app_and_of_recovery_codes_are_sealed() -> None:
    person, secret = parts.person(parts.office()), generate_totp_secret()
    TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person)
    assert secret not in whole_database()
    seed = factors.unseal(codes.instance.data["seed"])
    assert seed not in whole_database() and len(codes.generate_codes()) == 10
    assert factors.unseal(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_what_lay_in_clear_is_sealed_by_the_migration_and_opens_as_before() -> None:
    assert factors.unseal("PLAIN") == "PLAIN"
    made = factors.sealed({"secret": "PLAIN", "used_mask": 0})
    assert made["secret"] != "PLAIN" and factors.unseal(made["secret"]) == "PLAIN" and made["used_mask"] == 0


def test_everything_sealed_moves_to_the_new_key_and_the_old_one_may_go(settings: Any) -> None:
    mail = mailed()
    link, person = parts.link_in(mail), parts.person(parts.office("XYZ001"), "x")
    TOTP.activate(person, "GEHEIM")
    body = vault.encrypt(b"a=1", f"parked:{person.pk}:/drafts/1/")
    ParkedPost.objects.create(person=person, path="/drafts/1/", body=body, at=clock.now())
    office = parts.guide_office("ABC001")
    kept = vault.seal(
        kind="password",
        label="x",
        text="s3cret",
        office=office,
        application_id=1,
        opens_on=clock.today(),
        closes_on=clock.today(),
    )
    old = settings.VAULT_KEYS
    settings.VAULT_KEYS = {"new": base64.b64encode(os.urandom(32)).decode(), **old}
    assert keys.unknown() == set()
    assert keys.rotate() == {"passwords": 1, "links in mails": 1, "parked forms": 1, "second factors": 1}
    assert keys.in_use() == {"new"} and set(keys.rotate().values()) == {0}
    settings.VAULT_KEYS = {"new": settings.VAULT_KEYS["new"]}
    assert vault.reveal(kept.pk, office, person.pk, clock.today()) == "s3cret"
    assert parts.link_in(Mail.objects.get(pk=mail.pk)) == link
    assert factors.unseal(Authenticator.objects.get(type="totp").data["secret"]) == "GEHEIM"
    parked = ParkedPost.objects.get()
    assert vault.decrypt(bytes(parked.body), f"parked:{person.pk}:/drafts/1/") == b"a=1"
    with pytest.raises(InvalidTag):
        vault.decrypt(bytes(parked.body), "elsewhere")


def test_a_start_without_a_key_that_is_needed_is_refused(settings: Any) -> None:
    from nss.runtime import commands, environment

    mailed()
    commands.check_keys()
    settings.VAULT_KEYS = {"new": base64.b64encode(os.urandom(32)).decode()}
    with pytest.raises(environment.Misconfigured, match="NSS_VAULT_KEYS lacks"):
        commands.check_keys()
