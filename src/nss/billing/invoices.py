"""Invoices of a month: drawn up from the contracts over its days and from the usage (`charges`), fixed, told and given out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Concat

from nss.account.models import Person
from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.words import W
from nss.contract.choices import Device, Payment, Plan, Tab
from nss.contract.models import Office
from nss.contract.rows.billing import BillingContact, PaymentMethod
from nss.contract.snapshot import Contract
from nss.master import state
from nss.notice import letters, mail, news
from nss.notice.facts import Facts

from . import charges, fees, holdings
from .models import Invoice, Month, MonthState, Price, Usage

RATIO = 0.835
"""Price on plan A where a transaction has no price of its own: the middle of 13.4 to 20 % below plan B (D-38)."""


CHANGED = Problem(
    "changed_since_shown",
    W(
        "この画面を開いた後に、この月の請求が変わりました。金額をもう一度確認してください。",
        "The month changed after this page was opened. Please check the amounts again.",
    ),
)


def due_day(month: date) -> date:
    """End of the month after (D-28)."""
    return charges.next_month(charges.next_month(month)) - timedelta(days=1)


def draw_up(month: Month) -> int:
    """Make the invoices of a loaded month anew; gives how many. A dozen statements, however many offices."""
    month.invoices.all().delete()
    state.refresh()
    rates = fees.on(month.month)
    usage = (
        Usage.objects.filter(month=month)
        .values_list("office__code", Concat("code", "number"), "tab")
        .annotate(amount=Sum("amount"))
    )
    lines = charges.lines(
        holdings.of_month(month.month), (charges.IdUsage(*u) for u in usage), month.month, rates
    )
    offices = Office.objects.filter(code__in=lines)
    methods = _methods(month.month)
    made = []
    for office in offices.order_by("code"):
        net = sum(amount for _, _, _, amount in lines[office.code])
        tax, total = charges.with_tax(net, rates.tax)
        made.append(
            Invoice(
                company_id=office.company_id,
                office=office,
                month=month,
                number=f"{month.month:%Y%m}-{office.code}",
                billing_code=office.billing_code,
                registration=settings.INVOICE_REGISTRATION,
                lines=lines[office.code],
                net=net,
                tax=tax,
                tax_percent=rates.tax,
                total=total,
                due=due_day(month.month),
                method=methods.get(office.pk, Payment.TRANSFER),
            )
        )
    Invoice.objects.bulk_create(made, batch_size=500)
    return len(made)


def _methods(month: date) -> dict[int | None, str]:
    """支払の方法 by office: the last one of the month, which may have ended with the contract."""
    found = PaymentMethod.objects.filter(starts__lt=charges.next_month(month), ends__gt=month)
    return dict(found.order_by("starts").values_list("office_id", "method"))


def shown(month: Month) -> str:
    """A digest of what the pages of a month show, for the form that fixes it."""
    sums = month.invoices.aggregate(n=Count("id"), net=Sum("net"), total=Sum("total"))
    said = (month.pk, month.state, month.sha256, month.loaded_at, sums)
    return sha256(repr(said).encode()).hexdigest()[:32]


def fix_as_shown(pk: int, person: Person, seen: str) -> Month:
    """`fix`, if the month is still what the page showed. Raises Refused."""
    with transaction.atomic():
        month = Month.objects.select_for_update().get(pk=pk)
        if shown(month) != seen:
            raise Refused([CHANGED])
        return fix(pk, person)


def fix(pk: int, person: Person) -> Month:
    """Fix a month: from now on the offices see it; news and mails (M10) go out in the same transaction. Raises Refused."""
    with transaction.atomic():
        month = Month.objects.select_for_update().get(pk=pk)
        if month.state == MonthState.FIXED:
            raise Refused(
                [Problem("fixed", W("この月はすでに確定しています。", "This month is final already."))]
            )
        month.state, month.fixed_at, month.fixed_by = MonthState.FIXED, clock.now(), person
        month.save()
        told = list(month.invoices.select_related("office"))
        contacts = _contacts([i.office_id for i in told])
        for invoice in told:
            _tell(invoice, contacts.get(invoice.office_id))
        return month


def _contacts(offices: list[int]) -> dict[int | None, BillingContact]:
    """請求先担当者 of each office; where the contract has ended, the last one that it had."""
    found = BillingContact.objects.filter(office__in=offices, starts__lte=clock.today())
    return {c.office_id: c for c in found.order_by("office", "-starts").distinct("office")}


def _tell(invoice: Invoice, contact: BillingContact | None) -> None:
    office = invoice.office
    link = f"/billing/{invoice.month.month:%Y-%m}/"
    text = W(
        "前月分の請求額が確定しました。請求情報の詳細画面から内容を確認してください。",
        "Last month's bill is final. Please check the details of the bill.",
    )
    news.post(office, "fee", text, link=link)
    told = Facts(
        number="",
        company=office.company_name,
        office=office.name,
        person=contact.name if contact else "",
        url=settings.PUBLIC_URL + link,
    )
    subject, body = letters.write(
        "M10", told, month=invoice.month.month, total=invoice.total, due=invoice.due
    )
    mail.queue(
        "M10", [contact.email if contact else ""], subject, body, office=office, dedupe=f"M10:{invoice.pk}"
    )


def of_office(office: Office, n: int = 24) -> list[Invoice]:
    """Fixed invoices of an office, newest first."""
    found = Invoice.objects.filter(office=office, month__state=MonthState.FIXED).select_related("month")
    return list(found.order_by("-month__month")[:n])


def invoice_of(office: Office, month: date) -> Invoice | None:
    """The invoice of a month as its office sees it; None before it is fixed."""
    return (
        Invoice.objects.filter(office=office, month__month=month, month__state=MonthState.FIXED)
        .select_related("month", "office")
        .first()
    )


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a side of the contract would have cost a month on each plan, from real use."""

    tab: str
    months: int
    plan_a: int
    plan_b: int

    @property
    def cheaper(self) -> str:
        """The plan that costs less."""
        return Plan.A if self.plan_a < self.plan_b else Plan.B


def units(contract: Contract) -> dict[str, int]:
    """Charging units of each side that plan A would be paid for: terminals and mailboxes (D-38); on the general side one
    at least (D-70)."""
    pcs = [r for r in contract.of("terminal") if r.values["device"] == Device.PC]
    return {
        Tab.GENERAL: max(1, len(pcs) + len(contract.of("mailbox"))),
        Tab.NET: len(contract.of("net_terminal")),
    }


def plans(contract: Contract) -> dict[str, str]:
    """The plan of each side on the day of the contract."""
    return {str(r.values["tab"]): str(r.values["plan"]) for r in contract.of("plan")}


def estimate(office: Office, contract: Contract) -> list[Estimate]:
    """Average month of the last twelve fixed ones on plan A and on plan B (D-26; where a price is missing, by ratio)."""
    months = list(Month.objects.filter(state=MonthState.FIXED).order_by("-month")[:12])
    if not months:
        return []
    prices = {p.transaction: p for p in Price.objects.filter(since__lte=clock.today()).order_by("since")}
    costs: dict[str, Counter[str]] = {t.value: Counter() for t in Tab}
    seen: dict[str, set[int]] = {t.value: set() for t in Tab}
    chosen = plans(contract)
    for u in (
        Usage.objects.filter(month__in=months, office=office)
        .values("month", "tab", "transaction", "price")
        .annotate(n=Sum("count"))
    ):
        seen[u["tab"]].add(u["month"])
        price = prices.get(u["transaction"])
        on_a = chosen.get(u["tab"]) == Plan.A
        b = price.plan_b if price else (u["price"] / RATIO if on_a else u["price"])
        a = price.plan_a if price else b * RATIO
        costs[u["tab"]]["a"] += u["n"] * a
        costs[u["tab"]]["b"] += u["n"] * b
    counts, basic = units(contract), fees.on(contract.day).basic
    return [
        Estimate(
            t,
            len(seen[t]),
            round(costs[t]["a"] / len(seen[t])) + counts[t] * basic,
            round(costs[t]["b"] / len(seen[t])),
        )
        for t in costs
        if seen[t] and counts[t]
    ]
