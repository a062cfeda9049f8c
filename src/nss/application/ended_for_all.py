"""A code that was ended for everybody who shares it ends for everybody, whatever is taken back or moved afterwards.

A sharer whose own decision ended its code first is not among what the decision for all wrote, so neither the ledger nor the
rules for every day hold the two together: this looks at what would be left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.models import RowWrite
from nss.contract.rows.ids import UserCode

from .edits import Edit
from .locking import revision_of
from .models import Application

SOONER = W(
    "共用している{office}では、利用者コード{code}は{day}に廃止になります。全事業所の廃止をその前の日にはできません。",
    "At {office}, which shares user code {code}, it ends on {day}. It cannot end for every office before that.",
)


@dataclass(frozen=True, slots=True)
class Left:
    """A sharer that would keep a code behind the day on which it ends for everybody."""

    code: str
    office: str
    """The sharer, by its code."""
    ends: date
    """When it ends there."""
    by: int
    """The application that ends it for everybody."""


def codes_of(application: int) -> set[str]:
    """The codes of which a decision cut a row: those that it ended, and those that it changed."""
    cut = RowWrite.objects.filter(application=application, kind=UserCode.kind, inserted=False)
    return set(UserCode.objects.filter(pk__in=cut.values("version")).values_list("code", flat=True))


def ended_by(edits: Iterable[Edit]) -> set[str]:
    """The codes that edits end for everybody."""
    return {str(e.before["code"]) for e in edits if e.kind == UserCode.kind and e.for_all}


def hold(codes: Iterable[str]) -> None:
    """Hold codes to the end of the transaction: who ends one for everybody, and who takes its end at a sharer back or moves it,
    must not miss each other. After the locks of applications and days and before those of offices, so that nobody waits in a
    circle."""
    names = sorted(codes)
    if names:
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [names])


LOCK = """
    SELECT pg_advisory_xact_lock(keys.key)
    FROM (SELECT hashtextextended('user code ' || code, 0) AS key FROM unnest(%s::text[]) AS code ORDER BY code) AS keys"""


def left_over(codes: set[str]) -> Left | None:
    """The first sharer that has one of these codes on the day on which it ends for everybody. Who begins to use it from
    that day on is none."""
    if not codes:
        return None
    rows = {r.pk: r for r in UserCode.objects.filter(code__in=codes).select_related("office").order_by("pk")}
    cuts = RowWrite.objects.filter(kind=UserCode.kind, version__in=list(rows), inserted=False).order_by("id")
    for by, version in cuts.values_list("application", "version"):
        end = rows[version]
        if not _is_for_all(by, end.identity):
            continue
        for r in rows.values():
            if r.code == end.code and r.starts < end.ends < r.ends and r.office is not None:
                return Left(r.code, r.office.code, r.ends, by)
    return None


def too_soon(left: Left) -> Problem:
    """What is wrong with a day for everybody that lies before the end at a sharer."""
    return Problem(
        "sharer_ends_later",
        SOONER.format(office=left.office, code=left.code, day=f"{left.ends:%Y/%m/%d}"),
    )


def _is_for_all(application: int, identity: int) -> bool:
    """Whether a decision ends this code for everybody."""
    revision = revision_of(Application.objects.get(pk=application))
    return any(e.for_all and (e.kind, e.target) == (UserCode.kind, identity) for e in revision.issued_list)
