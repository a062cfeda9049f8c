"""What a rule returns: a problem, pinned to a field or a row, with its level."""

from __future__ import annotations

from dataclasses import dataclass

from .words import W

STOP = "stop"
WARN = "warn"


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is stable for tests and the API; `where` is a field name, a row's `kind:identity`, or '' for the whole."""

    code: str
    text: W
    where: str = ""
    level: str = STOP


def stops(problems: list[Problem]) -> list[Problem]:
    """Those that forbid going on."""
    return [p for p in problems if p.level == STOP]
