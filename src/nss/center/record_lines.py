"""How each kind of record is searched, and how one of its lines reads."""

from __future__ import annotations

import ipaddress
import json
import re
from datetime import datetime
from typing import TypeVar

from django.db.models import F, Model, Q, QuerySet

from nss.account.models import Access, Person, Role
from nss.application.lifecycle import Event, State
from nss.application.models import Application, Record
from nss.base import clock
from nss.base.columns import ChoiceColumn, Column, DateColumn, FlagColumn, TextColumn
from nss.base.words import W, t
from nss.contract.models import ROW_TYPES, Office
from nss.issuing.models import SecretView
from nss.master.sheets import SHEETS
from nss.record.models import History
from nss.record.triggers import watched

from .search import MOST as MOST_NAMED
from .search import NUMBER, rows_named

Line = TypeVar("Line", bound=Model)
REFERENCE = re.compile(r"[A-Z2-7]{10}")
"""The reference number of a request, as pages and log lines show it."""


def when(moment: datetime) -> str:
    """A moment as the record writes it."""
    return f"{moment.astimezone(clock.TOKYO):%Y/%m/%d %H:%M:%S}"


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def person_condition(text: str) -> list[int]:
    """People whose name, login ID or mail address contains a text."""
    return list(Person.objects.filter(username__icontains=text).values_list("pk", flat=True)[:200])


def office_condition(text: str) -> list[int]:
    """Offices whose code or name contains a text."""
    return list(
        Office.objects.filter(code__startswith=text.upper()).values_list("pk", flat=True)[:MOST_NAMED]
    )


def newest_of(found: QuerySet[Line], where: Q) -> QuerySet[Line]:
    """The few lines that a condition picks, newest first. Not by the bare key: PostgreSQL would walk back through the whole
    record until it has met a page's worth of them."""
    return found.filter(where).order_by((F("id") + 0).desc())


def _applications(text: str, what: str) -> QuerySet[Record]:
    """By reception number, else by office, else by person: one or the other, so that an index answers."""
    found = Record.objects.select_related("application__office", "actor").order_by("-id")
    if NUMBER.fullmatch(text.upper()):
        numbered = Application.objects.filter(number__startswith=text.upper())
        found = newest_of(found, Q(application__in=list(numbered.values_list("pk", flat=True)[:200])))
    elif text and (theirs := office_condition(text)):
        found = newest_of(found, Q(application__office__in=theirs))
    elif text:
        found = found.filter(actor__in=person_condition(text))
    return found.filter(event=what) if what else found


def _application_row(r: Record, names: dict[int, str]) -> list[str]:
    return [
        when(r.at),
        r.application.number or "",
        r.application.office.code,
        str(Event.word_of(r.event)),
        str(State.word_of(r.source)) if r.source else "",
        str(State.word_of(r.target)) if r.target else "",
        r.actor.username if r.actor else t("システム", "system"),
        str(r.detail.get("reason") or r.detail.get("text") or r.detail.get("to") or ""),
    ]


def _accesses(text: str, what: str) -> QuerySet[Access]:
    found = Access.objects.select_related("actor", "office").order_by("-id")
    if not text:
        return found.filter(what=what) if what else found
    if REFERENCE.fullmatch(text.upper()):
        found = newest_of(found, Q(reference=text.upper()))
    elif _is_address(text):
        found = newest_of(found, Q(address=text))
    elif text in SHEETS:
        found = found.filter(what=Access.What.MASTER, detail__sheet=text)
    else:
        theirs = office_condition(text)
        mine = Q(office__in=theirs) | Q(actor__in=person_condition(text))
        found = newest_of(found, mine | Q(what=Access.What.FAILED, detail__name__icontains=text))
    return found.filter(what=what) if what else found


def _access_row(a: Access, names: dict[int, str]) -> list[str]:
    return [
        when(a.at),
        str(Access.What.word_of(a.what)),
        a.actor.username if a.actor else "",
        a.office.code if a.office else "",
        a.address,
        a.reference,
        _access_detail(a),
    ]


WORDED = {
    Access.What.BILL_LOADED,
    Access.What.BILL_DRAWN,
    Access.What.BILL_ASKED,
    Access.What.BILL_UNDONE,
    Access.What.BILL_FIXED,
    Access.What.CREDIT_ASKED,
    Access.What.CREDIT_OFF,
    Access.What.CREDITED,
    Access.What.CERT_STOPPED,
    Access.What.MAIL,
    Access.What.MAIL_BACK,
}
DETAIL_WORDS = {
    "month": W("請求月", "Month"),
    "file": W("ファイル", "File"),
    "sha256": W("SHA-256", "SHA-256"),
    "lines": W("明細行", "Lines"),
    "invoices": W("請求件数", "Invoices"),
    "invoice": W("請求番号", "Invoice"),
    "certificate": W("証明書", "Certificate"),
    "number": W("訂正番号", "Correction"),
    "label": W("項目", "Item"),
    "total": W("税込（円）", "Yen with tax"),
    "subject": W("件名", "Subject"),
    "before": W("変更前の宛先", "Address before"),
    "to": W("宛先", "Address"),
    "note": W("連絡", "Note"),
    "reason": W("理由", "Reason"),
}
"""What the detail of such a line is called, in the order of reading."""


def _access_detail(a: Access) -> str:
    """What a line adds: in words where there are words for it, else as it was written."""
    if a.what not in WORDED:
        return json.dumps(a.detail, ensure_ascii=False) if a.detail else ""
    shown = [
        (word, a.detail[key]) for key, word in DETAIL_WORDS.items() if a.detail.get(key) not in (None, "")
    ]
    return "、".join(
        f"{word}：{value:,}" if isinstance(value, int) else f"{word}：{value}" for word, value in shown
    )


def _history(text: str, what: str) -> QuerySet[History]:
    found = History.objects.order_by("-id")
    if not text:
        return found.filter(table=what) if what else found
    tables = [m._meta.db_table for m in watched()]
    if REFERENCE.fullmatch(text.upper()):
        found = newest_of(found, Q(reference=text.upper()))
    elif text in tables:
        found = found.filter(table=text)
    elif named := rows_named(text):
        where = Q(pk__in=[])
        for table, keys in named.items():
            where |= Q(table=table, row__in=keys)
        found = newest_of(found, where)
    elif text.isdecimal():
        found = newest_of(found, Q(table__in=tables, row=int(text[:18])))
    else:
        found = found.filter(actor__in=person_condition(text))
    return found.filter(table=what) if what else found


ACTIONS = {"insert": W("追加", "added"), "update": W("変更", "changed"), "delete": W("削除", "deleted")}
INTERNAL = {
    "id",
    "identity",
    "office_id",
    "company_id",
    "by_application",
    "valid",
    "changed_at",
    "changed_by_id",
}
"""Columns that say nothing to a reader."""
COMMON = {
    "starts": DateColumn("starts", W("利用開始日", "Starts")),
    "ends": DateColumn("ends", W("利用終了日", "Ends")),
    "role": ChoiceColumn("role", W("役割", "Role"), Role),
    "is_active": FlagColumn("is_active", W("利用中", "Active")),
}


def columns_of(table: str) -> dict[str, Column]:
    """The labelled columns of a table: those of its row type, or of its sheet."""
    for model in ROW_TYPES.values():
        if model._meta.db_table == table:
            return {**COMMON, **{c.name: c for c in model.columns}}
    for sheet in SHEETS.values():
        if sheet.model._meta.db_table == table:
            return {c.name: c for c in sheet.fields}
    return COMMON


def table_word(name: str) -> str:
    """What a database table is called."""
    kinds: dict[str, W] = {model._meta.db_table: model.label for model in ROW_TYPES.values()}
    kinds |= {s.model._meta.db_table: s.title for s in SHEETS.values()}
    kinds |= {
        "people_person": W("担当者", "Person"),
        "contract_office": W("事業所", "Office"),
        "contract_company": W("会社", "Company"),
    }
    return str(kinds.get(name, name))


def change_text(h: History) -> str:
    """A changed value in words: label of the column, before, after."""
    columns = columns_of(h.table)
    before, after = h.before or {}, h.after or {}
    parts: list[str] = []
    for name in dict.fromkeys([*before, *after]):
        if name in INTERNAL:
            continue
        column = columns.get(name) or TextColumn(name, W(name, name))
        old, new = (str(column.show(v[name])) if name in v else "" for v in (before, after))
        if h.action == "update" and old != new:
            parts.append(f"{column.label}：{old or '—'} → {new or '—'}")
        elif old or new:
            parts.append(f"{column.label}：{old or new}")
    return "、".join(parts)


def _history_row(h: History, names: dict[int, str]) -> list[str]:
    row = {**(h.before or {}), **(h.after or {})}
    return [
        when(h.at),
        table_word(h.table),
        str(h.row),
        names.get(row.get("office_id", 0), ""),
        str(ACTIONS.get(h.action, h.action)),
        names.get(h.actor or 0, t("システム", "system")),
        h.reference,
        change_text(h),
    ]


def _views(text: str, what: str) -> QuerySet[SecretView]:
    found = SecretView.objects.select_related("secret__office").order_by("-id")
    if text:
        found = found.filter(
            Q(secret__office__code__istartswith=text) | Q(person_id__in=person_condition(text))
        )
    return found.filter(outcome=what) if what else found


def _view_row(v: SecretView, names: dict[int, str]) -> list[str]:
    return [
        when(v.at),
        v.secret.office.code,
        v.secret.label,
        names.get(v.person_id, str(v.person_id)),
        v.outcome,
    ]
