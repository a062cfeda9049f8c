"""How long what an application says of people is kept."""

from __future__ import annotations

from datetime import datetime

from nss.base.words import W
from nss.record.retention import DAY, TEN_YEARS, Term

from .lifecycle import ENDED
from .models import Application, Presence, Revision


def _contacts(before: datetime) -> int:
    """Contact persons of applications that ended long ago."""
    ended = Application.objects.filter(state__in=ENDED, changed_at__lt=before)
    return Revision.objects.filter(application__in=ended).exclude(contact={}).update(contact={})


TERMS = (
    Term(
        "presence",
        W("審査画面の閲覧状況", "Who has a review open"),
        DAY,
        lambda before: Presence.objects.filter(seen_at__lt=before).delete()[0],
    ),
    Term(
        "contacts", W("終了した申込の担当者", "Contact persons of ended applications"), TEN_YEARS, _contacts
    ),
)
