"""Prices and thirteen months of use."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from nss.account.models import Person
from nss.base import clock
from nss.billing import usage, usage_lines
from nss.billing.charges import next_month
from nss.billing.models import Month, Price
from nss.contract.choices import NET_METHODS
from nss.contract.rows.ids import UserId

from .rows import SINCE

PRICES = (
    ("IDA", 30, 36),
    ("IDC", 45, 54),
    ("EDA", 28, 33),
    ("EDC", 40, 48),
    ("MFI", 22, 26),
    ("BIC", 18, 21),
    ("DLH01", 4, 5),
)
"""Sample transactions with their prices on plan A and B; the real table is the Center's (D-26)."""


def _tenth_after(month: date) -> datetime:
    """When the month was fixed: on the tenth of the next, so that its bills are due after they were drawn up."""
    return datetime.combine(next_month(month).replace(day=10), time(10), clock.TOKYO)


def load_billing(person: Person) -> None:
    """Twelve fixed months of use, always the same, and the one before today loaded but not fixed."""
    Price.objects.bulk_create(Price(transaction=t, plan_a=a, plan_b=b, since=SINCE) for t, a, b in PRICES)
    dice = random.Random(1017)
    ids = list(UserId.objects.select_related("office").order_by("office__code", "code", "number"))
    month = clock.today().replace(day=1)
    months = []
    for _ in range(13):
        month = (month - timedelta(days=1)).replace(day=1)
        months.append(month)
    for n, month in enumerate(reversed(months)):
        lines = [",".join(usage_lines.COLUMNS)]
        for u in ids:
            if not u.starts <= month < u.ends or u.office is None:
                continue
            side = "net" if u.method in NET_METHODS else "一般"
            for transaction, a, b in dice.sample(PRICES[:6], 2):
                count, price = dice.randint(5, 400), a if side == "一般" else b
                lines.append(
                    f"{month:%Y/%m},{u.office.billing_code},{u.office.code},{u.code},{u.number},{side},{transaction},{count},{price},{count * price}"
                )
        made = usage.load(month, f"usage-{month:%Y%m}.csv", "\r\n".join(lines).encode(), person)
        if n < 12:
            Month.objects.filter(pk=made.pk).update(
                state="fixed", fixed_by=person, fixed_at=_tenth_after(month)
            )
