"""The blank form of the configuration drawing as xlsx, filled in with what the contract already says (guide SMTP, STEP1)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from nss.base.cells import as_text
from nss.procedure.lines.drawing import MARKS, Site

HEAD = PatternFill("solid", fgColor="E6E6E6")
EDGE = Side(style="thin", color="7F7F7F")
BOX = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
WIDTHS = (16, 26, 20, 30, 10, 8)
SPARE_ROWS = 5
"""Empty lines under each table to write on."""


def _row(sheet: Worksheet, at: int, values: Sequence[str], head: bool = False) -> None:
    for n, value in enumerate(values, start=1):
        cell = sheet.cell(at, n, value)
        as_text(cell)
        cell.border, cell.alignment = BOX, Alignment(vertical="center", wrap_text=True)
        if head:
            cell.fill, cell.font = HEAD, Font(bold=True)


def drawing_form(sites: Sequence[Site], head: Sequence[tuple[str, str]], day: date) -> bytes:
    """A sheet a line: who, which router, its terminals, room to draw."""
    book = Workbook()
    book.remove(book.active)
    for site in sites or [Site("", "", "", "", False, False, "", ())]:
        sheet = book.create_sheet(f"ルータ {site.router}"[:31] or "システム構成図")
        for letter, width in zip("ABCDEF", WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 9, 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet["A1"], sheet["A1"].font = "システム構成図", Font(size=16, bold=True)
        at = 3
        facts = [
            *head,
            ("作成日", f"{day:%Y/%m/%d}"),
            ("ルータ番号", site.router),
            ("回線", site.line),
            ("設置場所", site.place),
            ("LAN側アドレスブロック", site.networks),
        ]
        for label, value in facts:
            _row(sheet, at, (label, value))
            sheet.cell(at, 1).fill = HEAD
            sheet.merge_cells(start_row=at, start_column=2, end_row=at, end_column=6)
            at += 1
        at += 1
        _row(
            sheet,
            at,
            (
                "論理端末名",
                "利用機器区分／パッケージソフト区分",
                "IPアドレス（LAN側）",
                "SMTPメールアドレス",
                "区分",
                "台数",
            ),
            head=True,
        )
        for node in site.nodes:
            at += 1
            _row(
                sheet,
                at,
                (node.name, node.kind, node.address, node.mail, MARKS[node.mark].ja, str(node.count)),
            )
        for _ in range(SPARE_ROWS):
            at += 1
            _row(sheet, at, ("",) * 6)
        at += 2
        sheet.cell(at, 1, "構成図（ルータから端末までの接続を図で示してください）").font = Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
