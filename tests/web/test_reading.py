"""How values read on pages beyond what their columns know: nothing, and a postal code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import nss
from nss.application.edits import Edit
from nss.contract.rows.office import HeadOffice
from nss.notice.facts import NOTHING
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
