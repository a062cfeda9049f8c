"""N14: load a month's usage file, look at its totals, fix it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.base.problems import Refused
from nss.base.words import t
from nss.billing import invoices, usage
from nss.billing.models import Month

LIMIT = 60 * 1024 * 1024


@center_page(post="may_bill")
@require_http_methods(["GET", "POST"])
def listing(request: CenterRequest) -> HttpResponse:
    """Months with their totals; the form that loads one."""
    problems = []
    if request.method == "POST":
        found = request.FILES.get("file")
        try:
            month = datetime.strptime(request.POST.get("month", ""), "%Y-%m").date()
            if found is None:
                messages.error(request, t("ファイルを選択してください。", "Choose a file."))
            elif (found.size or 0) > LIMIT:
                messages.error(request, t("ファイルが大きすぎます。", "The file is too large."))
            else:
                made = usage.load(month, found.name or "", found.read(), request.user)
                messages.success(
                    request,
                    t(f"{made.rows}行を取り込み、請求を作成しました。", f"{made.rows} lines were loaded."),
                )
                return redirect("center:billing")
        except ValueError:
            messages.error(request, t("請求年月を選択してください。", "Choose the month."))
        except Refused as refused:
            problems = refused.problems
    months = Month.objects.annotate(
        n=Count("invoices"), net=Sum("invoices__net"), total=Sum("invoices__total")
    ).order_by("-month")[:36]
    return render(
        request,
        "center/billing.html",
        {"months": months, "problems": problems, "errors": bool(problems)},
        status=422 if problems else 200,
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
    try:
        invoices.fix(pk, request.user)
        messages.success(
            request,
            t("請求額を確定し、各事業所に通知しました。", "The month is fixed; the offices are told."),
        )
    except Refused as refused:
        messages.error(request, str(refused.problems[0].text))
    return redirect("center:billing")
