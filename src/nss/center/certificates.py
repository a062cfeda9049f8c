"""N13: the certificates of all offices: which wait to be fetched, which stop soon and which have stopped; and how the Center
stops one, whose key may have fallen into other hands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from nss.account.access import center_page
from nss.account.access_log import log
from nss.account.models import Access
from nss.account.requests import CenterRequest
from nss.application.announce import reminders
from nss.application.models import Application
from nss.base import clock
from nss.base.marks import pin
from nss.base.posted import field, sent
from nss.base.problems import Refused
from nss.base.typed_text import plain
from nss.base.words import W, t
from nss.issuing import certificates
from nss.issuing.models import Certificate
from nss.web.typed import typed

from .acts import ReasonAct
from .tables import csv_file

PAGE = 30
SOON = max(certificates.WARN_DAYS)
"""Days ahead of a stop from which it is a matter for the telephone."""
VIEWS = {
    "soon": W("まもなく停止", "Stops soon"),
    "waiting": W("未取得", "To be fetched"),
    "live": W("利用中", "In use"),
    "ending": W("停止日決定済み", "End decided"),
    "stopped": W("停止", "Stopped"),
    "all": W("すべて", "All"),
}


class StopForm(ReasonAct):
    """Why the Center stops a certificate; the office is told."""

    act = "certificate-stop"
    label = W("停止する理由（事業所に通知します）", "Reason for stopping it (the office is told)")


def condition(view: str, today: date) -> Q:
    """Which certificates stand in a view."""
    waiting = certificates.lasting(today) & Q(fetched_on__isnull=True)
    return {
        "soon": waiting & Q(stops_on__gt=today, stops_on__lte=today + timedelta(days=SOON)),
        "waiting": waiting & Q(stops_on__gt=today),
        "live": certificates.lasting(today) & Q(fetched_on__isnull=False),
        "ending": Q(stopped_on__gt=today),
        "stopped": Q(stopped_on__lte=today) | (waiting & Q(stops_on__lte=today)),
    }.get(view, Q())


def chosen(request: HttpRequest) -> tuple[str, str, QuerySet[Certificate]]:
    """The view, the text that is looked for, and what it gives, by what stops first."""
    view = request.GET.get("view", "soon")
    view = view if view in VIEWS else "soon"
    text = plain(request.GET.get("q", ""))
    found = Certificate.objects.filter(condition(view, clock.today())).select_related("office")
    if text:
        found = found.filter(
            Q(name__istartswith=text)
            | Q(office__code__istartswith=text)
            | Q(office__name__icontains=text)
            | Q(office__company_name__icontains=text)
        )
    return view, text, found.order_by("stops_on", "stopped_on", "name", "id")


def numbers_of(found: list[Certificate]) -> dict[int, str]:
    """The numbers of the applications that issued certificates, by their keys."""
    keys = {c.application_id for c in found if c.application_id}
    return {pk: n or "" for pk, n in Application.objects.filter(pk__in=keys).values_list("pk", "number")}


def lines(found: list[Certificate]) -> list[dict[str, Any]]:
    """What a list shows of each."""
    today, numbers = clock.today(), numbers_of(found)
    return [
        {
            "c": c,
            "state": certificates.state_of(c, today),
            "number": numbers.get(c.application_id or 0, ""),
        }
        for c in found
    ]


@center_page
@require_GET
def listing(request: CenterRequest) -> HttpResponse:
    """Certificates by view and text, what stops first on top."""
    view, text, found = chosen(request)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "center/certificates.html",
        {
            "views": [(k, word, k == view) for k, word in VIEWS.items()],
            "view": view,
            "q": text,
            "page": page,
            "rows": lines(list(page.object_list)),
        },
    )


@center_page
@require_GET
def listing_csv(request: CenterRequest) -> HttpResponse:
    """The same as a file."""
    heads = [
        t("端末名", "Terminal"),
        t("事業所コード", "Office"),
        t("企業名", "Company"),
        t("事業所名", "Office name"),
        t("状態", "State"),
        t("発行日", "Issued"),
        t("取得日", "Fetched"),
        t("取得期限", "To be fetched by"),
        t("停止日", "Stopped"),
        t("申込", "Application"),
    ]
    rows = (
        [
            r["c"].name,
            r["c"].office.code,
            r["c"].office.company_name,
            r["c"].office.name,
            r["state"],
            *("" if d is None else f"{d:%Y/%m/%d}" for d in _days(r["c"])),
            r["number"],
        ]
        for r in lines(list(chosen(request)[2]))
    )
    return csv_file(f"certificates-{clock.today():%Y%m%d}.csv", heads, rows)


def _days(c: Certificate) -> tuple[date | None, ...]:
    return c.issued_on, c.fetched_on, c.stops_on, c.stopped_on


@center_page(post="may_decide")
@require_http_methods(["GET", "POST"])
def certificate(request: CenterRequest, pk: int) -> HttpResponse:
    """A certificate with its days; the form that stops it today."""
    found = get_object_or_404(Certificate.objects.select_related("office"), pk=pk)
    form = StopForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            _stop(request, pk, form.cleaned_data["reason"])
            messages.success(
                request, t("証明書を停止し、事業所に通知しました。", "Stopped; the office was told.")
            )
            return redirect("center:certificate", pk)
        except Refused as refused:
            pin(form, refused)
            found.refresh_from_db()
    today = clock.today()
    return render(
        request,
        "center/certificate.html",
        {
            **lines([found])[0],
            "form": form,
            "errors": bool(form.errors),
            "seen": certificates.shown(found),
            "typed": typed(request),
            "may_stop": request.user.may_decide and not (found.stopped_on and found.stopped_on <= today),
        },
        status=422 if form.errors else 200,
    )


def _stop(request: CenterRequest, pk: int, reason: str) -> None:
    """Stop it, write it down and tell the office. Raises Refused."""
    with transaction.atomic():
        stopped = certificates.stop(pk, field(request, "seen"))
        log(
            Access.What.CERT_STOPPED,
            request,
            request.user,
            about=stopped.office,
            certificate=stopped.name,
            reason=reason,
        )
        reminders.certificate_stopped(stopped, reason)
