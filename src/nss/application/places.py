"""How many applications a registration day takes, and who has a place on it (N07).

An application takes its place when it is filed and keeps it until it ends, asks for another day, or starts on another one. Places
are counted in the order in which they were taken. So whoever was told on filing that a day has room has it at the decision, too,
and who came later finds the day full at every gate, until somebody before gives a place up. Where the Center has set no bound,
nothing is counted and nothing asked of the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection

from nss.base import clock
from nss.base.clock import FOREVER
from nss.calendar.days import NONE
from nss.master import schedule

from .lifecycle import DECIDED, OPEN
from .models import Application

STANDING = [s.value for s in (*OPEN, *DECIDED)]
"""States in which an application has its place."""
STATES = ", ".join(f"'{state}'" for state in STANDING)
TAKEN = f"""
SELECT coalesce(start_date, wish_on) AS day, count(*) FROM application_application
WHERE placed_at IS NOT NULL AND state IN ({STATES}) AND coalesce(start_date, wish_on) >= %s AND id <> %s
    AND NOT (coalesce(start_date, wish_on) = %s AND (placed_at, id) > (%s, %s))
GROUP BY 1
"""  # noqa: S608  (names of our own states, written out so that the index of places is seen to fit)
LOCK = 7_008_015
"""Names our locks of days among those of the database."""


def day_of(application: Application) -> date | None:
    """The day on which an application has its place: its start, or the day that it was filed for."""
    return application.start_date or application.wish_on


def taken(today: date, before: Application | None = None) -> Mapping[date, int]:
    """How many places are taken on each day from today on; of `before` only what others have, and on its own day only what they
    took before it."""
    mine, at, key = FOREVER, datetime.max.replace(tzinfo=clock.TOKYO), 0
    if before is not None:
        key = before.pk
        if before.placed_at is not None:
            mine, at = day_of(before) or FOREVER, before.placed_at
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, [today, key, mine, at, key])
        return dict(cursor.fetchall())


def full_days(today: date, application: Application | None = None) -> frozenset[date]:
    """The days on which no place is left for an application, or for a new one."""
    bounds = schedule.bounds(today)
    if not bounds:
        return NONE
    found = taken(today, application)
    return frozenset(day for day, most in bounds.items() if found.get(day, 0) >= most)


def lock(day: date | None) -> None:
    """Hold a bounded day to the end of the transaction: of two that take its last place the later one finds it full. After the
    locks of applications and before those of offices, so that nobody waits in a circle."""
    if day is not None and day in schedule.bounds(clock.today()):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, day.toordinal()])


def take(application: Application, wish: date | None) -> None:
    """The application is filed for a day, or for none; the caller stores it. Filed for the same day once more it keeps its place."""
    if wish != application.wish_on or application.placed_at is None:
        application.placed_at = clock.now() if wish is not None else None
    application.wish_on = wish


def move(application: Application, day: date) -> None:
    """The application is decided for a day, or its start moved to it; the caller stores it. On another day it comes last."""
    if application.placed_at is not None and day != day_of(application):
        application.placed_at = clock.now()
