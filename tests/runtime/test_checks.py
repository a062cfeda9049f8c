"""The checks of style, types and architecture, as tests, so that nobody forgets one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
TEMPLATES = sorted((HERE / "src/nss").glob("*/jinja2"))

NOT_ASKED = "H006,H015,H021,H023,H030,H031,H043,T003"
CHECKS = {
    "ruff": ["ruff", "check", "--output-format", "concise", "."],
    "mypy": ["mypy", "--strict", "src"],
    "import-linter": ["lint-imports"],
    # Not asked for: image sizes, meta keywords, line breaks after headings, type=submit and the like.
    "djlint": ["djlint", "--profile=jinja", "--lint", f"--ignore={NOT_ASKED}", *map(str, TEMPLATES)],
}


@pytest.mark.parametrize("name", CHECKS)
def test_check(name: str) -> None:
    program, *arguments = CHECKS[name]
    assert TEMPLATES, "djlint has something to read"
    command = [PROGRAMS / program, *arguments]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def test_no_address_of_a_package_registry_is_kept() -> None:
    for path in (HERE / "requirements").glob("*.txt"):
        assert "://" not in path.read_text(encoding="utf-8"), path
