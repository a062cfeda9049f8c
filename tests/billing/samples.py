"""Offices, prices and usage files for the tests of billing. The month is October 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob

from nss.billing import tasks, usage
from nss.billing.models import Invoice, Month, Price
from nss.contract.models import ROW_TYPES, Office
from nss.runtime.demo import rows
from tests import parts

MONTH = date(2026, 10, 1)
GOOD = (
    "2026/10,,NAC001,1ANAC,A01,一般,IDA,100,30,3000",
    "2026/10,,NAC001,1ANAC,A0A,net,IDC,10,54,540",
)
"""Of the office `stocked()`: plan A on the general side, B on the net side."""
PRICES = (("IDA", 30, 36), ("IDC", 45, 54))


def file(*lines: str) -> bytes:
    """A usage file with these lines."""
    return "\r\n".join([",".join(usage.COLUMNS), *lines]).encode()


def prices(since: date = parts.SINCE) -> None:
    """The transactions of GOOD, on plan A and on plan B."""
    Price.objects.bulk_create(Price(transaction=t, plan_a=a, plan_b=b, since=since) for t, a, b in PRICES)


def loaded(*lines: str, month: date = MONTH, person: Any = None) -> Month:
    """A month with its usage loaded and its invoices drawn up."""
    if not Price.objects.exists():
        prices()
    return usage.load(month, "u.csv", file(*lines), person)


def worked() -> None:
    """The worker has done what waits: each usage file that was handed in."""
    waiting = ProcrastinateJob.objects.filter(task_name="nss.load_usage").order_by("id")
    for job in list(waiting):
        tasks.load_usage(**job.args)


def lines_of(code: str, month: date = MONTH) -> list[list[Any]]:
    """The lines of an office's invoice; none without an invoice."""
    found = Invoice.objects.filter(office__code=code, month__month=month).first()
    return found.lines if found else []


def plain(code: str, general: str = "B", net: str = "B", since: date = parts.SINCE) -> Office:
    """An office without codes and terminals, on these plans."""
    made = parts.office(code)
    plans(made, "general", (since, general))
    plans(made, "net", (since, net))
    return made


def plans(office: Office, tab: str, *changes: tuple[date, str]) -> None:
    """The plans of a side, each from its day on."""
    model = ROW_TYPES["plan"]
    model._default_manager.filter(office=office, tab=tab).delete()
    days = [day for day, _ in changes]
    identity = 0
    for (day, plan), after in zip(changes, [*days[1:], None], strict=True):
        made = model(company_id=office.company_id, office=office, starts=day, tab=tab, plan=plan)
        if identity:
            made.identity, made.previous_ends = identity, day
        if after:
            made.ends = after
        made.save()
        identity = made.identity


def ended(office: Office, day: date, *kinds: str) -> None:
    """Every row of an office, or those of some kinds, ends on a day."""
    for kind, model in ROW_TYPES.items():
        if (not kinds or kind in kinds) and not model.of_company:
            model._default_manager.filter(office=office, starts__lt=day, ends__gt=day).update(ends=day)


def pc(office: Office, name: str, starts: date = parts.SINCE, *ends: date, device: str = "pc") -> None:
    """A terminal on the general side."""
    values = {"router": "09143", "system_class": "common", "device": device, "package": "", "address": None}
    rows.row(office, "terminal", starts, *ends, name=name, **values)


def line(
    office: str, user_id: str, side: str = "一般", job: str = "IDA", count: int = 10, price: int = 36
) -> str:
    """A line of the usage file for October 2026."""
    return f"2026/10,,{office},{user_id[:5]},{user_id[5:]},{side},{job},{count},{price},{count * price}"
