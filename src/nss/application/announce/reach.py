"""Whom an announcement of the Center reaches (N16): asked before it is sent, and when it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from nss.account.models import Person
from nss.base import clock
from nss.contract.models import Office
from nss.contract.rows.office import SystemManager
from nss.master.models import Audience
from nss.notice.models import NoticeSetting


@dataclass(frozen=True, slots=True)
class Reach:
    """How many see an announcement, and how many offices are mailed."""

    offices: int
    people: int
    mails: int


def offices_of(audience: str, codes: Sequence[str]) -> QuerySet[Office]:
    """The offices that an announcement is for."""
    found = Office.objects.filter(provisional=False)
    return found.filter(code__in=codes) if audience == Audience.NAMED else found


def reach(audience: str, codes: Sequence[str]) -> Reach:
    """People are those who may sign in; a mail goes to each office with a live manager that has not turned announcements off."""
    offices, today = offices_of(audience, codes), clock.today()
    managers = SystemManager.objects.filter(office=OuterRef("pk"), starts__lte=today, ends__gt=today)
    off = NoticeSetting.objects.filter(office=OuterRef("pk"), kind="notice", mail=False)
    return Reach(
        offices.count(),
        Person.objects.filter(office__in=offices, is_active=True).count(),
        offices.filter(Exists(managers.exclude(email="")), ~Exists(off)).count(),
    )
