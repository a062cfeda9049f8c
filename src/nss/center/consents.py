"""N10: which offices have to agree to what, by when, and what they answered; they are reminded, and what reached the Center by
another way is entered for them, or taken back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.application import asked, filing
from nss.application.lifecycle import NotAllowed, State
from nss.application.models import UNANSWERED, Application, Consent
from nss.base import clock
from nss.base.posted import sent
from nss.base.problems import Refused
from nss.base.words import W, t
from nss.calendar.days import business_days_between

from .acting import MOVED_ON, act
from .acts import ProxyAct, UnanswerAct
from .review_page import application_or_404

ENDED = W("この依頼はすでに終了しています。", "This request has already ended.")
SHOWN = 200
"""Applications on the page, those with the nearest day first."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """An application that waits for the answers of offices."""

    application: Application
    consents: list[Consent]
    left: int
    """Business days to the day to answer; negative when it has passed."""

    @property
    def unanswered(self) -> int:
        """How many answers are missing."""
        return sum(c.state in UNANSWERED for c in self.consents)


def waiting() -> list[AskedFor]:
    """The applications that wait for offices, with what each office answered so far."""
    found = Consent.objects.filter(application__state=State.CONSENT).select_related(
        "office", "application__office"
    )
    today, rows = clock.today(), []
    ordered = found.order_by("application_id", "code", "office__code")
    for _, mine in groupby(ordered, key=lambda c: c.application_id):
        every = list(mine)
        application = every[0].application
        newest = [c for c in every if c.revision_no == application.revision_no]
        if newest:
            due = min(c.due for c in newest)
            left = business_days_between(today, due) if due >= today else -1
            rows.append(AskedFor(application, newest, left))
    return sorted(rows, key=lambda r: (r.left, r.application.pk))[:SHOWN]


@center_page
@require_GET
def listing(request: CenterRequest) -> HttpResponse:
    """Code by office, the nearest day first."""
    return render(request, "center/consents.html", {"rows": waiting()})


@center_page(may="may_review")
@require_POST
def remind(request: CenterRequest, number: str) -> HttpResponse:
    """Ask the offices once more that have not answered."""
    a = application_or_404(number)
    try:
        codes = ", ".join(asked.remind(a.pk, request.user))
        messages.success(request, t(f"{codes}に催促しました。", f"Reminded: {codes}."))
    except Refused as refused:
        messages.error(request, str(refused.problems[0].text))
    except NotAllowed:
        messages.error(request, str(MOVED_ON))
    return redirect("center:consents")


def consent_or_404(pk: int) -> Consent:
    """The consent with this key, or 404."""
    consent = Consent.objects.select_related("application").filter(pk=pk).first()
    if consent is None:
        raise Http404
    return consent


@center_page(may="may_review")
@require_POST
def proxy(request: CenterRequest, pk: int) -> HttpResponse:
    """An answer that reached the Center in writing, with its evidence."""
    consent, form = consent_or_404(pk), ProxyAct(sent(request), of=pk)

    def do() -> None:
        data = form.cleaned_data
        filing.answer_consent(pk, None, request.user, data["answer"] == "agree", evidence=data["evidence"])

    a = application_or_404(str(consent.application.number))
    return act(request, a, do, t("回答を代行登録しました。", "The answer was entered."), form, moved_on=ENDED)


@center_page(may="may_review")
@require_POST
def unanswer(request: CenterRequest, pk: int) -> HttpResponse:
    """A consent that was entered by mistake does not count; the office is asked again."""
    consent, form = consent_or_404(pk), UnanswerAct(sent(request), of=pk)
    a = application_or_404(str(consent.application.number))
    done = t(
        "代行登録を取り消し、事業所に改めて依頼しました。",
        "The answer was taken back and the office asked again.",
    )
    return act(
        request,
        a,
        lambda: asked.take_answer_back(pk, request.user, form.cleaned_data["reason"]),
        done,
        form,
        moved_on=ENDED,
    )
