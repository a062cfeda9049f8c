"""How values read on pages beyond what their columns know: nothing, a postal code, a day, so many of something."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

import nss
from nss.application.edits import Edit
from nss.base.words import counted
from nss.contract.rows.office import HeadOffice
from nss.notice.facts import NOTHING
from nss.web.jinja import difference
from nss.web.reading import day_text
from tests import parts

SOURCE = Path(nss.__file__).parent
BELOW = ("base", "master")
"""Rooms that stand below the one in which the mark for nothing is at home, and write it for themselves."""
MARK = re.compile(f"[\"'>]{NOTHING}[\"'<（]|^\\s*{NOTHING}\\s*$", re.MULTILINE)


@pytest.mark.django_db
def test_pages_of_both_sides_show_a_postal_code_so_and_a_form_as_it_is_typed() -> None:
    office = parts.guide_office()
    person = parts.person(office)
    place = HeadOffice.objects.get(company=office.company)
    after = {"postal_code": "1350064"}
    edit = Edit("head-office", "change", "head_office", place.identity, {"postal_code": "1500002"}, after)
    number = parts.filed(office, person, [edit]).number
    browser, center = parts.signed_in(person), parts.signed_in(parts.reviewer())
    for client, path in (
        (browser, "/contract/?tab=office"),
        (browser, f"/applications/{number}/"),
        (center, f"/center/applications/{number}/"),
        (center, "/center/offices/NAC001/"),
        (center, "/center/offices/NAC001/register/?kind=head_office"),
    ):
        text = client.get(path).content.decode()
        assert "〒150-0002" in text and "1500002" not in text, path
    assert "〒135-0064" in browser.get(f"/applications/{number}/").content.decode()


def test_the_mark_for_nothing_has_one_home() -> None:
    typed = [
        path.relative_to(SOURCE).as_posix()
        for path in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]
        if path.relative_to(SOURCE).parts[0] not in BELOW and MARK.search(path.read_text(encoding="utf-8"))
    ]
    assert typed == ["notice/facts.py"]


def test_a_day_reads_alike_on_every_page_in_the_way_of_its_language() -> None:
    assert day_text(date(2026, 12, 1)).both == {"ja": "2026年12月1日（火）", "en": "Tue 1 Dec 2026"}


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 drafts"), (1, "1 draft"), (2, "2 drafts"), (1000, "1,000 drafts")]
)
def test_one_of_something_is_not_several(count: int, said: str) -> None:
    assert counted(count, "draft") == said


@pytest.mark.parametrize(("amount", "said"), [(1500, "+1,500"), (-1, "-1"), (0, "±0")])
def test_a_difference_has_its_sign_and_none_has_both(amount: int, said: str) -> None:
    assert difference(amount) == said


def test_no_english_text_leaves_it_open_whether_there_are_several() -> None:
    texts = [
        node.value
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    pages = [path.read_text(encoding="utf-8") for path in SOURCE.rglob("jinja2/**/*.html")]
    assert not [found for text in (*texts, *pages) for found in re.findall(r"\w* \w+\(s\)(?!\w)", text)]
