"""N07, N08, N16, N17, N20: the masters as pages, each drawn from its sheet: list, add, change, delete, CSV both ways."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.application.announce import reminders
from nss.base import clock, posted
from nss.base.marks import pin
from nss.base.problems import Refused
from nss.base.words import W, t
from nss.master import sheets
from nss.master.models import Announcement, MailTemplate, MailText
from nss.master.sheet import Sheet, Values, mark
from nss.master.sheet import remove as remove_row
from nss.master.sheet import store as store_row
from nss.notice import letters

from .master_changes import NotRead, SetsGoing, announcing, carry_out

PAGE = 200


def sheet_or_404(key: str) -> Sheet:
    """The sheet at an address, or 404; one that is kept apart has addresses of its own."""
    found = sheets.SHEETS.get(key)
    if found is None or found.apart:
        raise Http404
    return found


class SheetForm(forms.Form):
    """A row of a master: one field a column of its sheet."""

    use_required_attribute = False

    def __init__(
        self, sheet: Sheet, data: Mapping[str, object] | None = None, initial: Values | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        for f in sheet.fields:
            self.fields[f.name] = f.form_field(must=f.must)


def initial_values(sheet: Sheet, given: Mapping[str, str]) -> Values:
    """What the empty form starts with; a day in the address comes from the schedule's page."""
    start: Values = {f.name: True for f in sheet.fields if f.name == "offered"}
    return {**start, **{f.name: given[f.name] for f in sheet.fields if given.get(f.name)}}


def as_typed(sheet: Sheet, row: Model) -> Values:
    """The row's values as its form shows them."""
    return {f.name: f.initial(getattr(row, f.name)) for f in sheet.fields}


@center_page
@require_GET
def index(request: CenterRequest) -> HttpResponse:
    """The list of masters."""
    return render(
        request, "center/masters.html", {"sheets": [s for s in sheets.SHEETS.values() if not s.apart]}
    )


def stored(request: CenterRequest, sheet: Sheet, values: Values, pk: int | None = None) -> dict[str, object]:
    """Store a row as it was typed; what the record says of it. Raises Refused."""
    before, after = store_row(sheet, pk, values, request.user, posted.field(request, "seen"))
    return {"before": before, "after": after}


def stored_as_typed(request: CenterRequest, sheet: Sheet, pk: int | None, form: SheetForm) -> bool:
    """Store what was typed where nothing is to be read before, and write it down; False, with why beside the fields, where
    that is refused."""
    try:
        carry_out(request, sheet, lambda: stored(request, sheet, form.cleaned_data, pk))
    except Refused as refused:
        pin(form, refused)
        return False
    return True


@center_page(post="may_administer")
@require_http_methods(["GET", "POST"])
def listing(request: CenterRequest, key: str) -> HttpResponse:
    """The rows of a master and the form that adds one."""
    sheet = sheet_or_404(key)
    form = SheetForm(sheet, posted.sent(request), initial_values(sheet, request.GET))
    asked = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            carry_out(request, sheet, lambda: stored(request, sheet, values), announcing(sheet, values, None))
            messages.success(request, t("登録しました。", "Added."))
            return redirect("center:master", key)
        except NotRead as unread:
            asked = unread.asked
        except Refused as refused:
            pin(form, refused)
    return render_listing(request, sheet, form, asked)


def render_listing(
    request: CenterRequest,
    sheet: Sheet,
    form: SheetForm,
    asked: SetsGoing | None = None,
    importing: SetsGoing | None = None,
    file_body: str = "",
    file_name: str = "",
) -> HttpResponse:
    """The page of a master; with what adding the row of the form sets going, or importing a file with its body and name."""
    today = clock.today()
    rows = [
        {
            "row": r,
            "cells": [f.show(getattr(r, f.name)) for f in sheet.fields if f.listed],
            "open": sheet.open(r, today),
        }
        for r in sheet.model._default_manager.order_by(*sheet.order)[:PAGE]
    ]
    return render(
        request,
        "center/master.html",
        {
            "sheet": sheet,
            "rows": rows,
            "form": form,
            "errors": bool(form.errors),
            "columns": [f for f in sheet.fields if f.listed],
            "in_force": sheet.in_force(today),
            "asked": asked,
            "importing": importing,
            "file_body": file_body,
            "file_name": file_name,
        },
        status=422 if form.errors else 200,
    )


@center_page(may="may_administer")
@require_http_methods(["GET", "POST"])
def row(request: CenterRequest, key: str, pk: int) -> HttpResponse:
    """One row of a master, to be changed while it does not count yet."""
    sheet = sheet_or_404(key)
    found = sheet.model._default_manager.filter(pk=pk).first()
    if found is None:
        raise Http404
    form = SheetForm(sheet, posted.sent(request), as_typed(sheet, found))
    asked = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            carry_out(
                request, sheet, lambda: stored(request, sheet, values, pk), announcing(sheet, values, pk)
            )
            messages.success(request, t("変更しました。", "Changed."))
            return redirect("center:master", key)
        except NotRead as unread:
            asked = unread.asked
        except Refused as refused:
            pin(form, refused)
    return render_row(request, sheet, found, form, asked)


def render_row(
    request: CenterRequest,
    sheet: Sheet,
    found: Model,
    form: SheetForm,
    asked: SetsGoing | None = None,
    removing: SetsGoing | None = None,
) -> HttpResponse:
    """The page of a row; with what changing it, or removing it, sets going."""
    return render(
        request,
        "center/master_row.html",
        {
            "sheet": sheet,
            "row": found,
            "form": form,
            "errors": bool(form.errors),
            "open": sheet.open(found, clock.today()),
            "seen": mark(sheet, found),
            "asked": asked,
            "removing": removing,
            "previews": previews(found),
        },
        status=422 if form.errors else 200,
    )


@center_page(may="may_administer")
@require_POST
def remove(request: CenterRequest, key: str, pk: int) -> HttpResponse:
    """Delete a row that does not count yet."""
    sheet = sheet_or_404(key)
    seen = posted.field(request, "seen")
    try:
        carry_out(request, sheet, lambda: {"before": remove_row(sheet, pk, seen), "after": {}})
        messages.success(request, t("削除しました。", "Deleted."))
    except NotRead as unread:
        found = sheet.model._default_manager.get(pk=pk)
        form = SheetForm(sheet, None, as_typed(sheet, found))
        request.met_again = reverse("center:master-row", args=[key, pk])
        return render_row(request, sheet, found, form, removing=unread.asked)
    except Refused as refused:
        messages.error(request, str(refused.problems[0].text))
        return redirect("center:master-row", key, pk)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    return redirect("center:master", key)


def previews(found: Model) -> list[tuple[W, str]]:
    """How a text will read, in both languages."""
    if isinstance(found, MailText):
        facts = reminders.sample_facts()
        try:
            subject, body = letters.write(found.kind, facts)
        except (KeyError, TypeError):  # kinds that need more than the facts of an application
            subject, body = "【NSS】", "\n--\n"
        head, line, foot = body.partition("\n--\n")
        return [(W(subject, subject), f"{head}\n{found.text_ja}\n\n{found.text_en}\n{line}{foot}")]
    if isinstance(found, MailTemplate):
        subject, body = letters.custom_mail(found, reminders.sample_facts())
        return [(W(subject, subject), body)]
    if isinstance(found, Announcement):
        return [
            (W("日本語", "Japanese"), f"{found.title_ja}\n\n{found.text_ja}"),
            (W("英語", "English"), f"{found.title_en or found.title_ja}\n\n{found.text_en or found.text_ja}"),
        ]
    return []
