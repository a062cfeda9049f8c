"""請求書 and 預金口座振替依頼書 as PDF (C14-C16)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from nss.base import clock
from nss.base.columns import postal_shown
from nss.base.values import Json
from nss.billing.models import BillCorrection, Invoice, MonthState
from nss.contract.choices import Payment
from nss.contract.models import Office
from nss.contract.rows.billing import BillingRecipient
from nss.notice.facts import NOTHING

from .fonts import FAMILIES
from .press import set_pdf

TEMPLATE = Path(__file__).parent / "invoice.typ"


def _set(data: Mapping[str, Json], day: date) -> bytes:
    return set_pdf(TEMPLATE, "data", {**data, "font": FAMILIES, "day": day.isoformat()}, day)


def _payer(office: Office, day: date) -> dict[str, str]:
    """Who pays on a day; where the contract has ended, the last one who did."""
    row = BillingRecipient.objects.filter(office=office, starts__lte=day).order_by("-starts").first()
    return {
        "name": (row and row.name) or office.company_name,
        "postal": postal_shown(row.postal_code) if row else "",
        "address": row.address if row else "",
        "office": office.name,
        "office_code": office.code,
    }


def invoice_pdf(invoice: Invoice) -> bytes:
    """The bill of one month, the same bytes each time; before the month is fixed it says that it is a draft."""
    fixed = invoice.month.state == MonthState.FIXED
    day = clock.day_of(invoice.month.fixed_at or invoice.month.loaded_at)
    word = Payment.word_of(invoice.method)
    return _set(
        {
            "kind": "invoice",
            "title": "請求書" if fixed else "請求書（確定前）",
            "payer": _payer(invoice.office, day),
            "number-word": "請求番号",
            "number": invoice.number,
            "code": invoice.billing_code,
            "registration": invoice.registration,
            "month": _month(invoice),
            "lines": [[x[0], f"{x[1]:,}", f"{x[2]:,}", f"{x[3]:,}"] for x in invoice.lines],
            "net": f"{invoice.net:,}",
            "tax": f"{invoice.tax:,}",
            "percent": str(invoice.tax_percent),
            "total": f"{invoice.total:,}",
            "adjustments": [
                [f"訂正 {c.number}（{_month(c.invoice)}、{c.label}）", f"{c.total:+,}"]
                for c in invoice.adjustments.select_related("invoice__month").order_by("number")
            ],
            "payable": f"{abs(invoice.payable):,}",
            "payable-word": "ご請求額" if invoice.payable >= 0 else "ご返金額",
            "due": f"{invoice.due.year}年{invoice.due.month}月{invoice.due.day}日",
            "method": word.ja if not isinstance(word, str) else word,
            "bank": invoice.bank_account if invoice.method == Payment.TRANSFER else "",
        },
        day,
    )


def correction_pdf(correction: BillCorrection) -> bytes:
    """The document of one correction, the same bytes each time; before it is confirmed it says that it is a draft."""
    invoice = correction.invoice
    day = clock.day_of(correction.confirmed_at or correction.at)
    title = "返還請求書" if correction.is_credit else "追加請求書"
    return _set(
        {
            "kind": "correction",
            "title": title if correction.confirmed_at else f"{title}（確認前）",
            "payer": _payer(invoice.office, day),
            "number-word": "訂正番号",
            "number": correction.number or NOTHING,
            "code": invoice.billing_code,
            "registration": invoice.registration,
            "invoice": invoice.number,
            "month": _month(invoice),
            "lines": [
                [
                    correction.label,
                    f"{correction.quantity:,}",
                    f"{correction.price:+,}",
                    f"{correction.net:+,}",
                ]
            ],
            "net": f"{correction.net:+,}",
            "tax": f"{correction.tax:+,}",
            "percent": str(invoice.tax_percent),
            "total": f"{correction.total:+,}",
            "reason": correction.reason,
        },
        day,
    )


def _month(invoice: Invoice) -> str:
    return f"{invoice.month.month.year}年{invoice.month.month.month}月分"


def debit_form(office: Office, day: date) -> bytes:
    """預金口座振替依頼書, filled in with what is known; the bank's part is left to write."""
    return _set({"kind": "debit", "payer": _payer(office, day), "code": office.billing_code}, day)
