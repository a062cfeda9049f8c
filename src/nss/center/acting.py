"""Doing an act of the review page: done and told, or the page again with what was typed and why it was not done."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from nss.account.requests import CenterRequest
from nss.application.lifecycle import NotAllowed
from nss.application.locking import lock
from nss.application.models import Application
from nss.application.shown import ShownCase, changed_since, if_as_shown
from nss.base.posted import field
from nss.base.problems import Problem, Refused
from nss.base.words import W

from .acts import Act
from .review_page import application_or_404, render_review
from .written_over import WrittenOver

MOVED_ON = W(
    "この申込の状態が変わったため、実行できませんでした。最新の内容をご確認ください。",
    "The application changed meanwhile; nothing was done. Please look again.",
)


def act(
    request: CenterRequest,
    a: Application,
    what: Callable[[], object],
    done: str,
    form: Act | None = None,
    *,
    changed: Callable[[], list[Problem]] = list,
    moved_on: W = MOVED_ON,
) -> HttpResponse:
    """Do one act with its form, if that is filled in properly, and say `done`. Otherwise the page comes again with the form as
    it was sent, errors beside its fields, and with what has `changed` since it was shown. An act that somebody else was
    faster with is told with `moved_on`, not repeated."""
    number = str(a.number)
    if form is not None and not form.is_valid():
        return render_review(request, a, 422, refused=changed(), sent=form)
    try:
        what()
        messages.success(request, done)
    except Refused as refused:
        rest = form.pin(refused.problems) if form is not None else refused.problems
        return render_review(request, application_or_404(number), 422, refused=rest, sent=form)
    except NotAllowed:
        if form is not None and form.texts():
            refused_now = [Problem("moved_on", moved_on)]
            return render_review(request, application_or_404(number), 422, refused=refused_now, sent=form)
        messages.error(request, str(moved_on))
    return redirect("center:application", number)


def act_as_seen(
    request: CenterRequest,
    a: Application,
    what: Callable[[], object],
    done: str,
    form: Act | None = None,
) -> HttpResponse:
    """`act`, if the application is still what the page showed."""
    seen = ShownCase.read(field(request, "seen"))

    def do() -> None:
        with if_as_shown(a.pk, seen):
            what()

    return act(request, a, do, done, form, changed=lambda: changed_since(a, seen))


def act_over(
    request: CenterRequest,
    a: Application,
    over: WrittenOver,
    what: Callable[[], object],
    done: str,
    form: Act | None = None,
) -> HttpResponse:
    """`act`, if what it writes over is still what the page showed."""

    def do() -> None:
        with transaction.atomic():
            stored = lock(a.pk)
            if field(request, "seen") != over.mark(stored):
                raise Refused([over.now(stored)])
            what()

    return act(request, a, do, done, form)
