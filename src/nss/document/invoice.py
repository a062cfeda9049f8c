"""請求書 and 預金口座振替依頼書 as PDF (C14-C16)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from nss.base import clock
from nss.base.values import Json
from nss.billing.models import Invoice
from nss.contract.choices import Payment
from nss.contract.models import Office
from nss.contract.rows.billing import BillingRecipient

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
        "postal": row.postal_code if row else "",
        "address": row.address if row else "",
        "office": office.name,
        "office_code": office.code,
    }


def invoice_pdf(invoice: Invoice) -> bytes:
    """The bill of one month, the same bytes each time."""
    day = clock.day_of(invoice.month.fixed_at or invoice.month.loaded_at)
    word = Payment.word_of(invoice.method)
    return _set(
        {
            "kind": "invoice",
            "payer": _payer(invoice.office, day),
            "number": invoice.number,
            "code": invoice.billing_code,
            "registration": invoice.registration,
            "month": f"{invoice.month.month.year}年{invoice.month.month.month}月分",
            "lines": [[x[0], f"{x[1]:,}", f"{x[2]:,}", f"{x[3]:,}"] for x in invoice.lines],
            "net": f"{invoice.net:,}",
            "tax": f"{invoice.tax:,}",
            "percent": str(invoice.tax_percent),
            "total": f"{invoice.total:,}",
            "due": f"{invoice.due.year}年{invoice.due.month}月{invoice.due.day}日",
            "method": word.ja if not isinstance(word, str) else word,
        },
        day,
    )


def debit_form(office: Office, day: date) -> bytes:
    """預金口座振替依頼書, filled in with what is known; the bank's part is left to write."""
    return _set({"kind": "debit", "payer": _payer(office, day), "code": office.billing_code}, day)
