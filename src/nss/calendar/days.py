"""Business days of the contract desk: Monday to Friday, no national holiday, not 29 December to 3 January (D-18)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import jpholiday

NONE: frozenset[date] = frozenset()


@lru_cache(maxsize=256)
def holidays(year: int) -> dict[date, str]:
    """National holidays of a year with their names."""
    return dict(jpholiday.year_holidays(year))


def is_business_day(day: date, closed: frozenset[date] = NONE) -> bool:
    """Whether the Center works on the day; `closed` are further days that it has announced."""
    if day.weekday() >= 5 or day in closed:
        return False
    if (day.month, day.day) in ((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)):
        return False
    return day not in holidays(day.year)


def add_business_days(day: date, n: int, closed: frozenset[date] = NONE) -> date:
    """The n-th business day after (n > 0) or before (n < 0) a day, the day itself not counted. n = 0 gives the day."""
    step = timedelta(days=1 if n > 0 else -1)
    left = abs(n)
    while left:
        day += step
        if is_business_day(day, closed):
            left -= 1
    return day


def next_business_day(day: date, closed: frozenset[date] = NONE) -> date:
    return add_business_days(day, 1, closed)


def business_days_between(first: date, last: date, closed: frozenset[date] = NONE) -> int:
    """Business days after `first` up to and including `last`; 0 when last <= first."""
    count, day = 0, first
    while day < last:
        day += timedelta(days=1)
        count += is_business_day(day, closed)
    return count
