"""The database is away, or somebody holds a table: pages say so and when to come back, the worker waits and goes on."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.testing import InMemoryConnector

from nss.runtime import commands, shares
from nss.runtime.worker import through_outages, until_asked
from nss.web import outage


@pytest.mark.parametrize("error", [OperationalError("server closed"), InterfaceError("connection is closed")])
@pytest.mark.django_db
def test_a_page_without_its_database_is_a_503_that_says_when_to_come_back(error: Exception) -> None:
    client = Client(raise_request_exception=False)
    with patch("nss.account.views.SignInForm", side_effect=error):
        answer = client.get("/login/")
    assert answer.status_code == 503 and answer["Retry-After"] == "10"
    assert (
        "一時的にご利用いただけません" in answer.content.decode()
        and answer["X-Request-Id"] in answer.content.decode()
    )


@pytest.mark.parametrize(
    ("cause", "away"),
    [
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.errors.AdminShutdown("terminating"), True),
        (psycopg.errors.ReadOnlySqlTransaction("a standby"), True),
        (psycopg.errors.LockNotAvailable("locked"), False),
        (psycopg.errors.QueryCanceled("too long"), False),
    ],
)
@pytest.mark.django_db
def test_the_door_is_told_that_the_database_is_away_but_not_of_a_lock(cause: Exception, away: bool) -> None:
    client, error = Client(raise_request_exception=False), OperationalError("x")
    error.__cause__ = cause
    with patch("nss.account.views.SignInForm", side_effect=error):
        answer = client.get("/login/")
    assert answer.status_code == 503 and (outage.FOUND_AWAY in answer.wsgi_request.environ) is away


@pytest.mark.django_db
def test_a_fault_that_is_ours_stays_a_500() -> None:
    client = Client(raise_request_exception=False)
    with patch("nss.account.views.SignInForm", side_effect=ValueError):
        assert client.get("/login/").status_code == 500


def test_the_worker_outlives_the_database_and_ends_when_its_work_ends() -> None:
    outcomes: list[Exception | None] = [
        ConnectorException("gone"),
        OperationalError("gone"),
        psycopg.OperationalError("gone"),
        OSError("gone"),
        None,
    ]
    pauses: list[float] = []

    def work() -> None:
        if (error := outcomes.pop(0)) is not None:
            raise error

    through_outages(work, pauses.append)
    assert not outcomes and pauses == [1.0, 2.0, 5.0, 10.0]


def test_a_fault_of_the_worker_itself_is_not_hidden() -> None:
    def work() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        through_outages(work, lambda seconds: None)


@pytest.fixture
def loop_of_its_own() -> Iterator[None]:
    """A browser test that went before in this process has left its loop running in this thread, beside which no worker starts."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.mark.usefixtures("loop_of_its_own")
def test_a_worker_that_ends_by_itself_is_begun_anew_and_one_that_is_asked_to_stop_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """procrastinate's own worker, which ends in good order when it loses its listener."""
    app, pauses, begun = App(connector=InMemoryConnector()), list[float](), 0

    async def lost(**_: object) -> None:
        raise ConnectorException("gone")

    async def heard(**_: object) -> None:
        asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGTERM)
        await asyncio.sleep(60)

    async def work() -> None:
        nonlocal begun
        begun += 1
        monkeypatch.setattr(app.job_manager, "listen_for_jobs", lost if begun < 3 else heard)
        async with app.open_async():
            await app.run_worker_async(install_signal_handlers=False)

    through_outages(lambda: asyncio.run(until_asked(work)), pauses.append)
    assert begun == 3 and pauses == [1.0, 2.0]


@pytest.mark.usefixtures("loop_of_its_own")
def test_a_worker_that_cannot_say_goodbye_to_its_database_ends_all_the_same() -> None:
    async def work() -> None:
        asyncio.get_running_loop().call_later(0.01, os.kill, os.getpid(), signal.SIGINT)
        try:
            await asyncio.sleep(60)
        finally:
            raise ConnectorException("gone")

    through_outages(lambda: asyncio.run(until_asked(work)), lambda seconds: pytest.fail("begun anew"))


@pytest.mark.parametrize("limits", [commands.PAGES, commands.JOBS])
@pytest.mark.django_db
def test_every_connection_of_pages_and_jobs_waits_so_long_for_a_lock_and_no_longer(
    limits: str, settings: Any
) -> None:
    place = settings.DATABASES["default"]
    line = psycopg.connect(
        host=str(place["HOST"]),
        port=place["PORT"] or None,
        user=place["USER"],
        dbname="postgres",
        options=limits,
    )
    with line:
        found = line.execute(
            "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')"
        ).fetchone()
    assert found == (("5s", "1min") if limits == commands.PAGES else ("1min", "0"))


def test_what_the_operator_set_and_a_pooler_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGOPTIONS", raising=False)
    monkeypatch.setenv("NSS_DB_PREPARE", "0")
    commands.bound_statements(commands.PAGES)
    assert "PGOPTIONS" not in os.environ
    monkeypatch.setenv("NSS_DB_PREPARE", "1")
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=1s")
    commands.bound_statements(commands.PAGES)
    assert os.environ["PGOPTIONS"] == "-c lock_timeout=1s"


def test_pages_are_served_and_jobs_are_run_under_these_limits(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found: list[str] = []
    counted: list[bytes] = []

    class Server:
        interrupt_signal = True

        def __init__(self, *arguments: object, **more: object) -> None:
            found.append(os.environ["PGOPTIONS"])
            counted.append(Path(os.environ[shares.FILE]).read_bytes())

        def serve(self) -> None:
            raise SystemExit

    monkeypatch.setenv("NSS_DB_PREPARE", "1")
    for name in ("PROMETHEUS_MULTIPROC_DIR", shares.FILE):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr("granian.server.Server", Server)
    monkeypatch.setattr(commands, "database", lambda: nullcontext(SimpleNamespace(data_dir=tmp_path)))
    for name in ("check_keys", "let_go"):
        monkeypatch.setattr(commands, name, lambda: None)
    monkeypatch.setattr("nss.runtime.worker.run", lambda *_: found.append(os.environ["PGOPTIONS"]))
    for command in ("serve", "worker"):
        monkeypatch.setenv("PGOPTIONS", "")
        monkeypatch.delenv("PGOPTIONS")
        assert commands.main([command]) == 0
    assert found == [commands.PAGES, commands.JOBS]
    assert counted == [shares.COUNT.pack(shares.FREE) * shares.PLACES], (
        "its processes count what they have in hand"
    )
