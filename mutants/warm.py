"""A plugin of pytest: one process that has read everything and forks for each fault.

It collects the tests once and makes the database once, then tries the faults that come as lines of JSON on the descriptor
MUTANTS_JOBS, one after another: a child exchanges the code (`swap`), runs the tests that reach it until one fails, and is gone. What it may have left in
the database (it was killed, or a test emptied the tables) is set right from a copy. One line of JSON a fault goes to the
descriptor MUTANTS_OUTCOMES, and an empty one when all is read.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest

from .swap import swap

ENDS: list[int] = []
"""Of the pipes to who asks: no child keeps them."""
NOTICED, PASSED, COLD, BROKEN = 10, 11, 12, 13
"""What a child ends with; COLD: this fault needs a process that reads the code anew; BROKEN: the tool itself failed."""
ASLEEP = 600
"""Seconds after which a child that does not even compute is ended."""


class Failures:
    """The first test that failed."""

    def __init__(self) -> None:
        self.first = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called for each phase of each test."""
        if report.failed and not self.first:
            self.first = report.nodeid


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Instead of running the tests one after another."""
    failures = Failures()
    session.config.pluginmanager.register(failures)
    items = {item.nodeid: item for item in session.items}
    # One test that makes the database, before the first fork.
    first = next(i for i in session.items if i.get_closest_marker("django_db") and not _empties(i))
    # What the next test has in common with it stays set up, so that must be no more than any test has.
    other = next(item for item in session.items if item.path.parent != first.path.parent)
    session.config.hook.pytest_runtest_protocol(item=first, nextitem=other)
    if failures.first:
        raise pytest.UsageError(f"{failures.first} fails without a fault")
    from django.db import connections

    connections.close_all()
    database = Database(connections["default"].settings_dict)
    database.keep()
    asked, answers = (int(os.environ[name]) for name in ("MUTANTS_JOBS", "MUTANTS_OUTCOMES"))
    for end in (asked, answers):
        os.set_inheritable(end, False)
    ENDS.extend((asked, answers))
    with os.fdopen(asked) as jobs, os.fdopen(answers, "w") as file:
        file.write("{}\n")
        file.flush()
        for line in jobs:
            job = json.loads(line)
            chosen = [items[t] for t in job["tests"] if t in items]
            chosen.sort(key=_empties)  # sorted is stable: those that empty the tables last
            began = time.monotonic()
            work = partial(child, job, chosen, other, failures)
            outcome, test = forked(work)
            if outcome == "noticed" and not passes(items[test], other, failures):
                database.set_right()
                outcome, test = forked(work)
                if outcome == "noticed" and not passes(items[test], other, failures):
                    raise pytest.UsageError(f"{test} fails without a fault")
            took = round(time.monotonic() - began, 1)
            file.write(json.dumps({"outcome": outcome, "by": test, "seconds": took}) + "\n")
            file.flush()
            if outcome == "hangs" or any(map(_empties, chosen)):
                database.set_right()
    return True


def _empties(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    marks = item.iter_markers("django_db")
    return (
        "transactional_db" in names
        or "live_server" in names
        or any(m.kwargs.get("transaction") for m in marks)
    )


def child(
    job: dict[str, Any], chosen: list[pytest.Item], other: pytest.Item, failures: Failures
) -> tuple[int, str]:
    """In the fork: the fault in, then the tests until one fails."""
    if not swap(job["path"], job["before"], job["after"]):
        return COLD, ""
    return run(chosen, other, failures)


def run(chosen: list[pytest.Item], other: pytest.Item, failures: Failures) -> tuple[int, str]:
    """The tests until one fails."""
    for n, item in enumerate(chosen):
        after = (
            chosen[n + 1] if n + 1 < len(chosen) else other
        )  # there is always a next: what the session has stays
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if failures.first:
            return NOTICED, failures.first
    return PASSED, ""


def passes(item: pytest.Item, other: pytest.Item, failures: Failures) -> bool:
    """Whether the test that noticed a fault passes without it, here and now."""
    return forked(partial(run, [item], other, failures))[0] == "not noticed"


def forked(work: Callable[[], tuple[int, str]]) -> tuple[str, str]:
    """Do the work in a child; what came of it, and the test that noticed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = BROKEN
        try:
            os.setsid()
            for end in (reading, *ENDS):
                os.close(end)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            code, test = work()
            os.write(writing, test.encode())
        finally:
            os._exit(code)
    os.close(writing)
    outcome = _waited(pid)
    with os.fdopen(reading, "rb") as pipe:
        return outcome, pipe.read().decode(errors="replace")


def _waited(pid: int) -> str:
    until = time.monotonic() + ASLEEP
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            break
        if time.monotonic() > until:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return "hangs"
        time.sleep(0.02)
    if os.WIFSIGNALED(status):
        return "hangs" if os.WTERMSIG(status) == signal.SIGXCPU else "noticed"
    outcomes = {NOTICED: "noticed", PASSED: "not noticed", COLD: "cold", BROKEN: "cold"}
    return outcomes.get(os.WEXITSTATUS(status), "noticed")  # a test, or the code, ended the process


class Database:
    """The tests' database and a copy of it as it was at first."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.name = settings["NAME"]
        self.way = {"host": settings["HOST"], "port": settings["PORT"] or None, "user": settings["USER"]}
        self.way["password"] = settings["PASSWORD"] or None

    def keep(self) -> None:
        """Make the copy."""
        self._clone(self.name, f"{self.name}_kept")

    def set_right(self) -> None:
        """Make the database anew from the copy."""
        self._clone(f"{self.name}_kept", self.name)

    def _clone(self, source: str, target: str) -> None:
        with psycopg.connect(dbname="postgres", autocommit=True, **self.way) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
