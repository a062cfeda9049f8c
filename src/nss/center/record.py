"""N19: the record on a page and as CSV: by kind, person, office, number and day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nss.account.access import center_page
from nss.account.access_log import log
from nss.account.models import Access, Person
from nss.account.requests import CenterRequest
from nss.application.lifecycle import Event
from nss.application.models import Application
from nss.base import clock
from nss.base.days import read_day
from nss.base.posted import key_number
from nss.base.words import W, t
from nss.contract.models import Company, Office
from nss.issuing.models import SecretView
from nss.record.models import History

from .record_details import PARTS
from .record_lines import (
    OUTCOMES,
    _access_row,
    _accesses,
    _application_row,
    _applications,
    _history,
    _history_row,
    _view_row,
    _views,
)
from .record_words import NAMED, tables
from .tables import csv_file

PAGE = 100
MOST = 50_000
"""Lines of one export."""


Line = TypeVar("Line", bound=Model)


@dataclass(frozen=True, slots=True)
class Kind(Generic[Line]):
    """One part of the record: its heads, what is searched, and how a line reads."""

    word: W
    heads: tuple[W, ...]
    lines: Callable[[str, str], QuerySet[Line]]
    row: Callable[[Line, dict[int, str]], list[str]]
    choices: tuple[tuple[str, W | str], ...] = ()


def kinds() -> dict[str, Kind[Any]]:
    """The parts of the record by their keys."""
    whens, whos = W("日時", "When"), W("担当", "Who")
    number, office, what = W("受付番号", "Number"), W("事業所", "Office"), W("作業", "What")
    return {
        "application": Kind(
            PARTS["application"],
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
            tuple((e, e.word) for e in Event),
        ),
        "access": Kind(
            PARTS["access"],
            (whens, what, whos, office, W("接続元", "From"), W("参照番号", "Reference"), W("内容", "Detail")),
            _accesses,
            _access_row,
            tuple((a, a.word) for a in Access.What),
        ),
        "history": Kind(
            PARTS["history"],
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
            tuple((name, table.word) for name, table in tables().items()),
        ),
        "password": Kind(
            PARTS["password"],
            (whens, office, W("対象", "What"), whos, W("結果", "Outcome")),
            _views,
            _view_row,
            tuple(OUTCOMES.items()),
        ),
    }


def requested_part(request: CenterRequest) -> tuple[str, Kind[Any], QuerySet[Any]]:
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
        messages.error(
            request,
            t(
                "期間の日付は「2026/12/01」の形で入力してください。",
                "Enter the dates of the period in the form 2026/12/01.",
            ),
        )
    return key, kind, found


def names_of(lines: Sequence[Model]) -> dict[int, str]:
    """What the keys are called that the lines mention: people, applications, offices, companies. Keys are drawn from one series."""
    changed = [x for x in lines if isinstance(x, History)]
    rows = [row for x in changed for row in (x.before, x.after) if row]

    def of(*columns: str) -> set[int]:
        return {row[c] for row in rows for c in columns if row.get(c)}

    readers = {x.person_id for x in lines if isinstance(x, SecretView)}
    people = {x.actor for x in changed if x.actor} | readers | of(*NAMED)
    called: list[Iterable[tuple[int, str | None]]] = [
        Person.objects.filter(pk__in=people).values_list("pk", "username"),
        Application.objects.filter(pk__in=of(*NAMED)).values_list("pk", "number"),
        Office.objects.filter(pk__in=of("office_id")).values_list("pk", "code"),
        Company.objects.filter(pk__in=of("company_id")).values_list("pk", "code"),
    ]
    return {key: name for found in called for key, name in found if name}


def with_something(heads: Sequence[W], rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns in which a line has something; one that is empty all the way down takes room and says nothing."""
    return [n for n in range(len(heads)) if not rows or any(row[n] for row in rows)]


@center_page
@require_GET
def record(request: CenterRequest) -> HttpResponse:
    """One part of the record, searched and paged."""
    key, kind, found = requested_part(request)
    if (before := key_number(request.GET.get("before", ""))) is not None:
        found = found.filter(pk__lt=before)
    lines = list(found[: PAGE + 1])
    kept = request.GET.copy()
    kept.pop("before", None)
    names = names_of(lines)
    rows = [kind.row(x, names) for x in lines[:PAGE]]
    used = with_something(kind.heads, rows)
    return render(
        request,
        "center/record.html",
        {
            "kinds": [(k, v.word, k == key) for k, v in kinds().items()],
            "kind": key,
            "heads": [kind.heads[n] for n in used],
            "details": len(kind.heads) - 1 in used,
            "choices": kind.choices,
            "rows": [[row[n] for n in used] for row in rows],
            "more": lines[PAGE - 1].pk if len(lines) > PAGE else None,
            "query": kept.urlencode(),
            "asked": {k: request.GET.get(k, "") for k in ("q", "event", "from", "to")},
            "title": kind.word,
        },
    )


@center_page(may="may_export_record")
@require_GET
def record_csv(request: CenterRequest) -> HttpResponse:
    """What is shown, all pages; the export itself stands in the record."""
    key, kind, found = requested_part(request)
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
