"""A mistake in the register set right by two people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nss.base.ids import new_id
from nss.base.two_people import ByTwo


class Correction(ByTwo):
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

    class Meta:
        constraints = [
            *ByTwo.Meta.constraints,
            models.UniqueConstraint(
                fields=["version"],
                name="one_open_correction_per_version",
                condition=Q(confirmed_at__isnull=True, dropped_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["office", "-id"], name="correction_office")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.kind} {self.version}"
