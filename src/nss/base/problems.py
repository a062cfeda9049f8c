"""What a rule returns: a problem, pinned to a field or a row (F-18), with its level."""

from __future__ import annotations

from collections.abc import Sequence
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


class Refused(Exception):
    """Something may not be done as it is asked for; `problems` say why, each pinned to its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(p.code for p in problems))
        self.problems = list(problems)


def stops(problems: list[Problem]) -> list[Problem]:
    """The problems whose level is `stop`: they forbid filing and deciding."""
    return [p for p in problems if p.level == STOP]
