"""A plugin of pytest that writes how long each test took, in seconds: `-p mutants.times`, file in MUTANTS_TIMES."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

_took: defaultdict[str, float] = defaultdict(float)

_failed: set[str] = set()
"""They tell nothing about faults."""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _took[report.nodeid] += report.duration
    if report.failed:
        _failed.add(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        Path(os.environ["MUTANTS_TIMES"]).write_text(
            json.dumps({t: s for t, s in _took.items() if t not in _failed})
        )
