"""Figures of the desk (N20): what came in, how fast it was answered, what was sent back, what lies ahead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median, quantiles

from nss.base.words import W
from nss.calendar.days import business_days_between

from .lifecycle import Event, State
from .models import Application, Comment, Record, Work

SERIES = {
    "A": W("利用申込", "Contract"), "B": W("システム設定", "Setting"), "C": W("通関士ID", "Specialists"), "D": W("証明書", "Certificates"),
    "E": W("パスワード", "Passwords"),
}  # fmt: skip
ANSWERS = (Event.APPROVE.value, Event.APPROVE_WAIT.value, Event.REFUSE.value, Event.SEND_BACK.value)


@dataclass(frozen=True, slots=True)
class Speed:
    """Business days from filing to the first answer."""

    count: int
    median: float
    p90: float
    next_day: float
    """Share answered by the next business day, 0 to 1."""


def by_state(first: date, last: date) -> list[tuple[str, str, int]]:
    """(series, state, count) of the applications filed in a period."""
    found = Application.objects.filter(received_on__gte=first, received_on__lte=last, number__isnull=False)
    counts = Counter((n[-1], s) for n, s in found.values_list("number", "state") if n)
    return [(k, s, counts[k, s]) for k in SERIES for s in (x.value for x in State) if counts[k, s]]


def by_month(last: date, months: int = 12) -> list[tuple[str, int]]:
    """Applications filed in each of the last months."""
    first = last.replace(day=1)
    for _ in range(months - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    counts = Counter(
        f"{d:%Y/%m}"
        for d in Application.objects.filter(received_on__gte=first, received_on__lte=last).values_list(
            "received_on", flat=True
        )
        if d
    )
    found, month = [], first
    while month <= last:
        found.append((f"{month:%Y/%m}", counts[f"{month:%Y/%m}"]))
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def speed(first: date, last: date) -> Speed:
    """Of the applications filed in a period that were answered at all."""
    answered: dict[int, date] = {}
    received = dict(
        Application.objects.filter(received_on__gte=first, received_on__lte=last).values_list(
            "pk", "received_on"
        )
    )
    for pk, at in (
        Record.objects.filter(application_id__in=received, event__in=ANSWERS)
        .order_by("-at")
        .values_list("application_id", "at")
    ):
        answered[pk] = at.date()
    days = sorted(
        business_days_between(began, day) for pk, day in answered.items() if (began := received[pk])
    )
    if not days:
        return Speed(0, 0, 0, 0)
    p90 = quantiles(days, n=10)[-1] if len(days) > 1 else float(days[0])
    return Speed(len(days), median(days), p90, sum(d <= 1 for d in days) / len(days))


def send_backs(first: date, last: date) -> list[tuple[str, int]]:
    """Where the comments of queries were pinned, most often first."""
    counts = Counter(
        Comment.objects.filter(at__date__gte=first, at__date__lte=last).values_list("where", flat=True)
    )
    return counts.most_common(12)


def works_ahead(today: date) -> list[tuple[str, int]]:
    """Open works by state, and how many are fixed from today on."""
    counts = Counter(Work.objects.exclude(state__in=["done", "cancelled"]).values_list("state", flat=True))
    return sorted(counts.items())
