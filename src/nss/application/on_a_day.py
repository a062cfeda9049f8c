"""What stands on a day: which applications would be touched if the Center were closed on it."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q

from .lifecycle import DECIDED, OPEN, State
from .models import OVER, Application, Work


def numbers_on(day: date) -> list[str]:
    """Applications that start on a day, wish for it, have their system setting due on it or works fixed for it."""
    starts = Q(state__in=DECIDED, start_date=day)
    due = Q(state=State.SETTING_WAIT, setting_deadline=day)
    wished = Q(state__in=OPEN, revisions__no=F("revision_no"), revisions__wish_date=day)
    works = Work.objects.filter(fixed__startswith=day.isoformat()).exclude(state__in=OVER)
    found = Application.objects.filter(starts | due | wished | Q(pk__in=works.values("application")))
    return [
        str(n)
        for n in found.filter(number__isnull=False).order_by("id").distinct().values_list("number", flat=True)
    ]
