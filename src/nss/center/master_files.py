"""A master as a CSV file, written out and taken in; the columns are the same."""

from __future__ import annotations

import base64
import binascii

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.base import posted
from nss.base.cells import BadFile
from nss.base.words import counted, t
from nss.master import state
from nss.master.sheet import import_rows, plain

from .master_changes import NotRead, carry_out
from .masters import SheetForm, initial_values, render_listing, sheet_or_404
from .tables import csv_file

LARGEST = 1_000_000
"""Bytes of a file that is taken in."""


@center_page
@require_GET
def sheet_csv(request: CenterRequest, key: str) -> HttpResponse:
    """The whole sheet; the same columns can be imported."""
    sheet = sheet_or_404(key)
    rows = [list(plain(sheet, r).values()) for r in sheet.model._default_manager.order_by(*sheet.order)]
    return csv_file(f"{key}.csv", [f.name for f in sheet.fields], rows)


@center_page(may="may_administer")
@require_POST
def sheet_import(request: CenterRequest, key: str) -> HttpResponse:
    """All rows or none; every bad row is named with its line and reason. What the rows touch is read first: the file stays with
    the page meanwhile."""
    sheet = sheet_or_404(key)
    if not sheet.imports:
        raise Http404
    name, body = _file(request)
    if not body:
        messages.error(
            request, t("1MB以下のCSVファイルを選択してください。", "Choose a CSV file of up to 1 MB.")
        )
        return redirect("center:master", key)

    def taken_in() -> dict[str, object]:
        return {"imported": import_rows(sheet, body, request.user), "file": name}

    try:
        with transaction.atomic():
            count = carry_out(request, sheet, taken_in)["imported"]
    except NotRead as unread:
        form = SheetForm(sheet, None, initial_values(sheet, {}))
        request.met_again = reverse("center:master", args=[key])
        kept = base64.b64encode(body).decode()
        return render_listing(request, sheet, form, importing=unread.asked, file_body=kept, file_name=name)
    except BadFile as bad:
        for text in bad.texts[:20]:
            messages.error(request, str(text))
    else:
        messages.success(request, t(f"{count}行を取り込みました。", f"{counted(count, 'row')} imported."))
    state.refresh()
    return redirect("center:master", key)


def _file(request: CenterRequest) -> tuple[str, bytes]:
    """Name and content of what is sent, or of what the page kept of it; nothing for none or too much."""
    file = request.FILES.get("file")
    if file is not None:
        return str(file.name)[:100], file.read() if (file.size or 0) <= LARGEST else b""
    try:
        body = base64.b64decode(posted.field(request, "file_body"), validate=True)
    except (binascii.Error, ValueError):
        body = b""
    return posted.field(request, "file_name")[:100], body if len(body) <= LARGEST else b""
