"""N07, N08, N16, N17, N20: the masters as pages, each drawn from its sheet: list, add, change, delete, CSV both ways."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
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
from nss.base import clock
from nss.base.problems import Refused
from nss.base.words import W, t
from nss.master import sheets, state
from nss.master.models import Announcement, MailTemplate, MailText
from nss.master.sheet import Field, Sheet, Values, plain, store, text_of
from nss.master.sheet import remove as remove_row
from nss.notice import letters
from nss.procedure.kit.schedule import read_day

from .forms import REQUIRED, DayField, pin
from .tables import csv_file

PAGE = 200
BAD_MOMENT = W(
    "日時を入力してください（例 2026/12/01 09:00）。", "Enter day and time (e.g. 2026/12/01 09:00)."
)


def sheet_or_404(key: str) -> Sheet:
    try:
        return sheets.SHEETS[key]
    except KeyError as error:
        raise Http404 from error


def read_moment(text: str) -> datetime:
    """2026/12/01 09:00, full width too. Raises ValueError."""
    day, _, time = unicodedata.normalize("NFKC", text).strip().partition(" ")
    hour, _, minute = (time.strip() or "0:00").partition(":")
    return datetime.combine(read_day(day), datetime.min.time(), clock.TOKYO).replace(
        hour=int(hour), minute=int(minute)
    )


class MomentField(forms.CharField):
    def clean(self, value: object) -> datetime | None:
        text = super().clean(value)
        try:
            return read_moment(text) if text else None
        except ValueError as error:
            raise ValidationError(BAD_MOMENT) from error


class CodesField(forms.CharField):
    def clean(self, value: object) -> list[str]:
        return unicodedata.normalize("NFKC", super().clean(value)).upper().replace(",", " ").split()


def form_field(f: Field) -> forms.Field:
    common: dict[str, Any] = {
        "label": f.word,
        "required": f.must,
        "help_text": f.hint,
        "error_messages": dict(REQUIRED),
    }
    if f.kind == "flag":
        return forms.BooleanField(label=f.word, required=False, help_text=f.hint)
    if f.kind == "choice":
        choices = sheets.MAIL_KINDS if f.name == "kind" and not f.choices else f.choices
        return forms.ChoiceField(**common, choices=choices, widget=forms.Select)
    if f.kind == "number":
        return forms.IntegerField(**common, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    if f.kind == "long":
        return forms.CharField(**common, max_length=f.most or None, widget=forms.Textarea(attrs={"rows": 5}))
    kinds: dict[str, type[forms.CharField]] = {"day": DayField, "moment": MomentField, "codes": CodesField}
    made = kinds.get(f.kind, forms.CharField)(**common)
    if f.most:
        made.max_length = f.most
        made.validators.append(forms.CharField(max_length=f.most).validators[0])
    return made


class SheetForm(forms.Form):
    use_required_attribute = False

    def __init__(
        self, sheet: Sheet, data: Mapping[str, object] | None = None, initial: Values | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        for f in sheet.fields:
            self.fields[f.name] = form_field(f)


def first_values(sheet: Sheet, given: Mapping[str, str]) -> Values:
    """What the empty form starts with; a day in the address comes from the schedule's page."""
    start: Values = {f.name: True for f in sheet.fields if f.name == "offered"}
    return {**start, **{f.name: given[f.name] for f in sheet.fields if given.get(f.name)}}


def as_typed(sheet: Sheet, row: Model) -> Values:
    return {
        f.name: getattr(row, f.name)
        if f.kind in ("flag", "choice", "number", "long", "text")
        else text_of(f, getattr(row, f.name))
        for f in sheet.fields
    }


@center_page
@require_GET
def index(request: CenterRequest) -> HttpResponse:
    return render(request, "center/masters.html", {"sheets": list(sheets.SHEETS.values())})


@center_page(post="may_administer")
@require_http_methods(["GET", "POST"])
def listing(request: CenterRequest, key: str) -> HttpResponse:
    sheet = sheet_or_404(key)
    form = SheetForm(
        sheet, request.POST if request.method == "POST" else None, first_values(sheet, request.GET)
    )
    if request.method == "POST" and form.is_valid():
        try:
            _, after = store(sheet, None, form.cleaned_data, request.user)
            log(Access.What.MASTER, request, request.user, sheet=key, before={}, after=after)
            messages.success(request, t("登録しました。", "Added."))
            return redirect("center:master", key)
        except Refused as refused:
            pin(form, refused)
    today = clock.today()
    rows = [
        {
            "row": r,
            "cells": [text_of(f, getattr(r, f.name)) for f in sheet.fields if f.listed],
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
        },
        status=422 if form.errors else 200,
    )


@center_page(may="may_administer")
@require_http_methods(["GET", "POST"])
def row(request: CenterRequest, key: str, pk: int) -> HttpResponse:
    sheet = sheet_or_404(key)
    found = sheet.model._default_manager.filter(pk=pk).first()
    if found is None:
        raise Http404
    form = SheetForm(sheet, request.POST if request.method == "POST" else None, as_typed(sheet, found))
    if request.method == "POST" and form.is_valid():
        try:
            before, after = store(sheet, pk, form.cleaned_data, request.user)
            log(Access.What.MASTER, request, request.user, sheet=key, before=before, after=after)
            messages.success(request, t("変更しました。", "Changed."))
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
            "previews": previews(found),
        },
        status=422 if form.errors else 200,
    )


@center_page(may="may_administer")
@require_POST
def remove(request: CenterRequest, key: str, pk: int) -> HttpResponse:
    sheet = sheet_or_404(key)
    try:
        before = remove_row(sheet, pk)
        log(Access.What.MASTER, request, request.user, sheet=key, before=before, after={})
        messages.success(request, t("削除しました。", "Deleted."))
    except Refused as refused:
        messages.error(request, str(refused.problems[0].text))
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
        subject, body = letters.own_words(found, reminders.sample_facts())
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
        lines = list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        messages.error(request, t("UTF-8のCSVとして読み取れません。", "Not a CSV in UTF-8."))
        return redirect("center:master", key)
    bad: list[str] = []
    with transaction.atomic():
        for n, line in enumerate(lines, 2):
            typed = {k: (v or "") for k, v in line.items() if k}
            for f in sheet.fields:
                if f.kind == "flag":
                    typed[f.name] = "on" if typed.get(f.name, "") in ("○", "1", "true", "on") else ""
            form = SheetForm(sheet, {k: v for k, v in typed.items() if v})
            if form.is_valid():
                try:
                    store(sheet, None, form.cleaned_data, request.user)
                    continue
                except Refused as refused:
                    pin(form, refused)
            bad += [f"{n}行目 {name}: {text}" for name, texts in form.errors.items() for text in texts]
        if bad or not lines:
            transaction.set_rollback(True)
    if bad or not lines:
        for text in bad[:20] or [t("行がありません。", "There are no rows.")]:
            messages.error(request, text)
    else:
        log(
            Access.What.MASTER,
            request,
            request.user,
            sheet=key,
            imported=len(lines),
            file=str(file.name)[:100],
        )
        messages.success(request, t(f"{len(lines)}行を取り込みました。", f"{len(lines)} row(s) imported."))
    state.refresh()
    return redirect("center:master", key)
