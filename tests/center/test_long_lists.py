"""Lists of the Center that grow long: how much stands on a page, and where the rest is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
from django.db import connection
from django.test import Client

from nss.account.models import Role
from nss.application.models import Application, Handover
from nss.base import clock
from nss.base.ids import new_id
from nss.issuing.models import Certificate
from nss.master.models import ClosedDay
from nss.notice import mail
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return parts.signed_in(parts.person(None, "kanri", Role.ADMIN))


def copied(one: Any, n: int, **more: Callable[[int], object]) -> None:
    """So many rows like one, each with a key and values of its own."""
    fields = {f.attname: getattr(one, f.attname) for f in one._meta.concrete_fields}
    made = [
        type(one)(**{**fields, "id": new_id(), **{name: of(k) for name, of in more.items()}})
        for k in range(n)
    ]
    type(one).objects.bulk_create(made)


def applications(n: int) -> None:
    office = parts.guide_office()
    one = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    copied(Application.objects.get(pk=one.pk), n - 1, number=lambda k: f"27{k:04}A")


def mails(n: int) -> None:
    one = mail.queue("M02", ["a@example.jp"], "【NSS】件名", "本文")
    copied(one, n - 1, message_id=lambda k: f"<{k}@example.jp>", dedupe=str)


def jobs(n: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status) "
            "SELECT 'nss.deliver', 'mail', 'failed' FROM generate_series(1, %s)",
            [n],
        )


def handovers(n: int) -> None:
    who = parts.reviewer()
    Handover.objects.bulk_create(Handover(person=who, at=clock.now(), sha256=f"{k:016}") for k in range(n))


def certificates(n: int) -> None:
    office = parts.office()
    today = clock.today()
    Certificate.objects.bulk_create(
        Certificate(name=f"3{k:04}W", office=office, company_id=office.company_id, issued_on=today)
        for k in range(n)
    )


def closed_days(n: int) -> None:
    first = clock.today() + timedelta(days=400)
    ClosedDay.objects.bulk_create(
        ClosedDay(day=first + timedelta(days=k), name_ja="休業", changed_at=clock.now()) for k in range(n)
    )


@dataclass(frozen=True)
class Long:
    """A list: how its rows are made, how many stand on a page, by what one is known there, and what leads to the rest."""

    make: Callable[[int], None]
    page: int
    row: str
    rest: str = ""


LISTS = {
    "/center/": Long(applications, 50, r'href="/center/applications/(\w+)/"', "次の50件"),
    "/center/mails/": Long(mails, 50, r'href="/center/mails/(\d+)/"', "以前のメール"),
    "/center/certificates/?view=all": Long(
        certificates, 30, r'href="/center/certificates/(\d+)/"', "次の30件"
    ),
    "/center/jobs/": Long(jobs, 50, r'action="/center/jobs/(\d+)/again/"'),
    "/center/meti/": Long(handovers, 50, r'class="code">(\d{16})…'),
    "/center/masters/closed/": Long(closed_days, 200, r'href="/center/masters/closed/(\d+)/"'),
}


def rows(text: str, address: str) -> set[str]:
    return set(re.findall(LISTS[address].row, text))


@pytest.mark.parametrize("address", LISTS)
def test_one_more_than_fits_on_a_page_stands_on_the_next_one_where_a_link_leads_there(
    admin: Client, address: str
) -> None:
    of = LISTS[address]
    of.make(of.page + 1)
    text = admin.get(address).content.decode()
    first = rows(text, address)
    assert len(first) == of.page
    links = {word.strip(): to for to, word in re.findall(r'<a href="(\?[^"]*)"[^>]*>([^<]*)<', text)}
    to = next((to for word, to in links.items() if of.rest and word.startswith(of.rest)), None)
    assert (to is not None) == bool(of.rest)
    if to is not None:
        rest = rows(admin.get(urljoin(address, to.replace("&amp;", "&"))).content.decode(), address)
        assert len(rest) == 1 and not rest & first


def test_what_is_no_page_of_the_queue_is_its_first_one(admin: Client) -> None:
    applications(2)
    for typed in ("x", "", "0", "-1"):
        assert len(rows(admin.get("/center/", {"page": typed}).content.decode(), "/center/")) == 2, typed
