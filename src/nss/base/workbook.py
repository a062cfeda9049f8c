"""The cells of an uploaded workbook. Called through `base.apart` only: what is read here comes from outside."""

from __future__ import annotations

import io

LONGEST = 4000
"""Characters kept of one cell."""


def first_cells(body: bytes, rows: str, columns: str) -> list[list[str]]:
    """The texts of the first sheet's upper left corner. Raises whatever openpyxl raises for what is no workbook."""
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(body), read_only=True, data_only=True).worksheets[0]
    return [
        [str(v)[:LONGEST] if v is not None else "" for v in row]
        for row in sheet.iter_rows(max_row=int(rows), max_col=int(columns), values_only=True)
    ]
