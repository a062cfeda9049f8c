"""A mistake in the register set right by two people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nss.base.ids import new_id


class Correction(models.Model):
    """A value of a version of a row that is set right by hand (N15): who asked, who confirmed, what stood there.

    `before` and `after` hold the corrected columns alone, as JSON-able values."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    version = models.BigIntegerField()
    identity = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=240)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                name="one_open_correction_per_version",
                condition=Q(confirmed_at__isnull=True, dropped_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("by")),
                name="correction_by_two",
            ),
        ]
        indexes = [models.Index(fields=["office", "-id"], name="correction_office")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.kind} {self.version}"
