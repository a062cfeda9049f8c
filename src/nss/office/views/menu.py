"""S02: the menu with news and what waits for the office."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from nss.account.access import office_page
from nss.account.requests import OfficeRequest
from nss.application import settings_left, works
from nss.application.lifecycle import OPEN, State
from nss.application.models import UNANSWERED, Application, Consent, Kind
from nss.base import clock
from nss.base.compiled_query import CompiledQuery
from nss.base.words import W
from nss.issuing import vault
from nss.notice import news


def _of(office: int) -> QuerySet[Application]:
    return Application.objects.filter(applicant_office_id=office)


QUERIES = CompiledQuery(lambda office: _of(office).filter(state=State.QUERY), int)
SETTINGS = CompiledQuery(lambda office: _of(office).filter(state=State.SETTING_WAIT), int)
OVERDUE = CompiledQuery(
    lambda office, day: _of(office).filter(works__in=works.overdue_works(day)).distinct(), int, date
)
TO_CHOOSE = CompiledQuery(lambda office: works.works_to_choose(_of(office)), int)
ASKED = CompiledQuery(lambda office: Consent.objects.filter(office_id=office, state__in=UNANSWERED), int)
COUNTS = CompiledQuery(
    lambda office: (
        _of(office)
        .filter(state__in=[State.DRAFT, *OPEN])
        .annotate(all=Value(1))
        .values("all")
        .annotate(
            drafts=Count("pk", filter=Q(state=State.DRAFT)), filed=Count("pk", filter=Q(state__in=OPEN))
        )
        .values_list("drafts", "filed")
    ),
    int,
)


@office_page
@require_GET
def menu(request: OfficeRequest) -> HttpResponse:
    """S02: the menu: news, and what waits for the office."""
    office = request.office
    [(drafts, filed)] = COUNTS(office.pk)
    todo: list[dict[str, W | str]] = []
    answer, withdraw = "office:answer", "office:withdraw"
    if not request.user.may_apply:
        answer = withdraw = "office:application"
    for a in QUERIES(office.pk):
        if office.ended and a.office_id == office.pk:
            text = W(
                f"【{a.number}】利用契約が終了しているため、この申込は承認されません。取り下げてください。",
                f"[{a.number}] The contract has ended, so this is not approved. Withdraw it.",
            )
            todo.append({"text": text, "url": reverse(withdraw, args=[a.number])})
            continue
        todo.append(
            {
                "text": W(f"【{a.number}】確認事項に回答してください。", f"[{a.number}] Answer the query."),
                "url": reverse(answer, args=[a.number]),
            }
        )
    for c in ASKED(office.pk):
        todo.append(
            {
                "text": W(
                    "{about}について同意の依頼があります（{due}まで）。",
                    "You are asked to agree to {about} (by {due}).",
                ).format(about=c.about, due=f"{c.due:%Y/%m/%d}"),
                "url": reverse("office:consent", args=[c.pk]),
            }
        )
    waiting = [] if office.ended else SETTINGS(office.pk)
    for a in waiting:
        if a.office_id == office.pk:
            a.office = office
    left = settings_left.left_of(waiting)
    for a in waiting:
        if a.pk not in left:
            continue
        codes = "・".join(left[a.pk])
        todo.append(
            {
                "text": W(
                    f"【{a.number}】{'利用者コード' + codes + 'の' if codes else ''}"
                    f"システム設定の申込が必要です。締切日は{a.setting_deadline:%Y/%m/%d}です。",
                    f"[{a.number}] A system setting{' of ' + codes if codes else ''} is needed by "
                    f"{a.setting_deadline:%Y/%m/%d}.",
                ),
                "url": reverse("office:application", args=[a.number]),
            }
        )
    for a in OVERDUE(office.pk, clock.today()):
        todo.append(
            {
                "text": W(
                    f"【{a.number}】利用開始日になりましたが、工事が終わっていません。工事日程を確認してください。",
                    f"[{a.number}] The start has come and works are not done. See the dates of the works.",
                ),
                "url": reverse("office:until-start", args=[a.number]) + "#works",
            }
        )
    for w in TO_CHOOSE(office.pk):
        todo.append(
            {
                "text": W(
                    f"【{w.application.number}】工事の候補日を選んでください。",
                    f"[{w.application.number}] Choose a date for the works.",
                ),
                "url": reverse("office:until-start", args=[w.application.number]) + "#works",
            }
        )
    for number, last in vault.open_windows(office, clock.today()):
        todo.append(
            {
                "text": W(
                    f"【{number}】パスワードを参照できるのは{last:%Y/%m/%d}までです。",
                    f"[{number}] Passwords can be read until {last:%Y/%m/%d}.",
                ),
                "url": reverse("office:ids", args=[number]),
            }
        )
    return render(
        request,
        "office/menu.html",
        {
            "news": news.latest(office, request.user),
            "todo": todo,
            "drafts": drafts,
            "open": filed,
            "new_drafts": _of(office.pk).filter(state=State.DRAFT, kind=Kind.NEW)
            if office.provisional
            else [],
        },
    )
