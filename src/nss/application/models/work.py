"""Works on lines and the connection test after them."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from nss.base.choices import Choice
from nss.base.ids import new_id
from nss.base.words import W
from nss.contract.choices import WorkKind

from .application import Application
from .vendor import Vendor


class WorkState(Choice):
    """State of one piece of works (N09)."""

    WAITING = "waiting", W("日程調整前", "No dates yet")
    PROPOSED = "proposed", W("工事調整中（候補日の提示）", "Dates proposed")
    COUNTERED = "countered", W("工事調整中（別の日を希望）", "Other dates requested")
    FIXED = "fixed", W("工事日確定", "Date confirmed")
    DONE = "done", W("工事完了", "Done")
    FAILED = "failed", W("工事未完了（再調整）", "Failed: new dates needed")
    CANCELLED = "cancelled", W("工事中止", "Cancelled")


TO_ARRANGE = (WorkState.WAITING, WorkState.COUNTERED, WorkState.FAILED)
"""The Center's turn: dates are to be offered or fixed."""
OVER = (WorkState.DONE, WorkState.CANCELLED)


class Work(models.Model):
    """Works on a line that an application causes (T-09): dates offered, wished, fixed, and what came of them.

    `slots` are the offered dates, `wished` those that the office named instead, each `YYYY-MM-DD/am|pm`; `fixed` is one.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="works")
    kind = models.CharField(max_length=8, choices=WorkKind.choices())
    line = models.CharField(
        max_length=20, help_text="router number, or the name of a new line in its application"
    )
    state = models.CharField(max_length=10, choices=WorkState.choices(), default=WorkState.WAITING)
    wish = models.DateField(null=True)
    slots = models.JSONField(default=list)
    wished = models.JSONField(default=list)
    fixed = models.CharField(max_length=13, blank=True, default="")
    outage = models.IntegerField(default=0, help_text="expected minutes without communication")
    note = models.CharField(max_length=240, blank=True, default="")
    result = models.CharField(max_length=240, blank=True, default="")
    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="works", null=True, db_index=False)
    cancelled_for = models.CharField(
        max_length=240,
        blank=True,
        default="",
        db_default="",
        help_text="why the Center called them off; empty where they went with their application",
    )
    sequence = models.IntegerField(default=0, help_text="of the calendar entry (RFC 5545 3.8.7.4)")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "id"],
                name="work_open",
                condition=Q(state__in=list(TO_ARRANGE)),
            ),
            models.Index(fields=["state"], name="work_ahead", condition=~Q(state__in=list(OVER))),
            models.Index(fields=["fixed"], name="work_days"),
            models.Index(fields=["vendor"], name="work_vendor", condition=Q(vendor__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"

    @property
    def fixed_on(self) -> date | None:
        """The agreed day; None before one is agreed."""
        return date.fromisoformat(self.fixed[:10]) if self.fixed else None

    @property
    def promised_vendor(self) -> Vendor | None:
        """The vendor as the office knows it: from when the day is fixed, because it lets the people in."""
        return self.vendor if self.state in (WorkState.FIXED, WorkState.DONE) else None


class Whom(Choice):
    """With whom somebody of the Center spoke about works."""

    OFFICE = "office", W("事業所", "Office")
    VENDOR = "vendor", W("業者", "Vendor")
    OTHER = "other", W("その他", "Other")


class By(Choice):
    """In what way."""

    PHONE = "phone", W("電話", "Telephone")
    MAIL = "mail", W("メール", "E-mail")
    FAX = "fax", W("FAX", "Fax")
    LETTER = "letter", W("書面", "Letter")
    VISIT = "visit", W("訪問・来訪", "Visit")
    OTHER = "other", W("その他", "Other")


class WorkNote(models.Model):
    """連絡記録: what was said about works, when, with whom and by what way. Rows are added, never changed: a mistaken entry is
    struck out by another one, which says why. Offices never see them."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    work = models.ForeignKey(Work, models.CASCADE, related_name="notes")
    at = models.DateTimeField(help_text="when it was said; of a striking entry, when it was written")
    whom = models.CharField(max_length=6, choices=Whom.choices(), blank=True, default="")
    who = models.CharField(max_length=60, blank=True, default="", help_text="with whom there")
    by = models.CharField(max_length=6, choices=By.choices(), blank=True, default="")
    text = models.CharField(max_length=1000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    strikes = models.OneToOneField("self", models.CASCADE, related_name="struck", null=True)

    def __str__(self) -> str:
        return f"{self.work_id} {self.at}"


class ConnectionTest(models.Model):
    """接続確認: what the office saw when it ran TCC after the start; a bad result stays open until the Center answers."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="tests")
    tested_on = models.DateField()
    good = models.BooleanField()
    remark = models.CharField(max_length=240, blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    answer = models.CharField(max_length=240, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="test_open", condition=Q(good=False, answered_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.tested_on}"
