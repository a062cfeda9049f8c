"""Views of the Center's queue that somebody has saved for themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nss.base.ids import new_id


class SavedView(models.Model):
    """One tab of one person's own: a view of the queue with its filters, as the query of its address, under a name (N01)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=240)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_view_name")]

    def __str__(self) -> str:
        return self.name
