"""N14: a usage file that was handed in: how far its check has come, its wrong lines, what can be done about it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.base.words import W, t
from nss.billing import handing_in, loading
from nss.billing.models import Loading, LoadState, Month

from .concluding import conclude
from .tables import csv_file

LINE, ERROR = W("行", "Line"), W("誤りの内容", "Error")


def load_or_404(pk: int) -> Loading:
    """A file that was handed in, without its bytes; or 404."""
    return get_object_or_404(Loading.objects.select_related("by").defer("body", "report"), pk=pk)


@center_page
@require_GET
def load(request: CenterRequest, pk: int) -> HttpResponse:
    """How far it has come; where it was refused, its first wrong lines. Once its invoices are there, they are what is shown."""
    found = load_or_404(pk)
    made = Month.objects.filter(month=found.month, sha256=found.sha256).first()
    if made is not None and found.state == LoadState.DONE:
        return redirect("center:billing-month", made.pk)
    return render(
        request,
        "center/load.html",
        {
            "load": found,
            "percent": min(100, found.checked * 100 // found.total) if found.total else 0,
            "lines": [(at, W(ja, en)) for at, ja, en in found.problems],
        },
    )


@center_page
@require_GET
def wrong_lines(request: CenterRequest, pk: int) -> HttpResponse:
    """Every wrong line as CSV."""
    found = get_object_or_404(Loading, pk=pk)
    rows = ((at, t(ja, en)) for at, ja, en in loading.report_of(found))
    return csv_file(f"errors-{found.month:%Y%m}.csv", [str(LINE), str(ERROR)], rows)


@center_page(may="may_bill")
@require_POST
def again(request: CenterRequest, pk: int) -> HttpResponse:
    """Try again what a fault stopped."""
    load_or_404(pk)
    conclude(request, lambda: handing_in.again(pk), t("もう一度実行します。", "It will run again."))
    return redirect("center:billing-load", pk)


@center_page(may="may_bill")
@require_POST
def drop(request: CenterRequest, pk: int) -> HttpResponse:
    """Take a file back that is not drawn up yet."""
    load_or_404(pk)
    done = t("取込みを取りやめました。", "The file was taken back; nothing of it was kept.")
    conclude(request, lambda: handing_in.take_back(pk), done)
    return redirect("center:billing-load", pk)
