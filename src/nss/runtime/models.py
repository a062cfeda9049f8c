"""The one row that the runtime keeps: how far the training clock is ahead."""

from __future__ import annotations

from django.db import models


class TrainingClock(models.Model):
    """Offset of the demonstration's clock in days. One row, id 1; without it the offset is 0."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    days = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="training_clock_one_row")]

    def __str__(self) -> str:
        return f"+{self.days} d"
