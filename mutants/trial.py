"""Tries faults: in forks of one warm process where that can be done, each in a process of its own where not."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nss.runtime.embedded import Server

from . import reach, report
from .operators import Mutant, mutated

MODELS = "tests/runtime/test_migrations.py"
"""Asks in a process of its own whether models and migrations agree, so no line of coverage leads there."""
ASLEEP = 900
"""Seconds after which a run that does not even compute hangs: waiting for a lock that nobody gives."""


@dataclass(frozen=True)
class Trial:
    """Faults of the copy `tree`; what is kept between runs stands in `home`.

    Two work at a time: the warm process, and beside it one process after another for the faults that need their own,
    with a copy and a database of their own.
    """

    tree: Path
    home: Path
    known: reach.Reach
    most_seconds: float

    def run(self, mutants: Sequence[Mutant], results_file: Path) -> None:
        """Try those that have no line in `results_file` yet, and add one for each."""
        text = results_file.read_text(encoding="utf-8") if results_file.exists() else ""
        done = {json.loads(line)["id"] for line in text.splitlines()}
        total, lock = len(mutants), threading.Lock()
        cold: queue.SimpleQueue[Mutant | None] = queue.SimpleQueue()
        with results_file.open("a", encoding="utf-8") as file:

            def note(mutant: Mutant, outcome: dict[str, Any]) -> None:
                result = self._result(mutant, outcome)
                with lock:
                    done.add(mutant.id)
                    file.write(json.dumps(result, ensure_ascii=False) + "\n")
                    file.flush()
                    took = f"{result['tests']} tests, {result['seconds']:.0f} s"
                    said = f"{result['outcome']}: {mutant.id} ({took})"
                    print(f"{len(done)}/{total} {said} {outcome.get('by', '')}", flush=True)

            def tell(mutant: Mutant, outcome: dict[str, Any]) -> None:
                if outcome["outcome"] == "cold":
                    cold.put(mutant)
                else:
                    note(mutant, outcome)

            warm = []
            for mutant in (m for m in mutants if m.id not in done):
                if not self._tests(mutant):
                    note(mutant, {"outcome": "not reached", "seconds": 0})
                elif self.known.when_read(mutant.path, *mutant.lines):
                    cold.put(mutant)
                else:
                    warm.append(mutant)
            helper: threading.Thread | None = None
            for tried, outcome in self._warm(warm):
                if tried is None:  # everything is read and compiled
                    one = Cold(self.home / "cold", self.tree)
                    helper = threading.Thread(target=one.work, args=(cold, self._tests, note), daemon=True)
                    helper.start()
                else:
                    tell(tried, outcome)
            cold.put(None)
            while helper is not None and helper.is_alive():
                helper.join(1)

    def _tests(self, mutant: Mutant) -> list[str]:
        return self.known.tests(mutant.path, *mutant.lines, self.most_seconds)

    def _result(self, mutant: Mutant, outcome: Mapping[str, Any]) -> dict[str, Any]:
        before = (self.tree / mutant.path).read_text(encoding="utf-8")
        return {
            "id": mutant.id,
            "room": mutant.room,
            "path": mutant.path,
            "line": mutant.lines[0],
            "tests": len(self._tests(mutant)),
            "diff": report.changed_lines(before, mutated(before, mutant)),
            **outcome,
        }

    def _warm(self, mutants: Sequence[Mutant]) -> Iterator[tuple[Mutant | None, dict[str, Any]]]:
        """What becomes of each; first None, when the process has read everything."""
        jobs, outcomes = self.home / "jobs.jsonl", self.home / "outcomes.jsonl"
        outcomes.write_text("")
        with jobs.open("w", encoding="utf-8") as file:
            for mutant in mutants:
                before = (self.tree / mutant.path).read_text(encoding="utf-8")
                job = {
                    "id": mutant.id,
                    "path": str(self.tree / mutant.path),
                    "before": before,
                    "after": mutated(before, mutant),
                    "tests": self._tests(mutant),
                }
                file.write(json.dumps(job) + "\n")
        by_id: dict[str, Mutant | None] = {m.id: m for m in mutants} | {"": None}
        more = {"MUTANTS_JOBS": str(jobs), "MUTANTS_OUTCOMES": str(outcomes)}
        arguments = [*reach.LESS, "-s", "-p", "mutants.warm", "tests"]
        read = 0
        with Server(self.home / "data", fsync=False).use(), (self.home / "warm.log").open("w") as log:
            run = pytest_of(self.tree, self.home / "data", arguments, more, log)
            try:
                while True:
                    ended = run.poll() is not None
                    lines = outcomes.read_text(encoding="utf-8").split("\n")[:-1]
                    for line in lines[read:]:
                        outcome = json.loads(line)
                        yield by_id[outcome.pop("id")], outcome
                    read = len(lines)
                    if ended:
                        break
                    time.sleep(1)
            finally:
                kill(run)
        if read <= len(mutants):
            raise SystemExit(f"the warm process ended early; see {log.name}")


@dataclass(frozen=True)
class Cold:
    """Faults in what runs when modules are read: put into the file, and a new process each."""

    home: Path
    source: Path

    def work(self, mutants: queue.SimpleQueue[Mutant | None], tests_of: Any, note: Any) -> None:
        """Try them as they come, until None."""
        tree = self.home / "tree"
        shutil.rmtree(tree, ignore_errors=True)
        shutil.copytree(self.source, tree)
        with Server(self.home / "data", fsync=False).use():
            while (mutant := mutants.get()) is not None:
                note(mutant, self._attempt(tree, mutant, tests_of(mutant)))

    def _attempt(self, tree: Path, mutant: Mutant, tests: Sequence[str]) -> dict[str, Any]:
        path = tree / mutant.path
        before, stamp = path.read_text(encoding="utf-8"), path.stat().st_mtime_ns
        chosen = self.home / "chosen.txt"
        chosen.write_text("".join(f"{t}\n" for t in (*tests, MODELS)), encoding="utf-8")
        began = time.monotonic()
        with (self.home / "cold.log").open("w+") as log:
            try:
                path.write_text(mutated(before, mutant), encoding="utf-8")
                run = pytest_of(tree, self.home / "data", ["-x", f"@{chosen}"], NO_BYTECODE, log)
                try:
                    run.wait(timeout=ASLEEP)
                except subprocess.TimeoutExpired:
                    kill(run)
                    run.returncode = -signal.SIGXCPU
                finally:
                    kill(run)
            finally:
                path.write_text(before, encoding="utf-8")
                os.utime(path, ns=(stamp, stamp))  # what was compiled of it holds again
            log.seek(0)
            said = log.read()
        if "no tests ran" in said and "error" not in said.lower():
            raise RuntimeError(f"pytest ran nothing:\n{said[-2000:]}")
        outcome = {0: "not noticed", -signal.SIGXCPU: "hangs"}.get(run.returncode, "noticed")
        by = next(
            (line.split()[1] for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))), ""
        )
        return {"outcome": outcome, "by": by, "seconds": round(time.monotonic() - began, 1), "cold": True}


NO_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "1"}
"""What was compiled stays that of the code without the fault."""


def environment(tree: Path, data: Path) -> dict[str, str]:
    """The copy's own code and its own database."""
    return {"PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}", "NSS_DATA": str(data)}


def pytest_of(
    tree: Path, data: Path, arguments: Sequence[str], more: Mapping[str, str], log: Any
) -> subprocess.Popen[bytes]:
    """Start pytest on a copy."""
    command = [sys.executable, "-m", "pytest", *reach.WAY, "--tb=line", "--reuse-db", "-p", "mutants.limits"]
    return subprocess.Popen(
        [*command, *arguments],
        cwd=tree,
        env={**os.environ, **environment(tree, data), **more},
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def kill(run: subprocess.Popen[bytes]) -> None:
    """End a run that goes on, with all that it started."""
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
