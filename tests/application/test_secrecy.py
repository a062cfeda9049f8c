"""F16: a secret is its office's inside its window and nobody's ever after; an office cannot learn that
another exists except through what the two share."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nss.account.models import Person
from nss.application import decision
from nss.application.announce import reminders
from nss.application.models import Application, Consent
from nss.base import clock
from nss.calendar.deadlines import password_window
from nss.contract.models import Office
from nss.contract.rows.ids import UserId
from nss.contract.rows.sharing import SharedUse
from nss.issuing import vault
from nss.issuing.models import Secret
from nss.notice.models import Mail
from nss.runtime.demo import load
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued() -> tuple[Application, list[str]]:
    """An approved application with passwords, and what they are."""
    office = parts.guide_office()
    parts.office("XYZ001", company_name="別会社")
    a = parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC", 3))
    decision.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)
    a.refresh_from_db()
    return a, [vault._open(s) for s in Secret.objects.filter(application_id=a.pk)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(look=st.integers(-3, 60), erased=st.booleans(), stranger=st.booleans(), which=st.integers(0, 2))
def test_a_secret_is_read_exactly_by_its_office_inside_its_window(issued, look, erased, stranger, which):
    a, texts = issued
    day = clock.today() + timedelta(days=look)
    first, last = password_window(a.decided_on, a.start_date)
    secret = Secret.objects.filter(application_id=a.pk).order_by("pk")[which]
    reader = Office.objects.get(code="XYZ001" if stranger else "NAC001")
    with transaction.atomic():
        if erased:
            vault.erase_closed(day)
        try:
            found: Any = vault.reveal(secret.pk, reader, 1, day)
        except Secret.DoesNotExist:
            found = "does not exist"
        except vault.WindowClosed:
            found = "closed"
        if stranger:
            assert found == "does not exist"
        elif first <= day <= last:
            assert found in texts
        else:
            assert found == "closed"
        if erased and day > last:
            secret.refresh_from_db()
            assert secret.ciphertext is None
        transaction.set_rollback(True)


def everything_stored() -> str:
    """Every row of every table as text, as a dump would hold it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            found += [r[0] for r in cursor.fetchall()]
    return "\n".join(found)


def test_a_secret_stands_in_no_table_no_mail_no_log_no_page_and_no_paper(issued, caplog, moved_clock):
    a, texts = issued
    caplog.set_level(logging.DEBUG)
    client = Client()
    client.force_login(Person.objects.get(login_id="hanako"))
    pages = [client.get(f"/applications/{a.number}/{p}").content for p in ("", "ids/", "form.pdf", "works/")]
    secret = Secret.objects.filter(application_id=a.pk).first()
    shown = client.post(f"/applications/{a.number}/ids/{secret.pk}/reveal/").content.decode()
    assert any(t in shown for t in texts), "the one place where it may stand"
    reminders.remind_windows()
    moved_clock(a.start_date)
    pages.append(client.get(f"/applications/{a.number}/approval.pdf").content)
    places = {
        "tables": everything_stored(),
        "mails": str(list(Mail.objects.values_list("subject", "body"))),
        "log": caplog.text,
        "pages": b"".join(pages).decode("latin-1"),
    }
    for text in texts:
        assert [name for name, held in places.items() if text in held] == []


def test_after_the_window_nothing_is_left_to_open(issued, moved_clock):
    a, _ = issued
    moved_clock(password_window(a.decided_on, a.start_date)[1] + timedelta(days=1))
    assert vault.erase_closed(clock.today()) == 3
    assert not Secret.objects.filter(ciphertext__isnull=False).exists()


PAGES = (
    "/",
    "/contract/?tab=office",
    "/contract/?tab=net",
    "/contract/?tab=general",
    "/contract/?tab=code",
    "/contract/?tab=billing",
    "/contract/?tab=certificate",
    "/contract/?tab=history",
    "/contract/csv/?tab=code",
    "/applications/",
    "/applications/csv/",
    "/drafts/",
    "/consents/",
    "/news/",
    "/billing/",
    "/certificates/",
    "/apply/change/items/",
    "/account/",
)


def shares() -> dict[int, set[int]]:
    """Office -> offices that it may know of: of the same company, of a shared code, of a shared device, of a consent."""
    known: dict[int, set[int]] = {
        o.pk: set(Office.objects.filter(company=o.company_id).values_list("pk", flat=True))
        for o in Office.objects.all()
    }
    for code in UserId.objects.values_list("code", flat=True).distinct():
        together = set(UserId.objects.filter(code=code).values_list("office_id", flat=True))
        for o in together:
            known[o] |= together
    codes = dict(Office.objects.values_list("code", "pk"))
    for s in SharedUse.objects.all():
        other = codes.get(s.partner)
        if other and s.office_id:
            known[s.office_id].add(other)
            known[other].add(s.office_id)
    for c in Consent.objects.select_related("application"):
        known[c.office_id].add(c.application.office_id)
        known[c.application.office_id].add(c.office_id)
    return known


def test_no_page_of_any_office_of_the_demonstration_names_what_is_anothers():
    load.load()
    known = shares()
    marks = {o.pk: {o.code, o.company_name} for o in Office.objects.all()}
    for u in UserId.objects.values("office_id", "code", "number"):
        marks[u["office_id"]].add(u["code"] + u["number"])
    seen = {}
    for office in Office.objects.order_by("code"):
        person = Person.objects.filter(office=office, is_active=True).order_by("role").first()
        if person is None:
            continue
        client = Client()
        client.force_login(person)
        text = ""
        for path in PAGES:
            answer = client.get(path)
            assert answer.status_code in (200, 403), path
            text += answer.content.decode("utf-8", "replace")
        for a in Application.objects.filter(office=office, number__isnull=False)[:4]:
            for rest in ("", "ids/", "works/"):
                text += client.get(f"/applications/{a.number}/{rest}").content.decode()
        words = set(re.findall(r"[0-9A-Z]{5,8}", text))
        foreign = set().union(*(m for o, m in marks.items() if o not in known[office.pk]))
        mine = set().union(*(marks[o] for o in known[office.pk]))
        seen[office.code] = sorted(
            (words & foreign) | {n for n in foreign - mine if len(n) > 8 and n in text}
        )
    assert len(seen) >= 10
    assert {k: v for k, v in seen.items() if v} == {}
