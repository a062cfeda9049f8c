"""What takes two people: one enters it with a reason, another one confirms it, and until then either may take it back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from . import clock
from .problems import Problem
from .words import W

SAME_PERSON = Problem(
    "same_person",
    W(
        "入力した担当者とは別の担当者の確認が必要です。",
        "A person other than the one who entered it has to confirm it.",
    ),
)
TAKEN_BACK = Problem("taken_back", W("すでに取りやめられています。", "It was taken back already."))
CONFIRMED = Problem("confirmed", W("すでに反映されています。", "It has taken effect already."))
STILL_OPEN: dict[str, None] = {"confirmed_at": None, "dropped_at": None}
"""Condition of those that wait for the second person."""


class ByTwo(models.Model):
    """One such thing: its own class says what is asked for, this one who asked when and why, and what became of it.

    What was asked for never changes afterwards: whoever confirms it by its key confirms what the page showed."""

    reason = models.CharField(max_length=240)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("by")),
                name="%(class)s_by_two",
            )
        ]

    @property
    def is_open(self) -> bool:
        """Whether it waits for the second person."""
        return self.confirmed_at is None and self.dropped_at is None

    def problems_of_second(self, person: int | None) -> list[Problem]:
        """What speaks against its confirmation by this person (key), whatever it is about."""
        if self.dropped_at is not None:
            return [TAKEN_BACK]
        return [SAME_PERSON] if self.by_id == person else []

    def mark_confirmed(self, person: int | None) -> None:
        """Store who (key) confirmed it; the caller makes it take effect in the same transaction."""
        self.confirmed_by_id, self.confirmed_at = person, clock.now()
        self.save(update_fields=["confirmed_by", "confirmed_at"])

    def mark_dropped(self) -> None:
        """Store that it was taken back."""
        self.dropped_at = clock.now()
        self.save(update_fields=["dropped_at"])
