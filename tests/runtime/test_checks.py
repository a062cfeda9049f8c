"""The checks of style, types and architecture, as tests, so that nobody forgets one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
TEMPLATES = sorted(p for p in (HERE / "src/nss").glob("*/jinja2/**/*") if p.suffix in {".html", ".txt"})

CHECKS = {
    "ruff": ["ruff", "check", "--output-format", "concise", "."],
    "mypy": ["mypy", "--strict"],
    "import-linter": ["lint-imports"],
    # What is not asked for stands in pyproject.toml, each with its reason.
    "djlint": ["djlint", "--lint", "src"],
    "djlint-format": ["djlint", "--reformat", "--check", "src"],
}


@pytest.mark.parametrize("name", CHECKS)
def test_check(name: str) -> None:
    program, *arguments = CHECKS[name]
    command = [PROGRAMS / program, *arguments]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def test_no_line_of_a_template_is_longer_than_120_bytes() -> None:
    """Bytes of UTF-8: a Japanese letter has three and is two columns wide, so no line outgrows a screen."""
    assert len(TEMPLATES) > 80
    long = [
        f"{path.relative_to(HERE)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_bytes().splitlines(), 1)
        if len(line) > 120
    ]
    assert not long


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    tables = {"migrations", "requirements"}  # no code: rows of a table
    modules = [p for p in (HERE / "src").rglob("*.py") if not tables & set(p.parts)]
    assert len(modules) > 300
    sizes = {str(p.relative_to(HERE)): len(p.read_text(encoding="utf-8").splitlines()) for p in modules}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_commits_are_checked_as_the_tests_check() -> None:
    hooks = (HERE / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert not [c for c in CHECKS if f"id: {c}\n" not in hooks]
    assert "repo: local" in hooks and "://" not in hooks


def test_no_address_of_a_package_registry_is_kept() -> None:
    for path in (HERE / "requirements").glob("*.txt"):
        assert "://" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("name", ["LICENSE", "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_what_a_stranger_looks_for_first_is_there(name: str) -> None:
    assert len((HERE / name).read_text(encoding="utf-8")) > 500
