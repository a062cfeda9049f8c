"""調査票 as a file: made to be filled in, read when it comes back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from nss.base import sandbox
from nss.base.cells import as_text
from nss.base.typed_text import plain
from nss.base.words import W
from nss.base.workbook import value_of

from .questions import FormKind, questions_for, read_answer


def blank_form(code: str, kind: str, types: Sequence[str]) -> bytes:
    """The survey form as xlsx: question, answer, how to fill it in."""
    from openpyxl import Workbook  # ten megabytes that most processes never need
    from openpyxl.styles import Font, PatternFill

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  (a new workbook has one)
    sheet.title = "調査票"
    sheet["A1"], sheet["A1"].font = "システム設定調査票", Font(size=14, bold=True)
    sheet.append(["利用者コード", code])
    sheet.append(["設定種別", FormKind(kind).word.ja])
    sheet.append(["項目", "回答", "記入方法"])
    for cell in sheet[4]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E6E6E6")
    for q in questions_for(types):
        hint = q.column.hint.ja if q.column.hint else ""
        sheet.append([q.label.ja, "", ("必須　" if q.must else "任意　") + hint])
    for row in sheet.iter_rows(min_row=2, max_row=sheet.max_row, max_col=2):
        for cell in row:
            as_text(cell)
    for letter, width in (("A", 40), ("B", 44), ("C", 40)):
        sheet.column_dimensions[letter].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_form(body: bytes, code: str, types: Sequence[str]) -> tuple[dict[str, str], list[W]]:
    """The answers of a filled-in form, and what is wrong, cell by cell. The file's name does not matter."""
    try:
        cells = sandbox.run("nss.base.workbook:first_cells", body, "60", "2")
    except (sandbox.Overrun, sandbox.Unreadable):
        return {}, [
            W(
                "調査票として読み取れません。様式をダウンロードして記入してください。",
                "This is not the survey form. Download and fill it in.",
            )
        ]
    rows = {
        plain(str(value_of(r[0]))): (n, value_of(r[1]) if len(r) > 1 else None)
        for n, r in enumerate(cells, start=1)
        if r and r[0]
    }
    problems: list[W] = []
    if plain(str(rows.get("利用者コード", (0, ""))[1])).upper() != code:
        problems.append(
            W(
                f"調査票の利用者コードが{code}と一致しません（セルB2）。",
                f"The form's user code is not {code} (cell B2).",
            )
        )
    answers = {}
    for q in questions_for(types):
        at, cell = rows.get(plain(q.label.ja), (0, None))
        value, problem = read_answer(q, cell, cell=True)
        answers[q.name] = value
        if problem is not None:
            where = f"セルB{at}" if at else "行がありません"
            problems.append(
                W(f"{q.label.ja}（{where}）：{problem.ja}", f"{q.label.en} ({where}): {problem.en}")
            )
    return answers, problems


def file_name(code: str, kind: str, types: Sequence[str], day: date) -> str:
    """What a form is called from its arrival on: `<業種コード>_<利用者コード>_<新規|変更>_<yyyymmdd>.xlsx` (D-23)."""
    return f"{'-'.join(types) or '00'}_{code}_{'新規' if kind == FormKind.NEW.value else '変更'}_{day:%Y%m%d}.xlsx"
