"""The small fonts of the papers stand in for the whole ones, and nobody sees a difference."""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from PIL import ImageFont

from nss.document import drawing, fonts, press, render
from nss.document.data import APPROVAL
from nss.procedure.lines.drawing import Node, Site
from tests.document.papers import paper

RARE = "𠮷镇한葛󠄀"
"""Only in the whole font."""
SITE = Site(
    "09143",
    "光回線 100M",
    "東京都港区芝浦",
    "10.20.13.248/29",
    True,
    False,
    "",
    (Node("25130M", "自社", "", "", "add", 1),),
)


def positions(pdf: bytes) -> str:
    """Every word with its page and its four edges."""
    return subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def pictures(pdf: bytes, folder: Path) -> list[bytes]:
    """The pages as pixels."""
    folder.mkdir()
    subprocess.run(["pdftoppm", "-r", "100", "-", folder / "page"], input=pdf, check=True)
    return [page.read_bytes() for page in sorted(folder.iterdir())]


def _form() -> bytes:
    return render.pdf(paper(reason="髙橋﨑 ①㈱㌔№½㎡≒✔ ŁłğČ (「かな」、カナ・ｶﾅ) To. AVA", remark="注意"))


def _approval() -> bytes:
    return render.pdf(
        paper(kind=APPROVAL, sections=paper().sections, start_on=date(2026, 12, 9), number="260009A")
    )


def _drawing() -> bytes:
    return drawing.pdf([SITE], [("会社名", "ナックス商事株式会社")], "確認済み", date(2026, 12, 1))


@pytest.mark.parametrize("made", [_form, _approval, _drawing])
def test_a_paper_is_set_alike_with_the_small_font_and_the_whole(
    made: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    small = made()
    monkeypatch.setattr(press, "is_common", lambda text: False)
    whole = made()
    assert positions(small) == positions(whole)
    if (
        made is not _drawing
    ):  # its terminals' digits are other glyphs of the whole font, a hair's breadth apart
        assert pictures(small, tmp_path / "small") == pictures(whole, tmp_path / "whole")


def test_a_usual_paper_does_not_need_the_whole_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "whole_files", lambda: pytest.fail("read the whole font"))
    _form()
    render.pdf(paper(reason="🙇 العر x̂"))


@pytest.mark.parametrize("rare", list(press.clusters(RARE)))
def test_a_paper_with_a_rare_character_prints_it(rare: str) -> None:
    assert not fonts.is_common(rare)
    assert rare in positions(render.pdf(paper(reason=f"甲{rare}乙")))


def test_the_whole_font_is_let_go_after_the_paper() -> None:
    render.pdf(paper(reason=RARE))
    assert fonts.whole_fonts.cache_info().currsize == 0
    assert press._whole_compiler.cache_info().currsize == 0


@pytest.mark.parametrize("whole", fonts.whole_files(), ids=lambda path: path.stem)
def test_every_character_of_windows_has_the_same_shape_in_the_small_font(whole: Path) -> None:
    def shape(font: ImageFont.FreeTypeFont, character: str) -> tuple[object, ...]:
        mask = font.getmask(character, mode="1")
        return font.getlength(character), font.getbbox(character), mask.size, bytes(mask)

    small_font, whole_font = (ImageFont.truetype(path, 12) for path in (fonts.SMALL / whole.name, whole))
    lacking = shape(small_font, "\ue000")
    for character in known_to_windows():
        drawn = shape(small_font, character)
        assert drawn == shape(whole_font, character), character
        assert drawn != lacking or "CJK" not in unicodedata.name(character), character


def known_to_windows() -> Iterator[str]:
    """Every printable character of code page 932."""
    for character in map(chr, range(0x20, 0x10000)):
        if unicodedata.category(character)[0] not in "CZ":
            with suppress(UnicodeEncodeError):
                character.encode("cp932")
                yield character


def test_what_the_papers_say_themselves_is_common() -> None:
    for template in press.PROBE.parent.glob("*.typ"):
        assert fonts.is_common(template.read_text(encoding="utf-8")), template.name
