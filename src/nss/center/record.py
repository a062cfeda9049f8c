"""N19: who did what, when, from where, before and after: applications, accesses, rows of the contract, passwords read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nss.account.access import center_page
from nss.account.access_log import log
from nss.account.models import Access, Person
from nss.application.lifecycle import Event
from nss.application.models import Record
from nss.base import clock
from nss.base.words import W, t
from nss.contract.models import ROW_TYPES
from nss.issuing.models import SecretView
from nss.procedure.schedule import read_day
from nss.record.models import History

from .tables import csv_file

PAGE = 100
MOST = 50_000
"""Lines of one export."""


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


def persons(text: str) -> list[int]:
    return list(Person.objects.filter(username__icontains=text).values_list("pk", flat=True)[:200])


def _applications(text: str, what: str) -> QuerySet[Any]:
    found = Record.objects.select_related("application__office", "actor").order_by("-id")
    if text:
        found = found.filter(
            Q(application__number__istartswith=text)
            | Q(application__office__code__istartswith=text)
            | Q(actor__username__icontains=text)
        )
    return found.filter(event=what) if what else found


def _application_row(r: Any, names: dict[int, str]) -> list[str]:
    return [
        when(r.at), r.application.number or "", r.application.office.code, str(Event.word_of(r.event)), r.source, r.target,
        r.actor.username if r.actor else t("システム", "system"), str(r.detail.get("reason") or r.detail.get("text") or r.detail.get("to") or ""),
    ]  # fmt: skip


def _accesses(text: str, what: str) -> QuerySet[Any]:
    found = Access.objects.select_related("actor", "office").order_by("-id")
    if text:
        found = found.filter(
            Q(actor__username__icontains=text) | Q(office__code__istartswith=text) | Q(address=text) | Q(reference=text)
            | Q(detail__name__icontains=text) | Q(detail__sheet=text)
        )  # fmt: skip
    return found.filter(what=what) if what else found


def _access_row(a: Any, names: dict[int, str]) -> list[str]:
    return [
        when(a.at), str(Access.What.word_of(a.what)), a.actor.username if a.actor else "", a.office.code if a.office else "",
        a.address, a.reference, json.dumps(a.detail, ensure_ascii=False) if a.detail else "",
    ]  # fmt: skip


def _history(text: str, what: str) -> QuerySet[Any]:
    found = History.objects.order_by("-id")
    if text:
        who = persons(text)
        where = Q(actor__in=who) | Q(reference=text) | Q(table=text)
        if text.isdigit():
            where |= Q(row=int(text[:18]))
        else:
            upper = text.upper()
            for column in ("code", "name", "router", "number", "username"):
                where |= Q(after__contains={column: upper}) | Q(before__contains={column: upper})
        found = found.filter(where)
    return found.filter(table=what) if what else found


ACTIONS = {"insert": W("追加", "added"), "update": W("変更", "changed"), "delete": W("削除", "deleted")}


def table_word(name: str) -> str:
    kinds = {model._meta.db_table: model.label for model in ROW_TYPES.values()}
    return str(kinds.get(name, name))


def _history_row(h: Any, names: dict[int, str]) -> list[str]:
    return [
        when(h.at), table_word(h.table), str(h.row), str(ACTIONS.get(h.action, h.action)), names.get(h.actor, t("システム", "system")), h.reference,
        json.dumps(h.before, ensure_ascii=False) if h.before else "", json.dumps(h.after, ensure_ascii=False) if h.after else "",
    ]  # fmt: skip


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
            W("申込", "Applications"), (whens, number, office, what, W("前の状態", "From"), W("後の状態", "To"), whos, W("内容", "Detail")),
            _applications, _application_row, tuple((e.value, e.word) for e in Event),
        ),
        "access": Kind(
            W("ログイン・管理操作", "Accesses"), (whens, what, whos, office, W("接続元", "From"), W("参照番号", "Reference"), W("内容", "Detail")),
            _accesses, _access_row, tuple((a.value, a.word) for a in Access.What),
        ),
        "history": Kind(
            W("データの変更", "Rows"), (whens, W("対象", "What"), W("行", "Row"), what, whos, W("参照番号", "Reference"), W("変更前", "Before"), W("変更後", "After")),
            _history, _history_row, tuple((m._meta.db_table, m.label) for m in ROW_TYPES.values()),
        ),
        "password": Kind(
            W("パスワードの閲覧", "Passwords read"), (whens, office, W("対象", "What"), whos, W("結果", "Outcome")), _views, _view_row,
        ),
    }  # fmt: skip


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
    ids = {
        getattr(x, "actor", None) if isinstance(x, History) else getattr(x, "person_id", None) for x in lines
    }
    return dict(Person.objects.filter(pk__in=[i for i in ids if i]).values_list("pk", "username"))


@center_page
@require_GET
def record(request: HttpRequest) -> HttpResponse:
    key, kind, found = asked(request)
    before = request.GET.get("before", "")
    if before.isdigit():
        found = found.filter(pk__lt=int(before[:19]))
    lines = list(found[: PAGE + 1])
    kept = request.GET.copy()
    kept.pop("before", None)
    names = names_of(lines)
    return render(request, "center/record.html", {
        "kinds": [(k, v.word, k == key) for k, v in kinds().items()], "kind": key, "heads": kind.heads, "choices": kind.choices,
        "rows": [kind.row(x, names) for x in lines[:PAGE]], "more": lines[PAGE - 1].pk if len(lines) > PAGE else None, "query": kept.urlencode(),
        "asked": {k: request.GET.get(k, "") for k in ("q", "event", "from", "to")}, "title": kind.word,
    })  # fmt: skip


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
