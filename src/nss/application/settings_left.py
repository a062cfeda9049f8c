"""Which user codes of an application that waits for its system setting have none yet. A setting is applied for code by
code, so that one of them alone does not complete an application that adds to two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import F

from .case import Case
from .lifecycle import TO_REVIEW, State
from .locking import revision_of
from .models import Application, Revision
from .rulebook import current

HANDED_IN = (*TO_REVIEW, State.APPROVED)
"""States of a system-setting application that was submitted and not sent back (D-17)."""


def left_of(waiting: Sequence[Application], states: Iterable[State] = HANDED_IN) -> dict[int, list[str]]:
    """The decided applications that are not complete, by their keys, each with the user codes for which no system-setting
    application is in one of these states; with none where it names no code and there is no such application. Asks as little of
    many as of one."""
    if not waiting:
        return {}
    serving: defaultdict[int, list[Application]] = defaultdict(list)
    found = Application.objects.filter(serves__in=[a.pk for a in waiting], state__in=[str(s) for s in states])
    for a in found.select_related("office"):
        serving[a.serves or 0].append(a)
    known = {a.pk: a for a in (*waiting, *(a for some in serving.values() for a in some))}
    cases: dict[int, Case] = {}
    for revision in Revision.objects.filter(application__in=known, no=F("application__revision_no")):
        revision.application = known[revision.application_id]
        cases[revision.application_id] = Case.of_filed(revision)
    left = {a.pk: missing(cases[a.pk], [cases[s.pk] for s in serving[a.pk]]) for a in waiting}
    return {pk: codes for pk, codes in left.items() if codes is not None}


def missing(decided: Case, serving: Sequence[Case]) -> list[str] | None:
    """The codes of a decided case that none of the system-setting cases settles; None where nothing is missing: every code is
    settled, and there is one at least."""
    settled = {c for case in serving for c in current().settles(case)}
    codes = [c for c in current().setting_codes(decided) if c not in settled]
    return codes if codes or not serving else None


def codes_left(waiting: Application, states: Iterable[State] = HANDED_IN) -> list[str]:
    """The user codes of a decided application for which no system-setting application is in one of these states."""
    return left_of([waiting], states).get(waiting.pk, [])


def codes_of(waiting: Application) -> list[str]:
    """The user codes for which a decided application needs a system setting."""
    return current().setting_codes(Case.of_filed(revision_of(waiting)))


def complete(waiting: Application, states: Iterable[State] = HANDED_IN) -> bool:
    """Whether every code has one; where the application names no code, whether there is one at all."""
    return waiting.pk not in left_of([waiting], states)
