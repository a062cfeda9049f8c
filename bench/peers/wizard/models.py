"""The one record: an application and what became of it."""

from django.conf import settings
from django.db import models


class Application(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications"
    )
    item = models.CharField(max_length=20)
    wish_day = models.DateField()
    reason = models.CharField(max_length=200)
    family_name = models.CharField(max_length=40)
    given_name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20)
    email = models.EmailField()
    business = models.CharField(max_length=2)
    method = models.CharField(max_length=10)
    count = models.PositiveSmallIntegerField()
    remark = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    filed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="decided"
    )
    decided_at = models.DateTimeField(null=True)
