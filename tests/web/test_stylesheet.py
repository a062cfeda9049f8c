"""The style sheet: readable in parts, served as one small file under a name that changes with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from nss.runtime import prepare
from nss.web import stylesheet

SOURCE = Path(prepare.__file__).parents[1]
PARTS = sorted(stylesheet.FOLDER.iterdir())
HASHED = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


def test_every_file_is_a_part_of_the_sheet_once() -> None:
    assert sorted(stylesheet.PARTS) == [p.stem for p in PARTS]


@pytest.mark.parametrize("part", PARTS, ids=lambda p: p.stem)
def test_a_part_says_what_it_is_about_and_has_one_declaration_a_line(part: Path) -> None:
    lines = part.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("/* ") and lines[0].endswith(". */")
    for number, line in enumerate(lines, 1):
        assert len(line) < 120, f"{part.name}:{number}"
        assert line.count(";") <= 1 and not re.search(r"\{.+|\S\s*\}", line), f"{part.name}:{number} {line}"


def test_the_sheet_is_one_line_without_comments() -> None:
    sheet = stylesheet.text()
    assert "\n" not in sheet and "/*" not in sheet
    assert sheet.startswith(":root{") and sheet.index("@media print") > sheet.index(".data{")


def test_a_changed_part_gives_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.STATIC_ROOT = str(tmp_path / "static")
    settings.STYLESHEET_FOLDER = str(tmp_path / "made")
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": HASHED}}
    css = tmp_path / "css"
    css.mkdir()
    for part in PARTS:
        (css / part.name).write_bytes(part.read_bytes())
    monkeypatch.setattr(stylesheet, "FOLDER", css)

    def gathered() -> str:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        return str(staticfiles_storage.stored_name(stylesheet.NAME))

    first = gathered()
    assert (tmp_path / "static" / first).read_text(encoding="utf-8") == stylesheet.text()
    assert gathered() == first
    with (css / "type.css").open("a", encoding="utf-8") as part:
        part.write("\n.new {\n  color: red;\n}\n")
    assert gathered() != first


def test_the_demonstration_gathers_anew_when_a_part_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = tmp_path / "web" / "css" / "type.css"
    part.parent.mkdir(parents=True)
    monkeypatch.setattr(prepare, "SOURCE", tmp_path)
    part.write_text("a {\n  color: red;\n}\n")
    prepare.static_stamp(tmp_path).set()
    assert prepare.static_stamp(tmp_path).current
    part.write_text("a {\n  color: blue;\n}\n")
    assert not prepare.static_stamp(tmp_path).current


def test_tests_and_browsers_get_the_sheet_that_is_made_now() -> None:
    found = finders.find(stylesheet.NAME)
    assert Path(str(found)).read_text(encoding="utf-8") == stylesheet.text()
    assert finders.find("nss/nss.js") and finders.find("nss/nothing.css") is None


def test_every_colour_that_a_part_names_is_one_of_the_tokens() -> None:
    sheet = stylesheet.text()
    assert set(re.findall(r"var\((--[\w-]+)\)", sheet)) <= set(re.findall(r"(--[\w-]+):", sheet))


def test_a_value_of_a_phones_card_has_its_head_beside_it() -> None:
    """Below 640 px the heads of a table of data are out of sight."""
    bare = [
        f"{page.name}: {cell}"
        for page in SOURCE.rglob("jinja2/**/*.html")
        for table in re.findall(r'<table class="data.*?</table>', page.read_text(encoding="utf-8"), re.DOTALL)
        for cell in re.findall(r"<td\b[^>]*>(?!</td>)", table)
        if "data-label" not in cell and not re.search(r'class="[^"]*\b(row-actions|select)\b', cell)
    ]
    assert not bare, bare
