"""On which days works stand, for the calendar of all works (N09): fixed, offered, wished for, or asked for when it was filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from nss.base.choices import Choice
from nss.base.compiled_query import CompiledQuery
from nss.base.words import W

from .lifecycle import CLOSED
from .models import OVER, Work, WorkState
from .works import HALVES, day_of


class Standing(Choice):
    """What a day is to works."""

    FIXED = "fixed", W("工事日", "Date of works")
    OFFERED = "offered", W("候補日", "Offered")
    WISHED = "wished", W("事業所の希望日", "Asked for by the office")
    FILED = "filed", W("申込時の希望日", "Asked for when submitted")


PROMISED = (Standing.FIXED, Standing.OFFERED)
"""Days on which a vendor has to be able to come."""
UNARRANGED = (WorkState.WAITING, WorkState.FAILED)
"""No day is spoken of yet, or none any more."""
UNDATED = 200
"""So many works without a day are listed at most."""


@dataclass(frozen=True, slots=True)
class WorkDay:
    """Works on a day; `half` is '' where no time of day was named."""

    day: date
    half: str
    standing: Standing
    work: Work

    @property
    def half_word(self) -> W | str:
        """The time of day as people read it."""
        return HALVES.get(self.half, "")


def days_of(work: Work) -> list[WorkDay]:
    """The days on which works stand as they are now; none of works that were called off."""
    if work.fixed and work.state in (WorkState.FIXED, WorkState.DONE):
        return [_at(work, work.fixed, Standing.FIXED)]
    if work.state == WorkState.PROPOSED:
        return [_at(work, s, Standing.OFFERED) for s in work.slots]
    if work.state == WorkState.COUNTERED:
        return [_at(work, s, Standing.WISHED) for s in work.wished]
    if work.state in UNARRANGED and work.wish:
        return [WorkDay(work.wish, "", Standing.FILED, work)]
    return []


def _at(work: Work, slot: str, standing: Standing) -> WorkDay:
    return WorkDay(day_of(slot), slot[11:], standing, work)


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def _of_filed(chosen: Q) -> QuerySet[Work]:
    found = Work.objects.filter(chosen).exclude(~Q(state=WorkState.DONE), application__state__in=CLOSED)
    return found.select_related("application__office", "vendor")


def in_month(first: date, chosen: Q | None = None) -> list[WorkDay]:
    """All days of a month on which works stand, in order; `chosen` narrows the works."""
    following = next_month(first)
    month = f'"{first:%Y-%m}-'
    fixed = Q(fixed__gte=first.isoformat(), fixed__lt=following.isoformat())
    offered = Q(state=WorkState.PROPOSED, offered_days__contains=month)
    wished = Q(state=WorkState.COUNTERED, wished_days__contains=month)
    filed = Q(state__in=UNARRANGED, wish__gte=first, wish__lt=following)
    found = _of_filed(chosen or Q()).alias(
        offered_days=Cast("slots", TextField()), wished_days=Cast("wished", TextField())
    )
    works = found.filter(fixed | (~Q(state__in=OVER) & (offered | wished | filed)))
    days = [d for w in works for d in days_of(w) if first <= d.day < following]
    return sorted(days, key=lambda d: (d.day, d.half, d.work.application.number or "", d.work.pk))


def without_day(chosen: Q | None = None) -> list[Work]:
    """Works that are not over and stand on no day."""
    missing = Q(state__in=UNARRANGED, wish__isnull=True)
    return list(_of_filed(chosen or Q()).filter(missing).order_by("id")[:UNDATED])


def called_off(chosen: Q | None = None) -> list[Work]:
    """Works that the Center called off, the latest first."""
    found = _of_filed(chosen or Q()).filter(state=WorkState.CANCELLED).exclude(cancelled_for="")
    return list(found.order_by("-changed_at", "-id")[:UNDATED])


def clashes(days: Iterable[WorkDay]) -> Mapping[tuple[int, date], list[WorkDay]]:
    """Where one vendor has to come for several works on one day: by vendor and day."""
    met: dict[tuple[int, date], list[WorkDay]] = {}
    for d in days:
        if d.work.vendor_id and d.standing in PROMISED and d.work.state != WorkState.DONE:
            met.setdefault((d.work.vendor_id, d.day), []).append(d)
    return {key: some for key, some in met.items() if len({d.work.pk for d in some}) > 1}


def met_by(work: Work) -> list[WorkDay]:
    """Other works for which the vendor of these has to come on one of their days."""
    own = [d for d in days_of(work) if d.standing in PROMISED]
    if work.vendor_id is None or work.state == WorkState.DONE or not own:
        return []
    days = {d.day for d in own}
    others = [w for w in OPEN_OF_VENDOR(work.vendor_id) if w.pk != work.pk]
    found = [d for w in others for d in days_of(w) if d.day in days and d.standing in PROMISED]
    return sorted(found, key=lambda d: (d.day, d.half, d.work.pk))


OPEN_OF_VENDOR = CompiledQuery(lambda vendor: _of_filed(Q(vendor=vendor)).exclude(state__in=OVER), int)
