"""Which months are closed to whatever would change what was billed for them."""

from __future__ import annotations

from datetime import date

from .models import Month, MonthState


def billed(day: date) -> bool:
    """Whether the bills of the month of a day, or of a later one, are fixed."""
    return Month.objects.filter(state=MonthState.FIXED, month__gte=day.replace(day=1)).exists()
