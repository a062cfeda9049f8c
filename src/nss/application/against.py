"""Applications of one office that are open together and cannot both be approved: whichever is decided first stops the other.
The reviewer is told before."""

from __future__ import annotations

from collections.abc import Iterable

from nss.contract import consistency, timeline

from .case import Case
from .lifecycle import OPEN, State
from .models import Application
from .shown import last_filed


def in_conflict(case: Case, others: Iterable[Application]) -> list[Application]:
    """Those of the other applications of its office that are open and break what this one asks for, or the other way round."""
    found = []
    for a in others:
        if State(a.state) in OPEN and _break_each_other(case, Case.of_filed(last_filed(a))):
            found.append(a)
    return found


def _break_each_other(one: Case, two: Case) -> bool:
    """Whether both done together break a rule of every contract that each alone does not."""
    kinds = {*one.basis.kinds, *two.basis.kinds}
    named = sorted({o.pk for case in (one, two) for o in case.basis.others.values()})
    since = min(one.basis.day, two.basis.day)
    now = timeline.load(one.office, since, kinds, named)
    alone = [v.key for case in (one, two) for v in consistency.violations(now.with_steps(case.steps))]
    first, second = sorted((one, two), key=lambda case: case.basis.day)
    together = consistency.violations(now.with_steps([*first.steps, *second.steps]))
    return any(v.key not in alone for v in together)
