"""docs/faults.md, written from what every run of a row left: the last three of each, so that some rows can be run by themselves."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from .stage import ROOT

KEPT = ROOT / ".nss" / "faults.jsonl"
SHOWN = 3
"""Runs of a row that the page shows."""
HEAD = """# Faults

Written by `make faults`, from the last three runs of every row. Rows that need processes to kill or servers to stop run against a
product of their own (`faults/rows.py`); the others are tests (`faults/held_by_tests.py`). A row that repeats something does so
`FAULTS_TIMES` times (50 unless said otherwise); its figures say how often.

| Row | Fault | Run | Result | Figures | Took |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Outcome:
    """What one run of a row came to; `good` is None where it was not run."""

    row: str
    what: str
    good: bool | None
    figures: str
    took: float
    """Seconds."""
    day: str
    """Of the run, e.g. 2026-11-28."""
    commit: str

    @property
    def word(self) -> str:
        return "not run" if self.good is None else "pass" if self.good else "FAIL"

    def line(self) -> str:
        """Its row of the table."""
        cells = (
            self.row,
            self.what,
            f"{self.day}, {self.commit}",
            self.word,
            self.figures,
            f"{self.took:.0f} s",
        )
        return f"| {' | '.join(cells)} |"


def commit() -> str:
    """The commit that is tried, with a star where files differ from it."""

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()

    return git("log", "-1", "--format=%h") + (
        "*" if git("status", "--porcelain", "--", "src", "tests") else ""
    )


def keep(outcome: Outcome) -> None:
    """Add what a run came to."""
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    with KEPT.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")


def kept() -> list[Outcome]:
    """What all runs on this machine came to, the oldest first."""
    if not KEPT.exists():
        return []
    return [Outcome(**json.loads(line)) for line in KEPT.read_text(encoding="utf-8").splitlines()]


def page(outcomes: Iterable[Outcome], rows: Iterable[str]) -> str | None:
    """The page; None while a row was never run on this machine: it would be missing from the page."""
    found: dict[str, list[Outcome]] = {row: [] for row in sorted(rows, key=lambda r: int(r[1:]))}
    for outcome in outcomes:
        if outcome.row in found:
            found[outcome.row].append(outcome)
    if not all(found.values()):
        return None
    return HEAD + "".join(f"{o.line()}\n" for some in found.values() for o in some[-SHOWN:])
