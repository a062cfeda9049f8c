"""docs/requirements.md: every number that is cited is explained, every number that is explained is cited."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nss.runtime.requirements import scan, sources
from nss.runtime.requirements.model import rule
from nss.runtime.requirements.page import markdown
from nss.runtime.requirements.table import BY_NUMBER, SECTIONS

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_command_prints():
    assert (ROOT / scan.PAGE).read_text(encoding="utf-8") == markdown(), (
        "run: python -m nss requirements > docs/requirements.md"
    )


def test_every_number_that_is_cited_stands_in_the_table():
    unknown = {n: files for n, files in scan.cited().items() if n not in BY_NUMBER}
    assert not unknown, "explain it in src/nss/runtime/requirements or write the rule in words"


def test_no_number_of_the_table_is_cited_nowhere():
    assert not set(BY_NUMBER) - set(scan.cited())


def test_a_number_stands_in_one_section_and_its_series_rises():
    numbers = [r.number for s in SECTIONS for r in s.rows]
    assert len(numbers) == len(set(numbers))
    for s in SECTIONS:
        series = [int(re.sub(r"\D", "", r.number)) for r in s.rows]
        assert series == sorted(series)


def test_every_rule_names_its_origin_and_every_source_is_used():
    with pytest.raises(ValueError, match="Z-1"):
        rule("Z-1", "A rule that nobody made.")
    assert {s for r in BY_NUMBER.values() for s in r.sources} == set(sources.ALL)


def test_security_numbers_stand_on_the_page_of_security():
    page = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    cited = {
        n for _, path in scan.files() for n in re.findall(r"ASVS (\d+\.\d+\.\d+)", scan.prose(path))
    } - set(re.findall(r"\d+\.\d+\.\d+", page))
    assert not cited


def test_no_paper_outside_the_repository_is_cited():
    pages = {p.name for p in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]}
    named = {
        (name, paper)
        for name, path in scan.files()
        for paper in re.findall(r"[\w-]+\.md\b", scan.prose(path))
        if paper not in pages
    }
    assert not named


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the picker (X-04, D-19).", {"X-04", "D-19"}),
        ("C14-C16 and S07-11", {"C14", "C15", "C16", "S07", "S08", "S09", "S10", "S11"}),
        ("F1-F4: killed", {"F1", "F2", "F3", "F4"}),
        ("noqa: S105, PDF-17, A01, #S01, 1S02, UTF-8", set()),
    ],
)
def test_a_text_names_its_numbers(text, found):
    assert scan.numbers(text) == found


def test_comments_and_docstrings_cite_and_values_do_not():
    code = '"""S01"""\nx = "S02"  # S03\ny = 1\n"""S04 of y"""\nkind = "M07"\n'
    assert scan.numbers("\n".join(scan.of_python(code))) == {"S01", "S03", "S04", "M07"}
