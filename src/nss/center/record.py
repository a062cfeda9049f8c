"""N19: who did what, when, from where, before and after: applications, accesses, rows of the contract, passwords read."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nss.account.access import center_page
from nss.account.access_log import log
from nss.account.models import Access, Person, Role
from nss.application.lifecycle import Event
from nss.application.models import Application, Record
from nss.base import clock
from nss.base.columns import Column
from nss.base.words import W, t
from nss.contract.models import ROW_TYPES, Office
from nss.issuing.models import SecretView
from nss.master.sheets import SHEETS
from nss.procedure.kit.schedule import read_day
from nss.record.models import History
from nss.record.triggers import watched

from .search import MOST as MOST_NAMED
from .search import NUMBER, rows_named
from .tables import csv_file

PAGE = 100
MOST = 50_000
"""Lines of one export."""
REFERENCE = re.compile(r"[A-Z2-7]{10}")
"""The reference number of a request, as pages and log lines show it."""


def when(moment: Any) -> str:
    return f"{moment.astimezone(clock.TOKYO):%Y/%m/%d %H:%M:%S}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One part of the record: its heads, what is searched, and how a line reads."""

    word: W
    heads: tuple[W, ...]
    lines: Callable[[str, str], QuerySet[Any]]
    row: Callable[[Any, dict[int, str]], list[str]]
    choices: tuple[tuple[str, W | str], ...] = ()


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def persons(text: str) -> list[int]:
    return list(Person.objects.filter(username__icontains=text).values_list("pk", flat=True)[:200])


def offices(text: str) -> list[int]:
    return list(
        Office.objects.filter(code__startswith=text.upper()).values_list("pk", flat=True)[:MOST_NAMED]
    )


def picked(found: QuerySet[Any], where: Q) -> QuerySet[Any]:
    """The few lines that a condition picks, newest first. Not by the bare key: PostgreSQL would walk back through the whole
    record until it has met a page's worth of them."""
    return found.filter(where).annotate(newest=F("id") + 0).order_by("-newest")


def _applications(text: str, what: str) -> QuerySet[Any]:
    """By reception number, else by office, else by person: one or the other, so that an index answers."""
    found = Record.objects.select_related("application__office", "actor").order_by("-id")
    if NUMBER.fullmatch(text.upper()):
        numbered = Application.objects.filter(number__startswith=text.upper())
        found = picked(found, Q(application__in=list(numbered.values_list("pk", flat=True)[:200])))
    elif text and (theirs := offices(text)):
        found = picked(found, Q(application__office__in=theirs))
    elif text:
        found = found.filter(actor__in=persons(text))
    return found.filter(event=what) if what else found


def _application_row(r: Any, names: dict[int, str]) -> list[str]:
    return [
        when(r.at),
        r.application.number or "",
        r.application.office.code,
        str(Event.word_of(r.event)),
        r.source,
        r.target,
        r.actor.username if r.actor else t("システム", "system"),
        str(r.detail.get("reason") or r.detail.get("text") or r.detail.get("to") or ""),
    ]


def _accesses(text: str, what: str) -> QuerySet[Any]:
    found = Access.objects.select_related("actor", "office").order_by("-id")
    if not text:
        return found.filter(what=what) if what else found
    if REFERENCE.fullmatch(text.upper()):
        found = picked(found, Q(reference=text.upper()))
    elif _is_address(text):
        found = picked(found, Q(address=text))
    elif text in SHEETS:
        found = found.filter(what=Access.What.MASTER.value, detail__sheet=text)
    else:
        theirs = offices(text)
        mine = Q(office__in=theirs) | Q(actor__in=persons(text))
        found = picked(found, mine | Q(what=Access.What.FAILED.value, detail__name__icontains=text))
    return found.filter(what=what) if what else found


def _access_row(a: Any, names: dict[int, str]) -> list[str]:
    return [
        when(a.at),
        str(Access.What.word_of(a.what)),
        a.actor.username if a.actor else "",
        a.office.code if a.office else "",
        a.address,
        a.reference,
        json.dumps(a.detail, ensure_ascii=False) if a.detail else "",
    ]


def _history(text: str, what: str) -> QuerySet[Any]:
    found = History.objects.order_by("-id")
    if not text:
        return found.filter(table=what) if what else found
    tables = [m._meta.db_table for m in watched()]
    if REFERENCE.fullmatch(text.upper()):
        found = picked(found, Q(reference=text.upper()))
    elif text in tables:
        found = found.filter(table=text)
    elif named := rows_named(text):
        where = Q(pk__in=[])
        for table, keys in named.items():
            where |= Q(table=table, row__in=keys)
        found = picked(found, where)
    elif text.isdecimal():
        found = picked(found, Q(table__in=tables, row=int(text[:18])))
    else:
        found = found.filter(actor__in=persons(text))
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
    "starts": Column("starts", W("利用開始日", "Starts"), "date"),
    "ends": Column("ends", W("利用終了日", "Ends"), "date"),
    "role": Column("role", W("役割", "Role"), "choice", Role),
    "is_active": Column("is_active", W("利用中", "Active"), "flag"),
}


def columns_of(table: str) -> dict[str, Column]:
    """The labelled columns of a table: those of its row type, or of its sheet."""
    for model in ROW_TYPES.values():
        if model._meta.db_table == table:
            return {**COMMON, **{c.name: c for c in model.columns}}
    for sheet in SHEETS.values():
        if sheet.model._meta.db_table == table:
            return {
                f.name: Column(f.name, f.word, "flag" if f.kind == "flag" else "text") for f in sheet.fields
            }
    return COMMON


def table_word(name: str) -> str:
    kinds: dict[str, Any] = {model._meta.db_table: model.label for model in ROW_TYPES.values()}
    kinds |= {s.model._meta.db_table: s.title for s in SHEETS.values()}
    kinds |= {
        "people_person": W("利用者", "Person"),
        "contract_office": W("事業所", "Office"),
        "contract_company": W("会社", "Company"),
    }
    return str(kinds.get(name, name))


def said(h: History) -> str:
    """A change in words: label, before, after."""
    columns = columns_of(h.table)
    before, after = h.before or {}, h.after or {}
    parts: list[str] = []
    for name in dict.fromkeys([*before, *after]):
        if name in INTERNAL:
            continue
        column = columns.get(name) or Column(name, W(name, name))
        old, new = (str(column.show(v[name])) if name in v else "" for v in (before, after))
        if h.action == "update" and old != new:
            parts.append(f"{column.label}：{old or '—'} → {new or '—'}")
        elif old or new:
            parts.append(f"{column.label}：{old or new}")
    return "、".join(parts)


def _history_row(h: Any, names: dict[int, str]) -> list[str]:
    row = {**(h.before or {}), **(h.after or {})}
    return [
        when(h.at),
        table_word(h.table),
        str(h.row),
        names.get(row.get("office_id", 0), ""),
        str(ACTIONS.get(h.action, h.action)),
        names.get(h.actor, t("システム", "system")),
        h.reference,
        said(h),
    ]


def _views(text: str, what: str) -> QuerySet[Any]:
    found = SecretView.objects.select_related("secret__office").order_by("-id")
    if text:
        found = found.filter(Q(secret__office__code__istartswith=text) | Q(person_id__in=persons(text)))
    return found.filter(outcome=what) if what else found


def _view_row(v: Any, names: dict[int, str]) -> list[str]:
    return [
        when(v.at),
        v.secret.office.code,
        v.secret.label,
        names.get(v.person_id, str(v.person_id)),
        v.outcome,
    ]


def kinds() -> dict[str, Kind]:
    whens, whos = W("日時", "When"), W("担当", "Who")
    number, office, what = W("受付番号", "Number"), W("事業所", "Office"), W("作業", "What")
    return {
        "application": Kind(
            W("申込", "Applications"),
            (
                whens,
                number,
                office,
                what,
                W("前の状態", "From"),
                W("後の状態", "To"),
                whos,
                W("内容", "Detail"),
            ),
            _applications,
            _application_row,
            tuple((e.value, e.word) for e in Event),
        ),
        "access": Kind(
            W("ログイン・管理操作", "Accesses"),
            (whens, what, whos, office, W("接続元", "From"), W("参照番号", "Reference"), W("内容", "Detail")),
            _accesses,
            _access_row,
            tuple((a.value, a.word) for a in Access.What),
        ),
        "history": Kind(
            W("データの変更", "Rows"),
            (
                whens,
                W("対象", "What"),
                W("行", "Row"),
                office,
                what,
                whos,
                W("参照番号", "Reference"),
                W("内容", "Detail"),
            ),
            _history,
            _history_row,
            tuple((m._meta.db_table, m.label) for m in ROW_TYPES.values()),
        ),
        "password": Kind(
            W("パスワードの閲覧", "Passwords read"),
            (whens, office, W("対象", "What"), whos, W("結果", "Outcome")),
            _views,
            _view_row,
        ),
    }


def asked(request: HttpRequest) -> tuple[str, Kind, QuerySet[Any]]:
    """The part that is asked for, and its lines by text, kind of line and period."""
    all_kinds, get = kinds(), request.GET
    key = get.get("kind", "application")
    key = key if key in all_kinds else "application"
    kind = all_kinds[key]
    what = get.get("event", "")
    found = kind.lines(get.get("q", "").strip(), what if what in dict(kind.choices) else "")
    try:
        if get.get("from"):
            found = found.filter(at__gte=clock.start_of(read_day(get["from"])))
        if get.get("to"):
            found = found.filter(at__lt=clock.start_of(read_day(get["to"]) + timedelta(days=1)))
    except (ValueError, OverflowError):
        messages.error(request, t("期間の日付を読み取れません。", "The period is not a date."))
    return key, kind, found


def names_of(lines: list[Any]) -> dict[int, str]:
    """Names of the people and codes of the offices that the lines mention; their ids are drawn from one series."""
    ids = {
        getattr(x, "actor", None) if isinstance(x, History) else getattr(x, "person_id", None) for x in lines
    }
    found = dict(Person.objects.filter(pk__in=[i for i in ids if i]).values_list("pk", "username"))
    offices = {
        r["office_id"]
        for x in lines
        if isinstance(x, History)
        for r in (x.before or {}, x.after or {})
        if r.get("office_id")
    }
    return found | dict(Office.objects.filter(pk__in=offices).values_list("pk", "code"))


@center_page
@require_GET
def record(request: HttpRequest) -> HttpResponse:
    key, kind, found = asked(request)
    before = request.GET.get("before", "")
    if before.isdecimal():
        found = found.filter(pk__lt=int(before[:19]))
    lines = list(found[: PAGE + 1])
    kept = request.GET.copy()
    kept.pop("before", None)
    names = names_of(lines)
    return render(
        request,
        "center/record.html",
        {
            "kinds": [(k, v.word, k == key) for k, v in kinds().items()],
            "kind": key,
            "heads": kind.heads,
            "choices": kind.choices,
            "rows": [kind.row(x, names) for x in lines[:PAGE]],
            "more": lines[PAGE - 1].pk if len(lines) > PAGE else None,
            "query": kept.urlencode(),
            "asked": {k: request.GET.get(k, "") for k in ("q", "event", "from", "to")},
            "title": kind.word,
        },
    )


@center_page(may="may_review")
@require_GET
def record_csv(request: HttpRequest) -> HttpResponse:
    """What is shown, all pages; the export itself stands in the record."""
    key, kind, found = asked(request)
    lines = list(found[:MOST])
    names = names_of(lines)
    day: date = clock.today()
    log(
        Access.What.EXPORTED,
        request,
        request.user,
        kind=key,
        query=request.GET.urlencode()[:200],
        lines=len(lines),
    )
    return csv_file(
        f"record-{key}-{day:%Y%m%d}.csv", [str(h) for h in kind.heads], [kind.row(x, names) for x in lines]
    )
