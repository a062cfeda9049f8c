"""Invoices of a month: drawn up from the contracts over its days and from the usage (`charges`), fixed, told and given out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from django.db.models.functions import Concat

from nss.account.models import Person
from nss.base import clock
from nss.base.problems import Refused
from nss.base.seen import mark_of
from nss.base.words import W
from nss.calendar.days import is_business_day, next_business_day
from nss.contract.choices import Device, Payment, Plan, Tab
from nss.contract.models import Office
from nss.contract.rows.billing import BillingContact, PaymentMethod
from nss.contract.snapshot import Contract
from nss.master import state
from nss.notice import letters, mail, news
from nss.notice.facts import Facts

from . import charges, fees, holdings
from .models import BillCorrection, Invoice, Month, MonthState, Price, Usage
from .months import problems_of_fixing

RATIO = 0.835
"""Price on plan A where a transaction has no price of its own: the middle of 13.4 to 20 % below plan B (D-38)."""


def due_day(month: date) -> date:
    """End of the month after (D-28); where banks and the Center are closed on it, the next business day."""
    last = charges.next_month(charges.next_month(month)) - timedelta(days=1)
    return last if is_business_day(last) else next_business_day(last)


def reckon(month: Month) -> list[Invoice]:
    """What the invoices of a month come to now, in the order of the offices, unsaved. A dozen statements, however many
    offices."""
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
    carried: Counter[int] = Counter()
    for correction in corrections_for(month):
        carried[correction.invoice.office_id] += correction.total
    methods = _methods(month.month)
    made = []
    for office in Office.objects.filter(Q(code__in=lines) | Q(pk__in=carried)).order_by("code"):
        mine = lines.get(office.code, [])
        net = sum(amount for _, _, _, amount in mine)
        tax, total = charges.with_tax(net, rates.tax)
        made.append(
            Invoice(
                company_id=office.company_id,
                office=office,
                month=month,
                number=f"{month.month:%Y%m}-{office.code}",
                billing_code=office.billing_code,
                registration=settings.INVOICE_REGISTRATION,
                lines=mine,
                net=net,
                tax=tax,
                tax_percent=rates.tax,
                total=total,
                carried=carried[office.pk],
                due=due_day(month.month),
                method=methods.get(office.pk, Payment.TRANSFER),
                bank_account=settings.BANK_ACCOUNT,
            )
        )
    return made


def corrections_for(month: Month) -> list[BillCorrection]:
    """The confirmed corrections of earlier bills that stand on the invoices of a month: those that stand on no fixed one. They
    stand on the month whose turn it is to be fixed, so on none while an earlier one is open."""
    if Month.objects.filter(month__lt=month.month, state=MonthState.LOADED).exists():
        return []
    found = BillCorrection.objects.filter(
        Q(stands_on=None) | Q(stands_on__month__state=MonthState.LOADED),
        confirmed_at__isnull=False,
        invoice__month__month__lt=month.month,
    )
    return list(found.select_related("invoice").order_by("number"))


def draw_up(month: Month) -> int:
    """Make the invoices of a loaded month anew; gives how many."""
    made, corrections = reckon(month), corrections_for(month)
    month.invoices.all().delete()
    Invoice.objects.bulk_create(made, batch_size=500)
    by_office = {i.office_id: i for i in made}
    for correction in corrections:
        correction.stands_on = by_office[correction.invoice.office_id]
    BillCorrection.objects.bulk_update(corrections, ["stands_on"], batch_size=500)
    return len(made)


def outdated(month: Month) -> bool:
    """Whether contracts, prices or fees have changed since the invoices of a month were drawn up, or bills were corrected, so
    that they would come out differently."""
    facts = ("office_id", "lines", "tax", "carried", "billing_code", "method")
    made = [
        tuple([list(x) for x in i.lines] if f == "lines" else getattr(i, f) for f in facts)
        for i in reckon(month)
    ]
    known = list(month.invoices.values_list(*facts))
    return sorted(known, key=lambda x: x[0]) != sorted(made, key=lambda x: x[0])


def _methods(month: date) -> dict[int | None, str]:
    """支払の方法 by office: the last one of the month, which may have ended with the contract."""
    found = PaymentMethod.objects.filter(starts__lt=charges.next_month(month), ends__gt=month)
    return dict(found.order_by("starts").values_list("office_id", "method"))


def shown(month: Month) -> str:
    """A digest of what the page of a month shows, for the forms that ask for its fixing and confirm it."""
    amounts = list(month.invoices.order_by("number").values_list("number", "net", "tax", "total", "carried"))
    return mark_of(month.pk, str(month.state), month.sha256, month.loaded_at.timestamp(), amounts)


def fix(pk: int, person: Person | None) -> Month:
    """Fix a month: from now on the offices see it; news and mails (M10) go out in the same transaction. Raises Refused.

    For `closing.confirm`, which asks two people first."""
    with transaction.atomic():
        month = Month.objects.select_for_update().get(pk=pk)
        if wrong := problems_of_fixing(month, clock.today()):
            raise Refused(wrong)
        month.state, month.fixed_at, month.fixed_by = MonthState.FIXED, clock.now(), person
        month.save()
        told = list(month.invoices.select_related("office"))
        contacts = contacts_of([i.office_id for i in told])
        for invoice in told:
            _tell(invoice, contacts.get(invoice.office_id))
        return month


def contacts_of(offices: list[int]) -> dict[int | None, BillingContact]:
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
        "M10", told, month=invoice.month.month, total=invoice.payable, due=invoice.due
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
