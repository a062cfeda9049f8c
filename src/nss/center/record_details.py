"""What a line of the record of accesses adds, in words: whom it was about, what was changed, why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qs

from nss.account.columns import ROLE
from nss.account.models import Access, Role
from nss.account.signals import KINDS
from nss.application.lifecycle import Event
from nss.base.columns import TextColumn
from nss.base.typed_text import NotUnderstood
from nss.base.words import W, t
from nss.master.sheet import Sheet
from nss.master.sheets import SHEETS
from nss.record import retention
from nss.web.context import OFFICE_TABS
from nss.web.jinja import url

from .operation import TASKS
from .queue_views import LONG_AGO, views_of
from .record_words import changes, listed, said, tables
from .search import NUMBER

PARTS: Mapping[str, W] = {
    "application": W("申込", "Applications"),
    "access": W("ログイン・管理操作", "Accesses"),
    "history": W("データの変更", "Rows"),
    "password": W("パスワードの閲覧", "Passwords read"),
}
"""The parts of the record."""
BY = {
    "link": W("メールのリンク", "link in an e-mail"),
    "first-person": W("コマンド（最初の管理者の登録）", "command (first administrator)"),
    "load-masters": W("コマンド（マスタの一括登録）", "command (masters loaded)"),
    "import-register": W("コマンド（契約情報の取込み）", "command (register imported)"),
}
"""In what way something was done that nobody did on a page."""
PAGES: tuple[tuple[W, str], ...] = (
    *((word, name) for word, name, _ in OFFICE_TABS),
    (W("申込の入力", "Filling in an application"), "office:drafts"),
    (W("証明書", "Certificates"), "office:certificates"),
    (W("同意の依頼", "Requests for consent"), "office:consents"),
    (W("お知らせ", "News"), "office:news"),
    (W("書類の検証", "Verifying a document"), "document:verify"),
)
OTHER_PAGE = W("書類・その他の画面", "a paper or another page")


def _page(a: Access, path: str) -> str:
    """Which page of the office was looked at: by the tab that it stands under, and the application whose number it bears."""
    home = url("office:menu")
    under = (
        word
        for word, name in PAGES
        if path == url(name) or (url(name) != home and path.startswith(url(name)))
    )
    word = next(under, OTHER_PAGE)
    numbers = [part for part in path.split("/") if NUMBER.fullmatch(part)]
    return " ".join([str(word), *numbers])


def _role_or_text(a: Access, value: Any) -> str:
    return str(Role.word_of(value)) if a.what == Access.What.ROLE else str(value)


def _kind(a: Access, value: str) -> str:
    return str(PARTS.get(value) or KINDS.get(value) or "")


def _sheet(a: Access, key: str) -> str:
    return str(SHEETS[key].title) if key in SHEETS else ""


def _day(a: Access, value: str) -> str:
    return f"{date.fromisoformat(value):%Y/%m/%d}"


def _queue(a: Access, key: str) -> str:
    view = views_of(0, LONG_AGO, LONG_AGO, LONG_AGO).get(key)
    return str(view.word) if view else ""


def _about(a: Access, value: str) -> str:
    """Not once more the office, which has a column of its own."""
    return "" if a.office is not None and value == a.office.code else value


def _query(a: Access, query: str) -> str:
    """What a record was searched for that somebody took along."""
    asked = {key: found[0] for key, found in parse_qs(query).items()}
    event, days = asked.get("event", ""), [asked.get("from", ""), asked.get("to", "")]
    word = tables()[event].word if event in tables() else Event.word_of(event)
    word = Access.What.word_of(event) if word == event else word
    return " ".join(
        str(p) for p in (asked.get("q", ""), word, t("〜", " to ").join(days) if any(days) else "") if p
    )


def _files(a: Access, files: Mapping[str, str]) -> str:
    told = W("{name}（SHA-256 {digest}）", "{name} (SHA-256 {digest})")
    return " ".join(str(told.format(name=name, digest=digest)) for name, digest in files.items())


def _counts(a: Access, counts: Mapping[str, int]) -> str:
    return " ".join(f"{name} {count:,}" for name, count in counts.items())


def _plain(a: Access, value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


@dataclass(frozen=True, slots=True)
class Detail:
    """What one value of a line is called, and how it reads."""

    word: W
    show: Callable[[Access, Any], str] = _plain


DETAILS: Mapping[str, Detail] = {
    "about": Detail(W("対象", "About"), _about),
    "whom": Detail(W("対象の担当者", "Person")),
    "name": Detail(W("入力された担当者ID", "Person ID typed")),
    "role": Detail(ROLE, lambda a, value: str(Role.word_of(value))),
    "kind": Detail(W("種類", "Kind"), _kind),
    "sheet": Detail(W("マスタ", "Master"), _sheet),
    "queue": Detail(W("受付箱の表示", "View of the queue"), _queue),
    "task": Detail(W("処理", "Task"), lambda a, value: str(TASKS.get(value, ""))),
    "path": Detail(W("画面", "Page"), _page),
    "day": Detail(W("契約内容の日付", "Contract on"), _day),
    "month": Detail(W("請求月", "Month")),
    "file": Detail(W("ファイル", "File")),
    "files": Detail(W("ファイル", "Files"), _files),
    "sha256": Detail(W("SHA-256", "SHA-256")),
    "query": Detail(W("検索条件", "Searched for"), _query),
    "search": Detail(W("検索条件", "Searched for")),
    "lines": Detail(W("明細行", "Lines")),
    "imported": Detail(W("取り込んだ行", "Rows imported")),
    "counts": Detail(W("取り込んだ行", "Rows imported"), _counts),
    "invoices": Detail(W("請求件数", "Invoices")),
    "invoice": Detail(W("請求番号", "Invoice")),
    "certificate": Detail(W("証明書", "Certificate")),
    "number": Detail(W("訂正番号", "Correction")),
    "label": Detail(W("項目", "Item")),
    "total": Detail(W("税込（円）", "Yen with tax")),
    "subject": Detail(W("件名", "Subject")),
    "before": Detail(W("変更前", "Before"), _role_or_text),
    "after": Detail(W("変更後", "After"), _role_or_text),
    "to": Detail(W("宛先", "Address")),
    "ended": Detail(W("ログアウトした端末", "Devices signed out")),
    "removed": Detail(W("解除した二段階認証", "Second factors removed")),
    "along_with": Detail(W("あわせて変更した担当者", "Along with")),
    "by": Detail(W("方法", "By"), lambda a, value: str(BY.get(value, ""))),
    "note": Detail(W("連絡", "Note")),
    "reason": Detail(W("理由", "Reason")),
    "touched": Detail(W("影響する申込", "Applications touched"), lambda a, value: listed(value)),
}
"""What stands in the detail of a line, in the order of reading. Keys of rows have no word: a reader has the subject and the task."""


def _master_change(a: Access) -> list[str]:
    before, after = a.detail.get("before"), a.detail.get("after")
    sheet = SHEETS.get(a.detail.get("sheet", ""))
    if sheet is None or before is None or after is None:
        return []
    words = {c.name: TextColumn(c.name, c.label) for c in sheet.fields}
    return changes(words, _of_cells(sheet, before), _of_cells(sheet, after), {})


def _of_cells(sheet: Sheet, cells: Mapping[str, str]) -> dict[str, str]:
    """A row that was stored as the cells of a CSV, as it reads in the reader's language."""
    found = {}
    for c in sheet.fields:
        if c.name in cells:
            try:
                found[c.name] = str(c.show(c.from_cell(cells[c.name])))
            except NotUnderstood:  # by the bounds of then
                found[c.name] = cells[c.name]
    return found


def _erased(detail: Mapping[str, Any]) -> list[str]:
    return [said(term.word, f"{detail[term.key]:,}") for term in retention.terms() if detail.get(term.key)]


def access_detail(a: Access) -> str:
    """What a line adds beside who, what, where and when."""
    if a.what == Access.What.ERASED:
        return listed(_erased(a.detail))
    left = {"before", "after"} if a.what == Access.What.MASTER else set()
    parts = []
    for key, detail in DETAILS.items():
        value = a.detail.get(key)
        if key in left or value in (None, "", {}):
            continue
        if text := detail.show(a, value):
            parts.append(said(detail.word, text))
    return listed([*parts, *(_master_change(a) if left else [])])
