"""What the record calls a table, its columns and its values. A row type and a master say so themselves; what has neither says it
here, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from nss.account.columns import LOGIN_ID, OF_A_PERSON, OF_AN_OFFICE, ROLE
from nss.account.models import Role
from nss.base.columns import (
    IS_NOT,
    ChoiceColumn,
    CodeColumn,
    CodesColumn,
    Column,
    CountColumn,
    DateColumn,
    FlagColumn,
    IssuedColumn,
    MomentColumn,
    TextColumn,
)
from nss.base.words import W, joined
from nss.billing.models import MonthState
from nss.contract.choices import Payment
from nss.contract.models import ROW_TYPES
from nss.master.sheets import SHEETS
from nss.notice.facts import NOTHING
from nss.notice.preferences import BY_KIND
from nss.web.reading import ENDS, STARTS


@dataclass(frozen=True, slots=True)
class Table:
    """One watched table: what it is called, its columns by their names, and those whose values name one of its rows."""

    word: W
    columns: Mapping[str, Column]
    named_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedColumn(Column):
    """A key of a person or of an application, which reads as the user name or the reception number."""


@dataclass(frozen=True, slots=True)
class PartsColumn(Column):
    """A list whose entries are read by `part`."""

    kind: ClassVar[str] = "parts"
    part: Callable[[Any], object] = str

    def show(self, value: Any) -> W | str:
        return joined([self.part(v) for v in value]) if value else ""


def _charged(line: Any) -> W:
    """A line of an invoice: what for, how many, for how much."""
    label, count, _, amount = line
    return W(f"{label} {count:,}件 {amount:,}円", f"{label} {count:,} for {amount:,} yen")


def _last_day(end: Any) -> str:
    return str(DateColumn("on", W("", "")).show(end["on"]))


MAILED = MomentColumn("mailed_at", W("メール送信日時", "Mailed at"))


def _table(word: W, *columns: Column, named_by: tuple[str, ...] = ()) -> Table:
    return Table(word, {c.name: c for c in columns}, named_by)


OTHER: Mapping[str, Table] = {
    "contract_company": _table(
        W("会社", "Company"), CodeColumn("code", W("企業略称", "Company code")), named_by=("code",)
    ),
    "contract_office": _table(
        W("事業所", "Office"),
        CodeColumn("code", W("事業所コード", "Office code")),
        CodeColumn("former_code", W("仮の事業所コード", "Temporary code")),
        TextColumn("company_name", W("企業名", "Company name")),
        TextColumn("name", W("事業所名", "Office name")),
        *OF_AN_OFFICE,
        FlagColumn("provisional", W("仮アカウント", "Temporary account"), flag=IS_NOT),
        named_by=("code",),
    ),
    "people_person": _table(
        W("担当者", "Person"),
        TextColumn("login_id", LOGIN_ID),
        *OF_A_PERSON,
        ChoiceColumn("role", ROLE, Role),
        FlagColumn("is_active", W("利用中", "Active"), flag=IS_NOT),
        FlagColumn(
            "must_change_password",
            W("次回ログイン時のパスワード変更", "New password at next sign-in"),
            flag=IS_NOT,
        ),
        named_by=("username",),
    ),
    "people_apitoken": _table(
        W("APIトークン", "API token"),
        TextColumn("name", W("名称", "Name")),
        NamedColumn("person_id", W("発行者", "Made by")),
        MomentColumn("created_at", W("発行日時", "Made at")),
        MomentColumn("expires", W("有効期限", "Expires")),
        MomentColumn("revoked_at", W("無効化日時", "Revoked at")),
        named_by=("name",),
    ),
    "billing_month": _table(
        W("請求月", "Month of bills"),
        DateColumn("month", W("請求月", "Month of bills")),
        ChoiceColumn("state", W("状態", "State"), MonthState),
        TextColumn("file_name", W("ファイル", "File")),
        TextColumn("sha256", W("SHA-256", "SHA-256")),
        CountColumn("rows", W("明細行", "Lines")),
        MomentColumn("loaded_at", W("取込日時", "Loaded at")),
        NamedColumn("loaded_by_id", W("取込みの担当", "Loaded by")),
        MomentColumn("fixed_at", W("確定日時", "Finalized at")),
        NamedColumn("fixed_by_id", W("確定の担当", "Finalized by")),
        named_by=("month",),
    ),
    "billing_invoice": _table(
        W("請求書", "Invoice"),
        TextColumn("number", W("請求番号", "Invoice number")),
        CodeColumn("billing_code", W("請求先コード", "Billing code")),
        TextColumn("registration", W("登録番号", "Registration number")),
        PartsColumn("lines", W("内訳", "Lines"), part=_charged),
        CountColumn("net", W("税抜（円）", "Yen without tax")),
        CountColumn("tax_percent", W("税率（%）", "Rate of tax (%)")),
        CountColumn("tax", W("消費税（円）", "Tax (yen)")),
        CountColumn("total", W("税込（円）", "Yen with tax")),
        CountColumn("carried", W("前月までの訂正（円）", "Corrections of earlier bills (yen)")),
        DateColumn("due", W("支払期限", "Due")),
        ChoiceColumn("method", W("支払の方法", "Payment"), Payment),
        TextColumn("bank_account", W("振込先", "Bank account")),
        named_by=("number",),
    ),
    "issuing_certificate": _table(
        W("デジタル証明書", "Digital certificate"),
        CodeColumn("name", W("端末名", "Terminal")),
        NamedColumn("application_id", W("申込受付番号", "Reception number")),
        DateColumn("issued_on", W("発行日", "Issued on")),
        DateColumn("fetched_on", W("取得日", "Fetched on")),
        DateColumn("stops_on", W("取得期限", "To be fetched before")),
        DateColumn("stopped_on", W("停止日", "Stopped on")),
        PartsColumn("stops_before", W("端末の利用終了日", "Terminal ends on"), part=_last_day),
        DateColumn("halted_on", W("センターによる停止日", "Stopped by the Center on")),
        FlagColumn("carried", W("他の事業所から移動", "Came from another office"), flag=IS_NOT),
        named_by=("name",),
    ),
    "notice_noticesetting": _table(
        W("通知の設定", "Notice setting"),
        ChoiceColumn("kind", W("通知の種類", "Kind"), pairs=tuple((k, o.word) for k, o in BY_KIND.items())),
        FlagColumn("mail", W("メール", "By mail"), flag=IS_NOT),
        FlagColumn("daily", W("日次まとめ", "Daily mail"), flag=IS_NOT),
        CodesColumn("extra", W("追加の宛先", "Further addresses")),
        named_by=("kind",),
    ),
}


NAMED = tuple(name for t in OTHER.values() for name, c in t.columns.items() if isinstance(c, NamedColumn))
"""The columns with the key of a person or of an application."""
NO_TABLE = Table(W("", ""), {})
"""Of a table that is no longer there."""


@cache
def tables() -> Mapping[str, Table]:
    """Every watched table by its name in the database."""
    rows = {
        m._meta.db_table: _table(m.label, *m.columns, STARTS, ENDS, named_by=m.named_by)
        for m in ROW_TYPES.values()
    }
    masters = {
        s.model._meta.db_table: _table(s.title, *s.fields, MAILED, named_by=(s.fields[0].name,))
        for s in SHEETS.values()
    }
    return {**rows, **masters, **OTHER}


def tables_called(word: str) -> list[str]:
    """The tables that are called by a word, in either language."""
    return [name for name, table in tables().items() if word in (table.word.ja, table.word.en)]


def shown(column: Column, value: Any, names: Mapping[int, str]) -> str:
    """A stored value as it reads; a key by what `names` calls it."""
    if isinstance(column, NamedColumn):
        return names.get(value, "") if value else ""
    return str(column.show(value))


def said(word: W, value: str) -> str:
    """A value with what it is called, in the language of the reader."""
    return f"{word}{W('：', ': ')}{value}"


def listed(parts: Sequence[str]) -> str:
    """What a line says, one after the other."""
    return str(joined(parts))


def changes(
    columns: Mapping[str, Column],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Mapping[int, str],
) -> list[str]:
    """What a change of a row says: of a new one and of one that is gone all that stood in it, else what differs."""
    parts: list[str] = []
    for name in dict.fromkeys([*before, *after]):
        column = columns.get(name)
        if column is None:  # a key, or what another column of the line says
            continue
        old, new = (shown(column, v[name], names) if name in v else "" for v in (before, after))
        if not (before and after):
            parts += [said(column.label, old or new)] if old or new else []
        elif old != new:
            parts.append(said(column.label, f"{old or NOTHING} → {new or NOTHING}"))
    return parts


def row_name(table: Table, values: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """What a person calls a row that has these values; a number that is handed out in parts is one word."""
    columns = [table.columns.get(n) for n in table.named_by]
    parts = [
        shown(c, values[n], names) if c else str(values[n])
        for n, c in zip(table.named_by, columns, strict=True)
        if values.get(n)
    ]
    return ("" if all(isinstance(c, IssuedColumn) for c in columns) else " ").join(parts)
