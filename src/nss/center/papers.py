"""Documents of an application, and its attachments, as downloads."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.application.models import Attachment
from nss.application.shown import last_filed
from nss.base import clock
from nss.contract.models import Office
from nss.document import adapter, drawing

from .review_page import application_or_404


@center_page
@require_GET
def paper(request: CenterRequest, number: str, kind: str) -> HttpResponse:
    """A document of an application as PDF."""
    a = application_or_404(number)
    made = adapter.make(a, last_filed(a), kind, clock.today())
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{a.number}-{kind}.pdf"'
    return response


@center_page
@require_GET
def ending(request: CenterRequest, number: str, code: str) -> HttpResponse:
    """P03: the notice that the contract of one of the offices has ended."""
    a = application_or_404(number)
    office = get_object_or_404(Office, code=code)
    made = adapter.make_ending(a, last_filed(a), office, clock.today())
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}-ending-{code}.pdf"'
    return response


@center_page
@require_GET
def application_drawing(request: CenterRequest, number: str) -> HttpResponse:
    """The configuration drawing that an application was filed with, as PDF."""
    a = application_or_404(number)
    body = drawing.filed_pdf(a, last_filed(a))
    if body is None:
        raise Http404
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{a.number}-drawing.pdf"'
    return response


@center_page
@require_GET
def attachment(request: CenterRequest, pk: int) -> HttpResponse:
    """A file that an application was filed with, always as a download. What was never filed is the office's own."""
    found = Attachment.objects.filter(pk=pk).select_related("application").first()
    if (
        found is None
        or not found.application.revisions.filter(no__gte=found.added_in, frozen_at__isnull=False).exists()
    ):
        raise Http404
    response = HttpResponse(bytes(found.body), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
