"""Two decisions at once that touch one office: the second waits for the first and judges what the first left."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from nss.application import decision, filing
from nss.application.models import Application
from nss.contract.models import Office
from tests import parts

pytestmark = pytest.mark.django_db(transaction=True)


def start_of(a: Application) -> date:
    day = a.revisions.get().wish_date
    assert day is not None
    return day


def asleep_on_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_clear_snapshot()"
        )  # else a transaction sees for ever what it saw first
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def while_locked(offices: list[Office], decide) -> None:
    """Start `decide` in a thread while another one has these offices; it must wait until that one ends.

    They are locked without their keys: a row that only points at an office would wait for more than a decision does.
    """
    errors: list[BaseException] = []
    over = threading.Event()

    def run() -> None:
        try:
            decide()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()
            over.set()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        list(Office.objects.select_for_update(no_key=True).filter(pk__in=[o.pk for o in offices]))
        thread.start()
        while not over.is_set() and not asleep_on_a_lock():
            over.wait(0.05)
        waited = not over.is_set()
    thread.join()
    assert waited, "it did not wait for the office"
    assert not errors, errors


def test_a_decision_waits_for_another_one_of_its_office():
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    center, start = parts.reviewer(), start_of(a)
    decision.take(a.pk, center)
    while_locked([office], lambda: decision.approve(a.pk, center, start))
    assert Application.objects.get(pk=a.pk).state == "approved"


def test_a_decision_waits_for_another_one_of_an_office_that_agreed_to_it():
    offices = parts.shared_offices()
    people = [parts.person(o, f"p{n}") for n, o in enumerate(offices)]
    a = parts.filed(offices[0], people[0], parts.abolish(offices[0], codes=("1BNAC",)))
    for c in a.consents.select_related("office"):
        filing.answer_consent(c.pk, c.office, people[1], True)
    center, start = parts.reviewer(), start_of(a)
    decision.take(a.pk, center)
    while_locked([offices[2]], lambda: decision.approve(a.pk, center, start))
    assert "1BNAC" not in {n[:5] for n in parts.names_on(offices[2], start)}
