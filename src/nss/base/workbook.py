"""The cells of an uploaded workbook. Called through `base.sandbox` only: what is read here comes from outside."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TypeAlias

Cell: TypeAlias = "str | int | float | bool | dict[str, str] | None"
LONGEST = 4000
"""Characters kept of one cell."""


def first_cells(body: bytes, rows: str, columns: str) -> list[list[Cell]]:
    """The first sheet's upper left corner. A text, a number, a truth stands as itself, a day as `{"day": ISO text}`.
    Raises whatever openpyxl raises for what is no workbook."""
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(body), read_only=True, data_only=True).worksheets[0]
    return [
        [_plain(v) for v in row]
        for row in sheet.iter_rows(max_row=int(rows), max_col=int(columns), values_only=True)
    ]


def value_of(cell: Cell) -> object:
    """The cell as it stood in the workbook: a day is a day again."""
    return datetime.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell


def _plain(value: object) -> Cell:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return str(value)[:LONGEST]
