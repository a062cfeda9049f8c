"""The month's usage file: read line by line, every bad line reported with its number and reason, all or nothing (F13)."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from nss.account.models import Person
from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.words import W

from . import closing
from .invoices import draw_up
from .models import Month, Usage
from .months import problems_of_loading
from .usage_lines import COLUMNS, WORDS, Checker, UsageLine

SHOWN = 200
"""Bad lines that are named one by one."""
BATCH = 2000
TOLD_EVERY = 2000
"""Lines after which progress is told."""
NOT_CSV = W(
    'CSVとして読み取れません。1つの値が長すぎるか、引用符（"）が閉じていません。',
    "This cannot be read as CSV: a value is too long or a quotation mark is not closed.",
)


@dataclass
class ReadFile:
    """What a file holds, or why it cannot be taken."""

    rows: list[UsageLine] = field(default_factory=list)
    bad: list[tuple[int, W]] = field(default_factory=list)
    count: int = 0


def read(body: bytes, month: date, progress: Callable[[int], None] | None = None) -> ReadFile:
    """Check every line; `progress` is told now and then how many have been. Nothing is stored here."""
    found = ReadFile()
    try:
        lines = csv.reader(io.TextIOWrapper(io.BytesIO(body), "utf-8-sig", newline=""))
        _read(lines, month, found, progress)
    except UnicodeDecodeError:
        found.rows, found.bad = [], [(1, W("文字コードがUTF-8ではありません。", "The file is not UTF-8."))]
    except csv.Error:
        found.bad.append((lines.line_num, NOT_CSV))
    if not found.count and not found.bad:
        found.bad.append((1, W("明細がありません。", "There are no lines.")))
    return found


def _read(
    lines: Iterator[list[str]], month: date, found: ReadFile, progress: Callable[[int], None] | None
) -> None:
    if tuple(h.strip() for h in next(lines, [])) != COLUMNS:
        head = "、".join(COLUMNS)
        text = W(
            f"見出し行を次のとおりにしてください：{head}", f"The header row must be: {', '.join(COLUMNS)}"
        )
        found.bad.append((1, text))
        return
    checker = Checker(month)
    for at, cells in enumerate(lines, start=2):
        if progress is not None and at % TOLD_EVERY == 0:
            progress(at - 1)
        if not any(cells):
            continue
        found.count += 1
        row = checker.line(at, cells)
        if isinstance(row, W):
            found.bad.append((at, row))
            found.rows = []
        elif not found.bad:
            found.rows.append(row)


def named(bad: list[tuple[int, W]]) -> list[Problem]:
    """Bad lines one by one, up to SHOWN of them."""
    told = [
        Problem("bad_line", W(f"{n}行目：{text.ja}", f"Line {n}: {text.en}"), str(n))
        for n, text in bad[:SHOWN]
    ]
    if len(bad) > SHOWN:
        more = len(bad) - SHOWN
        told.append(Problem("more", W(f"ほか{more}行に誤りがあります。", f"{more} more lines are wrong.")))
    return told


def load(month: date, name: str, body: bytes, person: Person | None) -> Month:
    """Store a file and draw up the invoices at once; a loaded month that is not fixed is replaced. Raises Refused with the bad
    lines. Pages hand a file to `loading`, which does the same in the background."""
    found = read(body, month)
    if found.bad:
        raise Refused(named(found.bad))
    return store(month, name, hashlib.sha256(body).hexdigest(), found.rows, person)


def store(month: date, name: str, sha256: str, rows: list[UsageLine], person: Person | None) -> Month:
    """Store the lines of a file that was checked and draw up the invoices, all or nothing. Raises Refused. What is stored is let go
    of, so that a large file and its invoices are not held in memory at once."""
    with transaction.atomic():
        known = Month.objects.select_for_update().filter(month=month).first()
        if wrong := problems_of_loading(month):
            raise Refused(wrong)
        if known is not None:
            closing.end_of(month)
            known.delete()
        made = Month.objects.create(
            month=month,
            file_name=name[:190],
            sha256=sha256,
            rows=len(rows),
            loaded_at=clock.now(),
            loaded_by=person,
        )
        for first in range(0, len(rows), BATCH):
            batch = rows[first : first + BATCH]
            Usage.objects.bulk_create([Usage(month=made, **row.columns()) for row in batch])
        rows.clear()
        draw_up(made)
        return made


def as_csv(rows: list[Usage], month: date, billing_code: str, office_code: str) -> str:
    """利用料金請求ファイル of an office: the same columns, CRLF (D-27)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for u in rows:
        writer.writerow(
            [
                f"{month:%Y/%m}",
                billing_code,
                office_code,
                u.code,
                u.number,
                WORDS[u.tab],
                u.transaction,
                u.count,
                u.price,
                u.amount,
            ]
        )
    return out.getvalue()
