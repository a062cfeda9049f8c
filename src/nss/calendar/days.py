"""Business days of the contract desk: Monday to Friday, no national holiday, not 29 December to 3 January (D-18)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import jpholiday

from nss.base.words import W

NONE: frozenset[date] = frozenset()
"""No further closed days."""
LAW_YEARS = range(1948, 2151)
"""Years whose holidays can be computed; the formulas of the equinoxes hold no further. A typed 9999/12/31 is a
day like any other, so outside of them there are no holidays instead of an error."""
YEAR_END = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
"""Month and day of 年末年始 (D-18)."""

_closed: Mapping[date, W] = MappingProxyType({})
_worked: frozenset[date] = NONE


def announce(closed: Mapping[date, W], worked: frozenset[date]) -> None:
    """Install the Center's own closed days with their names, and the holidays that it works (N08). They count beside
    the `closed` of every function here."""
    global _closed, _worked
    _closed, _worked = MappingProxyType(dict(closed)), worked


def closed_name(day: date) -> W | None:
    """The name of a closed day that the Center has announced."""
    return _closed.get(day)


_ONE = timedelta(days=1)
_SUBSTITUTE = " 振替休日"
_ENGLISH = {
    "元日": "New Year's Day",
    "成人の日": "Coming of Age Day",
    "建国記念の日": "National Foundation Day",
    "天皇誕生日": "The Emperor's Birthday",
    "春分の日": "Vernal Equinox Day",
    "昭和の日": "Showa Day",
    "憲法記念日": "Constitution Day",
    "みどりの日": "Greenery Day",
    "こどもの日": "Children's Day",
    "海の日": "Marine Day",
    "山の日": "Mountain Day",
    "敬老の日": "Respect for the Aged Day",
    "秋分の日": "Autumnal Equinox Day",
    "体育の日": "Health and Sports Day",
    "スポーツの日": "Sports Day",
    "文化の日": "Culture Day",
    "勤労感謝の日": "Labour Thanksgiving Day",
    "国民の休日": "Citizens' Holiday",
    "天皇の即位の日": "Day of the Enthronement",
    "即位礼正殿の儀": "Enthronement Ceremony",
}


@lru_cache(maxsize=256)
def holidays(year: int) -> Mapping[date, str]:
    """National holidays of a year with their Japanese names; none outside `LAW_YEARS`."""
    return MappingProxyType(dict(jpholiday.year_holidays(year)) if year in LAW_YEARS else {})


def holiday_name(day: date) -> W | None:
    """The name of the national holiday on a day, if it is one; 振替休日 keeps the name of its holiday."""
    name = holidays(day.year).get(day)
    if name is None:
        return None
    plain = name.removesuffix(_SUBSTITUTE)
    english = _ENGLISH.get(plain, "national holiday")
    return W(name, f"{english}, substitute" if plain != name else english)


def is_business_day(day: date, closed: frozenset[date] = NONE) -> bool:
    """Whether the Center works on the day; `closed` are further days that it has announced (D-18)."""
    if day in closed or day in _closed:
        return False
    if day in _worked:
        return True
    if day.weekday() >= 5:
        return False
    return (day.month, day.day) not in YEAR_END and day not in holidays(day.year)


def add_business_days(day: date, n: int, closed: frozenset[date] = NONE) -> date:
    """The n-th business day after (n > 0) or before (n < 0) a day, the day itself not counted; n = 0 gives the day.

    Counted as in the worked example of D-43: 4 before Thu 2018-11-01 is Fri 2018-10-26 (31, 30, 29, 26).
    """
    step = _ONE if n > 0 else -_ONE
    left = abs(n)
    while left:
        day += step
        if is_business_day(day, closed):
            left -= 1
    return day


def next_business_day(day: date, closed: frozenset[date] = NONE) -> date:
    """The first business day after a day."""
    return add_business_days(day, 1, closed)


def business_days_between(first: date, last: date, closed: frozenset[date] = NONE) -> int:
    """Business days after `first` up to and including `last`; 0 when last <= first."""
    count, day = 0, first
    while day < last:
        day += _ONE
        count += is_business_day(day, closed)
    return count
