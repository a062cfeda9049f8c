"""A paper always comes: whatever was stored is printed, if need be by its code point."""

from __future__ import annotations

import io
import subprocess
from datetime import date

import pytest
from pypdf import PdfReader

from nss.application.edits import end
from nss.base import clock
from nss.contract.snapshot import load
from nss.document import drawing, press, render
from nss.document.data import APPROVAL, Cell, Item, Section, digest
from nss.document.fonts import FAMILIES, small_fonts, whole_fonts
from nss.procedure.lines.drawing import PENDING, Node, Site, sites
from tests import parts
from tests.document.papers import paper
from tests.procedure.samples import case_of

SIGNS = "≒✔🙇✅❌⭕❗⬛☑⇄ŁłŚšŽŞğőČІєภา العر x̂ 𰀀 髙﨑𠮷彅 葛󠄀 ①㈱㌔№½㎡ 深圳马士基 한진 Nguyễn 👩‍💻"


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().replace("\n", "")


@pytest.mark.parametrize("kind", ["form", APPROVAL])
def test_a_reason_with_signs_that_no_font_has_is_printed(kind: str) -> None:
    text = text_of(render.pdf(paper(kind=kind, reason=SIGNS, start_on=date(2026, 12, 9))))
    for sign in "≒✔☑⇄ŁłŚšŽŞğőČІє髙﨑𠮷彅①㈱㌔№½㎡深圳马士基":
        assert sign in text, sign
    assert "〓(U+1F647)" in text  # 🙇
    assert "〓(U+1F469)〓(U+1F4BB)" in text  # a joined sign falls apart into its characters


def test_a_paper_with_stand_ins_says_what_they_are_and_keeps_what_was_typed() -> None:
    made = paper(reason="よろしくお願いします🙇")
    assert "その文字コード" in text_of(render.pdf(made))
    assert "その文字コード" not in text_of(render.pdf(paper(reason="≒ 〓")))
    assert digest(made) != digest(paper(reason="よろしくお願いします〓(U+1F647)"))


def test_every_text_of_a_paper_may_hold_any_sign() -> None:
    bad = "🙇\ue000\U000f0000\u0600\U00030000"
    item = Item(True, bad, "変更", bad, (Cell(bad, bad, bad),))
    made = render.pdf(
        paper(sections=(Section(bad, (item,)),), contact=((bad, bad),), attachments=((bad, 1),), remark=bad)
    )
    assert text_of(made).count("〓(U+E000)") >= 5


def test_controls_and_marks_of_direction_are_not_printed() -> None:
    text = text_of(render.pdf(paper(reason="甲\u202e乙\u200b丙\x07丁\u2028戊")))
    assert "甲乙丙丁 戊" in text


def test_a_mark_that_its_letter_cannot_carry_stands_beside_it() -> None:
    assert "ሴ" not in text_of(render.pdf(paper(reason="甲ሴ\u0302乙")))
    assert "〓(U+1234)〓(U+0302)" in text_of(render.pdf(paper(reason="甲ሴ\u0302乙")))


def test_the_drawing_and_its_note_may_hold_any_sign() -> None:
    node = Node("25130M", "PC🙇", "", "", "add", 1)
    site = Site("09143", "≒🙇", "東京✅", "", False, False, "", (node,))
    made = drawing.pdf([site], [("会社名", "株式会社✔🙇")], "確認済み✔🙇", date(2026, 12, 1))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert "確認済み✔〓(U+1F647)" in text
    assert "PC〓(U+1F647)" in text


@pytest.mark.django_db
def test_a_drawing_names_each_terminal_with_its_address_and_marks_what_comes_and_goes() -> None:
    office = parts.line_office()
    going = load(office, clock.today(), ("terminal",)).where("terminal", name="27264C")[0]
    case = case_of(office, [*parts.server_edits(office), end("line", going)])
    (site,) = sites(case)
    assert {(n.name, n.address, n.mark) for n in site.nodes} == {
        ("25130M", "10.20.13.250", ""),
        ("27264C", "10.20.13.251", "end"),
        (PENDING.ja, "", "add"),
    }


def test_the_fonts_that_fill_in_are_part_of_the_typesetter() -> None:
    assert set(small_fonts().families()) == set(FAMILIES) == set(whole_fonts().families())


def test_a_text_is_parted_into_what_is_drawn_together() -> None:
    assert [*press.clusters("か\u3099x\u0302葛\U000e0100👩\u200d💻👍🏽!")] == [
        "か\u3099",
        "x\u0302",
        "葛\U000e0100",
        "👩\u200d💻",
        "👍🏽",
        "!",
    ]
