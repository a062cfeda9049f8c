"""N14: one invoice of a month with its lines and use, its PDF; the month as CSV; corrections of a fixed invoice by two people."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.db.models import Sum
from django.db.models.functions import Concat
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.base.columns import ChoiceColumn, CountColumn, LongColumn, TextColumn
from nss.base.marks import pin
from nss.base.posted import field, sent
from nss.base.problems import Refused
from nss.base.words import W, t
from nss.billing import corrections, summary
from nss.billing.models import BillCorrection, Invoice, Month, MonthState, Usage
from nss.document.invoice import correction_pdf, invoice_pdf
from nss.web.typed import typed

from .concluding import conclude
from .tables import csv_file

BACK, MORE = "back", "more"
COLUMNS = (
    ChoiceColumn(
        "way",
        W("訂正の種類", "Kind"),
        pairs=((BACK, W("減額（返還）", "Give back")), (MORE, W("追加請求", "Charge"))),
    ),
    TextColumn("label", W("項目", "Item"), length=60),
    CountColumn("quantity", W("数量", "Quantity"), most=1_000_000),
    CountColumn("price", W("単価（税抜・円）", "Unit price (yen without tax)"), most=1_000_000_000),
    LongColumn("reason", W("理由（事業所に通知します）", "Reason (the office is told)"), length=240, rows=2),
)


class CorrectionForm(forms.Form):
    """What is wrong in a fixed invoice, in so many at so much."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data)
        for c in COLUMNS:
            self.fields[c.name] = c.form_field(must=True)
            self.fields[c.name].required = True

    def typed(self) -> corrections.Typed:
        """As the rules take it."""
        d = self.cleaned_data
        return corrections.Typed(d["label"], d["quantity"], d["price"], d["way"] == BACK, d["reason"])


def invoice_or_404(pk: int) -> Invoice:
    """An invoice by its key, or 404; one that was drawn up anew has another key."""
    return get_object_or_404(Invoice.objects.select_related("month", "office"), pk=pk)


@center_page(post="may_bill")
@require_http_methods(["GET", "POST"])
def invoice(request: CenterRequest, pk: int) -> HttpResponse:
    """The lines of an invoice, what was used, its corrections; the form that enters one, once the month is fixed."""
    found = invoice_or_404(pk)
    form = CorrectionForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            corrections.propose(request, pk, form.typed(), field(request, "seen"))
            messages.success(
                request,
                t(
                    "訂正を登録しました。別の担当者の確認で有効になり、事業所に通知します。",
                    "Entered. It takes effect when a second person confirms; the office is then told.",
                ),
            )
            return redirect("center:invoice", pk)
        except Refused as refused:
            pin(form, refused)
    made = corrections.of_invoice(found)
    usage = Usage.objects.filter(month=found.month, office=found.office)
    by_id = usage.values(user_id=Concat("code", "number")).annotate(n=Sum("count"), yen=Sum("amount"))
    return render(
        request,
        "center/invoice.html",
        {
            "invoice": found,
            "usage": list(by_id.order_by("user_id")),
            "corrections": made,
            "corrected": corrections.corrected_net(found),
            "adjustments": list(found.adjustments.select_related("invoice__month").order_by("number")),
            "form": form,
            "errors": bool(form.errors),
            "seen": corrections.shown(found),
            "typed": typed(request),
            "may_correct": found.month.state == MonthState.FIXED
            and request.user.may_bill
            and not any(c.is_open for c in made),
        },
        status=422 if form.errors else 200,
    )


def _pdf(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@center_page
@require_GET
def paper(request: CenterRequest, pk: int) -> HttpResponse:
    """The invoice as PDF; before the month is fixed it is marked as a draft."""
    found = invoice_or_404(pk)
    return _pdf(invoice_pdf(found), f"invoice-{found.number}")


@center_page
@require_GET
def month_csv(request: CenterRequest, pk: int) -> HttpResponse:
    """All invoices of a month, a line each, by office code."""
    month = get_object_or_404(Month, pk=pk)
    heads = [
        t("請求番号", "Number"),
        t("事業所コード", "Office"),
        t("企業名", "Company"),
        t("事業所名", "Office name"),
        t("請求先コード", "Billing code"),
        t("税抜", "Net"),
        t("税率", "Tax rate"),
        t("消費税", "Tax"),
        t("税込", "Total"),
        t("前月までの訂正", "Corrections of earlier bills"),
        t("ご請求額", "To pay"),
        t("前月（税込）", "The month before"),
        t("支払方法", "Payment"),
        t("支払期限", "Due"),
    ]
    rows = (
        [
            i.number,
            i.office.code,
            i.office.company_name,
            i.office.name,
            i.billing_code,
            i.net,
            i.tax_percent,
            i.tax,
            i.total,
            i.carried,
            i.payable,
            "" if i.before is None else i.before,
            i.get_method_display(),
            f"{i.due:%Y/%m/%d}",
        ]
        for i in summary.by_change(month).order_by("office__code")
    )
    return csv_file(f"invoices-{month.month:%Y%m}.csv", heads, rows)


def correction_or_404(pk: int) -> BillCorrection:
    """A correction by its key, or 404."""
    return get_object_or_404(
        BillCorrection.objects.select_related("invoice__month", "invoice__office"), pk=pk
    )


@center_page
@require_GET
def correction_paper(request: CenterRequest, pk: int) -> HttpResponse:
    """The document of a correction as PDF; before it is confirmed it is marked as a draft."""
    found = correction_or_404(pk)
    return _pdf(correction_pdf(found), f"correction-{found.number or found.invoice.number}")


@center_page(may="may_bill")
@require_POST
def confirm(request: CenterRequest, pk: int) -> HttpResponse:
    """Confirm a correction that somebody else entered."""
    found = correction_or_404(pk)
    done = t("請求を訂正し、事業所に通知しました。", "The bill is corrected; the office was told.")
    conclude(request, lambda: corrections.confirm(request, pk), done)
    return redirect("center:invoice", found.invoice_id)


@center_page(may="may_bill")
@require_POST
def drop(request: CenterRequest, pk: int) -> HttpResponse:
    """Decline a correction, or take one's own back."""
    found = correction_or_404(pk)
    done = t("請求の訂正を取りやめました。", "The correction was taken back.")
    conclude(request, lambda: corrections.drop(request, pk), done)
    return redirect("center:invoice", found.invoice_id)
