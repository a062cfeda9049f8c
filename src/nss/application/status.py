"""What people read of an application's state: the one home of its words for pages, lists, files and the API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from nss.base.words import W

from . import works
from .lifecycle import ACTIVE, WORKS_LEFT, State, status_of
from .models import Application

BEGUN = (("active", ACTIVE), ("works_left", WORKS_LEFT))
"""What an approved application is called from its start day on: code and word."""
REVOKED_ONES = Q(state=State.WITHDRAWN.value, start_date__isnull=False)
"""What the Center took back after it had been decided; the other withdrawn ones are those of their offices."""


def statuses(applications: Iterable[Application], today: date) -> dict[int, tuple[str, W]]:
    """Code and word of each application by its key, with one statement for all that have begun."""
    found = list(applications)
    left = works.with_open_works([a.pk for a in found if begun(a.state, a.start_date, today)])
    return {a.pk: status_of(a.state, a.start_date, today, a.pk in left) for a in found}


def status(a: Application, today: date) -> tuple[str, W]:
    """Code and word of one application."""
    return status_of(
        a.state, a.start_date, today, begun(a.state, a.start_date, today) and works.has_open_works(a)
    )


def begun(state: str, start: date | None, today: date) -> bool:
    """Whether the start day of an approved application has come."""
    return state == State.APPROVED and start is not None and start <= today
