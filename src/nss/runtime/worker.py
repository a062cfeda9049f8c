"""Runs queued jobs and schedules: mails, sweeps of deadlines."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable

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

            async def work() -> None:
                async with working.open_async():
                    await working.run_worker_async(
                        concurrency=concurrency, shutdown_graceful_timeout=20, install_signal_handlers=False
                    )

            asyncio.run(until_asked(work))

    through_outages(once)


class StoppedByItself(Exception):
    """The work ended without that anybody asked for it."""


async def until_asked(work: Callable[[], Awaitable[None]]) -> None:
    """Work until SIGTERM or SIGINT, which let it finish what is at hand. procrastinate's worker ends in good order, too, when it has
    lost its listener or its heartbeat: raises StoppedByItself, so that it is begun anew."""
    loop, asked = asyncio.get_running_loop(), False
    task = asyncio.ensure_future(work())

    def stop() -> None:
        nonlocal asked
        asked = True
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)  # a second one ends it at once
        task.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not asked:
            raise
    except AWAY:  # it could not take its leave of a database that is away
        if not asked:
            raise
    if not asked:
        raise StoppedByItself


AWAY: tuple[type[Exception], ...] = (
    DatabaseError,
    InterfaceError,
    psycopg.Error,
    ConnectorException,
    OSError,
    StoppedByItself,
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
