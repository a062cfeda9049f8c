"""N14: load a month's usage file, look at its totals, fix it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.base.posted import field, sent
from nss.base.problems import Refused
from nss.base.words import W, t
from nss.billing import invoices, usage
from nss.billing.models import Month, MonthState

LIMIT = 60 * 1024 * 1024


class LoadForm(forms.Form):
    """A month and its usage file; a browser keeps no file, so only the month stays where something is wrong."""

    use_required_attribute = False
    month = forms.DateField(
        label=W("請求年月", "Month"),
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        error_messages=dict.fromkeys(
            ("required", "invalid"), W("請求年月を選択してください。", "Choose the month.")
        ),
    )
    file = forms.FileField(
        label=W("ファイル（CSV、UTF-8）", "File (CSV, UTF-8)"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "missing", "empty"), W("ファイルを選択してください。", "Choose a file.")
        ),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LIMIT:
            raise ValidationError(W("ファイルが大きすぎます。", "The file is too large."))
        return file


@center_page(post="may_bill")
@require_http_methods(["GET", "POST"])
def listing(request: CenterRequest) -> HttpResponse:
    """Months with their totals; the form that loads one."""
    form, problems = LoadForm(sent(request), request.FILES or None), []
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = usage.load(form.cleaned_data["month"], file.name or "", file.read(), request.user)
            messages.success(
                request,
                t(f"{made.rows}行を取り込み、請求を作成しました。", f"{made.rows} lines were loaded."),
            )
            return redirect("center:billing")
        except Refused as refused:
            problems = refused.problems
    wrong = bool(problems or form.errors)
    months = Month.objects.annotate(
        n=Count("invoices"), net=Sum("invoices__net"), total=Sum("invoices__total")
    ).order_by("-month")[:36]
    return render(
        request,
        "center/billing.html",
        {
            "months": [(m, invoices.shown(m) if m.state == MonthState.LOADED else "") for m in months],
            "form": form,
            "problems": problems,
            "errors": wrong,
        },
        status=422 if wrong else 200,
    )


@center_page
@require_GET
def month(request: CenterRequest, pk: int) -> HttpResponse:
    """The invoices of a month, largest change first."""
    found = Month.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    before = Month.objects.filter(month__lt=found.month).order_by("-month").first()
    known = dict(before.invoices.values_list("office_id", "total")) if before else {}
    rows = [
        (i, i.total - known[i.office_id] if i.office_id in known else None)
        for i in found.invoices.select_related("office")
    ]
    rows.sort(key=lambda r: -abs(r[1] if r[1] is not None else r[0].total))
    return render(
        request, "center/month.html", {"month": found, "rows": rows[:300], "more": max(0, len(rows) - 300)}
    )


@center_page(may="may_bill")
@require_POST
def fix(request: CenterRequest, pk: int) -> HttpResponse:
    """Fix the month: the offices see their invoices from now on."""
    try:
        invoices.fix_as_shown(pk, request.user, field(request, "seen"))
        messages.success(
            request,
            t(
                "請求額を確定し、各事業所に通知しました。",
                "The bills of the month are final; the offices were notified.",
            ),
        )
    except Refused as refused:
        messages.error(request, str(refused.problems[0].text))
    return redirect("center:billing")
