"""Applications with menu entries of their own (C09, C11, C12, password re-issue), certificates C13, survey forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import applicant_page, contract_page, office_page
from nss.account.requests import OfficeRequest
from nss.application import drafts
from nss.application.case import Case
from nss.application.models import Application
from nss.application.status import statuses
from nss.base import clock, many
from nss.base.words import t
from nss.issuing import certificates
from nss.issuing.models import Certificate
from nss.procedure.beside import certificate
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.selection import Group


@contract_page
@require_http_methods(["GET", "POST"])
def begin(request: OfficeRequest, key: str) -> HttpResponse:
    """What the entry is for, drafts to go on with, earlier applications; the POST begins a draft (F-03)."""
    procedure = CATALOGUE.get(key)
    if procedure is None or procedure.entry.group is not Group.BESIDE or request.office.provisional:
        raise Http404
    office, entry = request.office, procedure.entry
    if request.method == "POST":
        reason = entry.reason.ja if entry.reason else ""
        revision = drafts.begin(office, request.user, items=[key], reason=reason)
        return redirect("office:item", revision.application_id, key, procedure.steps[0].slug)
    mine = (
        Application.objects.filter(applicant_office=office, revisions__items=[key]).distinct().order_by("-id")
    )
    today = clock.today()
    last = list(mine.filter(number__isnull=False)[:10])
    words = statuses(last, today)
    filed = [(a, words[a.pk]) for a in last]
    return render(
        request,
        "office/beside.html",
        {
            "entry": entry,
            "drafts": list(mine.filter(state="draft")[:5]),
            "filed": filed,
            "waiting": procedure.waiting(office),
            "procedure": procedure,
        },
    )


@office_page
@require_GET
def certificate_list(request: OfficeRequest) -> HttpResponse:
    """C13: which certificates there are, until when to fetch them."""
    today = clock.today()
    rows: list[Any] = [
        (c, certificates.state_of(c, today), certificates.waits(c, today))
        for c in certificates.certificates_of(request.office)
    ]
    query = request.GET.get("q", "")
    part = many.part(rows, lambda r: f"{r[0].name} {r[1]}", query, request.GET.get("page", "1"))
    return render(
        request,
        "office/certificates.html",
        {
            "rows": part.rows,
            "part": part,
            "query": query,
            "kept": (),
            "where": urlencode({"q": query}) if query else "",
            "today": today,
            "again": certificate.KEY,
        },
    )


@applicant_page
@require_POST
def certificate_fetched(request: OfficeRequest, pk: int) -> HttpResponse:
    """The office says that it has fetched a certificate."""
    if not Certificate.objects.filter(pk=pk, office=request.office).exists():
        raise Http404
    if certificates.fetched(pk, request.office):
        messages.success(request, t("証明書の取得を記録しました。", "Recorded as fetched."))
    else:
        messages.error(
            request,
            t("この証明書の取得は記録できません。", "This certificate cannot be recorded as fetched."),
        )
    return redirect("office:certificates")


@contract_page
@require_GET
def sheet(request: OfficeRequest, key: str, code: str, kind: str) -> HttpResponse:
    """A form to be filled in as a file, as xlsx."""
    procedure = CATALOGUE.get(key)
    case = Case.of_edits(request.office, (), items=[key])
    body = procedure.sheet_body(case, code, kind) if procedure else None
    if body is None:
        raise Http404
    response = HttpResponse(
        body, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="{key}-{code}-{kind}.xlsx"'
    return response
