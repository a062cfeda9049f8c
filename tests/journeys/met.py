"""How often each step, each refusal, each rule, each row of the table and each kind of paper was met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

MET: Counter[str] = Counter()
"""Group and name, as in "table: begins on L ...": how often."""


def met(group: str, *names: str) -> None:
    MET.update(f"{group}: {n}" for n in names)


TRIED: Counter[str] = Counter()
"""In how many journeys each promise was put to the test: something happened of which it speaks, and it was looked at."""
_now: set[str] = set()


def tried(*promises: str) -> set[str]:
    """The promises that this journey has put to the test, these among them."""
    _now.update(promises)
    return _now


def missing(expected: Iterable[str], found: Counter[str]) -> list[str]:
    """What was expected and never met."""
    return [name for name in expected if not found[name]]
