"""What a change of the schedule touches: how filed and decided applications and their works stand on their days before it and
after it (N07, N08)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeVar

from django.db.models.functions import Coalesce

from nss.base import clock
from nss.base.words import W
from nss.calendar.days import add_business_days, closed_name, is_business_day
from nss.calendar.leads import LeadKind, lead
from nss.contract.choices import BusinessType
from nss.master import state
from nss.master.schedule import bounds, registered, setting_deadline

from .lifecycle import OPEN, State
from .models import OVER, Application, Revision, Work
from .places import STANDING
from .shown import case_of

WISH = W("利用開始希望日", "Requested start")
START = W("利用開始日", "Start")
SETTING = W("システム設定申込締切日", "System settings deadline")
WORKS = W("工事日", "Date of works")
WORKS_OFFERED = W("工事の候補日", "Date offered for works")
PREPARATION = W("利用開始までの準備（{kind}）", "Preparation before the start ({kind})")
REGISTRATION = W("登録日", "registration day")
NO_REGISTRATION = W("登録日ではない日", "no registration day")
BEYOND = W("件数（{most}件）を超える", "beyond the capacity of {most}")
BUSINESS = W("営業日", "business day")
CLOSED = W("休業日", "closed")
ENOUGH = W("日数が足りる", "enough time")
SHORT = W("日数が足りない", "too little time")
LAST = date(9998, 12, 31)
"""A day on which the newest lead time is in force."""
KEPT = 200
"""So many numbers the record keeps."""
Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one thing of an application stands: what it is, on which day, and what that day is for it."""

    application: int
    number: str
    office: str
    """Its code."""
    name: str
    what: W
    day: date
    is_what: W
    wished: bool = False
    """Whether it is the day that an office asked for and nobody has decided yet."""

    @property
    def kept(self) -> bool:
        """Whether a wish can be met on the day."""
        return self.is_what == REGISTRATION


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change would make of it."""

    before: Standing
    after: Standing


def between(before: Mapping[object, Standing], after: Mapping[object, Standing]) -> list[Touched]:
    """What stands otherwise after a change, by day and number."""
    both = [Touched(b, after[key]) for key, b in before.items() if key in after]
    found = [t for t in both if t.before.is_what != t.after.is_what]
    return sorted(found, key=lambda t: (t.before.day, t.before.number))


def by(change: Callable[[], Said]) -> tuple[Said, list[Touched]]:
    """Do a change of the masters in this transaction; what it said, and what it touches. What the masters are is asked anew
    first, and they are read as the change has left them for this alone, so that it can still be undone."""
    state.refresh()
    before = standings()
    said = change()
    with state.as_stored():
        return said, between(before, standings())


def numbers_of(touched: Iterable[Touched]) -> list[str]:
    """The numbers of the applications among them, each once, as many as the record keeps."""
    return list(dict.fromkeys(t.before.number for t in touched))[:KEPT]


def standings() -> dict[object, Standing]:
    """How all that lies ahead stands by the masters as they are now."""
    today = clock.today()
    found = Application.objects.filter(state__in=STANDING, placed_at__isnull=False)
    ahead = found.annotate(day=Coalesce("start_date", "wish_on")).filter(day__gt=today)
    applications = list(ahead.select_related("office").order_by("day", "placed_at", "id"))
    works = Work.objects.exclude(state__in=OVER).select_related("application__office")
    return {
        **dict(_of_starts(applications, today)),
        **dict(_of_settings(applications)),
        **dict(_of_works(works, today)),
        **dict(_of_forex(applications)),
    }


def _standing(a: Application, what: W, day: date, is_what: W, wished: bool = False) -> Standing:
    name = f"{a.office.company_name} {a.office.name}"
    return Standing(a.pk, str(a.number), a.office.code, name, what, day, is_what, wished)


def _of_starts(applications: Sequence[Application], today: date) -> Iterator[tuple[object, Standing]]:
    """Starts and wishes: whether the day is a registration day, and takes as many as stand before them."""
    days, most_on = {r.day for r in registered(today)}, bounds(today)
    for day, those in groupby(applications, key=lambda a: a.start_date or a.wish_on):
        assert day is not None  # noqa: S101  (they were looked for by it)
        for n, a in enumerate(those):
            wished = a.state in OPEN
            if not (is_business_day(day) and day in days) and not _by_the_month(a, day):
                is_what = NO_REGISTRATION if is_business_day(day) else _closed(day)
            elif n >= most_on.get(day, n + 1):
                is_what = BEYOND.format(most=most_on[day])
            else:
                is_what = REGISTRATION
            yield (a.pk, "day"), _standing(a, WISH if wished else START, day, is_what, wished)


def _by_the_month(a: Application, day: date) -> bool:
    """Whether it starts on the first of a month, whether the Center works on it or not (D-39)."""
    return day.day == 1 and case_of(a).need.first_of_month


def _closed(day: date) -> W:
    name = closed_name(day)
    return W(f"{CLOSED.ja}（{name.ja}）", f"{CLOSED.en} ({name.en})") if name is not None else CLOSED


def _business(day: date) -> W:
    return BUSINESS if is_business_day(day) else _closed(day)


def _of_settings(applications: Sequence[Application]) -> Iterator[tuple[object, Standing]]:
    """Deadlines: the one that a wish will have, and whether the Center works on one that was told."""
    for a in applications:
        if a.state == State.SETTING_WAIT and a.setting_deadline is not None:
            yield (
                (a.pk, "setting"),
                _standing(a, SETTING, a.setting_deadline, _business(a.setting_deadline)),
            )
        elif a.needs_setting and a.state in OPEN and a.wish_on is not None:
            by = f"{setting_deadline(a.wish_on):%Y/%m/%d}"
            yield (a.pk, "setting"), _standing(a, SETTING, a.wish_on, W(by, by))


def _of_works(works: Iterable[Work], today: date) -> Iterator[tuple[object, Standing]]:
    """Dates that were fixed or offered, and whether there is time enough before the start."""
    for w in works:
        a = w.application
        for what, slots in ((WORKS, [w.fixed] if w.fixed else []), (WORKS_OFFERED, w.slots)):
            for day in sorted({date.fromisoformat(str(slot)[:10]) for slot in slots}):
                if day > today and not (what is WORKS_OFFERED and w.fixed):
                    yield (w.pk, day), _standing(a, what, day, _business(day))
        if not w.fixed:
            yield from _preparation(a, w.kind, (w.pk, "lead"))


def _of_forex(applications: Sequence[Application]) -> Iterator[tuple[object, Standing]]:
    """What asks for numbers of the Foreign Exchange Act services (D-41)."""
    known = {a.pk: a for a in applications if a.state in OPEN}
    asked = [{"after": {"business": [BusinessType.FOREX_EXPORTER.value]}}]
    filed = Revision.objects.filter(application__in=known, frozen_at__isnull=False, edits__contains=asked)
    for pk in filed.values_list("application_id", flat=True).distinct():
        yield from _preparation(known[pk], LeadKind.FOREX.value, (pk, "forex"))


def _preparation(a: Application, kind: str, key: object) -> Iterator[tuple[object, Standing]]:
    """Whether the newest lead time of a kind lies between an application and its start. It is not held to one that came
    after it was filed; those who do the works want to know."""
    day = a.start_date or a.wish_on
    if day is not None and a.received_on is not None:
        ready = add_business_days(a.received_on, lead(kind, LAST))
        what = PREPARATION.format(kind=LeadKind(kind).word)
        yield key, _standing(a, what, day, ENOUGH if ready <= day else SHORT)
