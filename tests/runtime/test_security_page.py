"""docs/security.md says nothing that no test shows: each test that it names is there, and nothing is met without one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password

from nss.account import tokens
from tests import parts

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/security.md"
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
OUTSIDE = {
    "application/scan.py": {"socket"},
    "notice/delivery.py": {"smtplib"},
    "runtime/children.py": {"socket"},
    "runtime/demonstration.py": {"urllib.request"},
    "runtime/opening.py": {"socket"},
}
"""Modules that may open a line, and with what: to the scanner and the mail server that the operator set, to the own ports."""
LINES = {"socket", "smtplib", "ftplib", "http.client", "urllib.request", "requests", "httpx", "urllib3"}


def rows() -> list[list[str]]:
    """The lines of the table, as cells."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    table = [[c.strip() for c in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return table[1:]


def test_every_test_that_the_page_names_is_there() -> None:
    named = NAMED.findall(PAGE.read_text(encoding="utf-8"))
    assert len(named) > 60
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / "tests" / file).is_file()
        or not re.search(
            rf"^(?:async )?def {test}\(", (ROOT / "tests" / file).read_text(encoding="utf-8"), re.M
        )
    ]
    assert not missing


def test_nothing_is_met_without_a_test_that_shows_it() -> None:
    assert len(rows()) > 40
    assert not [cells[0] for cells in rows() if cells[2] == "●" and not NAMED.search(cells[-1])]
    assert {cells[2] for cells in rows()} <= {"●", "◐", "○"}


def test_a_row_of_faults_that_the_page_names_is_one_of_them() -> None:
    from faults.__main__ import ALL_ROWS

    named = {row for cells in rows() for row in re.findall(r"\bF\d+\b", cells[-1])}
    assert named and named <= ALL_ROWS


def test_the_product_opens_no_line_but_to_what_its_operator_set() -> None:
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "src/nss").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = {n.name for n in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = {node.module or "", *(f"{node.module}.{n.name}" for n in node.names)}
            else:
                continue
            if opened := names & LINES:
                found.setdefault(str(path.relative_to(ROOT / "src/nss")), set()).update(opened)
    assert found == OUTSIDE


@pytest.mark.django_db
def test_passwords_are_hashed_slowly_and_tokens_cannot_be_guessed() -> None:
    assert identify_hasher(make_password("x")).algorithm == "argon2"
    office = parts.office()
    who = parts.person(office)
    made = {tokens.create_token(office, who, str(n)).removeprefix("nss_") for n in range(3)}
    assert len(made) == 3 and all(len(token) >= 43 for token in made), "32 bytes by chance"
