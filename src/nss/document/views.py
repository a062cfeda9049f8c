"""The public page that says whether a paper is what was issued (X-17)."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from . import codes, store
from .forms import VerifyForm

TRIES = 30
SECONDS = 600


def _too_many(request: HttpRequest) -> bool:
    """More than TRIES looks at codes from one address in SECONDS. Spares the database; codes cannot be guessed."""
    key = f"document-verify:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > TRIES
    except ValueError:  # it ran out between the two calls
        return False


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form; with a code (typed, or from the QR code) also the answer."""
    asked = request.method == "POST" or "code" in request.GET
    given = request.POST if request.method == "POST" else request.GET
    form = VerifyForm(given, request.FILES) if asked else VerifyForm()
    document, file_same, state, status = None, None, "", 200
    if asked and form.is_valid():
        if _too_many(request):
            state, status = "later", 429
        else:
            document = store.verify(form.cleaned_data["code"])
            state = "found" if document else "unknown"
            file = form.cleaned_data["file"]
            if document and file is not None:
                file_same = store.is_issued_file(document, file.read())
                state = "found" if file_same else "altered"
    values = {
        "form": form,
        "state": state,
        "document": document,
        "file_same": file_same,
        "shown_code": codes.grouped(document.code) if document else "",
        "errors": bool(form.errors),
    }
    response = render(request, "document/verify.html", values, status=status)
    response["X-Robots-Tag"] = "noindex"
    if status == 429:
        response["Retry-After"] = str(SECONDS)
    return response
