"""Start days: the Center's schedule as the pages and the rules read it."""

from __future__ import annotations

from datetime import date, timedelta

from nss.base.problems import STOP, WARN, Problem
from nss.base.words import W, joined
from nss.calendar.verdict import Need, Verdict, next_days, verdict, verdicts
from nss.master.schedule import registered

__all__ = ["calendar", "judge", "months", "offered", "problems", "registered"]
NO_DATE = Problem(
    "no_date", W("利用開始希望日を選択してください。", "Choose the requested start date."), "wish_date"
)


def judge(day: date, today: date, need: Need) -> Verdict:
    """The verdict of a day, by the Center's schedule and closed days."""
    return verdict(day, today, registered(today), need)


def offered(today: date, need: Need, count: int = 6) -> tuple[date, ...]:
    """The next permitted days."""
    return tuple(next_days(today, registered(today), need, count))


def calendar(today: date, need: Need, days: int = 120) -> tuple[Verdict, ...]:
    """The verdicts of the coming `days` days."""
    return tuple(verdicts(today, days, today, registered(today), need))


def months(first: date, count: int, today: date, need: Need) -> list[tuple[date, list[list[Verdict | None]]]]:
    """Whole months from `first` on as weeks of seven, Monday first; None outside the month."""
    found = []
    for _ in range(count):
        after = (first + timedelta(days=32)).replace(day=1)
        days: list[Verdict | None] = [None] * first.weekday()
        days += verdicts(first, (after - first).days, today, registered(today), need)
        days += [None] * (-len(days) % 7)
        found.append((first, [days[i : i + 7] for i in range(0, len(days), 7)]))
        first = after
    return found


def problems(day: date | None, today: date, need: Need) -> list[Problem]:
    """Refusals and warnings of a wished day, in the words that the calendar uses."""
    if day is None:
        return [NO_DATE]
    found = judge(day, today, need)
    if found.allowed and found.advised:
        return []
    level = WARN if found.allowed else STOP
    return [
        Problem(
            f"date_{found.reasons[0].code}",
            joined([r.text for r in found.reasons], "。", ". "),
            "wish_date",
            level,
        )
    ]
