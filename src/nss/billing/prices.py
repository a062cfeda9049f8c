"""Unit prices by date, as a sheet of the masters (D-26)."""

from __future__ import annotations

from datetime import date, timedelta

from nss.base.columns import CountColumn, DateColumn, TextColumn
from nss.base.days import PLANNED
from nss.base.problems import Problem
from nss.base.words import W
from nss.master.sheet import Sheet, Values

from . import charges
from .models import Month, MonthState, Price

AHEAD = W(
    "適用開始日は明日以降にしてください。確定した請求の単価は変わりません。",
    "Choose tomorrow or later; bills that are final keep their prices.",
)


def check(values: Values, today: date) -> list[Problem]:
    """What is wrong with a typed unit price."""
    found = []
    since = values.get("since")
    if since and since <= today and not _missing(str(values.get("transaction") or ""), since, today):
        found.append(Problem("since", AHEAD, "since"))
    for name in ("plan_a", "plan_b"):
        if values.get(name) is not None and values[name] < 0:
            found.append(Problem(name, W("0以上の金額を入力してください。", "Enter 0 or more."), name))
    return found


def _missing(transaction: str, since: date, today: date) -> bool:
    """Whether a transaction has no price on a past day that is yet to be billed: usage without a price is refused, so a
    price that was forgotten may still be entered, for the months after the last fixed one, else for the last month."""
    fixed = Month.objects.filter(state=MonthState.FIXED).order_by("-month").first()
    earliest = (
        charges.next_month(fixed.month)
        if fixed
        else (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    )
    return since >= earliest and not Price.objects.filter(transaction=transaction, since__lte=since).exists()


SHEET = Sheet(
    "prices",
    W("料金表", "Prices"),
    W(
        "業務ごとの単価（税抜・円）を適用開始日とともに登録します。",
        "Unit price per transaction (yen, excluding tax), by start date.",
    ),
    Price,
    (
        TextColumn("transaction", W("業務コード", "Transaction"), must=True, length=6),
        CountColumn("plan_a", W("Aプラン", "Plan A"), must=True),
        CountColumn("plan_b", W("Bプラン", "Plan B"), must=True),
        DateColumn("since", W("適用開始日", "From"), must=True, years=PLANNED),
    ),
    check,
    lambda r: r.since,
    order=("transaction", "-since"),
    imports=True,
)
