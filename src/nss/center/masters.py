"""N07, N08, N16, N17, N20: the masters as pages, each drawn from its sheet: list, add, change, delete, CSV both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import center_page
from nss.account.access_log import log
from nss.account.models import Access
from nss.account.requests import CenterRequest
from nss.application.announce import reminders
from nss.application.announce.reach import reach
from nss.application.on_a_day import numbers_on
from nss.base import clock, posted
from nss.base.cells import BadFile
from nss.base.marks import pin
from nss.base.problems import Refused
from nss.base.seen import mark_of
from nss.base.words import W, counted, joined, t
from nss.master import sheets, state
from nss.master.models import Announcement, ClosedDay, MailTemplate, MailText
from nss.master.sheet import Sheet, Values, import_rows, mark, plain, store
from nss.master.sheet import remove as remove_row
from nss.notice import letters

from .tables import csv_file

PAGE = 200


def sheet_or_404(key: str) -> Sheet:
    """The sheet at an address, or 404."""
    try:
        return sheets.SHEETS[key]
    except KeyError as error:
        raise Http404 from error


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


REACHES = W(
    "{people}人（{offices}事業所）の画面に表示し、{when}{mails}事業所の管理責任者へメールを送信します。",
    "{people} people of {offices} offices see it; the managers of {mails} offices are mailed {when}.",
)
AT = W("{at}に", "at {at}")
AT_ONCE = W("登録後まもなく", "shortly after it is stored")


@dataclass(frozen=True, slots=True)
class SetsGoing:
    """What storing a row sets going beyond the page, to be read before a second press."""

    text: W
    mark: str


def sets_going(request: CenterRequest, sheet: Sheet, values: Values, pk: int | None) -> SetsGoing | None:
    """An announcement by mail says whom it reaches before it is stored; None where nothing is to be read first, or it was."""
    if sheet.model is not Announcement or not values["mail"] or sheet.check(values, clock.today()):
        return None
    if pk is not None and Announcement.objects.filter(pk=pk, mailed_at__isnull=False).exists():
        return None
    found = reach(values["audience"], values["codes"] or [])
    at = values["first_at"].astimezone(clock.TOKYO)
    when = AT_ONCE if at <= clock.now() else AT.format(at=f"{at:%Y/%m/%d %H:%M}")
    text = REACHES.format(people=found.people, offices=found.offices, mails=found.mails, when=when)
    mark = mark_of(*(c.cell(values[c.name]) for c in sheet.fields), found)
    return None if posted.field(request, "confirmed") == mark else SetsGoing(text, mark)


@center_page
@require_GET
def index(request: CenterRequest) -> HttpResponse:
    """The list of masters."""
    return render(request, "center/masters.html", {"sheets": list(sheets.SHEETS.values())})


@center_page(post="may_administer")
@require_http_methods(["GET", "POST"])
def listing(request: CenterRequest, key: str) -> HttpResponse:
    """The rows of a master and the form that adds one."""
    sheet = sheet_or_404(key)
    form = SheetForm(sheet, posted.sent(request), initial_values(sheet, request.GET))
    valid = request.method == "POST" and form.is_valid()
    asked = sets_going(request, sheet, form.cleaned_data, None) if valid else None
    if valid and asked is None:
        try:
            _, after = store(sheet, None, form.cleaned_data, request.user)
            log(Access.What.MASTER, request, request.user, sheet=key, before={}, after=after)
            messages.success(request, t("登録しました。", "Added."))
            tell_what_stands_on(request, sheet, form.cleaned_data)
            return redirect("center:master", key)
        except Refused as refused:
            pin(form, refused)
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
            "asked": asked,
        },
        status=422 if form.errors else 200,
    )


STANDS = W(
    "{day}を利用開始日・希望日・締切日・工事日とする申込があります：{numbers}。日付を見直してください。",
    "Applications start, ask to start, are due or have works on {day}: {numbers}. Please look at their days.",
)


def tell_what_stands_on(request: CenterRequest, sheet: Sheet, values: Values) -> None:
    """Name the applications that stand on a day which is closed now."""
    if sheet.model is ClosedDay and not values["works"] and (numbers := numbers_on(values["day"])):
        shown = joined(numbers)
        messages.warning(request, str(STANDS.format(day=f"{values['day']:%Y/%m/%d}", numbers=shown)))


@center_page(may="may_administer")
@require_http_methods(["GET", "POST"])
def row(request: CenterRequest, key: str, pk: int) -> HttpResponse:
    """One row of a master, to be changed while it does not count yet."""
    sheet = sheet_or_404(key)
    found = sheet.model._default_manager.filter(pk=pk).first()
    if found is None:
        raise Http404
    form = SheetForm(sheet, posted.sent(request), as_typed(sheet, found))
    valid = request.method == "POST" and form.is_valid()
    asked = sets_going(request, sheet, form.cleaned_data, pk) if valid else None
    if valid and asked is None:
        try:
            seen = posted.field(request, "seen")
            before, after = store(sheet, pk, form.cleaned_data, request.user, seen)
            log(Access.What.MASTER, request, request.user, sheet=key, before=before, after=after)
            messages.success(request, t("変更しました。", "Changed."))
            tell_what_stands_on(request, sheet, form.cleaned_data)
            return redirect("center:master", key)
        except Refused as refused:
            pin(form, refused)
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
            "previews": previews(found),
        },
        status=422 if form.errors else 200,
    )


@center_page(may="may_administer")
@require_POST
def remove(request: CenterRequest, key: str, pk: int) -> HttpResponse:
    """Delete a row that does not count yet."""
    sheet = sheet_or_404(key)
    try:
        before = remove_row(sheet, pk, posted.field(request, "seen"))
        log(Access.What.MASTER, request, request.user, sheet=key, before=before, after={})
        messages.success(request, t("削除しました。", "Deleted."))
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
    """All rows or none; every bad row is named with its line and reason."""
    sheet = sheet_or_404(key)
    file = request.FILES.get("file")
    if not sheet.imports:
        raise Http404
    if file is None or (file.size or 0) > 1_000_000:
        messages.error(
            request, t("1MB以下のCSVファイルを選択してください。", "Choose a CSV file of up to 1 MB.")
        )
        return redirect("center:master", key)
    try:
        with transaction.atomic():
            count = import_rows(sheet, file.read(), request.user)
    except BadFile as bad:
        for text in bad.texts[:20]:
            messages.error(request, str(text))
    else:
        log(
            Access.What.MASTER,
            request,
            request.user,
            sheet=key,
            imported=count,
            file=str(file.name)[:100],
        )
        messages.success(request, t(f"{count}行を取り込みました。", f"{counted(count, 'row')} imported."))
    state.refresh()
    return redirect("center:master", key)
