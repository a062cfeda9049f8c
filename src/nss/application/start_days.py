"""Whether the Center may decide a start day. Stricter than what an office may wish for: a wish may be moved, a decision is
carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from nss.base import clock
from nss.base.problems import STOP, WARN, Problem, stops
from nss.base.words import W, joined
from nss.calendar.days import next_business_day
from nss.calendar.verdict import Reason, Why, next_days, verdict
from nss.master.schedule import bound, registered, setting_deadline
from nss.notice.facts import NOTHING

from .case import Case

PAST = Problem(
    "start_in_past",
    W("利用開始日は本日以降の日を指定してください。", "The start date must not lie in the past."),
    "start",
)
SETTING_OVER = W(
    "この日を利用開始日にすると、システム設定申込の締切日（{deadline}）を過ぎているため、承認してもすぐに無効になります。指定できる日：{days}",
    "The system setting would have been due by {deadline}, so the approval would be void at once. Possible: {days}",
)
IMPOSSIBLE = W("{why}。指定できる日：{days}", "{why}. Possible: {days}")
UNUSUAL = W("{why}。", "{why}.")
FULL = "start_full"
"""The one stop that who decides may pass over, with a reason: the Center knows whether it can take one more."""
IS_FULL = W(
    "この日に登録できる件数（{most}件）に達しています。指定できる日：{days}",
    "As many as the day can take ({most}) have a place on it. Possible: {days}",
)
FORBIDDEN = (Why.CLOSED, Why.FIRST_ONLY)
"""Reasons of the calendar that forbid a decision; the others were for the office to weigh when it wished."""
ADVISED = (Why.NOT_REGISTRATION,)
"""Reasons that the reviewer is told of."""


def start_problems(case: Case, start: date) -> list[Problem]:
    """What speaks against a start day, each with the days that are possible instead."""
    today = clock.today()
    if start < today:
        return [PAST]
    if not case.dated:
        return []
    need = replace(case.need, setting=case.needs_setting)
    judged = verdict(start, min(today, start), registered(today), need)
    reasons = [r for r in judged.reasons if r.why in FORBIDDEN]
    days = _list_days(next_days(today, registered(today), need, 3))
    found = []
    if reasons:
        found.append(
            Problem(
                "start_impossible", IMPOSSIBLE.format(why=_join_reasons(reasons), days=days), "start", STOP
            )
        )
    if start in need.full:
        found.append(Problem(FULL, IS_FULL.format(most=bound(start), days=days), "start", STOP))
    deadline = setting_deadline(start)
    if need.setting and deadline < today:
        text = SETTING_OVER.format(deadline=_slashed(deadline), days=days)
        found.append(Problem("start_setting_over", text, "start", STOP))
    unusual = [r for r in judged.reasons if r.why in ADVISED]
    if unusual and not found:
        found.append(Problem("start_unusual", UNUSUAL.format(why=_join_reasons(unusual)), "start", WARN))
    return found


def not_passed_over(problems: Sequence[Problem], over_full: str) -> list[Problem]:
    """What still stops a start day; a full one does not where somebody said why it may be exceeded."""
    return [p for p in stops(list(problems)) if not (over_full.strip() and p.code == FULL)]


def of_undated(today: date) -> date:
    """When an application without a start day takes effect: the business day after the decision."""
    return next_business_day(today)


def _join_reasons(reasons: Sequence[Reason]) -> W:
    return joined([r.text for r in reasons], "。", ". ")


def _slashed(day: date) -> str:
    return f"{day:%Y/%m/%d}"


def _list_days(days: Sequence[date]) -> str:
    return "、".join(_slashed(d) for d in days) or NOTHING
