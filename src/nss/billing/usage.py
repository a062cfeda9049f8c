"""The month's usage file: read line by line, every bad line reported with its number and reason, all or nothing (F13)."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from nss.account.models import Person
from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.words import W
from nss.contract.choices import Tab
from nss.contract.models import Office

from .invoices import draw_up
from .models import Month, MonthState, Usage

COLUMNS = (
    "請求年月",
    "請求先コード",
    "事業所コード",
    "利用者コード",
    "識別番号",
    "利用方式区分",
    "業務コード",
    "件数",
    "単価",
    "金額",
)
"""Of the file, in this order (D-27); UTF-8 with or without BOM."""
TABS = {
    "一般": Tab.GENERAL,
    "net": Tab.NET,
    "一般NACCS": Tab.GENERAL,
    "netNACCS": Tab.NET,
}
SHOWN = 200
"""Bad lines that are named one by one."""
BATCH = 2000


@dataclass
class Read:
    """What a file holds, or why it cannot be taken."""

    rows: list[Usage] = field(default_factory=list)
    bad: list[tuple[int, W]] = field(default_factory=list)
    count: int = 0


def _lines(body: bytes) -> Iterator[list[str]]:
    yield from csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))


def read(body: bytes, month: date) -> Read:
    """Check every line. Nothing is stored here."""
    found = Read()
    try:
        lines = _lines(body)
        head = next(lines, [])
    except UnicodeDecodeError:
        found.bad.append((1, W("文字コードがUTF-8ではありません。", "The file is not UTF-8.")))
        return found
    if tuple(h.strip() for h in head) != COLUMNS:
        found.bad.append(
            (1, W(f"見出しが「{'、'.join(COLUMNS)}」ではありません。", "The header is not as expected."))
        )
        return found
    offices = dict(Office.objects.values_list("code", "pk"))
    billing = dict(Office.objects.values_list("code", "billing_code"))
    try:
        for at, cells in enumerate(lines, start=2):
            if not any(cells):
                continue
            found.count += 1
            row = _row(cells, month, offices, billing)
            if isinstance(row, W):
                found.bad.append((at, row))
            elif not found.bad:
                found.rows.append(row)
    except (UnicodeDecodeError, csv.Error) as error:
        found.bad.append((found.count + 2, W(f"読み取れません（{error}）。", f"Cannot be read ({error}).")))
    if not found.count and not found.bad:
        found.bad.append((1, W("明細がありません。", "There are no lines.")))
    return found


def _row(cells: list[str], month: date, offices: dict[str, int], billing: dict[str, str]) -> Usage | W:
    if len(cells) != len(COLUMNS):
        return W(
            f"列が{len(COLUMNS)}個ではありません（{len(cells)}個）。",
            f"Not {len(COLUMNS)} columns ({len(cells)}).",
        )
    when, payer, office, code, number, tab, job, *texts = (c.strip() for c in cells)
    if when.replace("/", "").replace("-", "") != f"{month:%Y%m}":
        return W(
            f"請求年月が{month:%Y/%m}ではありません（{when}）。", f"Not the month {month:%Y-%m} ({when})."
        )
    if office not in offices:
        return W(f"事業所コード{office}は登録されていません。", f"Unknown office {office}.")
    if payer and billing[office] and payer != billing[office]:
        return W(
            f"請求先コード{payer}が事業所{office}のものではありません。",
            f"Billing code {payer} is not that of {office}.",
        )
    if len(code) != 5 or len(number) != 3:
        return W(
            f"利用者コード・識別番号の桁数が正しくありません（{code} {number}）。",
            f"Wrong length of code or number ({code} {number}).",
        )
    if tab not in TABS:
        return W(f"利用方式区分が正しくありません（{tab}）。", f"Unknown side ({tab}).")
    if not all(x.isascii() and x.isdecimal() and len(x) <= 9 for x in texts):
        return W("件数、単価、金額は数字で入力してください。", "Count, price and amount must be numbers.")
    count, price, amount = (int(x) for x in texts)
    if count * price != amount:
        return W(
            f"件数×単価（{count * price}）と金額（{amount}）が一致しません。",
            f"Count times price ({count * price}) is not the amount ({amount}).",
        )
    if amount > 2**31 - 1:
        return W("金額が大きすぎます。", "The amount is too large.")
    return Usage(
        office_id=offices[office],
        code=code,
        number=number,
        tab=TABS[tab],
        transaction=job[:6],
        count=count,
        price=price,
        amount=amount,
    )


def load(month: date, name: str, body: bytes, person: Person) -> Month:
    """Store a file and draw up the invoices; a loaded month that is not fixed is replaced. Raises Refused with the bad lines."""
    found = read(body, month)
    if found.bad:
        told = [
            Problem("bad_line", W(f"{n}行目：{text.ja}", f"Line {n}: {text.en}"), str(n))
            for n, text in found.bad[:SHOWN]
        ]
        if len(found.bad) > SHOWN:
            more = len(found.bad) - SHOWN
            told.append(
                Problem("more", W(f"ほか{more}行に誤りがあります。", f"{more} more lines are wrong."))
            )
        raise Refused(told)
    with transaction.atomic():
        known = Month.objects.select_for_update().filter(month=month).first()
        if known is not None and known.state == MonthState.FIXED:
            raise Refused(
                [Problem("fixed", W("この月は確定済みのため、取り込めません。", "This month is fixed."))]
            )
        if known is not None:
            known.delete()
        made = Month.objects.create(
            month=month,
            file_name=name[:190],
            sha256=hashlib.sha256(body).hexdigest(),
            rows=len(found.rows),
            loaded_at=clock.now(),
            loaded_by=person,
        )
        for row in found.rows:
            row.month = made
        Usage.objects.bulk_create(found.rows, batch_size=BATCH)
        draw_up(made)
        return made


def as_csv(rows: list[Usage], month: date, billing_code: str, office_code: str) -> str:
    """利用料金請求ファイル of an office: the same columns, CRLF (D-27)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    words: dict[str, str] = {Tab.GENERAL: "一般", Tab.NET: "net"}
    for u in rows:
        writer.writerow(
            [
                f"{month:%Y/%m}",
                billing_code,
                office_code,
                u.code,
                u.number,
                words[u.tab],
                u.transaction,
                u.count,
                u.price,
                u.amount,
            ]
        )
    return out.getvalue()
