"""What is handed to METI, and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nss.base import clock
from nss.base.ids import new_id

from .application import Application


class Handover(models.Model):
    """A file of applications given to an authority (METI), with what it held: who, when, which, and the bytes' digest."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    numbers = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{clock.day_of(self.at)} {len(self.numbers)}"


class HandoverDue(models.Model):
    """A decided application that has to be handed over, from its decision on; `handover` names the file that had it."""

    application = models.OneToOneField(Application, models.CASCADE, primary_key=True, related_name="due")
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["application"], name="handover_waiting", condition=Q(handover__isnull=True))
        ]

    def __str__(self) -> str:
        return str(self.application_id)
