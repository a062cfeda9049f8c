"""System settings that are due, and the calendar of registration days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.application import places, sweeps
from nss.application.after_decision import later_decision_problem
from nss.application.lifecycle import State
from nss.application.models import Application
from nss.base import clock
from nss.base.words import W, t
from nss.calendar.days import business_days_between
from nss.calendar.schedule import RegistrationDay
from nss.contract import moving, writer
from nss.master import state as masters
from nss.master.schedule import bounds
from nss.procedure.kit import schedule

NEAR, AHEAD = timedelta(days=31), timedelta(days=180)
"""So far ahead registration days are shown at once, and altogether."""


@center_page
@require_GET
def deadlines(request: CenterRequest) -> HttpResponse:
    """N12: what becomes void soon, and what is past its deadline."""
    today = clock.today()
    found = (
        Application.objects.filter(state=State.SETTING_WAIT)
        .select_related("office")
        .order_by("setting_deadline")[:200]
    )
    rows = [
        {
            "application": a,
            "left": business_days_between(today, a.setting_deadline) if a.setting_deadline >= today else -1,
            "in_the_way": in_the_way(a) if a.setting_deadline < today else None,
        }
        for a in found
        if a.setting_deadline
    ]
    return render(request, "center/deadlines.html", {"rows": rows, "today": today})


def in_the_way(a: Application) -> W | None:
    """Why one past its deadline does not become void by itself: a later decision stands on its rows."""
    try:
        with transaction.atomic():
            moving.written_by(a.pk)
    except writer.RowMoved as later:
        return later_decision_problem(later.decided_by).text
    return None


@center_page(may="may_decide")
@require_POST
def sweep(request: CenterRequest) -> HttpResponse:
    """The deadline sweep that the worker runs by itself, by hand."""
    numbers = sweeps.sweep_deadlines()
    messages.success(
        request, t(f"{len(numbers)}件を無効にしました。", f"{len(numbers)} applications became void.")
    )
    return redirect("center:deadlines")


@dataclass(frozen=True, slots=True)
class DayRow:
    """A registration day with the places on it."""

    row: RegistrationDay
    taken: int
    most: int | None
    """None where it takes as many as come."""

    @property
    def free(self) -> int | None:
        """How many it still takes; none where more than that were put on it."""
        return None if self.most is None else max(self.most - self.taken, 0)


@center_page
@require_GET
def calendar(request: CenterRequest) -> HttpResponse:
    """The schedule as the offices see it, and how many have a place on each day (N07, look-up)."""
    today = clock.today()
    taken, most = places.taken(today), bounds(today)
    days = [
        DayRow(row, taken.get(row.day, 0), most.get(row.day))
        for row in schedule.registered(today)
        if row.day < today + AHEAD
    ]
    near = [x for x in days if x.row.day < today + NEAR]
    shown = {"near": near, "later": days[len(near) :], "own": masters.current().schedule}
    return render(request, "center/calendar.html", shown)
