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

LEFT_OUT = (
    "tests/browser",
    "tests/account/test_roles.py",
    "tests/account/test_second_factor.py",
    "tests/api/test_schema.py",
    "tests/application/test_promises_of_a_case.py",
    "tests/application/test_secrecy.py",
    "tests/billing/test_replay.py",
    "tests/procedure/test_adding.py",
    "tests/procedure/test_combined.py",
    "tests/procedure/test_three_years.py",
    "tests/office/test_id_notice.py",
    "tests/office/test_places.py",
    "tests/runtime",
)
"""The browser's tests, those that take longest for what they say of one line, and those that start other programs."""
APART = {
    "src/nss/application/file_kinds/": (
        "tests/application/test_file_kinds.py",
        "tests/application/test_inside_documents.py",
        "tests/application/test_old_office_files.py",
        "tests/application/test_pictures_and_drawings.py",
        "tests/application/test_attachments.py",
        "tests/application/test_hostile_drawings.py",
    ),
    "src/nss/procedure/beside/survey/": ("tests/procedure/beside/test_survey.py",),
}
"""What reads uploads runs in a process of its own (`nss.base.sandbox`), where coverage does not look: the tests of it."""
LESS = tuple(f"--ignore={path}" for path in LEFT_OUT)
WAY = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly")
"""The order is that of the files."""


@dataclass(frozen=True)
class Reach:
    """The tests of each line of each file, and the seconds of each test; one that fails without a fault has none."""

    lines: dict[str, dict[int, set[str]]]
    seconds: dict[str, float]

    def tests(self, path: str, first: int, last: int, most_seconds: float) -> list[str]:
        """Those that reach one of these lines, for so many seconds in all: those of the same room first, shortest first."""
        room = f"tests/{Path(path).parts[2]}/"
        chosen: list[str] = []
        spent = 0.0
        found = self._found(path, first, last) & self.seconds.keys()
        for test in sorted(found, key=lambda t: (not t.startswith(room), self.seconds[t], t)):
            spent += self.seconds[test]
            if chosen and spent > most_seconds:
                break
            chosen.append(test)
        return chosen

    def _found(self, path: str, first: int, last: int) -> set[str]:
        """Lines that run when modules are read (constants, tables) belong to no test, or to the first that happened to read
        them: there, the tests of the room and those that reach anything in the file, else anything in its folder. What runs
        in processes of its own has its tests named."""
        of_file = self.lines.get(path, {})
        lines = [of_file[n] for n in range(first, last + 1) if n in of_file]
        found = set().union(*lines)
        if found and "" not in found:
            return found
        for part, files in APART.items():
            if path.startswith(part):
                return {t for t in self.seconds if t.startswith(files)} | (found - {""})
        if not lines:
            return set()
        folder = [f for name, f in self.lines.items() if Path(name).parent == Path(path).parent]
        of_folder = set().union(*(tests for f in folder for tests in f.values()))
        found = set().union(*of_file.values()) - {""} or of_folder - {""}
        return found | {t for t in self.seconds if t.startswith(f"tests/{Path(path).parts[2]}/")}

    def when_read(self, path: str, first: int, last: int) -> bool:
        """Whether one of these lines runs when modules are read or tests are collected, or in a process of its own."""
        of_file = self.lines.get(path, {})
        lines = [of_file[n] for n in range(first, last + 1) if n in of_file]
        return not lines or any("" in tests for tests in lines)


def measure(tree: Path, folder: Path, env: dict[str, str], jobs: str) -> None:
    """Run the tests once; leaves the map in `folder`."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        *WAY,
        *LESS,
        "-n",
        jobs,
        "--dist",
        "worksteal",
        "-p",
        "mutants.times",
    ]
    command += [
        "--cov",
        f"--cov-config={tree}/mutants/reach.cfg",
        "--cov-context=test",
        "--cov-report=",
        "tests",
    ]
    more = {"COVERAGE_FILE": str(folder / "coverage")}
    done = subprocess.run(command, cwd=tree, env={**os.environ, **env, **more}, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit("the tests could not be run")
    if done.returncode == 1:
        print("Some tests failed on the code as it is; they are not asked about faults.")


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
            of_file[line] = {c.partition("|")[0] for c in contexts}
        lines[Path(name).relative_to(tree).as_posix()] = of_file
    return Reach(lines, json.loads((folder / "times.json").read_text()))
