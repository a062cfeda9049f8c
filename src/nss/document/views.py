"""The public page that says whether a paper is what was issued (X-17)."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nss.account import throttle
from nss.base import posted

from . import codes, store
from .forms import VerifyForm

TRIES = 30
WINDOW = timedelta(minutes=10)
"""So many looks at codes from one address. Spares the database; codes cannot be guessed."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form; with a code (typed, or from the QR code) also the answer."""
    asked = request.method == "POST" or "code" in request.GET
    given = posted.sent(request) or request.GET
    form = VerifyForm(given, request.FILES) if asked else VerifyForm()
    document, file_same, state, status = None, None, "", 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif asked and form.is_valid():
        visitor = throttle.per_address(request, "verify", TRIES, WINDOW)
        if throttle.reached(visitor):
            state, status = "later", 429
        else:
            throttle.count_try(visitor)
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
        response["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response
