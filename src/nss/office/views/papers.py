"""Documents of an application, and its attachments, as downloads."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from nss.account.access import office_page
from nss.account.requests import OfficeRequest
from nss.application.models import Attachment
from nss.base import clock
from nss.document import adapter

from .applications import mine, revision_of

# Papers and files


@office_page
@require_GET
def paper(request: OfficeRequest, number: str, kind: str) -> HttpResponse:
    """P01 from registration on, P02 from the start date on."""
    a = mine(request, number)
    made = adapter.make(a, revision_of(a), kind, clock.today())
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{a.number}-{kind}.pdf"'
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
    response = HttpResponse(bytes(found.body), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
