"""N09: works to arrange, from the Center's side, and connections that did not work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.application import works
from nss.application.lifecycle import DECIDED
from nss.application.models import OVER, TO_ARRANGE, Application, ConnectionTest, Work, WorkState
from nss.base import clock
from nss.base.columns import LongColumn
from nss.base.days import NO_DAY, read_day
from nss.base.problems import Refused
from nss.base.signs import NotUnderstood
from nss.base.words import W, t
from nss.calendar.days import add_business_days
from nss.document.calendar import entry
from nss.web.posted import typed

REMARK = LongColumn("remark", W("連絡事項", "Remark"), length=240)
RESULT = LongColumn("result", W("作業結果", "Result"), length=240)
ANSWER = LongColumn("answer", W("回答", "Answer"), length=240)

NEAR = 5
"""Business days before its start from which works that are not done are listed apart."""


@center_page
@require_GET
def listing(request: CenterRequest) -> HttpResponse:
    """What waits for the Center first, then what is fixed, by day."""
    found = Work.objects.select_related("application__office").exclude(state__in=OVER)
    waiting = list(found.filter(state__in=TO_ARRANGE).order_by("id")[:200])
    fixed = list(found.filter(state__in=[WorkState.PROPOSED, WorkState.FIXED]).order_by("fixed", "id")[:200])
    tests = ConnectionTest.objects.filter(good=False, answered_at__isnull=True).select_related(
        "application__office"
    )
    return render(
        request,
        "center/works.html",
        {
            "near": near_start(clock.today()),
            "today": clock.today(),
            "waiting": waiting,
            "fixed": [(w, works.slot_word(w.fixed) if w.fixed else "") for w in fixed],
            "tests": list(tests.order_by("id")[:100]),
        },
    )


def near_start(today: date) -> list[Work]:
    """Works that are not done though the start of their application has come or comes within some business days."""
    found = Work.objects.filter(application__state__in=DECIDED).exclude(state__in=OVER)
    found = found.filter(application__start_date__lte=add_business_days(today, NEAR))
    return list(found.select_related("application__office").order_by("application__start_date", "id")[:200])


def slots_of(request: CenterRequest) -> list[str]:
    """The typed rows of day and half day. Raises ValueError for what is no day."""
    found = []
    for n in range(3):
        text = request.POST.get(f"day_{n}", "").strip()
        if text:
            found.append(f"{read_day(text).isoformat()}/{request.POST.get(f'half_{n}', 'am')}")
    return found


def _act(
    request: CenterRequest, application: Application, what: Callable[[], object], done: str
) -> HttpResponse:
    from .review_page import show

    try:
        what()
        messages.success(request, done)
    except Refused as refused:
        return show(request, application, status=422, refused=refused.problems)
    except NotUnderstood as error:
        messages.error(request, str(error.text))
    except ValueError:
        messages.error(request, str(NO_DAY))
    return redirect("center:application", application.number)


def _work(pk: int) -> Work:
    found = Work.objects.select_related("application__office").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@center_page(may="may_work")
@require_POST
def propose(request: CenterRequest, pk: int) -> HttpResponse:
    work = _work(pk)
    return _act(
        request,
        work.application,
        lambda: works.propose(pk, request.user, slots_of(request), typed(request, REMARK)),
        t("候補日を送信しました。", "The dates were sent."),
    )


@center_page(may="may_work")
@require_POST
def fix(request: CenterRequest, pk: int) -> HttpResponse:
    """One of the office's dates, or one that both agreed on by telephone."""
    work = _work(pk)

    def what() -> None:
        slot = request.POST.get("slot", "") or (slots_of(request) or [""])[0]
        works.fix(pk, request.user, slot)

    return _act(request, work.application, what, t("工事日を確定しました。", "The date is fixed."))


@center_page(may="may_work")
@require_POST
def finish(request: CenterRequest, pk: int) -> HttpResponse:
    work = _work(pk)
    return _act(
        request,
        work.application,
        lambda: works.finish(pk, request.user, request.POST.get("done") == "1", typed(request, RESULT)),
        t("作業結果を記録しました。", "The result was recorded."),
    )


@center_page(may="may_work")
@require_POST
def answer_test(request: CenterRequest, pk: int) -> HttpResponse:
    test = ConnectionTest.objects.select_related("application__office").filter(pk=pk).first()
    if test is None:
        raise Http404
    if not request.POST.get("answer", "").strip():
        messages.error(request, t("回答を入力してください。", "Enter an answer."))
        return redirect("center:application", test.application.number)
    return _act(
        request,
        test.application,
        lambda: works.answer_test(pk, request.user, typed(request, ANSWER)),
        t("回答を送信しました。", "The answer was sent."),
    )


@center_page
@require_GET
def work_calendar(request: CenterRequest, pk: int) -> HttpResponse:
    work = _work(pk)
    body = entry(work)
    if body is None:
        raise Http404
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{work.application.number}-works.ics"'
    return response
