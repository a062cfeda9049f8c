"""Plain pages for what goes wrong, each with the way back; a fault names its reference, and the log line has it too (F-25)."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import cast

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from nss.account import unsent, whom
from nss.account.access import ContractEnded
from nss.account.models import Person
from nss.account.requests import PortalRequest
from nss.base.words import W, english

from . import outage
from .typed import typed

MOST_NAMED = 5
"""People whom the page of 403 names."""
AFTER_THE_END = W(
    "この事業所の利用契約は終了しているため、この操作は行えません。過去の契約内容、申込、請求は、引き続きメニューから確認できます。",
    "The contract of this office has ended, so this cannot be done. Past contracts, applications and bills can still be looked up "
    "from the menu.",
)
log = logging.getLogger("nss.errors")


def page(request: HttpRequest, status: int, title: W, text: W, **more: object) -> HttpResponse:
    """An error page with a title, a sentence and the way back, and with what was typed into the form that it answers."""
    cast(PortalRequest, request).met_again = unsent.came_from(request)
    return render(
        request,
        "errors/error.html",
        {
            "title": title,
            "text": text,
            "reference": getattr(request, "reference", ""),
            "status": status,
            "typed": typed(request),
            **more,
        },
        status=status,
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be understood."""
    return page(
        request,
        400,
        W("送信された内容を読み取れませんでした", "The request could not be read"),
        W(
            "前の画面に戻り、もう一度操作してください。保存済みの下書きは残っています。",
            "Go back and try again. Saved drafts are still there.",
        ),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page exists, but not for this person, who reads whom of the own office (or of the Center) to ask."""
    if isinstance(exception, ContractEnded):
        return page(request, 403, W("利用契約は終了しています", "The contract has ended"), AFTER_THE_END)
    person = getattr(request, "user", None)
    asked: list[Person] = []
    with_mail = False
    if person is not None and person.is_authenticated and not person.viewing:
        asked, with_mail = whom.to_ask(person)[:MOST_NAMED], person.may_manage_people
    return page(
        request,
        403,
        W("この操作は行えません", "This is not allowed"),
        W("権限のある担当者にご依頼ください。", "Ask a colleague who may do it."),
        asked=asked,
        with_mail=with_mail,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return page(
        request,
        404,
        W("ページが見つかりません", "Page not found"),
        W(
            "URLが変わったか、表示できないページです。メニューからお探しください。",
            "The URL has changed or the page cannot be shown. Please start from the menu.",
        ),
    )


class OpenedByHand:
    """Whoever opens the address of a button (by a bookmark, a restored session or Enter in the address bar) reads what it is and
    has a way on, instead of the browser's own grey page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        shown = page(
            request,
            405,
            W("この画面は直接開けません", "This page cannot be opened directly"),
            W(
                "ボタンを押したときにだけ使うURLです。メニューから操作してください。何も実行されていません。",
                "This is the address of a button. Please start from the menu. Nothing was done.",
            ),
        )
        shown["Allow"] = response["Allow"]
        return shown


def fault(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is away; the page and the log name the same reference."""
    reference = getattr(request, "reference", "")
    log.error("fault shown to a person, reference %s, path %s", reference, request.path)
    problem = sys.exc_info()[1]
    if isinstance(problem, OperationalError | InterfaceError):
        if gone(problem):
            request.META[outage.FOUND_AWAY] = True
        return away(request)
    try:
        return page(
            request,
            500,
            W("処理中に問題が起きました", "Something went wrong"),
            W(
                "もう一度操作してください。続く場合は、下の参照番号をヘルプデスクにお伝えください。保存済みの内容は失われていません。",
                "Please try again. If it goes on, tell the help desk the reference below. Nothing saved was lost.",
            ),
            again=to_send_again(request),
        )
    except Exception:  # the page itself failed, e.g. no database for the header
        log.exception("error page failed")
        return HttpResponse(f"503 / {reference}", status=503, content_type="text/plain; charset=utf-8")


def gone(problem: Exception) -> bool:
    """Whether the database itself is not there, rather than a lock or a limit of one statement: no connection to be had, one
    that was cut off (SQLSTATE classes 08 and 57P), or one to a server that only reads (25006)."""
    state = getattr(problem.__cause__, "sqlstate", None)
    return state is None or state[:2] == "08" or state[:3] == "57P" or state == "25006"


AWAY = W("ただいま一時的にご利用いただけません", "Not available for the moment")


class Away:
    """Answers a form that comes while the database is known to be away, without asking it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return away(request) if outage.KNOWN_AWAY in request.META else self.get_response(request)


def away(request: HttpRequest) -> HttpResponse:
    """The database is away, or somebody holds what the page needs. Said without a page around it: that would ask the database.
    What was typed stays in the answer, which sends it once more by a button."""
    reference = getattr(request, "reference", "")
    answer = kept_in_page(request, reference) or plainly_away(reference)
    answer["Retry-After"] = str(outage.RETRY_SECONDS)
    return answer


def kept_in_page(request: HttpRequest, reference: str) -> HttpResponse | None:
    """The page that keeps a form; None for one that has nothing typed, or that a page sent by itself."""
    form = to_send_again(request)
    if form is None:
        return None
    shown = {
        "title": AWAY,
        "language": "en" if english() else "ja",
        "again": form,
        "typed": typed(request),
        "reference": reference,
    }
    return HttpResponse(render_to_string("errors/away.html", shown), status=503)


def to_send_again(request: HttpRequest) -> dict[str, object] | None:
    """The form that this request brought, for a button that sends it once more; None for one that has nothing typed, or that a page
    sent by itself."""
    if {"X-Autosave", "X-Heartbeat"} & set(request.headers) or not unsent.may_be_shown(request):
        return None
    return {
        "address": request.get_full_path(),
        "fields": [*unsent.fields_of(request), *getattr(request, "marks", [])],
        "files": [(name, f.name) for name, found in request.FILES.lists() for f in found],
    }


def plainly_away(reference: str) -> HttpResponse:
    """In both languages, for everything else."""
    return HttpResponse(f"{outage.SAID}\n{reference}\n", status=503, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old, as after a sign-in in another tab. What was typed in a page of ours is kept for who
    typed it."""
    log.warning("csrf check failed: %s", reason)
    return unsent.after_refusal(cast(PortalRequest, request)) or page(
        request,
        403,
        W("画面の有効期限が切れています", "This page is too old"),
        W(
            "入力した内容は送信されていません。前の画面に戻って再読み込みし、もう一度お試しください。",
            "Nothing was sent. Go back, reload the page and try again.",
        ),
    )


handlers: dict[str, Callable[..., HttpResponse]] = {
    "handler400": bad_request,
    "handler403": forbidden,
    "handler404": not_found,
    "handler500": fault,
}
