"""What the review page of an application shows, also what a re-submission changed (F-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from nss.account.requests import CenterRequest
from nss.application import by_number, group, side_tables
from nss.application.case import Case
from nss.application.lifecycle import OPEN, State
from nss.application.models import Application, Proposal, Revision
from nss.application.shown import ShownCase, last_filed
from nss.application.start_days import of_undated, start_problems
from nss.base import clock
from nss.base.compiled_query import CompiledQuery
from nss.base.days import read_day
from nss.base.problems import Problem, stops
from nss.base.words import W, t
from nss.calendar.deadlines import password_window
from nss.contract import snapshot
from nss.master.schedule import setting_deadline
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit import schedule
from nss.procedure.places import Places
from nss.web.page import context_of

from .acts import Act
from .checks import verdicts
from .forms import ApproveAct
from .review_parts import ActsPart, ContextPart, DecisionPart, FiledPart, RightsPart
from .work_cards import WorksPart


def application_or_404(number: str) -> Application:
    """The filed application with a reception number, or 404."""
    found = by_number.find(number)
    if found is None:
        raise Http404
    return found


DAYS_SEARCHED = 30
"""So many permitted days are looked through for one after the wish."""


PROPOSAL = CompiledQuery(lambda pk: Proposal.objects.filter(application_id=pk).select_related("by")[:1], int)


def proposed(revision: Revision) -> Case:
    """The application for the day proposed for the decision: the wish if it can still be met, else the next permitted day
    after it; the next business day where no start day is asked for, or the schedule offers none."""
    today, wish, case = clock.today(), revision.wish_date, Case.of_filed(revision)
    if not case.dated:
        return Case.of_filed(revision, of_undated(today))
    ahead = wish is not None and wish > today
    if ahead:
        case = Case.of_filed(revision, wish)
        if not stops(start_problems(case, case.basis.day)):
            return case
    need = replace(case.need, setting=case.needs_setting)
    days = schedule.offered(today, need, DAYS_SEARCHED if ahead else 1)
    after_wish = (day for day in days if wish and day > wish)
    return Case.of_filed(revision, next(after_wish, days[0] if days else of_undated(today)))


def tried_day(request: CenterRequest) -> date | None:
    """The day that the reviewer is trying out: everything on the page is worked out for it."""
    try:
        return read_day(request.GET["start"]) if request.GET.get("start") else None
    except ValueError:
        messages.error(
            request,
            t("日付は「2026/12/01」の形で入力してください。", "Enter the date in the form 2026/12/01."),
        )
        return None


def dependent_days(a: Application, start: date) -> list[tuple[W, date]]:
    """Deadlines counted from a start day, with their words: system setting, end of the password window."""
    found = [
        (
            W("パスワードの参照期限", "Passwords readable until"),
            password_window(max(clock.today(), a.decided_on or clock.today()), start)[1],
        )
    ]
    if a.needs_setting:
        found.insert(0, (W("システム設定申込締切日", "System settings deadline"), setting_deadline(start)))
    return found


def places_of(a: Application) -> list[tuple[str, W | str]]:
    """Where a comment can be pinned: key and words."""
    return [(p.where, p.words) for p in Places(Case.of_filed(last_filed(a))).for_comments()]


def render_review(
    request: CenterRequest,
    a: Application,
    status: int = 200,
    *,
    refused: Sequence[Problem] = (),
    sent: Act | None = None,
) -> HttpResponse:
    """N02; with the form that was not accepted as it was `sent`, and the reasons why nothing was done."""
    request.met_again = reverse("center:application", args=[a.number])
    with snapshot.cached_reads():
        return _show(request, a, status, refused, sent)


def _show(
    request: CenterRequest, a: Application, status: int, refused: Sequence[Problem], sent: Act | None
) -> HttpResponse:
    side_tables.find_empty(a)
    revision = last_filed(a)
    undecided = State(a.state) in OPEN
    day = a.start_date or tried_day(request)
    case = (
        proposed(revision)
        if undecided and day is None
        else Case.of_filed(revision, day if undecided else None)
    )
    start = case.basis.day
    found = group.checks(a, case) if undecided else []
    suggestions = CATALOGUE.suggestions(case) if undecided else []
    if isinstance(sent, ApproveAct):
        sent.suggest(suggestions)
    filed = FiledPart.of(a, revision, case)
    rights = RightsPart.of(request.user, a, case.today)
    around = ContextPart.of(request, a, case)
    on_lines = WorksPart.of(a, revision)
    tried = {k: v for k, v in request.GET.items() if k == "reason" or k.startswith("n-")}
    approve = ApproveAct(
        initial={**tried, "start": f"{start:%Y/%m/%d}"},
        suggestions=suggestions,
        dated=case.dated,
        full=undecided and start in case.need.full,
    )
    return render(
        request,
        "center/review.html",
        context_of(
            filed,
            DecisionPart(
                start=start,
                seen=ShownCase.of(case),
                dependent_days=dependent_days(a, start) if undecided else [],
                checks=verdicts(found, CATALOGUE.checks(case)),
                stops=[p for p in found if p.level == "stop"],
                suggestions=suggestions,
                proposal=None if "proposal" in a.lacks else PROPOSAL.first(a.pk),
            ),
            rights,
            around,
            on_lines,
            ActsPart.of(filed, rights, around, on_lines, approve, request.user, sent, refused),
        ),
        status=status,
    )
