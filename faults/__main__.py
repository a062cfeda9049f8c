"""`python -m faults [F1 F4 ...]`: runs the rows, prints pass or fail with figures, writes docs/faults.md.

From the environment: FAULTS_TIMES (how often a row repeats what it does; 50), FAULTS_RUNS (how often all that is asked for is run
in a row; 1).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime

from . import page, upgrade
from .held_by_tests import LARGE, TEST_ROWS
from .rows import PROCESS_ROWS, fresh_connections
from .stage import ROOT, Stage, answers, wait

TIMES = int(os.environ.get("FAULTS_TIMES", "50"))
RUNS = int(os.environ.get("FAULTS_RUNS", "1"))

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


def told(error: BaseException) -> str:
    """One line about what ended a row."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


def stands(stage: Stage) -> bool:
    """Whether the product answers and its worker lives, so that the next row can be run on it."""
    if stage.worker is None or stage.worker.poll() is not None:
        stage.start_worker()
    stage.mail.mode = "good"
    return wait(lambda: answers("/readyz") == 200, 30)


def summed_up(done: subprocess.CompletedProcess[str]) -> str:
    """What a run of tests that failed says: how many, and the first that did. All of it goes to stderr."""
    print(done.stdout[-6000:], done.stderr[-2000:], file=sys.stderr, flush=True)
    lines = done.stdout.splitlines()
    count = [x.strip("= ") for x in lines if re.search(r"\d+ (failed|errors?|passed)\b", x)][-1:]
    names = [x for x in lines if x.startswith(("FAILED", "ERROR"))] or [
        x for x in lines if x.startswith("E  ")
    ]
    return (
        " ".join("; ".join([*count, *names[:3]]).replace("|", "/").split())[:400]
        or f"pytest ended with {done.returncode}"
    )


def main(asked: list[str]) -> int:
    if unknown := set(asked) - ALL_ROWS:
        print(f"no such row: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    failed = sum(run(asked) for _ in range(RUNS))
    if (text := page.page(page.kept(), ALL_ROWS)) is not None:
        (ROOT / "docs" / "faults.md").write_text(text, encoding="utf-8")
    return 1 if failed else 0


def run(asked: list[str]) -> int:
    """Each row that is asked for, or each there is, once; gives how many failed."""
    failed = 0
    tried = page.commit()

    def say(row: str, what: str, good: bool | None, figures: str, took: float) -> None:
        nonlocal failed
        failed += good is False
        outcome = page.Outcome(row, what, good, figures, took, f"{datetime.now(UTC):%Y-%m-%d}", tried)
        page.keep(outcome)
        print(outcome.line(), flush=True)

    waiting = [r for r in PROCESS_ROWS if not asked or r[0] in asked]
    # A row that leaves nothing to stand on: the next ones get a product of their own.
    for _ in range(len(waiting)):
        if not waiting:
            break
        try:
            with Stage() as stage:
                while waiting and stands(stage):
                    row, what, play = waiting.pop(0)
                    began = time.monotonic()
                    try:
                        fresh_connections()
                        outcome = play(stage, TIMES)
                    except (Exception, SystemExit) as error:
                        outcome = False, told(error)
                    say(row, what, *outcome, time.monotonic() - began)
        except (Exception, SystemExit) as error:
            print(f"the product of the rows: {told(error)}", file=sys.stderr)
    for row, what, _ in waiting:
        say(row, what, False, "not run: the product did not start", 0)
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
                "-rfE",
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
        tests = sum(
            len(re.findall(r"\.", x.partition("[")[0])) for x in done.stdout.splitlines() if "%]" in x
        )
        left_out = sum(x.partition("[")[0].count("s") for x in done.stdout.splitlines() if "%]" in x)
        say(
            row,
            what,
            done.returncode == 0 and not left_out,
            (printed(done.stdout) or f"{tests} tests") + (f", {left_out} left out" if left_out else "")
            if done.returncode == 0
            else summed_up(done),
            time.monotonic() - began,
        )
    for row, what, alone in OWN_ROWS:
        if asked and row not in asked:
            continue
        began = time.monotonic()
        try:
            came_to = alone(TIMES)
        except (Exception, SystemExit) as error:
            came_to = False, told(error)
        say(row, what, *came_to, time.monotonic() - began)
    return failed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
