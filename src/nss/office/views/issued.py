"""S16: the ID notice and its passwords."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import applicant_page, office_page
from nss.account.requests import OfficeRequest
from nss.application.shown import last_filed
from nss.base import clock, many
from nss.base.words import t
from nss.contract.choices import Customs, SystemClass
from nss.issuing import vault
from nss.issuing.models import Secret, SecretKind
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.notice import notice_tables

from .applications import application_or_404


@office_page
@require_GET
def ids(request: OfficeRequest, number: str) -> HttpResponse:
    """S16: the ID notice; passwords are not in this page until asked for, one by one."""
    a = application_or_404(request, number)
    if a.decided_on is None or a.state not in ("approved", "setting_wait"):
        raise Http404
    revision = last_filed(a)
    today = clock.today()
    found = Secret.objects.filter(application_id=a.pk, office=request.office).defer("ciphertext")
    tables = notice_tables(CATALOGUE.notices, revision.issued_list, {(s.kind, s.label): s for s in found})
    query, page = request.GET.get("q", ""), request.GET.get("page", "1")
    parts = [
        many.part(x.lines, lambda r: f"{r.name} {' '.join(map(str, r.facts))}", query, page) for x in tables
    ]
    window = vault.window_of(a.pk)
    return render(
        request,
        "office/ids.html",
        {
            "application": a,
            "tables": [(replace(x, lines=tuple(p.rows)), p) for x, p in zip(tables, parts, strict=True)],
            "long": any(p.long for p in parts),
            "query": query,
            "kept": (),
            "where": urlencode({"q": query}) if query else "",
            "window": window,
            "is_open": bool(window and window[0] <= today <= window[1]),
            "days_left": (window[1] - today).days if window else 0,
            "office": a.office,
            "customs": Customs.word_of(a.office.customs),
            "system_class": SystemClass.word_of(a.office.system_class),
        },
    )


@applicant_page
@require_POST
def reveal(request: OfficeRequest, number: str, secret: int) -> HttpResponse:
    """One password, after a click, logged; outside its window 403 with the way to a re-issue (X-09)."""
    a = application_or_404(request, number)
    try:
        text = vault.reveal(secret, request.office, request.user.pk, clock.today())
    except vault.WindowClosed:
        request.met_again = reverse("office:ids", args=[a.number])
        return render(request, "office/window_closed.html", {"application": a}, status=403)
    except Secret.DoesNotExist as error:
        raise Http404 from error
    request.met_again = reverse("office:ids", args=[a.number])
    kind, label = Secret.objects.values_list("kind", "label").get(pk=secret)
    response = render(
        request,
        "office/secret.html",
        {"application": a, "text": text, "label": label, "secret": secret, "what": SecretKind.word_of(kind)},
    )
    response["Cache-Control"] = "no-store"
    return response


@applicant_page
@require_POST
def acknowledge(request: OfficeRequest, number: str) -> HttpResponse:
    """The office says that it has noted the passwords down."""
    a = application_or_404(request, number)
    vault.acknowledge(a.pk, request.office, request.user.pk)
    messages.success(request, t("受領を記録しました。", "Receipt was recorded."))
    return redirect("office:ids", a.number)
