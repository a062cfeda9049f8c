"""`python -m faults [F1 F4 ...]`: runs the rows, prints pass or fail with figures, writes docs/faults.md."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime

from . import upgrade
from .held_by_tests import LARGE, TEST_ROWS
from .rows import PROCESS_ROWS, fresh_connections
from .stage import ROOT, Stage

TIMES = int(os.environ.get("FAULTS_TIMES", "50"))

OWN_ROWS = (("F19", "tables moved on under the pages of the release before", upgrade.moved_under_load),)
"""Rows that start everything that they need themselves."""
ALL_ROWS = {row for row, *_ in (*PROCESS_ROWS, *TEST_ROWS, *OWN_ROWS)}


def printed(said: str) -> str:
    """What tests print as `figure: 12 requests, 3 fields`, added up."""
    total: dict[str, int] = {}
    for line in re.findall(r"^figure: (.+)$", said, re.M):
        for number, what in re.findall(r"(\d+) ([^,]+)", line):
            total[what] = total.get(what, 0) + int(number)
    return ", ".join(f"{number} {what}" for what, number in total.items())


def main(asked: list[str]) -> int:
    lines: list[str] = []
    failed = 0

    def say(row: str, what: str, good: bool | None, figures: str, took: float) -> None:
        nonlocal failed
        failed += good is False
        word = "not run" if good is None else "pass" if good else "FAIL"
        lines.append(f"| {row} | {what} | {word} | {figures} | {took:.0f} s |")
        print(lines[-1], flush=True)

    wanted = [r for r in PROCESS_ROWS if not asked or r[0] in asked]
    if wanted:
        with Stage() as stage:
            for row, what, run in wanted:
                began = time.monotonic()
                try:
                    fresh_connections()
                    good, figures = run(stage, TIMES)
                except (Exception, SystemExit) as error:
                    good, figures = False, f"{type(error).__name__}: {str(error)[:200]}"
                say(row, what, good, figures, time.monotonic() - began)
    for row, what, nodes in TEST_ROWS:
        if asked and row not in asked:
            continue
        began = time.monotonic()
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "no:xdist",
                "-p",
                "no:cacheprovider",
                *nodes.split(),
            ],
            cwd=ROOT,
            env={**os.environ, **LARGE},
            capture_output=True,
            text=True,
            check=False,
        )
        last = [x for x in done.stdout.splitlines() if x.startswith("FAILED") or "%]" in x]
        tests = sum(x.count(".") for x in last if "%]" in x)
        say(
            row,
            what,
            done.returncode == 0,
            printed(done.stdout) or f"{tests} tests" if done.returncode == 0 else "; ".join(last[-3:])[:300],
            time.monotonic() - began,
        )
    for row, what, alone in OWN_ROWS:
        if asked and row not in asked:
            continue
        began = time.monotonic()
        try:
            outcome = alone(TIMES)
        except (Exception, SystemExit) as error:
            outcome = False, f"{type(error).__name__}: {str(error)[:200]}"
        say(row, what, *outcome, time.monotonic() - began)
    if not asked:
        head = (
            "# Faults\n\n"
            f"`make faults` on {datetime.now(UTC):%Y-%m-%d}, {TIMES} repetitions where a row repeats (`FAULTS_TIMES`). Rows that need processes "
            "to kill or servers to stop run against a product of their own; the others are tests (`faults/held_by_tests.py`).\n\n"
            "| Row | Fault | Result | Figures | Took |\n|---|---|---|---|---|\n"
        )
        (ROOT / "docs" / "faults.md").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
