"""A plugin of pytest that writes how long each test took, in seconds: `-p mutants.times`, file in MUTANTS_TIMES."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

_took: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _took[report.nodeid] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        Path(os.environ["MUTANTS_TIMES"]).write_text(json.dumps(_took))
