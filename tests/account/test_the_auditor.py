"""監査: somebody of the Center who reads everything and changes nothing, asked over the whole URL map."""

from __future__ import annotations

import pytest
from django.db import connection

from nss.account.models import CENTER_ROLES, Access, Person, Role
from nss.account.roster import roles_of
from nss.runtime import roles
from tests import parts

from . import world as worlds

pytestmark = pytest.mark.django_db
OWN = {"account:account", "account:password", "web:unsent"}
"""What is sent there is about the own account, or what the person has typed."""
FACTOR = ("mfa_", "account_reauthenticate", "account:again")
"""The own second factor, and the password before it."""
SIGN_IN = "people_personsession"
LOOKS = {SIGN_IN, "people_access", "document_document"}
"""Tables that a look writes: the sign-in that goes on, that it was taken, and a paper that nobody had opened before."""


def tables() -> dict[str, str]:
    """What each table holds, as a digest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = {}
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{name}" t')  # noqa: S608
            found[name] = str(cursor.fetchone())
        return found


def changed(before: dict[str, str]) -> set[str]:
    return {name for name, digest in tables().items() if before[name] != digest}


def test_nothing_that_the_auditor_sends_is_taken_over_the_whole_map() -> None:
    # Holds N18, F14.
    world = worlds.build()
    client, before, taken = world.clients["auditor"], tables(), []
    for a in roles.addresses():
        if a.audience is None or a.name in OWN or a.name.startswith(FACTOR):
            continue
        answer = client.post(str(world.path(a)), {"what": "end", "reason": "x", "name": "x"})
        to_the_desk = a.name == "office:menu" and answer.headers.get("Location") == "/center/"
        if answer.status_code not in (403, 404, 405) and not to_the_desk:
            taken.append(f"{a.name}: {answer.status_code}")
    assert not taken, "\n".join(taken)
    assert changed(before) <= {SIGN_IN}


def test_what_the_auditor_looks_at_stays_as_it_is_and_the_looks_are_written_down() -> None:
    # Holds N18, N19.
    world = worlds.build()
    client, before = world.clients["auditor"], tables()
    opened = {a.name for a in roles.addresses() if roles.allowed(a, Role.AUDITOR) and a.audience is not None}
    for a in roles.addresses():
        if a.name in opened and a.name.startswith(("center:", "account:")):
            assert client.get(str(world.path(a))).status_code in (200, 302, 404, 405), a.name
    assert changed(before) == LOOKS
    written = Access.objects.filter(actor=world.people["auditor"])
    assert set(written.values_list("what", flat=True)) == {"signed_in", "exported", "office_seen"}


def test_the_record_is_read_and_taken_along_and_a_mail_is_not_opened() -> None:
    # Holds N17, N19.
    world = worlds.build()
    client = world.clients["auditor"]
    page = client.get("/center/record/").content.decode()
    assert world.things["done"] in page and "/center/record.csv?" in page
    assert world.things["done"] in client.get("/center/record.csv").content.decode("utf-8-sig")
    mails = client.get("/center/mails/").content.decode()
    assert "利用申込受付完了" in mails and f"/center/mails/{world.things['mail']}/" not in mails
    assert client.get(f"/center/mails/{world.things['mail']}/").status_code == 403


def test_the_auditor_has_no_application_and_is_none_by_whom_the_queue_is_filtered() -> None:
    world = worlds.build()
    offered = world.clients["auditor"].get("/center/").content.decode()
    for role in CENTER_ROLES:
        is_offered = f'<option value="{world.people[role.value].pk}"' in offered
        assert is_offered is (role != Role.AUDITOR), role


def test_who_has_which_role_is_read_at_the_center_and_at_each_office() -> None:
    # Holds N18.
    world = worlds.build()
    client, people = world.clients["auditor"], world.people
    theirs = client.get("/people/").content.decode()
    assert "担当者と役割" in theirs and "登録する" not in theirs
    for role in CENTER_ROLES:
        assert f'<span class="code">{role.value}</span>' in theirs and str(role.word) in theirs
    of_office = client.get("/center/offices/NAC001/people/").content.decode()
    assert people["manager"].email in of_office and "管理責任者の確認待ち" in of_office
    assert "<select" not in of_office and 'name="what"' not in of_office


def test_somebody_becomes_auditor_by_an_administrator_and_no_office_has_one() -> None:
    admin = parts.signed_in(parts.person(None, "kanri", Role.ADMIN))
    sent = {"login_id": "kansa", "family_name": "監査", "given_name": "京子", "email": "kansa@naccs.example"}
    admin.post("/people/", {**sent, "role": "auditor", "reason": "監査の担当のため"})
    made = Person.objects.get(login_id="kansa")
    assert (made.role, made.office) == (Role.AUDITOR, None)
    assert Access.objects.get(what="invited").detail["role"] == "auditor"
    office = parts.office()
    assert Role.AUDITOR not in roles_of(office)
    stray = Person(role=Role.AUDITOR, office=office)
    rights = [n for n in dir(Person) if n.startswith("may_")]
    assert not [n for n in rights if getattr(stray, n)], "the role counts at the Center alone"
