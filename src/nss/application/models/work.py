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
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"

    @property
    def fixed_on(self) -> date | None:
        """The agreed day; None before one is agreed."""
        return date.fromisoformat(self.fixed[:10]) if self.fixed else None


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
