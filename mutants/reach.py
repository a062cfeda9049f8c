"""Which tests reach which line: one run of the tests without the browser, measured by coverage with the test as context."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import coverage

WAY = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--ignore=tests/browser")
"""The order is that of the files; the browser's tests are left to the whole suite."""


@dataclass(frozen=True)
class Reach:
    """The tests of each line of each file, and the seconds of each test."""

    lines: dict[str, dict[int, set[str]]]
    seconds: dict[str, float]

    def tests(self, path: str, first: int, last: int, most_seconds: float) -> list[str]:
        """Those that reach one of these lines, shortest first, for so many seconds in all.

        Lines that run when the module is read (constants, tables) belong to no test: there, those of the whole file.
        """
        of_file = self.lines.get(path, {})
        found = {t for n in range(first, last + 1) for t in of_file.get(n, ())}
        if not found and any(n in of_file for n in range(first, last + 1)):
            found = {t for tests in of_file.values() for t in tests}
        chosen, spent = [], 0.0
        for test in sorted(found, key=lambda t: (self.seconds.get(t, 1.0), t)):
            spent += self.seconds.get(test, 1.0)
            if chosen and spent > most_seconds:
                break
            chosen.append(test)
        return chosen


def measure(tree: Path, folder: Path, env: dict[str, str], jobs: str) -> None:
    """Run the tests once; leaves the map in `folder`."""
    command = [sys.executable, "-m", "pytest", *WAY, "-n", jobs, "--dist", "worksteal", "-p", "mutants.times"]
    command += ["--cov", "--cov-context=test", "--cov-report=", "tests"]
    more = {"COVERAGE_FILE": str(folder / "coverage"), "MUTANTS_TIMES": str(folder / "times.json")}
    done = subprocess.run(command, cwd=tree, env={**os.environ, **env, **more}, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit("the tests could not be run")
    if done.returncode == 1:
        print("Some tests failed on the code as it is; a fault that only they reach counts as noticed.")


def read(tree: Path, folder: Path) -> Reach:
    """The map that `measure` left."""
    data = coverage.CoverageData(str(folder / "coverage"))
    data.read()
    lines: dict[str, dict[int, set[str]]] = {}
    for name in data.measured_files():
        if not Path(name).is_relative_to(tree):  # a module that a test wrote
            continue
        of_file: dict[int, set[str]] = defaultdict(set)
        for line, contexts in data.contexts_by_lineno(name).items():
            of_file[line] = {c.partition("|")[0] for c in contexts if c}
        lines[Path(name).relative_to(tree).as_posix()] = of_file
    return Reach(lines, json.loads((folder / "times.json").read_text()))
