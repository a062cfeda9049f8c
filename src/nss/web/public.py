"""What anybody may read about the portal: how personal data are kept, what was done for accessibility, whom to tell of a weakness."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from nss.base import clock
from nss.record import retention

GOOD_FOR = timedelta(days=180)
"""How long what security.txt says may be believed; RFC 9116 asks for less than a year."""


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """個人情報の取扱い, with the terms of keeping by which data are erased."""
    kept = [(term.word, term.how_long) for term in retention.terms()]
    return render(request, "web/privacy.html", {"kept": kept})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """アクセシビリティ方針, in the form that JIS X 8341-3 asks for."""
    return render(request, "web/accessibility.html")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For whoever asks for the icon without having read a page: where it is, under the name of its contents."""
    answer = redirect(static("nss/favicon.ico"), permanent=True)
    answer["Cache-Control"] = "max-age=86400"
    return answer


@require_safe
def security_text(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a weakness. Not there without NSS_SECURITY_CONTACT."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {clock.now() + GOOD_FOR:%Y-%m-%d}T00:00:00Z",
        "Preferred-Languages: ja, en",
        f"Canonical: {settings.PUBLIC_URL}{request.path}",
    )
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
