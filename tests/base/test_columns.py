"""Columns: what a person types or a spreadsheet writes is understood, or refused with the reason; never cut, never guessed."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from nss.base import clock
from nss.base.choices import Choice
from nss.base.columns import (
    HAS_NOT,
    IS_NOT,
    AddressColumn,
    ChoiceColumn,
    ChoicesColumn,
    CodesColumn,
    Column,
    CorporateColumn,
    CountColumn,
    DateColumn,
    FlagColumn,
    IssuedColumn,
    KanaColumn,
    LongColumn,
    MailColumn,
    PhoneColumn,
    PostalColumn,
    TextColumn,
)
from nss.base.typed_text import NotUnderstood
from nss.base.words import W

NAME = W("値", "Value")


class Colour(Choice):
    RED = "red", W("赤", "Red")
    BLUE = "blue", W("青", "Blue")


def typed(kind: type[Column], text: object, **more: object) -> object:
    return kind("any", NAME, **more).from_typed(text)  # type: ignore[arg-type]


def refused(column: Column, value: object, cell: bool = False) -> W:
    with pytest.raises(NotUnderstood) as error:
        column.from_cell(value) if cell else column.from_typed(value)
    return error.value.text


@pytest.mark.parametrize(
    "name",
    [
        "塚\ufa10",
        "\ufa12\ufa19\ufa1b\uf92c",
        "髙﨑𠮷彅",
        "葛\U000e0100飾",
        "①㈱㌔",
        "A  B",
        "通関\u3000太郎",
        "👩\u200d💻",
    ],
)
def test_a_text_is_kept_as_it_was_typed(name: str) -> None:
    assert typed(TextColumn, name) == name


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" 通関 \u3000", "通関"),
        ("か\u3099ク", "がク"),
        ("e\u0301", "é"),
        ("\u0374\u0301", "\u0374\u0301"),  # stands for another character, which nobody typed
        ("\ufa10\u3099", "\ufa10\u3099"),
        ("甲\u202e乙\u200b丙\u00ad", "甲乙丙"),
        ("委任状\r\nAEO認定\t写し", "委任状 AEO認定 写し"),
        ("甲\x07乙", "甲乙"),
    ],
)
def test_only_controls_and_space_at_the_ends_go_and_what_was_typed_in_parts_is_composed(
    text: str, kept: str
) -> None:
    assert typed(TextColumn, text) == kept
    assert typed(AddressColumn, text) == kept


@pytest.mark.parametrize(
    ("sign", "said"), [("\ue000", "U+E000（外字）"), ("\ufffd", "文字化け"), ("\U000f0001", "U+F0001")]
)
def test_a_character_of_private_use_is_refused_by_name(sign: str, said: str) -> None:
    assert said in refused(TextColumn("any", NAME), f"山{sign}").ja
    assert said in refused(LongColumn("any", NAME), f"山\n{sign}").ja


def test_a_text_that_is_too_long_is_counted_not_cut() -> None:
    text = refused(TextColumn("any", NAME, length=40), "長" * 48)
    assert "48文字" in text.ja and "40文字" in text.ja
    assert "48" in text.en and "40" in text.en


def test_a_line_break_counts_once_in_a_long_text() -> None:
    column = LongColumn("any", NAME, length=240)
    lines = "\r\n".join(["あ" * 11] * 20)
    assert len(column.from_typed(lines)) == 239
    assert column.from_typed("a  \r\n\r\nb\u2028c") == "a\n\nb\nc"


@pytest.mark.parametrize(
    "typed_as",
    [
        "0312345678",
        "03-1234-5678",
        "０３（１２３４）５６７８",
        "\u202d03-1234-5678\u202c",
        "03︍-1234-5678",
        "03\u200b-1234-5678",
        "03〜1234〜5678",
        "03.1234.5678",
        "03・1234・5678",
        "03\xad12345678",
        "+81-3-1234-5678",
        "+81 (0)3 1234 5678",
    ],
)
def test_a_telephone_number_is_read_as_people_write_it(typed_as: str) -> None:
    assert typed(PhoneColumn, typed_as) == "0312345678"


@pytest.mark.parametrize(
    ("digits", "written"),
    [
        ("0312345678", "03-1234-5678"),
        ("0451234567", "045-123-4567"),
        ("0466123456", "0466-12-3456"),
        ("0499612345", "04996-1-2345"),
        ("09012345678", "090-1234-5678"),
        ("05012345678", "050-1234-5678"),
        ("0120794550", "0120-794-550"),
    ],
)
def test_a_telephone_number_is_shown_with_its_hyphens_and_kept_without(digits: str, written: str) -> None:
    column = PhoneColumn("phone", NAME)
    assert column.show(digits) == written
    assert column.cell(digits) == written
    assert column.from_cell(written) == column.from_typed(written) == digits


@pytest.mark.parametrize("digits", ["0800123456", "012345678", "01234567890"])
def test_a_telephone_number_that_no_area_has_stays_as_it_is(digits: str) -> None:
    assert PhoneColumn("phone", NAME).show(digits) == digits


def test_no_telephone_number_is_shown_as_nothing() -> None:
    assert PhoneColumn("phone", NAME).show("") == PhoneColumn("phone", NAME).show(None) == ""


@pytest.mark.parametrize(
    "stored, shown",
    [("1500002", "〒150-0002"), ("", ""), (None, ""), ("150000", "150000"), ("15000020", "15000020")],
)
def test_a_postal_code_bears_its_mark_and_its_hyphen_and_is_read_with_them(stored: str, shown: str) -> None:
    column = PostalColumn("code", NAME)
    assert column.show(stored) == column.cell(stored) == shown
    if shown.startswith("〒"):
        assert column.from_cell(shown) == column.from_typed(shown) == stored
    assert (
        CorporateColumn("code", NAME).show(stored) == TextColumn("text", NAME).show(stored) == (stored or "")
    )


@pytest.mark.parametrize(
    "text", ["312345678", "03-1234-5678 内線12", "電話", "03-1234-56789012", "٠٣١٢٣٤٥٦٧٨"]
)
def test_what_is_no_telephone_number_is_refused(text: str) -> None:
    refused(PhoneColumn("any", NAME), text)


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("ヷルター", "ヷルター"),
        ("ジャン＝ピエール", "ジャン＝ピエール"),
        ("ジャン‐ピエール", "ジャン‐ピエール"),
        ("ダ－ルトン", "ダールトン"),
        ("マ―ク", "マーク"),
        ("ﾀﾞ-ﾙﾄﾝ", "ダールトン"),
        ("つうかん ﾀﾛｳ", "ツウカン タロウ"),
        ("カ\u3099", "ガ"),
    ],
)
def test_kana_are_read_as_people_write_them(text: str, kana: str) -> None:
    assert typed(KanaColumn, text) == kana


@pytest.mark.parametrize("text", ["・", "ー", "通関", "Mark", "－カ"])
def test_what_is_no_reading_is_refused(text: str) -> None:
    refused(KanaColumn("any", NAME), text)


@pytest.mark.parametrize("text", ["da..me@docomo.ne.jp", "xxx.@ezweb.ne.jp", ".a@naccs.jp"])
def test_an_address_that_no_server_takes_is_refused_with_its_reason(text: str) -> None:
    assert "「.」" in refused(MailColumn("any", NAME), text).ja


@pytest.mark.parametrize(
    "text", ["taro", "taro@", "太郎@naccs.jp", "taro@日本.jp", "a@b@c.jp", '"a b"@naccs.jp']
)
def test_what_is_no_mail_address_is_refused(text: str) -> None:
    refused(MailColumn("any", NAME), text)
    assert typed(MailColumn, "\u200bｔａｒｏ@naccs.jp ") == "taro@naccs.jp"


def test_a_postal_code_with_anything_else_is_refused_not_filtered() -> None:
    assert typed(PostalColumn, "〒１５０ー０００２") == "1500002"
    for text in ("150-0002 東京都", "60001", "150000a2"):
        refused(PostalColumn("any", NAME), text)


@pytest.mark.parametrize(
    "text",
    [
        "2026/12/10",
        "20261210",
        "２０２６年１２月１０日",
        "2026-12-10",
        "2026‐12‐10",
        "2026.12.10",
        "令和8年12月10日",
        "R8.12.10",
        "令和８年１２月１０日",
        "2026/12/10（木）",
        "2026年12月10日(木曜日)",
        "2026/12/10 (Thu)",
        "2026/12/10 00:00:00",
        " 2026/12/10\u200b",
    ],
)
def test_a_day_is_read_as_people_and_spreadsheets_write_it(text: str, moved_to) -> None:
    moved_to(date(2026, 11, 27))
    assert typed(DateColumn, text) == date(2026, 12, 10)


@pytest.mark.parametrize(
    "text",
    [
        "9999/12/31",
        "9999-12-29",
        "2127/01/06",
        "0001/01/01",
        "1978/07/31",
        "2026/02/30",
        "26/12/10",
        "12/10",
        "10/12/2026",
        "2026/12/10（金）",
        "平成40年1月1日",
        "令和0年1月1日",
        "令和元年4月30日",
        "2026年12月",
        "あした",
        "46366",
        "2026/12/10 09:00",
        "٢٠٢٦/12/10",
    ],
)
def test_a_day_that_cannot_be_meant_is_refused_kindly(text: str, moved_to) -> None:
    moved_to(date(2026, 11, 27))
    assert refused(DateColumn("any", NAME), text).ja.endswith("。")


def test_the_first_and_the_last_day_that_may_be_typed(moved_to) -> None:
    moved_to(date(2028, 2, 29))
    assert typed(DateColumn, "2030/02/28") == date(2030, 2, 28)
    assert "2030/02/28" in refused(DateColumn("any", NAME), "2030/03/01").ja
    assert typed(DateColumn, "昭和53年8月1日") == date(1978, 8, 1)
    assert typed(DateColumn, "2040/01/01", years=20) == date(2040, 1, 1)


def test_a_spreadsheet_writes_days_as_cells_texts_and_serial_numbers(moved_to) -> None:
    moved_to(date(2026, 11, 27))
    column = DateColumn("any", NAME)
    for cell in (datetime(2026, 12, 10), date(2026, 12, 10), 46366, 46366.0, "46366", "2026/12/10"):
        assert column.from_cell(cell) == date(2026, 12, 10)
    for cell in (True, 46366.5, 12, "1.5", "#REF!", "9999/12/31", datetime(9999, 12, 31)):
        refused(column, cell, cell=True)


@pytest.mark.parametrize(
    "cell",
    [
        "○",
        "◯",
        "〇",
        "●",
        "✓",
        "✔",
        "TRUE",
        "true",
        "True",
        "1",
        "はい",
        "有",
        "あり",
        "要",
        "Yes",
        "y",
        "on",
        "ＴＲＵＥ",
        True,
        1,
    ],
)
def test_yes_is_read_as_people_and_spreadsheets_write_it(cell: object) -> None:
    assert FlagColumn("any", NAME, flag=IS_NOT).from_cell(cell) is True


@pytest.mark.parametrize(
    "cell",
    [
        "×",
        "✕",
        "FALSE",
        "false",
        "0",
        "いいえ",
        "無",
        "なし",
        "否",
        "不要",
        "No",
        "n",
        "off",
        "—",
        "–",
        "-",
        "−",
        False,
        0,
    ],
)
def test_no_is_read_as_people_and_spreadsheets_write_it(cell: object) -> None:
    assert FlagColumn("any", NAME, flag=IS_NOT).from_cell(cell) is False


@pytest.mark.parametrize("cell", ["", "2", "たぶん", "○×", "#N/A", None, "1.0E+00"])
def test_what_is_neither_yes_nor_no_is_refused(cell: object) -> None:
    refused(FlagColumn("any", NAME, flag=IS_NOT), cell, cell=True)


def test_a_flag_knows_its_own_words() -> None:
    assert FlagColumn("any", NAME, flag=HAS_NOT).from_cell("あり") is True
    assert FlagColumn("any", NAME).from_cell("否") is False


@pytest.mark.parametrize(
    "cell", [True, 0.1, date(2026, 12, 3), datetime(2026, 12, 3), "#REF!", "1.23E+11", "1E+05"]
)
@pytest.mark.parametrize(
    "kind", [TextColumn, LongColumn, AddressColumn, PhoneColumn, CorporateColumn, KanaColumn]
)
def test_a_cell_that_a_spreadsheet_rewrote_is_refused_where_text_belongs(
    kind: type[Column], cell: object
) -> None:
    refused(kind("any", NAME), cell, cell=True)


def test_a_number_that_lost_its_first_zero_is_refused_and_a_whole_one_is_read() -> None:
    refused(PhoneColumn("any", NAME), 312345678, cell=True)
    refused(PostalColumn("any", NAME), 600001, cell=True)
    assert PostalColumn("any", NAME).from_cell(1500002) == "1500002"
    assert CorporateColumn("any", NAME).from_cell(1234567890123) == "1234567890123"


@pytest.mark.parametrize(
    ("text", "number"), [("1200", 1200), ("1,200", 1200), ("１２００", 1200), ("0", 0), ("", None), (7.0, 7)]
)
def test_a_count_is_read_as_people_write_it(text: object, number: int | None) -> None:
    assert CountColumn("any", NAME).from_cell(text) == number


@pytest.mark.parametrize(
    "cell", ["-1", "1.5", "1,2", "12,00", "abc", "9999999999", 0.5, True, "1E+05", "①件"]
)
def test_what_is_no_count_is_refused(cell: object) -> None:
    refused(CountColumn("any", NAME), cell, cell=True)


def test_a_choice_is_read_by_its_value_or_by_its_word_in_either_language() -> None:
    column = ChoiceColumn("any", NAME, Colour)
    for text in ("red", "赤", "Red", "ＲＥＤ", " 赤 "):
        assert column.from_cell(text) == "red"
    assert "赤・青" in refused(column, "緑").ja
    several = ChoicesColumn("any", NAME, Colour)
    assert several.from_cell("赤、青") == ["red", "blue"]
    refused(several, "赤、緑")
    assert CodesColumn("any", NAME).from_cell("nac001，ＮＡＣ555") == ["NAC001", "NAC555"]


def test_what_the_center_issues_is_not_typed() -> None:
    refused(IssuedColumn("any", NAME), "A01")


def test_a_column_says_when_a_model_field_cannot_hold_it() -> None:
    from django.db import models

    with pytest.raises(TypeError):
        DateColumn("any", NAME).check_field(models.CharField(max_length=8))
    with pytest.raises(TypeError):
        TextColumn("any", NAME).check_field(models.BooleanField())
    FlagColumn("any", NAME).check_field(models.BooleanField())


@pytest.fixture
def moved_to(monkeypatch):
    def move(day: date) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)

    return move
