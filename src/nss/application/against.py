"""Applications of one office that are open together and cannot both be approved: whichever is decided first stops the other.
The reviewer is told before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nss.base.compiled_query import CompiledQuery
from nss.contract import consistency, timeline

from .case import Case
from .lifecycle import OPEN, State
from .models import Application, Revision

NEWEST_OF_OPEN = CompiledQuery(
    lambda office, since: (
        Revision.objects.filter(
            application__office_id=office,
            application_id__gte=since,
            application__state__in=[s.value for s in OPEN],
            frozen_at__isnull=False,
        )
        .order_by("-application_id", "-no")
        .distinct("application_id")
    ),
    int,
    int,
)
"""The newest filing of each open application of an office, from one on."""


def open_among(applications: Sequence[Application]) -> list[Revision]:
    """The newest filings of those that are open, in one statement: applications of one office, as they stand in a list."""
    known = {a.pk: a for a in applications if State(a.state) in OPEN}
    if not known:
        return []
    found = [
        r
        for r in NEWEST_OF_OPEN(next(iter(known.values())).office_id, min(known))
        if r.application_id in known
    ]
    for r in found:
        r.application = known[r.application_id]
    return found


def in_conflict(case: Case, others: Iterable[Revision]) -> list[Application]:
    """Those of the other open applications of its office, by their newest filings, that break what this one asks for, or the
    other way round."""
    return [r.application for r in others if _break_each_other(case, Case.of_filed(r))]


def _break_each_other(one: Case, two: Case) -> bool:
    """Whether both done together break a rule of every contract that each alone does not."""
    kinds = {*one.basis.kinds, *two.basis.kinds}
    named = sorted({o.pk for case in (one, two) for o in case.basis.others.values()})
    since = min(one.basis.day, two.basis.day)
    now = timeline.load(one.office, since, kinds, named)
    first, second = sorted((one, two), key=lambda case: case.basis.day)
    together = consistency.violations(now.with_steps([*first.steps, *second.steps]))
    if not together:  # as nearly always: what each breaks alone need not be worked out
        return False
    alone = {v.key for case in (one, two) for v in consistency.violations(now.with_steps(case.steps))}
    return any(v.key not in alone for v in together)
