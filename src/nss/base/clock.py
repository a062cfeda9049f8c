"""The one place that reads the time. All dates are Asia/Tokyo.

The training clock of the demonstration moves the day ahead: `set_source` installs a function that gives the
offset in days; production installs none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")
FOREVER = date(9999, 12, 31)
"""End of a row whose end nobody knows; shown as an empty cell."""

_offset_days: Callable[[], int] | None = None


def set_source(offset_days: Callable[[], int] | None) -> None:
    """Install (or with None remove) the training clock's offset in days."""
    global _offset_days
    _offset_days = offset_days


def now() -> datetime:
    """The present moment, aware, in Tokyo's time."""
    moment = datetime.now(UTC).astimezone(TOKYO)
    return moment + timedelta(days=_offset_days()) if _offset_days else moment


def today() -> date:
    """The present day in Tokyo."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day of a moment in Tokyo; what the database gives is in UTC, nine hours behind."""
    return moment.astimezone(TOKYO).date()


def start_of(day: date) -> datetime:
    """Midnight of a day in Tokyo."""
    return datetime(day.year, day.month, day.day, tzinfo=TOKYO)
