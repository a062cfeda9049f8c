"""From contract and usage to invoices: basic fees by unit, usage by side, paid materials; tax per invoice, rounded down (T-12)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from nss.account.models import Person
from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.words import W
from nss.contract.book import Contract, load
from nss.contract.choices import BusinessType, Device, Payment, Plan, Tab
from nss.contract.models import Office
from nss.contract.rows.billing import FeePlan
from nss.notice import letters, mail, news
from nss.notice.facts import Facts

from .models import Invoice, Month, MonthState, Price, Usage

BASIC = 5000
"""Yen a month and unit on plan A (D-38)."""
MATERIAL = 1000
TAX_PERCENT = 10
KINDS = ("plan", "terminal", "net_terminal", "mailbox", "user_code", "user_id", "payment", "billing_contact")
RATIO = 0.835
"""Price on plan A where a transaction has no price of its own: the middle of 13.4 to 20 % below plan B (D-38)."""


Line: TypeAlias = tuple[str, int, int, int]
"""Label, quantity, unit price, amount; without tax."""


def last_day(month: date) -> date:
    """The last day of a month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def due_day(month: date) -> date:
    """End of the month after (D-28)."""
    return last_day(last_day(month) + timedelta(days=1))


def units(contract: Contract) -> dict[str, int]:
    """Charging units of each side: terminals and mailboxes (D-38)."""
    pcs = [r for r in contract.of("terminal") if r.values["device"] == Device.PC]
    return {
        Tab.GENERAL: len(pcs) + len(contract.of("mailbox")),
        Tab.NET: len(contract.of("net_terminal")),
    }


def plans(contract: Contract) -> dict[str, str]:
    return {str(r.values["tab"]): str(r.values["plan"]) for r in contract.of("plan")}


def free_of_charge(contract: Contract) -> bool:
    """Offices that only use the Foreign Exchange Act services pay nothing (D-42)."""
    types = {b for r in contract.of("user_id") for b in r.values["business"]}
    return bool(types) and types <= {BusinessType.FOREX_EXPORTER}


def lines_of(contract: Contract, used: dict[str, int]) -> list[Line]:
    """What a month costs, line by line."""
    words = {Tab.GENERAL: "一般NACCS", Tab.NET: "netNACCS"}
    found: list[Line] = []
    counts, chosen = units(contract), plans(contract)
    for tab, word in words.items():
        if chosen.get(tab) == Plan.A and counts[tab]:
            found.append((f"基本料金（{word}、Aプラン）", counts[tab], BASIC, counts[tab] * BASIC))
        if used.get(tab):
            found.append((f"従量料金（{word}、{chosen.get(tab, 'B')}プラン）", 1, used[tab], used[tab]))
    for flag, label in (
        ("stats_paid", "管理統計資料（有料分）"),
        ("bonded_storage", "保税管理資料保存サービス"),
    ):
        n = sum(1 for r in contract.of("user_code") if r.values[flag])
        if n:
            found.append((label, n, MATERIAL, n * MATERIAL))
    return found


def draw_up(month: Month) -> int:
    """Make the invoices of a loaded month anew; gives how many."""
    month.invoices.all().delete()
    end = last_day(month.month)
    used: dict[int, dict[str, int]] = defaultdict(dict)
    for u in Usage.objects.filter(month=month).values("office", "tab").annotate(s=Sum("amount")):
        used[u["office"]][u["tab"]] = u["s"]
    live = set(FeePlan.objects.filter(starts__lte=end, ends__gt=end).values_list("office_id", flat=True))
    made = []
    for office in Office.objects.filter(pk__in=[*live, *used]).order_by("code"):
        contract = load(office, end, KINDS)
        if free_of_charge(contract):
            continue
        lines = lines_of(contract, used.get(office.pk, {}))
        if not lines:
            continue
        net = sum(x[3] for x in lines)
        tax = net * TAX_PERCENT // 100
        row = contract.first("payment")
        made.append(
            Invoice(
                company_id=office.company_id,
                office=office,
                month=month,
                number=f"{month.month:%Y%m}-{office.code}",
                billing_code=office.billing_code,
                registration=settings.INVOICE_REGISTRATION,
                lines=lines,
                net=net,
                tax=tax,
                total=net + tax,
                due=due_day(month.month),
                method=row.values["method"] if row else Payment.TRANSFER,
            )
        )
    Invoice.objects.bulk_create(made, batch_size=500)
    return len(made)


def fix(pk: int, person: Person) -> Month:
    """Fix a month: from now on the offices see it; news and mails (M10) go out in the same transaction. Raises Refused."""
    with transaction.atomic():
        month = Month.objects.select_for_update().get(pk=pk)
        if month.state == MonthState.FIXED:
            raise Refused(
                [Problem("fixed", W("この月はすでに確定しています。", "This month is fixed already."))]
            )
        month.state, month.fixed_at, month.fixed_by = MonthState.FIXED, clock.now(), person
        month.save()
        for invoice in month.invoices.select_related("office"):
            _tell(invoice)
        return month


def _tell(invoice: Invoice) -> None:
    office = invoice.office
    link = f"/billing/{invoice.month.month:%Y-%m}/"
    text = W(
        "前月分の請求額が確定しました。請求情報の詳細画面から内容を確認してください。",
        "Last month's amount is fixed. Please look at the details.",
    )
    news.post(office, "fee", text, link=link)
    contact = load(office, clock.today(), ("billing_contact",)).first("billing_contact")
    to = str(contact.values["email"]) if contact else ""
    told = Facts(
        number="",
        company=office.company_name,
        office=office.name,
        person=str(contact.values["name"]) if contact else "",
        url=settings.PUBLIC_URL + link,
    )
    subject, body = letters.write(
        "M10", told, month=invoice.month.month, total=invoice.total, due=invoice.due
    )
    mail.queue("M10", [to], subject, body, office=office, dedupe=f"M10:{invoice.pk}")


def of_office(office: Office, n: int = 24) -> list[Invoice]:
    """Fixed invoices of an office, newest first."""
    found = Invoice.objects.filter(office=office, month__state=MonthState.FIXED).select_related("month")
    return list(found.order_by("-month__month")[:n])


def one(office: Office, month: date) -> Invoice | None:
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
        return Plan.A if self.plan_a < self.plan_b else Plan.B


def estimate(office: Office, contract: Contract) -> list[Estimate]:
    """Average month of the last twelve fixed ones on plan A and on plan B (D-26; where a price is missing, by ratio)."""
    months = list(Month.objects.filter(state=MonthState.FIXED).order_by("-month")[:12])
    if not months:
        return []
    prices = {p.transaction: p for p in Price.objects.filter(since__lte=clock.today()).order_by("since")}
    costs: dict[str, Counter[str]] = {t: Counter() for t in Tab}
    seen: dict[str, set[int]] = {t: set() for t in Tab}
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
    counts = units(contract)
    return [
        Estimate(
            t,
            len(seen[t]),
            round(costs[t]["a"] / len(seen[t])) + counts[t] * BASIC,
            round(costs[t]["b"] / len(seen[t])),
        )
        for t in costs
        if seen[t]
    ]
