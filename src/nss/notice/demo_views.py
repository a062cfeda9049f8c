"""The demonstration's page of sent mails; it does not exist in production."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from .sink import read


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """The newest mails of the demonstration, as they were sent."""
    if not settings.DEMO:
        raise Http404
    found = [
        {
            "to": m["To"],
            "subject": m["Subject"],
            "date": m["Date"],
            "id": m["Message-ID"],
            "body": m.get_content(),
        }
        for _, m in read(Path(settings.MAIL_FOLDER))
    ]
    return render(request, "notice/mails.html", {"mails": found})
