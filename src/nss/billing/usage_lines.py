"""A line of the usage file against what the register says of its month: whose the ID was, on which side, at what price
(D-72). Everything is read once a file, so that 100,000 lines ask the database nothing more."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from sys import intern
from typing import Any

from nss.base.words import W
from nss.contract.choices import Plan, Tab
from nss.contract.models import Office

from . import charges, holdings
from .models import Price

COLUMNS = (
    "請求年月",
    "請求先コード",
    "事業所コード",
    "利用者コード",
    "識別番号",
    "利用方式区分",
    "業務コード",
    "件数",
    "単価",
    "金額",
)
"""Of the file, in this order (D-27); UTF-8 with or without BOM."""
WORDS: dict[str, str] = {Tab.GENERAL: "一般", Tab.NET: "net"}
TABS = {
    "一般": Tab.GENERAL,
    "net": Tab.NET,
    "一般NACCS": Tab.GENERAL,
    "netNACCS": Tab.NET,
}
MOST, DIGITS = 2**31 - 1, 20
"""The largest count, price or amount, and how many digits are looked at."""
LONGEST_JOB = 6


def prices_of(month: date) -> dict[tuple[str, str], list[int]]:
    """(transaction, plan) -> the prices that are in force on a day of the month, in the order of their days."""
    found: dict[tuple[str, str], list[int]] = {}
    last = charges.next_month(month) - timedelta(days=1)
    for p in Price.objects.filter(since__lte=last).order_by("since"):
        for plan, price in ((Plan.A, p.plan_a), (Plan.B, p.plan_b)):
            before = found.get((p.transaction, plan), []) if p.since > month else []
            found[p.transaction, plan] = [*before, price]
    return found


@dataclass(frozen=True, slots=True)
class UsageLine:
    """A line that was taken, with the columns of `Usage`."""

    office_id: int
    code: str
    number: str
    tab: str
    transaction: str
    count: int
    price: int
    amount: int

    def columns(self) -> dict[str, Any]:
        """By name."""
        return {name: getattr(self, name) for name in self.__slots__}


class Checker:
    """Compares the lines of one file, in their order."""

    def __init__(self, month: date) -> None:
        self.month = month
        self.offices = {
            code: (pk, billing)
            for code, pk, billing in Office.objects.values_list("code", "pk", "billing_code")
        }
        self.held = charges.Holdings(holdings.of_month(month), month)
        self.prices = prices_of(month)
        self.sides: dict[tuple[str, str], set[str]] = defaultdict(set)
        for r in self.held.by_kind["user_id"]:
            self.sides[r.office, r.name].add(charges.tab_of(str(r.values["method"])))
        self.free = {key for key in self.sides if self.held.free_id(*key)}
        self.seen: dict[tuple[str, str, str, str, int], int] = {}

    def line(self, at: int, cells: list[str]) -> UsageLine | W:
        """A line of the file as it is kept, or why it cannot be."""
        if len(cells) != len(COLUMNS):
            return W(
                f"列数が正しくありません（正：{len(COLUMNS)}列、ファイル：{len(cells)}列）。",
                f"Wrong number of columns (expected: {len(COLUMNS)}, file: {len(cells)}).",
            )
        when, payer, office, code, number, word, job, *texts = [c.strip() for c in cells]
        wrong = self._head(when, payer, office, code, number, word)
        if wrong is not None:
            return wrong
        if not all(x.isascii() and x.isdecimal() for x in texts):
            return W("件数、単価、金額は数字で入力してください。", "Count, price and amount must be numbers.")
        if any(len(x) > DIGITS or int(x) > MOST for x in texts):
            return W(
                f"件数、単価または金額が大きすぎます（{MOST:,}まで）。",
                f"Count, price or amount is too large (up to {MOST:,}).",
            )
        count, price, amount = (int(x) for x in texts)
        tab = TABS[word]
        wrong = (
            self._id(office, code + number, word)
            or _sum(count, price, amount)
            or self._price(office, code + number, tab, job, price)
            or self._again(at, office, code + number, tab, job, price)
        )
        if wrong is not None:
            return wrong
        if (office, code + number) in self.free:
            price = amount = 0
        return UsageLine(
            office_id=self.offices[office][0],
            code=intern(code),
            number=intern(number),
            tab=tab,
            transaction=intern(job),
            count=count,
            price=price,
            amount=amount,
        )

    def _head(self, when: str, payer: str, office: str, code: str, number: str, word: str) -> W | None:
        month = f"{self.month:%Y/%m}"
        if when.replace("/", "").replace("-", "") != month.replace("/", ""):
            return W(f"請求年月が{month}ではありません（{when}）。", f"Not the month {month} ({when}).")
        if office not in self.offices:
            return W(f"事業所コード{office}は登録されていません。", f"Unknown office {office}.")
        billing = self.offices[office][1]
        if payer and billing and payer != billing:
            return W(
                f"請求先コード{payer}が事業所{office}のものではありません。",
                f"Billing code {payer} is not that of {office}.",
            )
        if len(code) != 5 or len(number) != 3:
            return W(
                f"利用者コード・識別番号の桁数が正しくありません（{code} {number}）。",
                f"Wrong length of code or number ({code} {number}).",
            )
        if word not in TABS:
            return W(
                f"利用方式区分は、料金表にある区分で入力してください（ファイル：{word}）。",
                f"Enter a side of the price list (file: {word}).",
            )
        return None

    def _id(self, office: str, user_id: str, word: str) -> W | None:
        """The ID was the office's on a day of the month, on that side."""
        sides = self.sides.get((office, user_id))
        if sides is None:
            month = f"{self.month:%Y/%m}"
            return W(
                f"利用者ID{user_id}は、{month}に事業所{office}のものではありません。",
                f"User ID {user_id} was not one of {office} in {month}.",
            )
        if TABS[word] not in sides:
            right = WORDS[next(iter(sides))]
            return W(
                f"利用者ID{user_id}の利用方式区分は{right}です（{word}）。",
                f"The side of user ID {user_id} is {right} ({word}).",
            )
        return None

    def _price(self, office: str, user_id: str, tab: str, job: str, price: int) -> W | None:
        """The price is the one of the price list for the plan of the month; what is free needs none."""
        if (office, user_id) in self.free:
            if not 1 <= len(job) <= LONGEST_JOB:
                return W(
                    f"業務コードは1〜{LONGEST_JOB}文字です（{job}）。",
                    f"A transaction has 1 to {LONGEST_JOB} characters ({job}).",
                )
            return None
        plan = self.held.plan_of_id(office, user_id, tab)
        known = self.prices.get((job, plan))
        if known is None:
            return W(
                f"業務コード{job}が料金表にありません。マスタの「料金表」に単価を登録してください。",
                f"Transaction {job} has no price. Enter one in the master “Prices”.",
            )
        if price not in known:
            told = "・".join(f"{p:,}円" for p in dict.fromkeys(known))
            return W(
                f"{job}の単価{price:,}が料金表（{plan}プラン、{told}）と一致しません。",
                f"Price {price:,} of {job} is not that of plan {plan} ({', '.join(map(str, known))}).",
            )
        return None

    def _again(self, at: int, office: str, user_id: str, tab: str, job: str, price: int) -> W | None:
        """A line stands once for an ID, side, transaction and price: twice is billed twice."""
        first = self.seen.setdefault((office, user_id, tab, job, price), at)
        if first == at:
            return None
        return W(
            f"{first}行目と同じ利用者ID、利用方式区分、業務コード、単価の明細です。",
            f"The same user ID, side, transaction and price as line {first}.",
        )


def _sum(count: int, price: int, amount: int) -> W | None:
    if count * price != amount:
        return W(
            f"件数×単価（{count * price}）と金額（{amount}）が一致しません。",
            f"Count times price ({count * price}) is not the amount ({amount}).",
        )
    return None
