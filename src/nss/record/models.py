"""The history of rows: what changed in which table, from what to what, by whom. Written by the database itself."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class History(models.Model):
    """One change of one row. On an update `before` and `after` hold the changed columns and those
    that name the row."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    action = models.CharField(max_length=6)
    actor = models.BigIntegerField(null=True, help_text="person, empty for the system")
    reference = models.CharField(max_length=16, help_text="of the request in the log")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["table", "row", "-id"], name="history_row"),
            models.Index(fields=["actor", "-id"], name="history_actor"),
            models.Index(fields=["at"], name="history_at"),
            models.Index(fields=["reference"], name="history_reference", condition=~models.Q(reference="")),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.action}"
