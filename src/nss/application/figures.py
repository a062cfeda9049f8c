"""Figures of the desk (N20): what came in, how fast it was answered, what was sent back, what lies ahead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median, quantiles

from django.db.models import Case, CharField, Count, F, Func, Value, When
from django.db.models.functions import Right

from nss.base import clock
from nss.calendar.days import business_days_between

from .lifecycle import State
from .models import Application, Comment, Work
from .status import REVOKED_ONES

EACH_KIND = Func(F("where"), Value(":.*"), Value(":*"), function="regexp_replace", output_field=CharField())
"""The place of a comment without the row that it is about."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Business days from filing to the first answer."""

    count: int
    median: float
    p90: float
    next_day: float
    """Share answered by the next business day, 0 to 1."""


def by_state(first: date, last: date) -> list[tuple[str, str, int]]:
    """(letter of the series, state, count) of the applications filed in a period; `revoked` stands after the states."""
    found = Application.objects.filter(received_on__gte=first, received_on__lte=last, number__isnull=False)
    counted = found.annotate(
        series=Right("number", 1), code=Case(When(REVOKED_ONES, then=Value("revoked")), default="state")
    )
    counts = {
        (k, s): n for k, s, n in counted.values_list("series", "code").annotate(n=Count("*")).order_by()
    }
    letters = sorted({k for k, _ in counts})
    codes = [*(x.value for x in State), "revoked"]
    return [(k, s, counts[k, s]) for k in letters for s in codes if counts.get((k, s))]


def by_month(last: date, months: int = 12) -> list[tuple[str, int]]:
    """Applications filed in each of the last months."""
    first = last.replace(day=1)
    for _ in range(months - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    filed = Application.objects.filter(received_on__gte=first, received_on__lte=last)
    counts: Counter[str] = Counter()
    for day, n in filed.values_list("received_on").annotate(n=Count("*")).order_by():
        counts[f"{day:%Y/%m}"] += n
    found, month = [], first
    while month <= last:
        found.append((f"{month:%Y/%m}", counts[f"{month:%Y/%m}"]))
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def speed(first: date, last: date) -> Speed:
    """Of the applications filed in a period that were answered at all, the first answer; days are Tokyo's."""
    filed = Application.objects.filter(
        received_on__gte=first, received_on__lte=last, answered_on__isnull=False
    )
    pairs = filed.values_list("received_on", "answered_on").annotate(n=Count("*")).order_by()
    days = sorted(d for began, day, n in pairs for d in [business_days_between(began, day)] * n)
    if not days:
        return Speed(0, 0, 0, 0)
    # Inclusive: of a few answers the other way of counting gives more days than any of them took.
    p90 = quantiles(days, n=10, method="inclusive")[-1] if len(days) > 1 else float(days[0])
    return Speed(len(days), median(days), p90, sum(d <= 1 for d in days) / len(days))


def send_backs(first: date, last: date) -> list[tuple[str, int]]:
    """Where the comments of queries were pinned, most often first: a field, an item, or `kind:*` for the rows of a kind."""
    made = Comment.objects.filter(
        at__gte=clock.start_of(first), at__lt=clock.start_of(last + timedelta(days=1))
    )
    kinds = made.annotate(place=EACH_KIND).values_list("place").annotate(n=Count("*"))
    return list(kinds.order_by("-n", "place"))


def works_ahead(today: date) -> list[tuple[str, int]]:
    """Open works by state."""
    still = Work.objects.exclude(state__in=["done", "cancelled"])
    return sorted(still.values_list("state").annotate(n=Count("*")).order_by())
