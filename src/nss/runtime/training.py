"""The training clock of the demonstration: the day of the system, moved ahead by a number of days.

Every process asks the database at most once a second, so whoever moves the clock waits that long (`views.training_clock`).
"""

from __future__ import annotations

import time
from contextlib import nullcontext
from datetime import date

from django.core.exceptions import SynchronousOnlyOperation
from django.db import DatabaseError, connection, transaction

from nss.base import clock

KEEP_SECONDS = 1.0
_known = 0
_there = False
_read_at = float("-inf")


def offset() -> int:
    """The offset in days; what `nss.base.clock` calls in the demonstration."""
    global _known, _read_at, _there
    if time.monotonic() - _read_at >= KEEP_SECONDS:
        try:
            # Until the table was seen, a savepoint inside a transaction: a missing table must not spoil it.
            careful = not _there and connection.in_atomic_block
            with transaction.atomic() if careful else nullcontext(), connection.cursor() as cursor:
                cursor.execute("SELECT days FROM runtime_trainingclock WHERE id = 1")
                _known = (cursor.fetchone() or (0,))[0]
                _there = True
        except (DatabaseError, SynchronousOnlyOperation):
            pass  # before the first migration, or inside an event loop: what was known last holds
        _read_at = time.monotonic()
    return _known


def forget() -> None:
    """Make the next reading ask the database."""
    global _read_at
    _read_at = float("-inf")


def move_to(day: date) -> int:
    """Move the system's day ahead to `day` (never back) and return the offset in days."""
    from nss.runtime.models import TrainingClock

    forget()
    ahead = (day - clock.today()).days
    if ahead < 0:
        raise ValueError("the training clock does not go back")
    days = offset() + ahead
    TrainingClock.objects.update_or_create(pk=1, defaults={"days": days})
    forget()
    return days


def install() -> None:
    """Let the system's clock follow the training clock."""
    clock.set_source(offset)
