"""Tries faults one after another in the order given, several workers at a time: in forks of a warm process where that can be
done, each in a process of its own where not."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from nss.runtime.embedded import Server

from . import reach, report
from .operators import Mutant, mutated

MODELS = "tests/runtime/test_migrations.py"
"""Asks in a process of its own whether models and migrations agree, so no line of coverage leads there."""
ASLEEP = 900
"""Seconds after which a run that does not even compute hangs: waiting for a lock that nobody gives."""


@dataclass(frozen=True)
class Trial:
    """Faults of the copy `tree`; what is kept between runs stands in `home`."""

    tree: Path
    home: Path
    known: reach.Reach
    most_seconds: float
    jobs: int

    def run(self, mutants: Sequence[Mutant], results_file: Path) -> None:
        """Try those that have no line in `results_file` yet, and add one for each.

        Each worker takes the next of the order, whatever it needs, so that a run that is stopped has tried a fair sample.
        """
        text = results_file.read_text(encoding="utf-8") if results_file.exists() else ""
        done = {json.loads(line)["id"] for line in text.splitlines()}
        total, lock = len(mutants), threading.Lock()
        left = iter([m for m in mutants if m.id not in done])
        workers = [Worker(self.home / f"worker{n}", self.tree, self.job) for n in range(self.jobs)]
        with results_file.open("a", encoding="utf-8") as file:

            def following() -> Mutant | None:
                with lock:
                    return next(left, None)

            def note(mutant: Mutant, outcome: dict[str, Any]) -> None:
                result = self._result(mutant, outcome)
                with lock:
                    done.add(mutant.id)
                    file.write(json.dumps(result, ensure_ascii=False) + "\n")
                    file.flush()
                    took = f"{result['tests']} tests, {result['seconds']:.0f} s"
                    said = f"{result['outcome']}: {mutant.id} ({took})"
                    print(f"{len(done)}/{total} {said} {outcome.get('by', '')}", flush=True)

            threads = [
                threading.Thread(target=worker.work, args=(following, note), daemon=True)
                for worker in workers
            ]
            for thread in threads:
                thread.start()
            try:
                while any(thread.is_alive() for thread in threads):
                    threads[0].join(0.5)
                    threads[-1].join(0.5)
            finally:
                for worker in workers:
                    worker.stop()
                for thread in threads:
                    thread.join(60)
        if failed := next((worker.failed for worker in workers if worker.failed), None):
            raise SystemExit(f"a worker failed: {failed!r}")

    def job(self, mutant: Mutant) -> Job:
        """What a worker has to know of a fault."""
        tests = self.known.tests(mutant.path, *mutant.lines, self.most_seconds)
        return Job(mutant, tests, self.known.when_read(mutant.path, *mutant.lines))

    def _result(self, mutant: Mutant, outcome: Mapping[str, Any]) -> dict[str, Any]:
        before = (self.tree / mutant.path).read_text(encoding="utf-8")
        return {
            "id": mutant.id,
            "room": mutant.room,
            "path": mutant.path,
            "line": mutant.lines[0],
            "tests": len(self.job(mutant).tests),
            "diff": report.changed_lines(before, mutated(before, mutant)),
            **outcome,
        }


@dataclass(frozen=True, slots=True)
class Job:
    """A fault, the tests to ask, and whether it runs when modules are read, which a warm process has behind it."""

    mutant: Mutant
    tests: list[str]
    cold: bool


@dataclass
class Worker:
    """Tries one fault after another, with a copy of the source, a warm process and databases of its own."""

    home: Path
    source: Path
    job: Callable[[Mutant], Job]
    running: subprocess.Popen[bytes] | None = None
    warm: Warm | None = None
    stopped: bool = False
    failed: BaseException | None = None

    @property
    def tree(self) -> Path:
        return self.home / "tree"

    def work(
        self, following: Callable[[], Mutant | None], note: Callable[[Mutant, dict[str, Any]], None]
    ) -> None:
        """Try what comes next until nothing does."""
        try:
            shutil.rmtree(self.tree, ignore_errors=True)
            shutil.copytree(self.source, self.tree)
            with emptied(self.home / "data").use(), ExitStack() as stack:
                self.warm = stack.enter_context(Warm.started(self.home, self.tree))
                while not self.stopped and (mutant := following()) is not None:
                    outcome = self._attempt(self.job(mutant))
                    if not self.stopped:
                        note(mutant, outcome)
        except BaseException as error:
            if not self.stopped:
                self.failed = error

    def stop(self) -> None:
        """End what it is at."""
        self.stopped = True
        for run in (self.running, self.warm.run if self.warm else None):
            if run is not None:
                kill(run)

    def _attempt(self, job: Job) -> dict[str, Any]:
        if not job.tests:
            return {"outcome": "not reached", "seconds": 0}
        if not job.cold and self.warm is not None:
            outcome = self.warm.attempt(job)
            if outcome["outcome"] != "cold":
                return outcome
        return self._cold(job)

    def _cold(self, job: Job) -> dict[str, Any]:
        """A fault in what runs when modules are read: put into the file, and a new process."""
        path = self.tree / job.mutant.path
        before, stamp = path.read_text(encoding="utf-8"), path.stat().st_mtime_ns
        chosen = self.home / "chosen.txt"
        chosen.write_text("".join(f"{t}\n" for t in (*job.tests, MODELS)), encoding="utf-8")
        began = time.monotonic()
        with (self.home / "cold.log").open("w+") as log:
            try:
                path.write_text(mutated(before, job.mutant), encoding="utf-8")
                run = pytest_of(self.tree, self.home / "data", ["-x", f"@{chosen}"], NO_BYTECODE, log)
                self.running = run
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


@dataclass
class Warm:
    """The process that has read everything (`warm`): a line of JSON with a fault goes in, one with what came of it out."""

    tree: Path
    run: subprocess.Popen[bytes]
    asks: IO[str]
    answers: IO[str]

    @classmethod
    @contextmanager
    def started(cls, home: Path, tree: Path) -> Iterator[Warm]:
        """Start it and wait until it is warm."""
        data = home / "data-warm"
        jobs, outcomes = os.pipe(), os.pipe()
        more = {"MUTANTS_JOBS": str(jobs[0]), "MUTANTS_OUTCOMES": str(outcomes[1])}
        arguments = [*reach.LESS, "-s", "-p", "mutants.warm", "tests"]
        with emptied(data).use(), (home / "warm.log").open("w") as log:
            run = pytest_of(tree, data, arguments, more, log, (jobs[0], outcomes[1]))
            os.close(jobs[0])
            os.close(outcomes[1])
            with os.fdopen(jobs[1], "w") as asks, os.fdopen(outcomes[0]) as answers:
                try:
                    self = cls(tree, run, asks, answers)
                    self._answer()
                    yield self
                finally:
                    kill(run)

    def attempt(self, job: Job) -> dict[str, Any]:
        """What becomes of a fault; `cold` where it needs a process of its own."""
        path = self.tree / job.mutant.path
        before = path.read_text(encoding="utf-8")
        asked = {
            "path": str(path),
            "before": before,
            "after": mutated(before, job.mutant),
            "tests": job.tests,
        }
        self.asks.write(json.dumps(asked) + "\n")
        self.asks.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        line = self.answers.readline()
        if not line:
            raise RuntimeError("the warm process ended early; see warm.log")
        answer: dict[str, Any] = json.loads(line)
        return answer


NO_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "1"}
"""What was compiled stays that of the code without the fault."""


def environment(tree: Path, data: Path) -> dict[str, str]:
    """The copy's own code and its own database."""
    return {"PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}", "NSS_DATA": str(data)}


def emptied(data: Path) -> Server:
    """A server without anything that a run before left: one that was killed may have left half a database behind."""
    data.mkdir(parents=True, exist_ok=True)
    server = Server(data, fsync=False)
    server.delete()
    return server


def pytest_of(
    tree: Path,
    data: Path,
    arguments: Sequence[str],
    more: Mapping[str, str],
    log: Any,
    kept_open: Sequence[int] = (),
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
        pass_fds=kept_open,
    )


def kill(run: subprocess.Popen[bytes]) -> None:
    """End a run that goes on, with all that it started."""
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
