"""docs/procedures.md says what the catalogue says, and every row names a test that walks it."""

from __future__ import annotations

from pathlib import Path

from nss.procedure.catalogue import CATALOGUE
from nss.runtime.procedures import markdown
from tests.browser.test_catalogue import ELSEWHERE, FILLS

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_command_prints():
    assert (ROOT / "docs/procedures.md").read_text(encoding="utf-8") == markdown(), (
        "run: python -m nss procedures > docs/procedures.md"
    )


def test_no_row_is_without_a_walk():
    assert set(FILLS) | ELSEWHERE == set(CATALOGUE.procedures)
    for row in markdown().splitlines()[6:]:
        path = row.rstrip(" |").rsplit("| ", 1)[1]
        assert (ROOT / path).exists(), row
