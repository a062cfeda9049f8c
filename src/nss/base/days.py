"""Days that a person types or a spreadsheet writes, read in one place and bounded: no day before there were contracts, none
beyond what is planned."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from . import clock
from .typed_text import NotUnderstood, plain
from .words import W

FIRST = date(1978, 8, 1)
"""No contract is older: the system for air cargo began in August 1978."""
AHEAD = 2
"""Years ahead that the schedule reaches; no start, deadline or wish lies further."""
PLANNED = 20
"""Years ahead that a master may name, e.g. the end of a price."""

ERAS = {
    "令和": (date(2019, 5, 1), None),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
}
"""First and last day of each era that a day of ours can lie in."""
INITIALS = {"R": "令和", "H": "平成", "S": "昭和"}
WEEKDAYS = "月火水木金土日"
ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = re.compile(
    r"(?:(?P<era>令和|平成|昭和|[RHS])\s*)?(?P<year>[0-9]{1,4}|元)\s*[-年/.]\s*(?P<month>[0-9]{1,2})\s*[-月/.]\s*"
    r"(?P<day>[0-9]{1,2})\s*日?(?:\s*\(\s*(?P<weekday>[月火水木金土日]|[a-z]{3})[a-z.]*(?:曜日?)?\s*\))?"
    r"(?:[ T]0{1,2}:00(?::00)?)?",
    re.IGNORECASE,
)
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
DASHES = re.compile("[\u2010-\u2015\u2212ー〜~]")
SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of a spreadsheet's count of days, which takes 1900 for a leap year."""

NO_DAY = W(
    "日付は「2026/12/01」の形で入力してください。",
    "Enter the date in the form 2026/12/01.",
)
WRONG_WEEKDAY = W("{day}は{weekday}曜日ではありません。", "{day} is not a {weekday}.")
TOO_EARLY = W("{day}以降の日を入力してください。", "Enter {day} or a later day.")
TOO_LATE = W("{day}までの日を入力してください。", "Enter a day up to {day}.")


def last_day(years: int = AHEAD, today: date | None = None) -> date:
    """The last day that may be typed: so many years from today."""
    today = today or clock.today()
    return date(today.year + years, today.month, 28 if (today.month, today.day) == (2, 29) else today.day)


def read_day(text: str, years: int = AHEAD) -> date:
    """A typed day: 20261201, 2026/12/1, 2026-12-01, 2026年12月1日, 令和8年12月1日, R8.12.1, full width too, a right day of the
    week behind it. Not before `FIRST`, at most `years` years ahead. Raises NotUnderstood (a ValueError)."""
    return bounded(_day(text), years)


def bounded(day: date, years: int = AHEAD) -> date:
    """The day itself, where it is one that a person may name. Raises NotUnderstood."""
    if day < FIRST:
        raise NotUnderstood(TOO_EARLY.format(day=f"{FIRST:%Y/%m/%d}"))
    last = last_day(years)
    if day > last:
        raise NotUnderstood(TOO_LATE.format(day=f"{last:%Y/%m/%d}"))
    return day


def from_serial(number: float, years: int = AHEAD) -> date:
    """The day of a spreadsheet's serial number, as a day cell becomes when its format is lost. Raises NotUnderstood."""
    if number != int(number) or not 10_000 <= number <= 100_000:
        raise NotUnderstood(NO_DAY)
    return bounded(SERIAL_ZERO + timedelta(days=int(number)), years)


def read_moment(text: str) -> datetime:
    """2026/12/01 09:00, full width too; midnight where no time is given. Raises NotUnderstood."""
    head, _, tail = plain(text).partition(" ")
    found = re.fullmatch(r"([0-9]{1,2})[:時]([0-9]{2})(?::00|分)?", tail.strip() or "0:00")
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise NotUnderstood(NO_MOMENT)
    try:
        day = read_day(head, PLANNED)
    except NotUnderstood as no:
        raise NotUnderstood(NO_MOMENT) if no.text == NO_DAY else no from no
    return datetime(day.year, day.month, day.day, int(found[1]), int(found[2]), tzinfo=clock.TOKYO)


NO_MOMENT = W(
    "日時を入力してください（例 2026/12/01 09:00）。", "Enter day and time (e.g. 2026/12/01 09:00)."
)


def _day(text: str) -> date:
    typed = DASHES.sub("-", plain(unicodedata.normalize("NFKC", text)))
    try:
        if compact := COMPACT.fullmatch(typed):
            return date(*map(int, compact.groups()))
        found = DAY.fullmatch(typed)
        if found is None:
            raise NotUnderstood(NO_DAY)
        day = date(_year(found["era"], found["year"]), int(found["month"]), int(found["day"]))
    except NotUnderstood:
        raise
    except ValueError as error:
        raise NotUnderstood(NO_DAY) from error
    if found["era"]:
        first, last = ERAS[INITIALS.get(found["era"].upper(), found["era"])]
        if day < first or (last is not None and day > last):
            raise NotUnderstood(NO_DAY)
    said = (found["weekday"] or "").lower()
    if said and said not in (WEEKDAYS[day.weekday()], ENGLISH[day.weekday()]):
        raise NotUnderstood(WRONG_WEEKDAY.format(day=f"{day:%Y/%m/%d}", weekday=said))
    return day


def _year(era: str | None, year: str) -> int:
    if era is None:
        if len(year) != 4:
            raise NotUnderstood(NO_DAY)
        return int(year)
    first, _ = ERAS[INITIALS.get(era.upper(), era)]
    return first.year - 1 + (1 if year == "元" else int(year))
