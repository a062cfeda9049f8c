"""How long what an application says of people is kept."""

from __future__ import annotations

from datetime import datetime

from nss.base.words import W
from nss.record.retention import DAY, TEN_YEARS, Term

from .lifecycle import ENDED
from .models import Application, Presence, Revision, WorkNote


def _contacts(before: datetime) -> int:
    """Contact persons of applications that ended long ago."""
    ended = Application.objects.filter(state__in=ENDED, changed_at__lt=before)
    return Revision.objects.filter(application__in=ended).exclude(contact={}).update(contact={})


def _notes(before: datetime) -> int:
    """What was said about works of applications that ended long ago."""
    ended = Application.objects.filter(state__in=ENDED, changed_at__lt=before)
    return WorkNote.objects.filter(work__application__in=ended).delete()[0]


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
    Term(
        "work_notes",
        W("終了した申込の工事の連絡記録", "Notes about works of ended applications"),
        TEN_YEARS,
        _notes,
    ),
)
