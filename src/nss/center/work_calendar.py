"""N09: the works of all offices by month: fixed days, days that were offered or asked for, and works without a day."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.application import work_days
from nss.application.models import Vendor, Work, WorkKind, WorkState
from nss.application.work_days import WorkDay
from nss.base import clock
from nss.base.days import PLANNED, bounded
from nss.base.words import W, t
from nss.calendar.days import closed_name, holiday_name, is_business_day
from nss.web.page import context_of

from .tables import csv_file
from .work_cards import unserved

NOBODY = "none"
"""In the address: works without a vendor."""
MONTH = W("月は「2026-12」の形で指定してください。", "Name the month in the form 2026-12.")


@dataclass(frozen=True)
class Chosen:
    """A month, and what its works are narrowed by; each '' for all."""

    first: date
    vendor: str = ""
    kind: str = ""
    state: str = ""

    @property
    def condition(self) -> Q:
        """Which works are meant."""
        found = Q()
        if self.vendor:
            found &= Q(vendor__isnull=True) if self.vendor == NOBODY else Q(vendor=int(self.vendor))
        if self.kind:
            found &= Q(kind=self.kind)
        return found & Q(state=self.state) if self.state else found

    def address(self, first: date | None = None) -> str:
        """The query of a month with the same choice."""
        asked = {"vendor": self.vendor, "kind": self.kind, "state": self.state}
        return urlencode({"month": f"{first or self.first:%Y-%m}"} | {k: v for k, v in asked.items() if v})


def chosen(request: CenterRequest) -> Chosen:
    """What an address asks for; this month where it names none."""
    asked = {k: request.GET.get(k, "") for k in ("month", "vendor", "kind", "state")}
    first = clock.today().replace(day=1)
    if asked["month"]:
        try:
            first = bounded(date.fromisoformat(f"{asked['month'].replace('/', '-')}-01"), PLANNED)
        except ValueError:
            messages.error(request, str(MONTH))
    return Chosen(
        first,
        asked["vendor"] if asked["vendor"] == NOBODY or _is_key(asked["vendor"]) else "",
        asked["kind"] if asked["kind"] in [k.value for k in WorkKind] else "",
        asked["state"] if asked["state"] in [s.value for s in WorkState] else "",
    )


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


@dataclass(frozen=True)
class Shown:
    """Works on a day as the calendar shows them."""

    at: WorkDay
    clash: bool
    """Whether their vendor has to come for other works on the day, too."""
    unserved: bool


@dataclass(frozen=True)
class Day:
    """A day of the calendar; of the weeks around the month without works."""

    day: date
    inside: bool
    closed: W | str
    """Why the Center is closed, '' where it works."""
    works: Sequence[Shown]

    @property
    def look(self) -> str:
        """What the style sheet goes by."""
        return " ".join([*([] if is_business_day(self.day) else ["off"]), *([] if self.works else ["empty"])])


@dataclass(frozen=True)
class MonthPage:
    """The page; the template reads the fields by their names."""

    chosen: Chosen
    today: date
    weeks: Sequence[Sequence[Day]]
    count: int
    """How many days of works the month has."""
    before: str
    after: str
    this_month: str
    asked: str
    """The queries of the month before and after, of this month, and of what is shown."""
    clashes: Sequence[Sequence[Shown]]
    without: Sequence[Work]
    called_off: Sequence[Work]
    vendors: Sequence[tuple[str, W | str]]
    kinds: Sequence[tuple[str, W]]
    states: Sequence[tuple[str, W]]


def shown_of(days: Sequence[WorkDay]) -> list[Shown]:
    """The days of works with what speaks against them."""
    clashing = {(d.work.pk, d.day) for some in work_days.clashes(days).values() for d in some}
    return [Shown(d, (d.work.pk, d.day) in clashing, unserved(d.work)) for d in days]


def closed_word(day: date) -> W | str:
    """Why the Center is closed on a day; '' where it works, or on a Saturday or Sunday without a name."""
    return "" if is_business_day(day) else closed_name(day) or holiday_name(day) or ""


def weeks_of(first: date, works: Sequence[Shown]) -> list[list[Day]]:
    """The weeks of a month, from Monday on."""
    by_day: dict[date, list[Shown]] = {}
    for s in works:
        by_day.setdefault(s.at.day, []).append(s)
    return [
        [Day(day, day.month == first.month, closed_word(day), by_day.get(day, ())) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]


def vendors_to_choose() -> list[tuple[str, W | str]]:
    """Every vendor, by name, and nobody."""
    nobody = (NOBODY, W("未定", "nobody yet"))
    return [nobody, *((str(v.pk), v.name) for v in Vendor.objects.order_by("name"))]


@center_page
@require_GET
def month(request: CenterRequest) -> HttpResponse:
    """A month with the works of every office."""
    asked = chosen(request)
    shown = shown_of(work_days.in_month(asked.first, asked.condition))
    clashes: dict[tuple[int | None, date], list[Shown]] = {}
    for s in shown:
        if s.clash:
            clashes.setdefault((s.at.work.vendor_id, s.at.day), []).append(s)
    page = MonthPage(
        chosen=asked,
        today=clock.today(),
        weeks=weeks_of(asked.first, shown),
        count=len(shown),
        before=asked.address(asked.first - timedelta(days=1)),
        after=asked.address(work_days.next_month(asked.first)),
        this_month=asked.address(clock.today()),
        asked=asked.address(),
        clashes=list(clashes.values()),
        without=work_days.without_day(asked.condition),
        called_off=work_days.called_off(asked.condition) if asked.state == WorkState.CANCELLED else [],
        vendors=vendors_to_choose(),
        kinds=[(k.value, k.word) for k in WorkKind],
        states=[(s.value, s.word) for s in WorkState],
    )
    return render(request, "center/works_calendar.html", context_of(page))


HEADS: Mapping[str, W] = {
    "day": W("日付", "Day"),
    "half": W("時間帯", "Time of day"),
    "standing": W("区分", "What the day is"),
    "number": W("申込受付番号", "Reception number"),
    "code": W("事業所コード", "Office"),
    "company": W("企業名", "Company"),
    "office": W("事業所名", "Office name"),
    "kind": W("工事種別", "Kind"),
    "line": W("回線", "Line"),
    "state": W("状態", "State"),
    "vendor": W("業者", "Vendor"),
    "phone": W("業者の電話番号", "Telephone of the vendor"),
    "outage": W("通信断の見込み（分）", "Line down (minutes)"),
    "start": W("利用開始日", "Start"),
    "clash": W("同じ日の業者の重複", "Vendor has other works on the day"),
}


def row_of(s: Shown) -> list[object]:
    """Works on a day as a line of the file, in the order of `HEADS`."""
    work, office = s.at.work, s.at.work.application.office
    start = work.application.start_date
    return [
        f"{s.at.day:%Y/%m/%d}",
        s.at.half_word,
        s.at.standing.word,
        work.application.number,
        office.code,
        office.company_name,
        office.name,
        WorkKind.word_of(work.kind),
        work.line,
        WorkState.word_of(work.state),
        work.vendor.name if work.vendor else "",
        work.vendor.telephone if work.vendor else "",
        work.outage,
        f"{start:%Y/%m/%d}" if start else "",
        t("あり", "yes") if s.clash else "",
    ]


@center_page
@require_GET
def month_csv(request: CenterRequest) -> HttpResponse:
    """What the calendar shows of a month, as a file."""
    asked = chosen(request)
    shown = shown_of(work_days.in_month(asked.first, asked.condition))
    return csv_file(
        f"works-{asked.first:%Y-%m}.csv", [str(w) for w in HEADS.values()], (row_of(s) for s in shown)
    )
