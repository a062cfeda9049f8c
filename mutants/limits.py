"""A plugin of pytest for a run with a fault in: no test computes for ever, and a property that fails is not made small.

The seconds that each test took without the fault stand in the file that MUTANTS_TIMES names.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings

PATIENCE = 4
"""A test that computes for so many times its seconds, and for so many more, hangs."""
MORE_SECONDS = 20


def seconds() -> dict[str, float]:
    """What each test took."""
    taken: dict[str, float] = json.loads(Path(os.environ["MUTANTS_TIMES"]).read_text())
    return taken


def pytest_collection() -> None:
    """The same examples each time."""
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", deadline=None, derandomize=True, database=None, phases=phases)
    settings.load_profile("mutants")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """The kernel ends the process when the test has computed for too long: SIGXCPU."""
    limit = (
        time.process_time()
        + MORE_SECONDS
        + PATIENCE * item.config.stash.setdefault(TIMES, seconds()).get(item.nodeid, 1)
    )
    resource.setrlimit(resource.RLIMIT_CPU, (round(limit), resource.RLIM_INFINITY))
    return (yield)


TIMES = pytest.StashKey[dict[str, float]]()
