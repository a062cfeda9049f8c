"""CSV: out and in again is the same, heads and cells that are not understood are named with line and column."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nss.base import clock
from nss.base.cells import BadFile, KnownCells, read_cell, read_csv, safe_cell
from nss.base.columns import (
    IS_NOT,
    CodesColumn,
    Column,
    CountColumn,
    DateColumn,
    FlagColumn,
    LongColumn,
    TextColumn,
)
from nss.base.typed_text import NotUnderstood
from nss.base.words import W

COLUMNS: tuple[Column, ...] = (
    DateColumn("day", W("日付", "Day")),
    FlagColumn("works", W("業務を行う日", "Works"), flag=IS_NOT),
    TextColumn("name", W("名称", "Name"), length=20),
    LongColumn("text", W("文章", "Text"), length=40),
    CountColumn("many", W("数", "Count")),
    CodesColumn("codes", W("コード", "Codes")),
)


def written(rows: list[dict[str, object]]) -> bytes:
    out = io.StringIO()
    pen = csv.writer(out, lineterminator="\r\n")
    pen.writerow([c.name for c in COLUMNS])
    for row in rows:
        pen.writerow([safe_cell(c.cell(row[c.name])) for c in COLUMNS])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


@given(st.text())
def test_a_guarded_cell_is_read_as_what_it_was(text: str) -> None:
    assert read_cell(safe_cell(text)) == text
    assert safe_cell(text)[:1] not in set("=+-@\t＝＋－＠")


@pytest.mark.parametrize("first", "=+-@\t\r\n\0＝＋－＠")
def test_whatever_a_spreadsheet_takes_for_the_beginning_of_a_formula_is_guarded(first: str) -> None:
    assert safe_cell(f"{first}cmd") == f"'{first}cmd"


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "day": st.dates(date(1980, 1, 1), date(2026, 12, 31)),
                "works": st.booleans(),
                "name": st.text(max_size=21),
                "text": st.text(max_size=41),
                "many": st.none() | st.integers(0, 10**9),
                "codes": st.lists(st.from_regex(r"[A-Z0-9]{1,6}", fullmatch=True), max_size=3),
            }
        ),
        min_size=1,
        max_size=3,
    )
)
def test_a_table_that_is_written_out_and_read_in_is_the_same(rows: list[dict[str, object]]) -> None:
    stored = []
    for row in rows:
        try:
            stored.append({c.name: c.from_typed(row[c.name]) for c in COLUMNS})
        except NotUnderstood:
            continue  # what no form takes is in no table
    if stored:
        found, bad = read_csv(written(stored), COLUMNS)
        assert (not bad, [values for _, values in found]) == (True, stored)


@pytest.mark.parametrize("text", ["1E500", "0e0", "1.23E+11", " 1E+05", "#N/A", "#ref!", "'1E+05", "=1", "-"])
def test_a_text_that_looks_as_if_a_spreadsheet_had_spoilt_it_comes_back_from_our_own_file(text: str) -> None:
    name = TextColumn("name", W("名称", "Name"), length=20)
    stored = name.from_typed(text)
    body = f"name\r\n{safe_cell(name.cell(stored))}\r\n".encode("utf-8-sig")
    assert read_csv(body, [name]) == ([(2, {"name": stored})], [])


HEAD = "day,works,name,text,many,codes\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2027/05/19,たぶん,a,b,1,\n", ("2行目", "works")),
        ("2027/05/19,,a,b,1,\n", ("2行目", "works", "空欄")),
        ("9999/12/31,○,a,b,1,\n", ("2行目", "day")),
        ("2027/05/19,○,a,b,1E+05,\n", ("2行目", "many")),
        ("2027/05/19,○," + "長" * 25 + ",b,1,\n", ("2行目", "name", "25文字", "20文字")),
        ("2027/05/19,○,1.23E+11,b,1,\n", ("2行目", "name", "1.23E+11")),
        ("2027/05/19,○,a\n", ("2行目", "3", "6")),
    ],
)
def test_a_cell_that_is_not_understood_is_named_with_line_and_column(
    line: str, said: tuple[str, ...], monkeypatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 27))
    rows, bad = read_csv((HEAD + line).encode(), COLUMNS)
    assert not rows and all(word in bad[0].ja for word in said), bad


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("day,works,name,text,many\n2027/05/19,○,a,b,1\n", "不足している見出し codes"),
        (HEAD.replace("works", "worked") + "2027/05/19,○,a,b,1,\n", "わからない見出し worked"),
        ("day," + HEAD + "2027/05/19,2027/05/19,○,a,b,1,\n", "重複している見出し day"),
        (HEAD, "行がありません"),
        ("", "行がありません"),
        ('day,"works\n', "CSV"),
    ],
)
def test_a_file_without_the_right_heads_is_refused(body: str, said: str) -> None:
    with pytest.raises(BadFile) as error:
        read_csv(body.encode(), COLUMNS)
    assert any(said in text.ja for text in error.value.texts), error.value.texts


def test_a_file_of_another_encoding_is_refused_with_the_way_out() -> None:
    with pytest.raises(BadFile) as error:
        read_csv("day,works\n".encode("utf-16"), COLUMNS)
    assert "CSV UTF-8" in error.value.texts[0].ja


def test_heads_may_be_the_labels_in_any_order_and_empty_lines_are_no_rows() -> None:
    body = "名称,Day,業務を行う日,文章,数,コード\n休業,2026/01/05,○,,,\n,,,,,\n\n"
    rows, bad = read_csv(body.encode(), COLUMNS)
    assert not bad and rows[0][1]["name"] == "休業" and len(rows) == 1


class Counted(TextColumn):
    """A column that notes what it was asked to read."""

    asked: ClassVar[list[object]] = []

    def from_cell(self, value: object) -> Any:
        self.asked.append(value)
        return TextColumn.from_cell(self, value)


def test_a_text_that_a_column_has_read_is_not_read_again_and_what_it_cannot_be_is_said_of_every_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Counted, "asked", [])
    monkeypatch.setattr(KnownCells, "KEPT", 2)
    column = Counted("a", W("甲", "A"), length=3)
    rows, bad = read_csv("\n".join(["a", *"xyzxzz", "long", "long"]).encode(), [column])
    assert [values["a"] for _, values in rows] == [*"xyzxzz"]
    assert Counted.asked == [*"xyzzz", "long", "long"], "two are kept, what is wrong never"
    assert [text.en.partition(",")[0] for text in bad] == ["Line 8", "Line 9"]


def test_cells_that_say_the_same_list_give_each_line_a_list_of_its_own() -> None:
    rows, _ = read_csv(
        "codes\n1ANAC、1BNAC\n1ANAC、1BNAC\n".encode(), [CodesColumn("codes", W("コード", "Codes"))]
    )
    (_, first), (_, second) = rows
    first["codes"].append("x")
    assert second["codes"] == ["1ANAC", "1BNAC"]
