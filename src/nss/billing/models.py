"""Months, usage, invoices, unit prices."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from nss.base.choices import Choice
from nss.base.ids import new_id
from nss.base.two_people import STILL_OPEN, ByTwo
from nss.base.words import W
from nss.contract.choices import Payment, Tab


class MonthState(Choice):
    """State of a billing month."""

    LOADED = "loaded", W("取込済み（未確定）", "Loaded, not final")
    FIXED = "fixed", W("確定", "Final")


class LoadState(Choice):
    """How far a usage file that was handed in has come."""

    WAITING = "waiting", W("開始待ち", "Waiting to begin")
    CHECKING = "checking", W("明細を確認中", "Checking the lines")
    DRAWING = "drawing", W("請求を作成中", "Drawing up the invoices")
    DONE = "done", W("完了", "Done")
    REFUSED = "refused", W("誤りがあり取込みなし", "Refused: there are errors")
    FAILED = "failed", W("処理が中断", "Stopped by a fault")
    DROPPED = "dropped", W("取りやめ", "Taken back")


UNDER_WAY = tuple(s.value for s in (LoadState.WAITING, LoadState.CHECKING, LoadState.DRAWING))
"""States in which the worker has something left to do."""


class FeeKind(Choice):
    """What is charged by the month, and the rate of tax."""

    BASIC = (
        "basic",
        W("基本料金（Aプラン、1端末・1メールボックス）", "Basic fee (plan A, a terminal or mailbox)"),
    )
    STATISTICS = "stats_paid", W("管理統計資料（有料分、1利用者コード）", "Paid statistics (a user code)")
    STORAGE = (
        "bonded_storage",
        W("保税管理資料保存サービス（1利用者コード）", "Storage of bonded records (a user code)"),
    )
    TAX = "tax", W("消費税率（%）", "Rate of tax (%)")


class Month(models.Model):
    """A month whose usage file the Center has loaded (N14)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    month = models.DateField(unique=True, help_text="its first day")
    state = models.CharField(max_length=8, choices=MonthState.choices(), default=MonthState.LOADED)
    file_name = models.CharField(max_length=190)
    sha256 = models.CharField(max_length=64)
    rows = models.IntegerField()
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    fixed_at = models.DateTimeField(null=True)
    fixed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class MonthClosing(ByTwo):
    """A month whose amounts one person has looked through and asks a second one to fix (N14).

    It names the month by its day, not by its row: a file that is loaded again makes another row."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    month = models.DateField(help_text="its first day")
    seen = models.CharField(max_length=32, help_text="digest of what the page of the month showed")
    offices = models.IntegerField(help_text="how many invoices")
    total = models.BigIntegerField(help_text="their sum with tax, yen")

    class Meta:
        constraints = [
            *ByTwo.Meta.constraints,
            models.UniqueConstraint(
                fields=["month"],
                name="one_open_closing",
                condition=Q(**{f"{name}__isnull": True for name in STILL_OPEN}),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Loading(models.Model):
    """A usage file that was handed in, and how far its check and the drawing up of the invoices have come. The file is kept until
    that is over; of each month the last one stays."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    month = models.DateField(help_text="its first day")
    file_name = models.CharField(max_length=190)
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField(help_text="the file, empty when it is no longer needed")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=LoadState.choices(), default=LoadState.WAITING)
    changed_at = models.DateTimeField()
    total = models.IntegerField(help_text="lines of the file")
    checked = models.IntegerField(default=0)
    wrong = models.IntegerField(default=0, help_text="how many lines are wrong")
    problems = models.JSONField(default=list, help_text="[line, Japanese, English] of the first wrong lines")
    report = models.BinaryField(default=bytes, help_text="all of them as CSV, compressed")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month"], name="one_loading_under_way", condition=Q(state__in=UNDER_WAY)
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.state}"

    @property
    def is_under_way(self) -> bool:
        """Whether it is yet to come to an end."""
        return self.state in UNDER_WAY


class Usage(models.Model):
    """One line of the usage file (D-27)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    month = models.ForeignKey(Month, models.CASCADE, related_name="usage")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+")
    code = models.CharField(max_length=5)
    number = models.CharField(max_length=3)
    tab = models.CharField(max_length=8, choices=Tab.choices())
    transaction = models.CharField(max_length=6)
    count = models.IntegerField()
    price = models.IntegerField(help_text="yen a transaction, without tax")
    amount = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["month", "office"], name="usage_office")]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=0, price__gte=0), name="usage_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.code}{self.number} {self.transaction}"


class Invoice(models.Model):
    """請求 of one office for one month. `lines` are [label, quantity, unit price, amount], amounts without tax."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="invoices")
    month = models.ForeignKey(Month, models.CASCADE, related_name="invoices")
    number = models.CharField(max_length=20, unique=True)
    billing_code = models.CharField(max_length=7, blank=True, default="")
    registration = models.CharField(
        max_length=14,
        blank=True,
        default="",
        db_default="",
        help_text="適格請求書発行事業者の登録番号 of the Center",
    )
    lines = models.JSONField(default=list)
    net = models.BigIntegerField()
    tax = models.BigIntegerField()
    tax_percent = models.IntegerField(default=10, db_default=10)
    total = models.BigIntegerField()
    carried = models.BigIntegerField(
        default=0, db_default=0, help_text="corrections of earlier bills that stand on this one, yen with tax"
    )
    due = models.DateField()
    method = models.CharField(max_length=8, choices=Payment.choices())
    bank_account = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="where a transfer goes"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "month"], name="one_invoice_a_month")]

    def __str__(self) -> str:
        return self.number

    @property
    def payable(self) -> int:
        """Yen to pay: the month with tax, and what is corrected of earlier ones; below 0 it is paid back."""
        return self.total + self.carried


class BillCorrection(ByTwo):
    """訂正 of a fixed invoice: a document of its own, which stands on the next invoice of the office. The invoice itself
    never changes. Amounts are negative where something is given back."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="corrections")
    number = models.CharField(max_length=24, blank=True, default="", help_text="given when it is confirmed")
    label = models.CharField(max_length=60)
    quantity = models.IntegerField()
    price = models.BigIntegerField(help_text="yen without tax")
    net = models.BigIntegerField()
    tax = models.BigIntegerField()
    total = models.BigIntegerField()
    stands_on = models.ForeignKey(Invoice, models.SET_NULL, related_name="adjustments", null=True)

    class Meta:
        constraints = [
            *ByTwo.Meta.constraints,
            models.CheckConstraint(condition=~Q(net=0), name="bill_correction_of_something"),
            models.UniqueConstraint(
                fields=["number"], name="one_bill_correction_number", condition=~Q(number="")
            ),
            models.UniqueConstraint(
                fields=["invoice"],
                name="one_open_bill_correction",
                condition=Q(**{f"{name}__isnull": True for name in STILL_OPEN}),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.invoice_id}?"

    @property
    def is_credit(self) -> bool:
        """Whether it gives something back."""
        return self.net < 0


class Price(models.Model):
    """Unit price of a transaction on each plan, from a day on (D-26); kept by the Center."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    transaction = models.CharField(max_length=6)
    plan_a = models.IntegerField()
    plan_b = models.IntegerField()
    since = models.DateField(default=date(2025, 10, 12))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transaction", "since"], name="one_price_a_day")]

    def __str__(self) -> str:
        return self.transaction


class Fee(models.Model):
    """A monthly fee in yen without tax, or the rate of tax in percent, from the first of a month on; kept by the Center."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=16, choices=FeeKind.choices())
    amount = models.IntegerField()
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "since"], name="one_fee_a_day")]

    def __str__(self) -> str:
        return self.kind
