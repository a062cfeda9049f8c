"""Runs queued jobs and schedules: mails, sweeps of deadlines."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable

import psycopg
from django.db import DatabaseError, InterfaceError
from procrastinate.exceptions import ConnectorException

log = logging.getLogger("nss.worker")


def run(concurrency: int = 1, alone: bool = False) -> None:
    """Work until SIGTERM or SIGINT, then finish the jobs at hand. `alone`: no other worker runs, so what is marked as
    running was left behind by one that died."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nss.runtime.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app

    from nss.notice import stalled

    if alone:
        through_outages(lambda: stalled.revive(0))
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("procrastinate is expected to run on Django's database")

    def once() -> None:
        with app.replace_connector(connector.get_worker_connector()) as working:
            working.run_worker(concurrency=concurrency, shutdown_graceful_timeout=20)

    through_outages(once)


AWAY: tuple[type[Exception], ...] = (
    DatabaseError,
    InterfaceError,
    psycopg.Error,
    ConnectorException,
    OSError,
)
"""What is raised while the database is away, by whichever layer notices it first."""
PAUSES = (1.0, 2.0, 5.0, 10.0, 15.0)
"""Seconds before the next try, then always the last."""


def through_outages(work: Callable[[], object], pause: Callable[[float], None] = time.sleep) -> None:
    """Work until the work ends by itself; when the database goes away, wait and go on. Jobs at hand are taken up by
    `notice.stalled` as those of a dead worker."""
    failures = 0
    while True:
        began = time.monotonic()
        try:
            work()
            return
        except AWAY as error:
            failures = 0 if time.monotonic() - began > 60 else failures
            seconds = PAUSES[min(failures, len(PAUSES) - 1)]
            failures += 1
            log.warning("database away (%s); next try in %s s", type(error).__name__, seconds)
            pause(seconds)
