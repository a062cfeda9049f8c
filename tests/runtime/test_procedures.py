"""docs/procedures.md says what the catalogue says."""

from __future__ import annotations

from pathlib import Path

from nss.runtime.procedures import markdown

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_command_prints():
    assert (ROOT / "docs/procedures.md").read_text(encoding="utf-8") == markdown(), (
        "run: python -m nss procedures > docs/procedures.md"
    )
