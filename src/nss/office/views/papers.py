"""Documents of an application, and its attachments, as downloads."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from nss.account.access import office_page
from nss.account.requests import OfficeRequest
from nss.application.models import Application, Attachment
from nss.application.shown import last_filed
from nss.base import clock
from nss.document import adapter

from .applications import application_or_404

# Papers and files


@office_page
@require_GET
def paper(request: OfficeRequest, number: str, kind: str) -> HttpResponse:
    """P01 from registration on, P02 from the start date on."""
    a = application_or_404(request, number)
    made = adapter.make(a, last_filed(a), kind, clock.today())
    if made is None:
        raise Http404
    return shown(made, f"{a.number}-{kind}.pdf")


@office_page
@require_GET
def ending(request: OfficeRequest, number: str) -> HttpResponse:
    """P03: the notice that the contract of this office has ended, whoever applied for that."""
    a = get_object_or_404(Application.objects.select_related("office"), number=number)
    made = adapter.make_ending(a, last_filed(a), request.office, clock.today())
    if made is None:
        raise Http404
    return shown(made, f"{number}-ending.pdf")


def shown(pdf: bytes, name: str) -> HttpResponse:
    """A PDF as an answer that the browser shows itself; `name` is the file name when it is saved."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@office_page
@require_GET
def attachment(request: OfficeRequest, pk: int) -> HttpResponse:
    """A file of an own application, always as a download, never run."""
    office = request.office
    try:
        found = Attachment.objects.get(
            Q(application__office=office) | Q(application__applicant_office=office), pk=pk
        )
    except Attachment.DoesNotExist as error:
        raise Http404 from error
    return download(found)


def download(found: Attachment) -> HttpResponse:
    """A stored file as an answer that is never shown in the browser."""
    response = HttpResponse(bytes(found.body), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
