"""Cells of CSV and xlsx files that a spreadsheet opens, and the way back."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .columns import Column, Guarded, looks_spoilt
from .typed_text import NotUnderstood
from .words import W

GUARDED = frozenset("=+-@\t\r\n\0'＝＋－＠")
"""First characters that a spreadsheet takes for a formula (ASVS 1.2.10), full width too, and the guard itself."""


def guarded(text: str) -> bool:
    """Whether a text needs the guard: a spreadsheet would take it for a formula, or it looks as if one had spoilt it."""
    return text[:1] in GUARDED or looks_spoilt(text)


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet cannot take for a formula; `read_cell` gives the text again."""
    return "'" + text if guarded(text) else text


def read_cell(text: str) -> str:
    """The text of a cell that `safe_cell` wrote, or that somebody typed."""
    return Guarded(text[1:]) if text[:1] == "'" and guarded(text[1:]) else text


def as_text(cell: Any) -> None:
    """Format an xlsx cell as text, so that what is typed into it stays what it is: no day out of 12-3, no number out of
    00123, no formula."""
    cell.number_format = "@"
    if isinstance(cell.value, str):
        cell.data_type = "s"


SHOWN = 60
"""Characters that are repeated of what stood in a cell."""


class BadFile(ValueError):
    """A file that is no table of these columns; `texts` say why, with line and column."""

    def __init__(self, texts: Sequence[W]) -> None:
        super().__init__("; ".join(t.en for t in texts))
        self.texts = list(texts)


NO_CSV = W(
    "UTF-8のCSVとして読み取れません。表計算ソフトで「CSV UTF-8（コンマ区切り）」を選んで保存してください。",
    "Not a CSV in UTF-8. Save it as “CSV UTF-8 (comma delimited)”.",
)
NO_ROWS = W("行がありません。", "There are no rows.")
HEADS = W(
    "1行目（見出し）：{what}。見出しは {heads} です。", "Line 1 (heads): {what}. The heads are {heads}."
)
UNEVEN = W(
    "{n}行目：列の数（{found}）が見出しの数（{wanted}）と異なります。",
    "Line {n}: {found} cells, {wanted} heads.",
)


def read_csv(
    body: bytes, columns: Sequence[Column], encodings: Sequence[str] = ("utf-8-sig",), quoting: bool = False
) -> tuple[list[tuple[int, dict[str, Any]]], list[W]]:
    """The rows of a CSV as (line, values by column), every cell read by its column, and what could not be read; a row with
    such a cell is not among them. Heads are the columns' names or labels, in any order, all of them. The first of the
    `encodings` in which it can be read counts. With `quoting` what stood in a cell is told too. Raises BadFile where there are
    no such heads or no rows."""
    lines = _lines(body, encodings)
    heads = next(lines, None)
    if heads is None:
        raise BadFile([NO_ROWS])
    found = [KnownCells(c) for c in _heads([c.strip() for c in heads[1]], columns)]
    rows, bad = [], []
    for n, row in lines:
        if len(row) != len(found):
            bad.append(UNEVEN.format(n=n, found=len(row), wanted=len(found)))
            continue
        values: dict[str, Any] = {}
        before = len(bad)
        for known, cell in zip(found, row, strict=True):
            column = known.column
            try:
                values[column.name] = known.read(cell)
            except NotUnderstood as error:
                bad.append(located(n, column, error.text, cell if quoting else ""))
        if len(bad) == before:
            rows.append((n, values))
    if not rows and not bad:
        raise BadFile([NO_ROWS])
    return rows, bad


class KnownCells:
    """The cells of a column, each text read once: in a file of a million lines most of them say the same."""

    KEPT = 1000

    def __init__(self, column: Column) -> None:
        self.column = column
        self._read: dict[str, Any] = {}

    def read(self, cell: str) -> Any:
        """The value of a cell. Raises NotUnderstood."""
        if cell in self._read:
            value = self._read[cell]
        else:
            value = self.column.from_cell(read_cell(cell))
            if len(self._read) < self.KEPT:
                self._read[cell] = value
        return list(value) if isinstance(value, list) else value


def _lines(body: bytes, encodings: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV that are not empty, numbered."""
    text = io.StringIO(_decoded(body, encodings), newline="")
    try:
        for n, row in enumerate(csv.reader(text, strict=True), 1):
            if any(c.strip() for c in row):
                yield n, row
    except csv.Error as error:
        raise BadFile([NO_CSV]) from error


def _decoded(body: bytes, encodings: Sequence[str]) -> str:
    for encoding in encodings:
        with contextlib.suppress(UnicodeDecodeError):
            return body.decode(encoding)
    raise BadFile([NO_CSV])


def located(n: int, column: Column | None, text: W, typed: str = "") -> W:
    """What is wrong, with line and column, and with what stood there where it is given."""
    if column is None:
        return W(f"{n}行目：{text.ja}", f"Line {n}: {text.en}")
    label, ja, en = column.label, "", ""
    if typed:
        ja, en = f"『{typed[:SHOWN]}』", f" “{typed[:SHOWN]}”"
    return W(
        f"{n}行目「{label.ja}」（{column.name}）{ja}：{text.ja}",
        f"Line {n}, {label.en} ({column.name}){en}: {text.en}",
    )


def _heads(heads: Sequence[str], columns: Sequence[Column]) -> list[Column]:
    known: Mapping[str, Column] = {
        **{c.label.en.casefold(): c for c in columns},
        **{c.label.ja: c for c in columns},
        **{c.name: c for c in columns},
    }
    found = [known.get(h) or known.get(h.casefold()) for h in heads]
    names = [c.name for c in found if c is not None]
    strange = [h or "（空欄）" for h, c in zip(heads, found, strict=True) if c is None]
    missing = [c.name for c in columns if c.name not in names]
    twice = sorted({n for n in names if names.count(n) > 1})
    wanted = ",".join(c.name for c in columns)
    bad = []
    for listed, ja, en in (
        (strange, "わからない見出し", "not understood"),
        (missing, "不足している見出し", "missing"),
        (twice, "重複している見出し", "twice"),
    ):
        if listed:
            what = W(f"{ja} {'、'.join(listed)[:200]}", f"{en}: {', '.join(listed)[:200]}")
            bad.append(HEADS.format(what=what, heads=wanted))
    if bad:
        raise BadFile(bad)
    return [c for c in found if c is not None]
