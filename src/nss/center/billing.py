"""N14: load a month's usage file, look through its amounts, fix it by two people."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.base import clock
from nss.base.posted import field, sent
from nss.base.problems import Refused
from nss.base.two_people import STILL_OPEN
from nss.base.words import W, t
from nss.billing import closing, corrections, handing_in, invoices, summary
from nss.billing.models import Loading, LoadState, Month, MonthClosing, MonthState
from nss.billing.months import problems_of_fixing
from nss.web.typed import refuse

from .concluding import conclude

PAGE = 50
LIMIT = 60 * 1024 * 1024
OVER = (LoadState.DONE, LoadState.DROPPED)
"""Files that nobody needs to hear of any more."""


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
    """Months with their totals, corrections that wait for a second person; the form that loads a month."""
    form, problems = LoadForm(sent(request), request.FILES or None), []
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            load = handing_in.begin(form.cleaned_data["month"], file.name or "", file.read(), request.user)
            return redirect("center:billing-load", load.pk)
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
            "months": months,
            "loads": Loading.objects.defer("body", "report").exclude(state__in=OVER).order_by("-month"),
            "waiting": set(MonthClosing.objects.filter(**STILL_OPEN).values_list("month", flat=True)),
            "corrections": corrections.waiting(),
            "form": form,
            "problems": problems,
            "errors": wrong,
        },
        status=422 if wrong else 200,
    )


def month_or_404(pk: int) -> Month:
    """A month by its key, or 404."""
    return get_object_or_404(Month.objects.select_related("loaded_by", "fixed_by"), pk=pk)


@center_page
@require_GET
def month(request: CenterRequest, pk: int) -> HttpResponse:
    """A month: its summary, what speaks against fixing it or who is to confirm, its invoices, largest change first."""
    found = month_or_404(pk)
    text = request.GET.get("q", "").strip()
    rows = summary.by_change(found)
    if text:
        rows = rows.filter(
            Q(office__code__istartswith=text)
            | Q(office__name__icontains=text)
            | Q(office__company_name__icontains=text)
            | Q(number__iexact=text)
        )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    loaded = found.state == MonthState.LOADED
    return render(
        request,
        "center/month.html",
        {
            "month": found,
            "summary": summary.of(found),
            "page": page,
            "q": text,
            "seen": invoices.shown(found) if loaded else "",
            "against": problems_of_fixing(found, clock.today()) if loaded else [],
            "asked": closing.waiting_for(found),
            "fixed": closing.confirmed_of(found),
            "load": Loading.objects.defer("body", "report")
            .filter(month=found.month)
            .exclude(state__in=OVER)
            .first(),
            "form": AskForm(),
        },
    )


class AskForm(forms.Form):
    """What the first of two people tells the second."""

    use_required_attribute = False
    note = forms.CharField(
        label=W("確認する担当者への連絡", "Note for the second person"),
        max_length=240,
        required=False,
    )


@center_page(may="may_bill")
@require_POST
def ask(request: CenterRequest, pk: int) -> HttpResponse:
    """The first of two people has looked through the month and asks for it to be fixed."""
    month_or_404(pk)
    form = AskForm(sent(request))
    if not form.is_valid():
        refuse(request, t("連絡は240文字までです。", "A note has 240 characters at most."))
        return redirect("center:billing-month", pk)
    done = t(
        "確定を依頼しました。別の担当者が金額を確認すると確定します。",
        "Asked for. The month is final when a second person confirms.",
    )
    seen, note = field(request, "seen"), form.cleaned_data["note"]
    conclude(request, lambda: closing.ask(request, pk, seen, note), done)
    return redirect("center:billing-month", pk)


@center_page(may="may_bill")
@require_POST
def fix(request: CenterRequest, pk: int) -> HttpResponse:
    """The second one confirms: the offices see their invoices from now on."""
    month_or_404(pk)
    done = t(
        "請求額を確定し、各事業所に通知しました。",
        "The bills of the month are final; the offices were notified.",
    )
    conclude(request, lambda: closing.confirm(request, pk, field(request, "seen")), done)
    return redirect("center:billing-month", pk)


@center_page(may="may_bill")
@require_POST
def take_back(request: CenterRequest, pk: int) -> HttpResponse:
    """Decline what somebody asked for, or take one's own request back."""
    month_or_404(pk)
    done = t("確定の依頼を取りやめました。", "It was taken back.")
    conclude(request, lambda: closing.take_back(request, pk), done)
    return redirect("center:billing-month", pk)


@center_page(may="may_bill")
@require_POST
def draw_up(request: CenterRequest, pk: int) -> HttpResponse:
    """The invoices of a month that is not fixed, from contracts and fees as they are now."""
    month_or_404(pk)
    done = t(
        "請求を作り直しました。金額を確認してください。", "The invoices are drawn up anew. Please check them."
    )
    conclude(request, lambda: closing.draw_up_anew(request, pk), done)
    return redirect("center:billing-month", pk)
