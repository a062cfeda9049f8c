"""外為法関連業務: the file for METI and the record of what was handed over."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.application import handover
from nss.application.models import Handover


@center_page
@require_GET
def listing(request: CenterRequest) -> HttpResponse:
    """What waits to be handed over, and what was."""
    done = list(Handover.objects.select_related("person").order_by("-id")[:50])
    return render(request, "center/meti.html", {"waiting": handover.waiting(), "done": done})


@center_page(may="may_decide")
@require_POST
def export(request: CenterRequest) -> HttpResponse:
    """Hand over everything that waits: the CSV file, recorded."""
    made, body = handover.hand_over(request.user)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="meti-{made.at:%Y%m%d%H%M}.csv"'
    return response
