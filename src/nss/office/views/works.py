"""Until the start: dates of works, and the connection test."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import applicant_page, office_page
from nss.account.requests import OfficeRequest
from nss.application import works
from nss.application.lifecycle import State
from nss.application.models import Application, Work, WorkState
from nss.base import clock, posted
from nss.base.problems import Refused
from nss.base.words import W, t
from nss.document.calendar import entry
from nss.issuing.models import Secret
from nss.office.forms.answers import SlotForm, TestForm
from nss.web.typed import typed

from .applications import application_or_404 as mine_filed
from .drawing import _download

# S17, C17


def checklist(application: Application) -> list[tuple[W, W, str]]:
    """What is left to do between decision and start day, each with its state and the address of its page."""
    todo, done = W("未実施", "to do"), W("完了", "done")
    a, today = application, clock.today()
    decided = a.decided_on is not None
    rows = [
        (
            W("ID通知内容の確認", "Read the ID notice"),
            done if decided and _acknowledged(a) else todo,
            reverse("office:ids", args=[a.number]) if decided else "",
        ),
    ]
    made = [w for w in works.works_of(a) if w.state != WorkState.CANCELLED]
    if made:
        rows.append(
            (
                W("工事", "Works"),
                done if all(w.state == WorkState.DONE for w in made) else W("調整中・実施中", "under way"),
                "#works",
            )
        )
    rows.append(
        (
            W("パッケージソフトの導入（自社システム接続の一部を除く）", "Install the package software"),
            W("手順書を参照してください", "see the setup guide"),
            "",
        )
    )
    started = a.start_date is not None and a.start_date <= today
    tests = works.connection_tests(a)
    state = (
        done
        if any(x.good for x in tests)
        else todo
        if started
        else W("利用開始日以降", "from the start date on")
    )
    return [*rows, (W("TCC業務による接続確認", "Test the connection with TCC"), state, "#test")]


def _acknowledged(application: Application) -> bool:
    found = Secret.objects.filter(application_id=application.pk)
    return not found.filter(received_at__isnull=True).exists()


@office_page
@require_GET
def until_start(request: OfficeRequest, number: str) -> HttpResponse:
    """What is left to do before the start, with dates of works and the connection test."""
    return render_until_start(request, mine_filed(request, number))


def render_until_start(
    request: OfficeRequest, a: Application, status: int = 200, **more: object
) -> HttpResponse:
    """The page again, with the reason why something was refused."""
    today = clock.today()
    made = works.works_of(a)
    request.met_again = reverse("office:until-start", args=[a.number])
    return render(
        request,
        "office/until_start.html",
        {
            "application": a,
            "works": [
                (
                    w,
                    [(s, works.slot_word(s)) for s in w.slots],
                    works.slot_word(w.fixed) if w.fixed else None,
                    [works.slot_word(s) for s in w.wished],
                )
                for w in made
            ],
            "checklist": checklist(a),
            "tests": works.connection_tests(a),
            "slot_form": SlotForm(),
            "test_form": TestForm(),
            "may_test": request.user.may_apply
            and a.start_date is not None
            and a.start_date <= today
            and a.state == State.APPROVED,
            "errors": status != 200,
            "typed": typed(request) if "problems" in more else [],
            **more,
        },
        status=status,
    )


def _own_work(request: OfficeRequest, a: Application, pk: int) -> Work:
    work = a.works.filter(pk=pk).first()
    if work is None:
        raise Http404
    return work


@applicant_page
@require_POST
def choose_slot(request: OfficeRequest, number: str, pk: int) -> HttpResponse:
    """候補を選ぶ, or with `other` 別の日を希望する."""
    a = mine_filed(request, number)
    work, form = _own_work(request, a, pk), SlotForm()
    try:
        if posted.has(request, "other"):
            form = SlotForm(posted.sent(request))
            if not form.is_valid():
                return render_until_start(request, a, 422, slot_form=form)
            works.counter(work.pk, request.user, form.slots(), form.cleaned_data["remark"])
            messages.success(request, t("希望日を送信しました。", "Your dates were sent."))
        else:
            works.accept(work.pk, request.user, posted.field(request, "slot"))
            messages.success(request, t("工事日が決まりました。", "The date is confirmed."))
    except Refused as refused:
        return render_until_start(request, a, 422, problems=refused.problems, slot_form=form)
    return redirect("office:until-start", a.number)


@office_page
@require_GET
def work_calendar(request: OfficeRequest, number: str, pk: int) -> HttpResponse:
    """The fixed day as a calendar entry (iCalendar)."""
    a = mine_filed(request, number)
    work = _own_work(request, a, pk)
    body = entry(work)
    if body is None:
        raise Http404
    return _download(body, "text/calendar; charset=utf-8", f"{a.number}-works.ics", inline=False)


@applicant_page
@require_http_methods(["POST"])
def report_test(request: OfficeRequest, number: str) -> HttpResponse:
    """接続確認: the TCC result; a bad one opens a ticket on the Center's desk."""
    a = mine_filed(request, number)
    if a.start_date is None or a.start_date > clock.today() or a.state != "approved":
        raise Http404
    form = TestForm(posted.sent(request))
    if not form.is_valid():
        return render_until_start(request, a, 422, test_form=form)
    data = form.cleaned_data
    works.report_test(a, request.user, data["tested_on"], data["good"] == "1", data["remark"])
    if data["good"] == "1":
        messages.success(request, t("接続確認の結果を記録しました。", "The result was recorded."))
    else:
        messages.success(
            request,
            t(
                "NACCSセンターに連絡しました。回答をお待ちください。",
                "The Center was told. Please wait for its answer.",
            ),
        )
    return redirect("office:until-start", a.number)
