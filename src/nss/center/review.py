"""N02, N11: the review page of one application of any kind, and the decisions made on it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import center_page
from nss.account.models import Person
from nss.account.requests import CenterRequest
from nss.application import after_decision, decision, filing, queries, queue, start
from nss.application.case import Case
from nss.application.models import Application, Comment
from nss.application.shown import SEEN_CHANGED, ShownCase, last_filed
from nss.application.start_days import of_undated
from nss.base import clock
from nss.base.days import read_day
from nss.base.posted import field, sent
from nss.base.problems import Refused
from nss.base.words import t
from nss.master.models import ReplyText
from nss.procedure.catalogue import CATALOGUE

from .acting import act, act_as_seen, act_over
from .acts import (
    ExtendAct,
    HoldAct,
    InvalidateAct,
    MemoAct,
    MoveStartAct,
    QueryAct,
    QueryBackAct,
    QueryDueAct,
    ReasonAct,
    RefuseAct,
    RevokeAct,
    SettingDoneAct,
    WithdrawAct,
)
from .forms import ApproveAct
from .review_page import application_or_404, places_of, render_review
from .written_over import HOLD, MEMO, QUERY_DUE


@center_page
@require_GET
def application(request: CenterRequest, number: str) -> HttpResponse:
    """N02: the review page."""
    return render_review(request, application_or_404(number))


@center_page(may="may_review")
@require_POST
def take(request: CenterRequest, number: str) -> HttpResponse:
    """Take the application up for review."""
    a = application_or_404(number)
    return act(
        request,
        a,
        lambda: decision.take(a.pk, request.user),
        t("担当になりました。", "You have taken this up."),
    )


@center_page(may="may_decide")
@require_POST
def approve(request: CenterRequest, number: str) -> HttpResponse:
    """N05: approve for a start day, with the numbers that the reviewer typed."""
    a = application_or_404(number)
    case = Case.of_filed(last_filed(a))
    data = sent(request)
    typed = any(k.startswith("n-") and str(v).strip() for k, v in (data or {}).items())
    suggestions = CATALOGUE.suggestions(case) if typed else ()  # else the decision issues what is next
    form = ApproveAct(data, suggestions=suggestions, dated=case.dated, full=on_full_day(case, data, "start"))

    def decide() -> None:
        seen = ShownCase.read(field(request, "seen"))
        if seen is None:
            raise Refused([SEEN_CHANGED])
        data = form.cleaned_data
        day = data.get("start") or of_undated(clock.today())
        reason, over_full = data.get("reason", ""), data.get("over_full", "")
        decision.approve(a.pk, request.user, day, form.chosen(), reason, seen.digest, over_full)

    done = (
        t(
            "承認しました。別の担当者が確認すると、審査が終了します。",
            "Approved. The review is finished when another person confirms it.",
        )
        if case.four_eyes
        else t("審査を終了しました。", "The review is finished.")
    )
    return act(request, a, decide, done, form)


def on_full_day(case: Case, data: QueryDict | None, name: str) -> bool:
    """Whether the day that was sent in a field is full for an application."""
    try:
        return data is not None and read_day(str(data.get(name) or "")) in case.need.full
    except ValueError:
        return False


@center_page(may="may_decide")
@require_POST
def confirm(request: CenterRequest, number: str) -> HttpResponse:
    """The second of two approvals of what cannot be undone."""
    a = application_or_404(number)
    return act_as_seen(
        request,
        a,
        lambda: decision.confirm(a.pk, request.user, field(request, "proposal")),
        t("審査を終了しました。", "The review is finished."),
    )


@center_page(may="may_decide")
@require_POST
def unpropose(request: CenterRequest, number: str) -> HttpResponse:
    """Take the first of two approvals back."""
    a = application_or_404(number)
    return act_as_seen(
        request,
        a,
        lambda: decision.unpropose(a.pk, request.user),
        t("承認を取りやめました。", "The first approval was taken back."),
    )


@center_page(may="may_review")
@require_POST
def hold(request: CenterRequest, number: str) -> HttpResponse:
    """Lay the application aside until a day; it comes back by itself."""
    a = application_or_404(number)
    form = HoldAct(sent(request))

    def do() -> None:
        data = form.cleaned_data
        queue.hold(a.pk, request.user, data["waiting_for"], data["day"])

    return act_over(request, a, HOLD, do, t("保留にしました。", "It was laid aside."), form)


@center_page(may="may_review")
@require_POST
def unhold(request: CenterRequest, number: str) -> HttpResponse:
    """End a hold before its day."""
    a = application_or_404(number)
    done = t("保留を終えました。", "It is back in the queue.")
    return act_over(request, a, HOLD, lambda: queue.take_up_again(a.pk, request.user), done)


@center_page(may="may_review")
@require_POST
def query_due(request: CenterRequest, number: str) -> HttpResponse:
    """Another day for the office to answer the open query."""
    a = application_or_404(number)
    form = QueryDueAct(sent(request))

    def do() -> None:
        data = form.cleaned_data
        queue.give_time(a.pk, request.user, data["day"], data["reason"])

    done = t("回答期限を変更しました。", "The day to answer was changed.")
    return act_over(request, a, QUERY_DUE, do, done, form)


@center_page(may="may_review")
@require_POST
def query_back(request: CenterRequest, number: str) -> HttpResponse:
    """N03: a query that should not have been sent."""
    return with_reason(
        request,
        number,
        QueryBackAct(sent(request)),
        queries.take_back,
        t("確認事項を取り消しました。", "The query was taken back."),
    )


@center_page(may="may_review")
@require_POST
def query(request: CenterRequest, number: str) -> HttpResponse:
    """N03: comments pinned to fields; empty ones are left out."""
    a = application_or_404(number)
    form = QueryAct(sent(request), places_of(a), replies("query"))
    return act_as_seen(
        request,
        a,
        lambda: decision.query(a.pk, request.user, form.comments()),
        t("確認事項を送信しました。", "The query was sent."),
        form,
    )


def replies(use: str) -> list[ReplyText]:
    """The prepared texts (定型文) for one use, one of the values of `Use`, by name."""
    return list(ReplyText.objects.filter(use=use).order_by("name"))


def with_reason(
    request: CenterRequest,
    number: str,
    form: ReasonAct,
    what: Callable[[int, Person, str], object],
    done: str,
) -> HttpResponse:
    """Do an act that needs only a reason: `what(key, person, reason)`; `done` is shown after it."""
    a = application_or_404(number)
    return act_as_seen(request, a, lambda: what(a.pk, request.user, form.cleaned_data["reason"]), done, form)


@center_page(may="may_decide")
@require_POST
def refuse(request: CenterRequest, number: str) -> HttpResponse:
    """Reject the application (不承認) with a reason."""
    return with_reason(
        request,
        number,
        RefuseAct(sent(request), replies("refuse")),
        decision.refuse,
        t("不承認にしました。", "The application was not approved."),
    )


@center_page(may="may_review")
@require_POST
def withdraw(request: CenterRequest, number: str) -> HttpResponse:
    """取下げ that the office asked the Center for, by telephone or letter; the reason says so."""
    return with_reason(
        request,
        number,
        WithdrawAct(sent(request)),
        filing.withdraw,
        t("取下げを登録しました。", "The withdrawal was entered."),
    )


@center_page(may="may_decide")
@require_POST
def revoke(request: CenterRequest, number: str) -> HttpResponse:
    """Take the decision back before its start day."""
    return with_reason(
        request,
        number,
        RevokeAct(sent(request)),
        after_decision.revoke,
        t("審査終了を取り消しました。", "The decision was revoked."),
    )


@center_page(may="may_decide")
@require_POST
def invalidate(request: CenterRequest, number: str) -> HttpResponse:
    """X-10: declare an application void whose system setting is missing."""
    return with_reason(
        request,
        number,
        InvalidateAct(sent(request)),
        after_decision.invalidate,
        t("無効にしました。", "The application is void."),
    )


@center_page(may="may_review")
@require_POST
def setting_done(request: CenterRequest, number: str) -> HttpResponse:
    """The system setting is complete."""
    return with_reason(
        request,
        number,
        SettingDoneAct(sent(request)),
        after_decision.setting_done,
        t("システム設定の完了を記録しました。", "The system setting is recorded as complete."),
    )


@center_page(may="may_review")
@require_POST
def extend(request: CenterRequest, number: str) -> HttpResponse:
    """Another deadline for the system setting."""
    a = application_or_404(number)
    form = ExtendAct(sent(request))

    def do() -> None:
        data = form.cleaned_data
        after_decision.extend(a.pk, request.user, data["deadline"], data["reason"])

    return act_as_seen(request, a, do, t("締切日を延長しました。", "The deadline was extended."), form)


@center_page(may="may_decide")
@require_POST
def move_start(request: CenterRequest, number: str) -> HttpResponse:
    """N06: the decided start is moved; what is wrong with the day stands beside it."""
    a = application_or_404(number)
    revision, sent_data = last_filed(a), sent(request)
    form = MoveStartAct(
        sent_data,
        shared=bool(start.consents_of(a, revision)),
        full=on_full_day(Case.of_filed(revision), sent_data, "day"),
    )

    def do() -> None:
        data = form.cleaned_data
        evidence, over_full = data.get("evidence", ""), data.get("over_full", "")
        start.move_start(a.pk, request.user, data["day"], data["reason"], evidence, over_full)

    return act_as_seen(request, a, do, t("利用開始日を変更しました。", "The start was moved."), form)


@center_page(may="may_review")
@require_POST
def resolve(request: CenterRequest, number: str, comment: int) -> HttpResponse:
    """N04: tick a comment off."""
    a = application_or_404(number)
    Comment.objects.filter(application=a, pk=comment).update(resolved_at=clock.now())
    return redirect("center:application", a.number)


@center_page(may="may_review")
@require_POST
def memo(request: CenterRequest, number: str) -> HttpResponse:
    """Store the Center's own memo; the office never sees it."""
    a = application_or_404(number)
    form = MemoAct(sent(request))

    def do() -> None:
        Application.objects.filter(pk=a.pk).update(memo=form.cleaned_data["memo"])

    return act_over(request, a, MEMO, do, t("内部メモを保存しました。", "The memo was saved."), form)
