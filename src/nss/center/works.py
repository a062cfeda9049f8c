"""N09: works to arrange, from the Center's side: days, vendor, what was said about them; and connections that did not work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.application import vendors, work_notes, works
from nss.application.lifecycle import DECIDED
from nss.application.models import OVER, TO_ARRANGE, ConnectionTest, Work, WorkNote, WorkState
from nss.base import clock
from nss.base.posted import field, sent
from nss.base.words import t
from nss.calendar.days import add_business_days
from nss.document.calendar import entry

from .acting import act
from .acts import Act
from .work_acts import (
    AnswerTestAct,
    CallOffAct,
    FinishAct,
    FixAct,
    NoteAct,
    PhoneFixAct,
    ProposeAct,
    StrikeAct,
    TakeBackAct,
    VendorAct,
    offered_for,
)

NEAR = 5
"""Business days before its start from which works that are not done are listed apart."""


@center_page
@require_GET
def listing(request: CenterRequest) -> HttpResponse:
    """What waits for the Center first, then what is fixed, by day."""
    found = Work.objects.select_related("application__office", "vendor").exclude(state__in=OVER)
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
    ordered = found.select_related("application__office", "vendor").order_by("application__start_date", "id")
    return list(ordered[:200])


def act_on(
    request: CenterRequest, work: Work, what: Callable[[], object], done: str, form: Act
) -> HttpResponse:
    """`act`, if the works are still what the page showed."""
    seen = field(request, "seen")

    def do() -> None:
        with works.if_as_shown(work.pk, seen):
            what()

    return act(request, work.application, do, done, form, changed=lambda: works.changed_since(work, seen))


def _work(pk: int) -> Work:
    found = Work.objects.select_related("application__office", "vendor").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@center_page(may="may_work")
@require_POST
def propose(request: CenterRequest, pk: int) -> HttpResponse:
    """Offer dates to the office."""
    form = ProposeAct(sent(request), of=pk)
    return act_on(
        request,
        _work(pk),
        lambda: works.propose(pk, request.user, form.slots(), form.cleaned_data["remark"]),
        t("候補日を送信しました。", "The dates were sent."),
        form,
    )


@center_page(may="may_work")
@require_POST
def fix(request: CenterRequest, pk: int) -> HttpResponse:
    """One of the office's dates, or one that both agreed on by telephone."""
    work = _work(pk)
    done = t("工事日を確定しました。", "The date is confirmed.")
    if field(request, "day_0") or work.state == WorkState.PROPOSED:
        phone = PhoneFixAct(sent(request), of=pk)
        return act_on(request, work, lambda: works.fix(pk, request.user, phone.slots()[0]), done, phone)
    form = FixAct(sent(request), works.words_of_slots(work.wished), of=pk)
    return act_on(request, work, lambda: works.fix(pk, request.user, form.cleaned_data["slot"]), done, form)


@center_page(may="may_work")
@require_POST
def finish(request: CenterRequest, pk: int) -> HttpResponse:
    """Enter the result of the works."""
    form = FinishAct(sent(request), of=pk)

    def what() -> None:
        works.finish(pk, request.user, form.cleaned_data["done"] == "1", form.cleaned_data["result"])

    return act_on(request, _work(pk), what, t("作業結果を記録しました。", "The result was recorded."), form)


@center_page(may="may_work")
@require_POST
def vendor(request: CenterRequest, pk: int) -> HttpResponse:
    """Give works to a vendor, or to nobody yet."""
    work = _work(pk)
    form = VendorAct(sent(request), offered_for(work), of=pk)
    return act_on(
        request,
        work,
        lambda: vendors.choose(pk, request.user, form.chosen()),
        t("業者を変更しました。", "The vendor was changed."),
        form,
    )


@center_page(may="may_work")
@require_POST
def call_off(request: CenterRequest, pk: int) -> HttpResponse:
    """工事中止, with the reason; the office is told."""
    form = CallOffAct(sent(request), of=pk)
    return act_on(
        request,
        _work(pk),
        lambda: works.call_off(pk, request.user, form.cleaned_data["reason"]),
        t("工事を中止し、事業所に通知しました。", "The works were called off; the office was told."),
        form,
    )


@center_page(may="may_work")
@require_POST
def take_back(request: CenterRequest, pk: int) -> HttpResponse:
    """Take a calling off back, or a result; the office is told."""
    form = TakeBackAct(sent(request), of=pk)
    return act_on(
        request,
        _work(pk),
        lambda: works.take_back(pk, request.user, form.cleaned_data["reason"]),
        t("取り消し、事業所に通知しました。", "It was taken back; the office was told."),
        form,
    )


@center_page(may="may_work")
@require_POST
def note(request: CenterRequest, pk: int) -> HttpResponse:
    """Write down what was said about works; the office never sees it."""
    form = NoteAct(sent(request), of=pk)
    return act(
        request,
        _work(pk).application,
        lambda: work_notes.note(pk, request.user, **form.cleaned_data),
        t("連絡記録を登録しました。", "The note was added."),
        form,
    )


@center_page(may="may_work")
@require_POST
def strike(request: CenterRequest, pk: int) -> HttpResponse:
    """Strike a mistaken note out; it stays readable."""
    found = WorkNote.objects.select_related("work__application__office").filter(pk=pk).first()
    if found is None:
        raise Http404
    form = StrikeAct(sent(request), of=pk)
    return act(
        request,
        found.work.application,
        lambda: work_notes.strike(pk, request.user, form.cleaned_data["reason"]),
        t("連絡記録を取り消しました。", "The note was struck out."),
        form,
    )


@center_page(may="may_work")
@require_POST
def answer_test(request: CenterRequest, pk: int) -> HttpResponse:
    """Answer a connection test that failed."""
    test = ConnectionTest.objects.select_related("application__office").filter(pk=pk).first()
    if test is None:
        raise Http404
    form = AnswerTestAct(sent(request), of=pk)
    return act(
        request,
        test.application,
        lambda: works.answer_test(pk, request.user, form.cleaned_data["answer"]),
        t("回答を送信しました。", "The answer was sent."),
        form,
    )


@center_page
@require_GET
def work_calendar(request: CenterRequest, pk: int) -> HttpResponse:
    """The fixed day as a calendar entry (iCalendar)."""
    work = _work(pk)
    body = entry(work)
    if body is None:
        raise Http404
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{work.application.number}-works.ics"'
    return response
