"""C14-C16: what an office is billed, month by month."""

from __future__ import annotations

from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from markupsafe import Markup

from nss.account.access import office_page
from nss.account.requests import OfficeRequest
from nss.base import clock
from nss.base.words import t
from nss.billing import corrections, invoices, usage
from nss.billing.models import Invoice, Usage
from nss.contract.snapshot import load
from nss.document import chart
from nss.document.invoice import correction_pdf, debit_form, invoice_pdf


def _month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError as error:
        raise Http404 from error


def _one(request: OfficeRequest, text: str) -> Invoice:
    found = invoices.invoice_of(request.office, _month(text))
    if found is None:
        raise Http404
    return found


@office_page
@require_GET
def listing(request: OfficeRequest) -> HttpResponse:
    """C14 with twelve months as bars, and where direct debit stands."""
    office = request.office
    rows = invoices.of_office(office)
    last = list(reversed(rows[:12]))
    bars = chart.bars(
        [(f"{i.month.month:%Y/%m}", i.payable) for i in last],
        t("請求額（税込、円）", "Billed (yen with tax)"),
    )
    snapshot = load(office, clock.today(), ("payment",))
    row = snapshot.first("payment")
    return render(
        request,
        "office/billing.html",
        {
            "rows": rows,
            "chart": Markup(bars),  # noqa: S704 - made by us, texts escaped
            "payment": row.columns[0].show(row.values["method"]) if row else "",
            "corrections": corrections.of_office(office),
            "debit": bool(row and row.values["method"] == "debit"),
        },
    )


@office_page
@require_GET
def detail(request: OfficeRequest, month: str) -> HttpResponse:
    """C15: the lines, use by user ID, and the month before beside it."""
    invoice = _one(request, month)
    before = next(
        (i for i in invoices.of_office(request.office) if i.month.month < invoice.month.month), None
    )
    known = {x[0]: x[3] for x in before.lines} if before else {}
    by_id: dict[str, list[int]] = {}
    for u in Usage.objects.filter(month=invoice.month, office=request.office).order_by("code", "number"):
        entry = by_id.setdefault(u.code + u.number, [0, 0])
        entry[0] += u.count
        entry[1] += u.amount
    return render(
        request,
        "office/bill.html",
        {
            "invoice": invoice,
            "before": before,
            "lines": [(*x, known.get(x[0])) for x in invoice.lines],
            "by_id": by_id,
            "corrections": [c for c in corrections.of_invoice(invoice) if c.confirmed_at],
            "adjustments": list(invoice.adjustments.select_related("invoice__month").order_by("number")),
        },
    )


@office_page
@require_GET
def paper(request: OfficeRequest, month: str) -> HttpResponse:
    """The invoice of a month as PDF."""
    invoice = _one(request, month)
    response = HttpResponse(invoice_pdf(invoice), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="invoice-{invoice.number}.pdf"'
    return response


@office_page
@require_GET
def correction(request: OfficeRequest, number: str) -> HttpResponse:
    """The document of a correction of one of the office's bills, as PDF."""
    found = next((c for c in corrections.of_office(request.office) if c.number == number), None)
    if found is None:
        raise Http404
    response = HttpResponse(correction_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="correction-{found.number}.pdf"'
    return response


@office_page
@require_GET
def usage_csv(request: OfficeRequest, month: str) -> HttpResponse:
    """利用料金請求ファイル."""
    invoice = _one(request, month)
    rows = list(
        Usage.objects.filter(month=invoice.month, office=request.office).order_by(
            "code", "number", "transaction"
        )
    )
    text = usage.as_csv(rows, invoice.month.month, invoice.billing_code, request.office.code)
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="usage-{invoice.number}.csv"'
    return response


@office_page
@require_GET
def debit(request: OfficeRequest) -> HttpResponse:
    """C16: 預金口座振替依頼書."""
    response = HttpResponse(debit_form(request.office, clock.today()), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="debit-form.pdf"'
    return response
