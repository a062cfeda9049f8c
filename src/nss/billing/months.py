"""In which order months are billed, and which ones are closed to whatever would change what was billed for them."""

from __future__ import annotations

from datetime import date

from nss.base.problems import Problem
from nss.base.words import W

from .charges import next_month
from .models import Month, MonthState

FIXED = Problem("fixed", W("この月はすでに確定しています。", "This month is final already."))


def billed(day: date) -> bool:
    """Whether the bills of the month of a day, or of a later one, are fixed."""
    return Month.objects.filter(state=MonthState.FIXED, month__gte=day.replace(day=1)).exists()


def problems_of_loading(month: date) -> list[Problem]:
    """What speaks against loading the usage of a month (its first day)."""
    fixed = Month.objects.filter(state=MonthState.FIXED)
    if fixed.filter(month=month).exists():
        return [
            Problem(
                "fixed",
                W(
                    "この月は確定済みのため、取り込めません。",
                    "This month is final and cannot be loaded again.",
                ),
            )
        ]
    later = fixed.filter(month__gt=month).order_by("month").first()
    return [_later(later.month)] if later else []


def problems_of_fixing(month: Month, today: date) -> list[Problem]:
    """What speaks against fixing a month: that it is not over, or that it is not its turn. Months are fixed one after the
    other, from the first one that was ever loaded."""
    if month.state == MonthState.FIXED:
        return [FIXED]
    found = []
    if today < next_month(month.month):
        found.append(
            Problem(
                "not_over",
                W(
                    f"{month.month:%Y/%m}はまだ終わっていないため、確定できません。",
                    f"{month.month:%Y/%m} is not over, so it cannot be finalized.",
                ),
            )
        )
    states = dict(Month.objects.values_list("month", "state"))
    if later := min(
        (m for m, s in states.items() if s == MonthState.FIXED and m > month.month), default=None
    ):
        found.append(_later(later))
    open_before = _before(month.month, states)
    if open_before is not None:
        loaded = open_before in states
        found.append(
            Problem(
                "earlier_open",
                W(
                    f"先に{open_before:%Y/%m}を確定してください。"
                    if loaded
                    else f"先に{open_before:%Y/%m}の利用料金ファイルを取り込み、確定してください。",
                    f"Please finalize {open_before:%Y/%m} first."
                    if loaded
                    else f"Please load and finalize {open_before:%Y/%m} first.",
                ),
            )
        )
    return found


def _before(month: date, states: dict[date, str]) -> date | None:
    """The first month before this one, since the first of all, that is not fixed; it may not even be loaded."""
    at = min(states)
    while at < month:
        if states.get(at) != MonthState.FIXED:
            return at
        at = next_month(at)
    return None


def _later(month: date) -> Problem:
    return Problem(
        "later_fixed",
        W(
            f"{month:%Y/%m}が確定済みのため、それより前の月は取り込めず、確定もできません。",
            f"{month:%Y/%m} is final, so that no month before it can be loaded or finalized.",
        ),
    )
