"""Vendors (業者): who carries works out for the Center."""

from __future__ import annotations

from datetime import date

from django.db import models

from nss.base import clock
from nss.base.columns import phone_shown
from nss.master.models import MasterRow


class Vendor(MasterRow):
    """A company that carries out works. It stays on the works that it was given; works on a day outside of `since` and
    `until` cannot be given to it."""

    name = models.CharField(max_length=60, unique=True)
    kana = models.CharField(max_length=80, blank=True, default="")
    phone = models.CharField(max_length=11, blank=True, default="")
    email = models.EmailField(max_length=100, blank=True, default="")
    contact = models.CharField(max_length=60, blank=True, default="", help_text="who is asked for there")
    does = models.CharField(max_length=120, blank=True, default="", help_text="which works, where")
    since = models.DateField()
    until = models.DateField(null=True, help_text="the last day; empty while no end is known")

    def __str__(self) -> str:
        return self.name

    def serves(self, day: date) -> bool:
        """Whether works on a day can be given to it."""
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def telephone(self) -> str:
        """The number as it is read."""
        return phone_shown(self.phone)

    @property
    def stopped(self) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < clock.today()
