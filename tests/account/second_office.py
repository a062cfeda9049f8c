"""A second office beside that of `world`, with a thing of its own wherever it can have one: what it is shown can be mistaken."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client

from nss.account.models import ApiToken, ParkedPost, Person, PersonSession, Role
from nss.account.tokens import create_token
from nss.application import decision, drafts
from nss.application.models import Consent
from nss.base import clock
from nss.billing.models import BillCorrection, Invoice, Usage
from nss.contract.models import Office
from nss.contract.rows.ids import UserId
from nss.issuing import certificates, vault
from nss.issuing.models import Secret
from nss.notice import preferences
from nss.notice.models import News
from nss.runtime.demo import rows
from tests import parts

from .world import World

CODE, USER_CODE = "XYZ001", "1XYZC"
FAMILY, MAILS, BROWSER = "他所の人", "elsewhere.example", "Browser of elsewhere"
"""What all people of other offices are called here, where their mail goes, and what they signed in with."""
SHARED = ("billing_month", "billing_price", "billing_loading", "master_")
"""Tables of the Center's own, which rows of every office name."""
LONG = re.compile(r"(?<!\d)\d{15,20}(?!\d)")
"""A key of a row, wherever it stands."""


@dataclass
class Second:
    clients: dict[str, Client]
    """By role: somebody of the second office who may everything, and somebody who may only read."""
    things: dict[str, Any]
    token: str
    foreign: frozenset[str]
    """The keys of all rows that are another office's."""
    rows: frozenset[tuple[str, str]]
    """Those rows themselves, as text."""
    words: tuple[str, ...]
    """What is another's and can be read: numbers, codes, names, amounts."""

    def betrayed(self, text: str) -> list[str]:
        """What a text names of another office's."""
        return [w for w in self.words if w in text] + sorted(self.foreign & set(LONG.findall(text)))

    def is_anothers(self, table: str, text: str) -> bool:
        """Whether this row is another office's."""
        return (table, text) in self.rows


def all_rows() -> set[tuple[str, str]]:
    """Every row of every table, as text."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            found |= {(table, text) for (text,) in cursor.fetchall()}
    return found


def of_others(office: Office, people: list[Person]) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Keys and texts of the rows that name neither the office nor its company nor its people, nor are the Center's people."""
    own = {str(x) for x in (office.pk, office.company_id, *(p.pk for p in people))}
    center = set(map(str, Person.objects.filter(office=None).values_list("pk", flat=True)))
    found, keys = set(), set()
    for table, text in all_rows():
        numbers = LONG.findall(text)
        if numbers and not table.startswith(SHARED) and numbers[0] not in center and not own & set(numbers):
            found.add((table, text))
            keys.add(numbers[0])
    return frozenset(keys), frozenset(found)


def beside(world: World) -> Second:
    """Build it; the rows of everybody else get what can be recognised."""
    office, boss = Office.objects.get(code=CODE), world.people["stranger"]
    reader = parts.person(office, "yomu", Role.READER)
    everybody_else = Person.objects.exclude(office=office).exclude(office=None)
    everybody_else.update(family_name=FAMILY)
    for person in everybody_else:
        Person.objects.filter(pk=person.pk).update(email=f"{person.login_id}@{MAILS}")
    PersonSession.objects.exclude(person_id=boss.pk).update(agent=BROWSER)
    manager = world.people["manager"]
    body = vault.encrypt(b"reason=x", f"parked:{manager.pk}:/drafts/")
    parked = ParkedPost.objects.create(person=manager, path="/drafts/", body=body, at=clock.now())
    own = Office.objects.get(code="NAC001")
    drafts.begin(own, manager, items=["survey"], reason="x")
    preferences.store(own, "M10", True, [f"accounts@{MAILS}"])
    keys, rows_of_others = of_others(office, [boss, reader])
    world.things |= {"parked": parked.pk, "row_of_id": UserId.objects.filter(code="1ANAC").first().identity}
    bill = Invoice.objects.get(pk=world.things["bill"])
    words = (
        *(str(world.things[k]) for k in ("done", "open", "query", "line")),
        *("NAC001", "NAC555", "CTO001", "ヘルプデスク株式会社", "1ANAC", "1BNAC"),
        *(FAMILY, MAILS, BROWSER, f"{bill.payable:,}", "202610-NAC001-9"),
    )
    things, token = own_things(office, boss, reader, bill)
    clients = {"manager": world.clients["stranger"], "reader": parts.signed_in(reader)}
    return Second(clients, things, token, keys, rows_of_others, words)


def own_things(office: Office, boss: Person, reader: Person, model: Invoice) -> tuple[dict[str, Any], str]:
    """One object of most kinds that an address can name; the bill is that of `model`, ten times as high."""
    rows.user_code(office, USER_CODE, "sea", parts.SINCE, paid=True, free=True)
    for number, method in (("A01", "interactive"), ("A0A", "net")):
        rows.user_id(office, USER_CODE, number, ["01"], method, parts.SINCE)
    judge, other = parts.reviewer(), parts.second()
    done = parts.filed(office, boss, parts.ids_to_add(USER_CODE))
    decision.approve(done.pk, judge, done.revisions.get().wish_date)
    opened = parts.filed(office, boss, parts.ids_to_add(USER_CODE))
    query = parts.filed(office, boss, parts.ids_to_add(USER_CODE))
    decision.query(query.pk, other, [("reason", "補記")])
    draft = parts.draft(office, boss, parts.abolish(office, f"{USER_CODE}A0A")).application_id
    thrown = parts.draft(office, boss, parts.abolish(office, f"{USER_CODE}A0A"))
    drafts.discard(thrown, boss)
    whose = {"company_id": office.company_id}
    file = parts.attached(opened, "b.pdf")
    consent = Consent.objects.create(
        **whose,
        application=opened,
        office=office,
        code=USER_CODE,
        purpose="share",
        wish_date=clock.today(),
        due=clock.today(),
    )
    bill = copy.copy(model)
    bill.pk, bill._state.adding = None, True
    bill.id, bill.number = Invoice._meta.pk.get_default(), f"202610-{CODE}"
    bill.office, bill.company = office, office.company
    bill.net, bill.tax, bill.total, bill.carried = model.net * 10, model.tax * 10, model.total * 10, 0
    bill.save(force_insert=True)
    Usage.objects.create(
        month=model.month,
        office=office,
        code=USER_CODE,
        number="A01",
        tab="general",
        transaction="IDA",
        count=1,
        price=30,
        amount=30,
    )
    amounts = {
        "label": "y",
        "quantity": 1,
        "price": -20,
        "net": -20,
        "tax": -2,
        "total": -22,
        "number": f"202610-{CODE}-1",
    }
    BillCorrection.objects.create(
        invoice=bill,
        **amounts,
        reason="y",
        by=other,
        at=clock.now(),
        confirmed_by=judge,
        confirmed_at=clock.now(),
    )
    token = create_token(office, boss, "y")
    return {
        "code": USER_CODE,
        "refund": f"202610-{CODE}-1",
        "done": done.number,
        "open": opened.number,
        "query": query.number,
        "line": done.number,
        "draft": draft,
        "bin": thrown.application_id,
        "file": file.pk,
        "secret": Secret.objects.get(office=office).pk,
        "consent": consent.pk,
        "news": News.objects.filter(office=office).first().pk,
        "token": ApiToken.objects.get(office=office).pk,
        "certificate": certificates.issue("40001N", office, 1, clock.today()).pk,
        "person": reader.pk,
    }, token
