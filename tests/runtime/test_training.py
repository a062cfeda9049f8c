"""Health for machines and the training clock of the demonstration."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from nss.base import clock
from nss.runtime import training


@pytest.fixture
def training_clock(db: None) -> Iterator[None]:
    training.forget()
    clock.set_source(training.offset)
    yield
    clock.set_source(None)
    training.forget()


def test_health(client: Client, db: None) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}


def test_a_process_whose_database_only_reads_is_not_ready(client: Client, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "database not ready"})


def test_the_day_moves_ahead_for_everybody(client: Client, training_clock: None) -> None:
    before = clock.today()
    answer = client.post("/training-clock", {"days": "3", "next": "/contract/"})
    assert (answer.status_code, answer["Location"]) == (302, "/contract/")
    assert clock.today() == before + timedelta(days=3)
    client.post("/training-clock", {"to": (before + timedelta(days=10)).isoformat()})
    assert clock.today() == before + timedelta(days=10)


def test_without_a_day_it_moves_to_the_next_business_day(client: Client, training_clock: None) -> None:
    before = clock.today()
    client.post("/training-clock")
    assert clock.today() > before
    assert clock.today().weekday() < 5


@pytest.mark.parametrize("asked", [{"days": "-1"}, {"days": "x"}, {"to": "2026-13-01"}, {"days": "9" * 30}])
def test_it_never_goes_back_and_never_fails(
    client: Client, training_clock: None, asked: dict[str, str]
) -> None:
    before = clock.today()
    assert client.post("/training-clock", asked).status_code == 400
    assert clock.today() == before


def test_it_leads_to_no_other_site(client: Client, training_clock: None) -> None:
    answer = client.post("/training-clock", {"days": "1", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_it_does_not_exist_in_production(client: Client, db: None, settings: Any) -> None:
    settings.DEMO = False
    assert client.post("/training-clock", {"days": "1"}).status_code == 404


def test_the_clock_that_tests_move(moved_clock: Callable[[int | date], date]) -> None:
    assert moved_clock(date(2027, 3, 22)) == date(2027, 3, 22) == clock.today()
    assert moved_clock(0) != date(2027, 3, 22)
