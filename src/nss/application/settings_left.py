"""Which user codes of an application that waits for its system setting have none yet. A setting is applied for code by
code, so that one of them alone does not complete an application that adds to two."""

from __future__ import annotations

from collections.abc import Iterable

from .case import Case
from .lifecycle import TO_REVIEW, State
from .locking import revision_of
from .models import Application
from .rulebook import current

HANDED_IN = (*TO_REVIEW, State.APPROVED)
"""States of a system-setting application that was submitted and not sent back (D-17)."""


def codes_left(waiting: Application, states: Iterable[State] = HANDED_IN) -> list[str]:
    """The user codes of a decided application for which no system-setting application is in one of these states."""
    settled = {c for a in serving(waiting, states) for c in current().settles(_case(a))}
    return [c for c in codes_of(waiting) if c not in settled]


def codes_of(waiting: Application) -> list[str]:
    """The user codes for which a decided application needs a system setting."""
    return current().setting_codes(_case(waiting))


def complete(waiting: Application, states: Iterable[State] = HANDED_IN) -> bool:
    """Whether every code has one; where the application names no code, whether there is one at all."""
    return bool(serving(waiting, states)) and not codes_left(waiting, states)


def serving(waiting: Application, states: Iterable[State]) -> list[Application]:
    """The system-setting applications for an application, in some states."""
    return list(Application.objects.filter(serves=waiting.pk, state__in=[str(s) for s in states]))


def _case(application: Application) -> Case:
    return Case.of_filed(revision_of(application))
