"""Two years of twelve offices, month by month: what is billed is what `oracle` reckons from the same rows, line by line."""

from __future__ import annotations

import json
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import connection

from nss.billing import fees, usage
from nss.billing.models import Price
from nss.master.sheet import store

from . import replay
from .histories import AFTER, FIRST, LONG_AGO, Histories
from .oracle import Oracle, months
from .replay import Days, met
from .samples import file

pytestmark = pytest.mark.django_db
PRICES = (
    ("IDA", 30, 36, LONG_AGO),
    ("IDA", 31, 37, date(2027, 5, 17)),
    ("IDA", 29, 35, date(2028, 2, 29)),
    ("IDC", 45, 54, LONG_AGO),
    ("IDC", 43, 51, date(2028, 1, 1)),
    ("DLH01", 4, 5, LONG_AGO),
)
FEES = (
    ("basic", 5500, date(2027, 10, 1)),
    ("tax", 12, date(2028, 4, 1)),
    ("stats_paid", 1100, date(2027, 7, 1)),
    ("bonded_storage", 1250, date(2028, 6, 1)),
)
JOBS = ("IDA", "IDC", "DLH01")
WORDS = {"general": "一般", "net": "net"}
MET = replay.RULES | {
    "two prices in a month",
    "tax rounded down",
    "paid in another way within the month",
    "free use",
    "both sides in a month",
    "refused: not the office's",
    "refused: the other side",
    "refused: not the price",
}


def ask(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def line(month: date, office: str, user_id: str, side: str, job: str, count: int, price: int) -> str:
    code, number = user_id[:5], user_id[5:]
    return f"{month:%Y/%m},,{office},{code},{number},{WORDS[side]},{job},{count},{price},{count * price}"


class Month:
    """The usage file of a month: lines that have to be taken, with what they come to, and some that must not be."""

    def __init__(self, oracle: Oracle, month: date, random: Random) -> None:
        self.oracle, self.month, self.random = oracle, month, random
        self.days: Days = oracle.of(month)
        self.good: list[str] = []
        self.bad: list[str] = []
        self.used: list[tuple[str, str, str, int]] = []
        for office, user_id in sorted(oracle.world.ids):
            self._of_id(office, user_id)

    def _of_id(self, office: str, user_id: str) -> None:
        sides = self.oracle.sides(self.days, office, user_id)
        met["both sides in a month"] += len(sides) > 1
        if not sides:
            self.bad.append(line(self.month, office, user_id, "net", "DLH01", 1, 5))
            met["refused: not the office's"] += 1
            return
        for side in WORDS:
            if side not in sides:
                self.bad.append(line(self.month, office, user_id, side, "DLH01", 2, 5))
                met["refused: the other side"] += 1
                continue
            for job in self.random.sample(JOBS, self.random.randint(0, 3)):
                self._used(office, user_id, side, job)

    def _used(self, office: str, user_id: str, side: str, job: str) -> None:
        prices = self.oracle.prices_of(self.days, job, self.days.plan_of_id(office, user_id, side))
        free = self.oracle.is_free(self.days, office, user_id)
        for price in prices:
            count = self.random.randint(1, 60)
            self.good.append(line(self.month, office, user_id, side, job, count, price))
            self.used.append((office, user_id, side, 0 if free else count * price))
            met["free use"] += free
        others = {price for name, a, b, _ in PRICES if name == job for price in (a, b)} - set(prices)
        if not free:
            self.bad += [line(self.month, office, user_id, side, job, 1, price) for price in sorted(others)]
            met["refused: not the price"] += 1


def billed(month: date) -> dict[str, dict[str, Any]]:
    """What the system drew up."""
    names = ("lines", "net", "tax", "tax_percent", "total", "method")
    found = ask(
        f"SELECT o.code, {', '.join(f'i.{name}' for name in names)} FROM billing_invoice i "  # noqa: S608
        "JOIN contract_office o ON o.id = i.office_id JOIN billing_month m ON m.id = i.month_id "
        f"WHERE m.month = '{month:%Y-%m-%d}'"
    )
    bills = {office: dict(zip(names, cells, strict=True)) for office, *cells in found}
    for bill in bills.values():
        if isinstance(bill["lines"], str):
            bill["lines"] = json.loads(bill["lines"])
    return bills


@pytest.mark.parametrize("seed", [1, 2])
def test_two_years_are_billed_as_they_are_reckoned_from_the_rows_line_by_line(seed, moved_clock):
    # Holds D-26, D-37, D-38, D-66, D-67, D-68, D-69, D-70, D-71, D-72, D-73, T-12.
    moved_clock(date(2026, 10, 15))
    replay.met.clear()
    Price.objects.bulk_create(
        Price(transaction=t, plan_a=a, plan_b=b, since=since) for t, a, b, since in PRICES
    )
    for kind, amount, since in FEES:
        store(fees.SHEET, None, {"kind": kind, "amount": amount, "since": since}, None)
    Histories(seed).write()
    oracle, random = Oracle(ask), Random(seed)
    total = 0
    for first in months(FIRST, AFTER):
        month = Month(oracle, first, random)
        checked = usage.read(file(*month.good, *month.bad), first)
        taken = 2 + len(month.good)
        assert [at for at, _ in checked.bad] == list(range(taken, taken + len(month.bad))), first
        usage.load(first, "u.csv", file(*month.good), None)
        expected, found = oracle.bills(month.days, month.used), billed(first)
        assert sorted(found) == sorted(expected), first
        for office, bill in expected.items():
            assert found[office] == bill, (first, office)
        total += sum(bill["total"] for bill in expected.values())
    assert ask("SELECT count(DISTINCT month_id), sum(total) FROM billing_invoice") == [(24, total)]
    never = {rule for rule in MET if not met[rule]}
    assert not never, f"never met: {never}; {dict(met)}"
