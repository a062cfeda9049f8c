"""N02, N11: the review page of one application of any kind, and the decisions made on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.application import after_decision, decision, filing, start
from nss.application.case import Case
from nss.application.lifecycle import NotAllowed
from nss.application.models import Application, Comment
from nss.application.shown import SEEN_CHANGED, ShownCase, if_as_shown, last_filed
from nss.application.start_days import of_undated
from nss.base import clock
from nss.base.columns import LongColumn, held_by
from nss.base.problems import Refused
from nss.base.words import W, t
from nss.procedure.catalogue import CATALOGUE
from nss.web.posted import text_of, typed

from .forms import ApproveForm, ExtendForm, MoveStartForm, ReasonForm, pin_fields
from .review_page import found_or_404, prepared_text, show


@center_page
@require_GET
def application(request: CenterRequest, number: str) -> HttpResponse:
    return show(request, found_or_404(number))


COMMENT = LongColumn("comment", W("確認事項", "Query"), length=held_by(Comment, "text"))
MEMO = LongColumn("memo", W("内部メモ", "Memo"), length=4000)


def act(
    request: CenterRequest, number: str, what: Any, done: str, found: Application | None = None, **forms: Any
) -> HttpResponse:
    """Do one decision on what the page showed, and say what came of it; a decision that somebody else took first is
    told, not repeated. Refused, the page comes again with the `forms` as they were filled in."""
    a = found or found_or_404(number)
    try:
        what(a)
        messages.success(request, done)
    except Refused as refused:
        for form in forms.values():
            pin_fields(form, refused)
        return show(request, found_or_404(number), status=422, refused=refused.problems, **forms)
    except NotAllowed:
        messages.error(
            request,
            t(
                "この申込の状態が変わったため、実行できませんでした。最新の内容をご確認ください。",
                "The application changed meanwhile; nothing was done. Please look again.",
            ),
        )
    return redirect("center:application", a.number)


def act_as_seen(
    request: CenterRequest, number: str, what: Any, done: str, found: Application | None = None, **forms: Any
) -> HttpResponse:
    """`act`, if the application is still what the page showed."""
    seen = ShownCase.read(request.POST.get("seen", ""))

    def do(a: Application) -> None:
        with if_as_shown(a.pk, seen):
            what(a)

    return act(request, number, do, done, found, **forms)


@center_page(may="may_review")
@require_POST
def take(request: CenterRequest, number: str) -> HttpResponse:
    return act(
        request,
        number,
        lambda a: decision.take(a.pk, request.user),
        t("担当になりました。", "You have taken this up."),
    )


@center_page(may="may_decide")
@require_POST
def approve(request: CenterRequest, number: str) -> HttpResponse:
    a = found_or_404(number)
    case = Case.of_filed(last_filed(a))
    typed = any(k.startswith("n-") and v.strip() for k, v in request.POST.items())
    suggestions = CATALOGUE.suggestions(case) if typed else ()  # else the decision issues what is next
    form = ApproveForm(request.POST, suggestions=suggestions, dated=case.dated)
    if not form.is_valid():
        return show(request, a, status=422, approve_form=form)
    day = form.cleaned_data.get("start") or of_undated(clock.today())
    reason = form.cleaned_data.get("reason", "")
    seen = ShownCase.read(request.POST.get("seen", ""))

    def decide(x: Application) -> None:
        if seen is None:
            raise Refused([SEEN_CHANGED])
        decision.approve(x.pk, request.user, day, form.chosen(), reason, seen.digest)

    return act(
        request, number, decide, t("審査を終了しました。", "The review is finished."), a, approve_form=form
    )


@center_page(may="may_decide")
@require_POST
def confirm(request: CenterRequest, number: str) -> HttpResponse:
    """The second of two approvals of what cannot be undone."""
    return act_as_seen(
        request,
        number,
        lambda a: decision.confirm(a.pk, request.user),
        t("審査を終了しました。", "The review is finished."),
    )


@center_page(may="may_decide")
@require_POST
def unpropose(request: CenterRequest, number: str) -> HttpResponse:
    return act_as_seen(
        request,
        number,
        lambda a: decision.unpropose(a.pk, request.user),
        t("承認を取りやめました。", "The first approval was taken back."),
    )


@center_page(may="may_review")
@require_POST
def query(request: CenterRequest, number: str) -> HttpResponse:
    """N03: comments pinned to fields; empty ones are left out."""

    def comments() -> list[tuple[str, str]]:
        found = [
            (key.removeprefix("comment:"), text_of(COMMENT, text, key))
            for key in request.POST
            if key.startswith("comment:")
            for text in request.POST.getlist(key)
            if text.strip()
        ]
        prepared = prepared_text(request, "query")
        return [*found, (request.POST.get("prepared_where", "")[:80], prepared)] if prepared else found

    return act_as_seen(
        request,
        number,
        lambda a: decision.query(a.pk, request.user, comments()),
        t("確認事項を送信しました。", "The query was sent."),
    )


def _with_reason(request: CenterRequest, number: str, what: Any, done: str) -> HttpResponse:
    data = request.POST.copy()
    prepared = prepared_text(request, "refuse")
    if prepared:
        data["reason"] = f"{prepared} {data.get('reason', '')}".strip()
    form = ReasonForm(data)
    if not form.is_valid():
        return show(request, found_or_404(number), status=422, reason_form=form)
    return act_as_seen(
        request,
        number,
        lambda a: what(a.pk, request.user, form.cleaned_data["reason"]),
        done,
        reason_form=form,
    )


@center_page(may="may_decide")
@require_POST
def refuse(request: CenterRequest, number: str) -> HttpResponse:
    return _with_reason(
        request, number, decision.refuse, t("不承認にしました。", "The application was not approved.")
    )


@center_page(may="may_review")
@require_POST
def withdraw(request: CenterRequest, number: str) -> HttpResponse:
    """取下げ that the office asked the Center for, by telephone or letter; the reason says so."""
    return _with_reason(
        request, number, filing.withdraw, t("取下げを登録しました。", "The withdrawal was entered.")
    )


@center_page(may="may_decide")
@require_POST
def revoke(request: CenterRequest, number: str) -> HttpResponse:
    return _with_reason(
        request, number, after_decision.revoke, t("審査終了を取り消しました。", "The decision was revoked.")
    )


@center_page(may="may_decide")
@require_POST
def invalidate(request: CenterRequest, number: str) -> HttpResponse:
    return _with_reason(
        request, number, after_decision.invalidate, t("無効にしました。", "The application is void.")
    )


@center_page(may="may_review")
@require_POST
def setting_done(request: CenterRequest, number: str) -> HttpResponse:
    return _with_reason(
        request,
        number,
        after_decision.setting_done,
        t("システム設定の完了を記録しました。", "The system setting is recorded as complete."),
    )


@center_page(may="may_review")
@require_POST
def extend(request: CenterRequest, number: str) -> HttpResponse:
    form = ExtendForm(request.POST)
    if not form.is_valid():
        return show(request, found_or_404(number), status=422, extend_form=form)
    data = form.cleaned_data
    return act_as_seen(
        request,
        number,
        lambda a: after_decision.extend(a.pk, request.user, data["deadline"], data["reason"]),
        t("締切日を延長しました。", "The deadline was extended."),
    )


@center_page(may="may_decide")
@require_POST
def move_start(request: CenterRequest, number: str) -> HttpResponse:
    """N06: the decided start is moved; what is wrong with the day stands beside it."""
    a = found_or_404(number)
    shared = bool(start.consents_of(a, last_filed(a)))
    form = MoveStartForm(request.POST, shared=shared)
    if not form.is_valid():
        return show(request, a, status=422, move_form=form)
    data = form.cleaned_data

    done = t("利用開始日を変更しました。", "The start was moved.")
    return act_as_seen(
        request,
        number,
        lambda x: start.move_start(x.pk, request.user, data["day"], data["reason"], data.get("evidence", "")),
        done,
        a,
        move_form=form,
    )


@center_page(may="may_review")
@require_POST
def resolve(request: CenterRequest, number: str, comment: int) -> HttpResponse:
    """N04: tick a comment off."""
    a = found_or_404(number)
    Comment.objects.filter(application=a, pk=comment).update(resolved_at=clock.now())
    return redirect("center:application", a.number)


@center_page(may="may_review")
@require_POST
def memo(request: CenterRequest, number: str) -> HttpResponse:
    return act(
        request,
        number,
        lambda a: Application.objects.filter(pk=a.pk).update(memo=typed(request, MEMO)),
        t("内部メモを保存しました。", "The memo was saved."),
    )
