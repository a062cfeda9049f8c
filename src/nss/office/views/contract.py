"""S03: the contract on a day, as tables and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from nss.account.access import contract_page, office_page
from nss.account.requests import OfficeRequest
from nss.application import drafts
from nss.application.models import Hold
from nss.base import clock, many, posted
from nss.base.cells import safe_cell
from nss.base.days import read_day
from nss.base.words import W, joined, t
from nss.contract.choices import NET_METHODS
from nss.contract.dated import ContractTab
from nss.contract.models import ROW_TYPES, Office
from nss.contract.rows.ids import UserCode, UserId
from nss.contract.snapshot import Contract, Row, history, load
from nss.office.show import holds_of, kind_table, table
from nss.procedure.codes import user_code
from nss.procedure.kit.pages import ListRow
from nss.web.reading import ENDS, STARTS

HISTORY = "history"
TABS: dict[str, W] = {**{t.value: t.word for t in ContractTab}, HISTORY: W("履歴", "History")}
"""Tabs of S03."""
ID_TABS = (ContractTab.NET.value, ContractTab.GENERAL.value, ContractTab.CODE.value)
"""Tabs that begin with a table of user IDs, each with what its code says."""
ID_KINDS = (UserCode.kind, UserId.kind)
"""Kinds of rows that this table shows."""


NO_IDS = W("このタブに利用者IDはありません。", "There are no user IDs on this tab.")
NOTHING_FOUND = W("該当する利用者IDはありません。", "No user ID was found.")
LEFT_OUT = W(
    "申込中の{count}件（{names}）は除きました。",
    "{count} that are applied for already ({names}) were left out.",
)


Folded = tuple[W, int, Markup]
"""A table that is folded away: its name, how many rows there are, and itself."""


def kinds_on(tab: str) -> list[str]:
    """The kinds of rows that stand on a tab in tables of their own."""
    return [k for k, m in ROW_TYPES.items() if m.contract_tab.value == tab and k not in ID_KINDS]


def last_day(office: Office) -> date:
    """The day that is shown unasked: today, of a contract that has ended the last day on which there was one."""
    if office.last_end is not None and office.ended:
        return office.last_end - timedelta(days=1)
    return clock.today()


def _day(request: OfficeRequest) -> tuple[date, str]:
    """The 'as of' day (X-13) and what is wrong with a typed one."""
    text = request.GET.get("day", "")
    if not text:
        return last_day(request.office), ""
    try:
        return read_day(text), ""
    except ValueError:
        return last_day(request.office), t(
            "日付は「2026/12/01」の形で入力してください。", "Enter the date in the form 2026/12/01."
        )


def _listed(snapshot: Contract, tab: str) -> list[ListRow]:
    """The user IDs of a tab, each with what its code says and its days."""
    ids = [
        r
        for r in snapshot.of(UserId.kind)
        if tab == ContractTab.CODE or (r.values["method"] in NET_METHODS) == (tab == ContractTab.NET)
    ]
    by_key = {r.key: r for r in ids}
    return [
        replace(r, values={**r.values, "starts": by_key[r.key].starts, "ends": by_key[r.key].ends})
        for r in user_code.combined(snapshot, ids)
    ]


def _searched(row: ListRow) -> str:
    """What a search for user IDs looks at."""
    shown = (c.show(row.values.get(c.name)) for c in user_code.COLUMNS[:3])
    return " ".join([str(row.name), *map(str, shown)])


def _tables(
    request: OfficeRequest,
    rows_of: Mapping[str, Sequence[Row]],
    flags: dict[str, Hold],
    fold_all: bool = False,
) -> tuple[list[Markup], list[Folded], list[tuple[W, int, int]]]:
    """The tables of a tab, those that stand open and those that are folded away: the long ones (or all of them) where all
    together have too many rows. Of a long one the first rows are shown, unless all are asked for; the last says what was left out."""
    too_many = sum(map(len, rows_of.values())) > many.FEW
    blocks: list[Markup] = []
    folded: list[Folded] = []
    cut = []
    for kind, rows in rows_of.items():
        shown = rows[: many.PER_PAGE] if too_many and not request.GET.get("all") else rows
        label, table = ROW_TYPES[kind].label, kind_table(kind, shown, flags)
        if len(shown) < len(rows):
            cut.append((label, len(rows), len(shown)))
        if too_many and (fold_all or len(rows) > many.FEW_BESIDE):
            folded.append((label, len(rows), table))
        else:
            blocks.append(table)
    return blocks, folded, cut


@office_page
@require_GET
def contract(request: OfficeRequest) -> HttpResponse:
    """S03: one tab of the contract on a day."""
    office = request.office
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = ContractTab.NET.value
    day, day_error = _day(request)
    kinds = kinds_on(tab)
    blocks: list[Markup] = []
    query, ids_part = request.GET.get("q", ""), None
    may_apply, at_last = request.user.may_change and day == clock.today(), day == last_day(office)
    held = holds_of(office.pk) if at_last else {}  # what is applied for now is nothing of another day
    if tab == HISTORY:
        ever = {kind: rows for kind in ROW_TYPES if (rows := history(office, kind))}
        blocks, folded, cut = _tables(request, ever, {}, fold_all=True)
    else:
        snapshot = load(office, day, [*kinds, *(ID_KINDS if tab in ID_TABS else ())])
        if tab in ID_TABS:
            ids_part = many.part(_listed(snapshot, tab), _searched, query, request.GET.get("page", "1"))
            blocks.append(
                table(
                    W("利用者ID", "User IDs"),
                    (*user_code.COLUMNS, STARTS, ENDS),
                    ids_part.rows,
                    select="row" if may_apply else "",
                    flags=held,
                    empty=NOTHING_FOUND if ids_part.total else NO_IDS,
                )
            )
        more, folded, cut = _tables(request, {kind: snapshot.of(kind) for kind in kinds}, held)
        blocks += more
    where = {"tab": tab, **({} if at_last else {"day": day.isoformat()})}
    return render(
        request,
        "office/contract.html",
        {
            "tabs": [(k, word, k == tab) for k, word in TABS.items()],
            "tab": tab,
            "blocks": blocks,
            "folded": folded,
            "day": day,
            "at_last": at_last,
            "day_error": day_error,
            "may_apply": may_apply and tab in ID_TABS,
            "part": ids_part,
            "query": query,
            "cut": cut,
            "kept": where.items(),
            "where": urlencode({**where, "q": query} if query else where),
            "all_url": "?" + urlencode({**where, "all": "1"}),
        },
    )


@office_page
@require_GET
def contract_csv(request: OfficeRequest) -> HttpResponse:
    """The user IDs of the day as CSV (UTF-8 with BOM, so that spreadsheets read it); cells cannot be formulas."""
    office = request.office
    day, _ = _day(request)
    snapshot = load(office, day, ID_KINDS)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{office.code}-{day:%Y%m%d}.csv"'
    out = csv.writer(response, lineterminator="\r\n")
    columns = (*user_code.COLUMNS, STARTS, ENDS)
    out.writerow([str(c.group or "") + str(c.label) for c in columns])
    starts = {r.key: r for r in snapshot.of(UserId.kind)}
    for r in user_code.combined(snapshot, snapshot.of(UserId.kind)):
        values = {**r.values, "starts": starts[r.key].starts, "ends": starts[r.key].ends}
        out.writerow([safe_cell(str(c.show(values.get(c.name)))) for c in columns])
    return response


def _all_found(request: OfficeRequest, snapshot: Contract) -> list[int]:
    """Every user ID that the search of the page found, without those that another application holds."""
    tab, held = posted.field(request, "tab"), holds_of(request.office.pk)
    found = many.matching(_listed(snapshot, tab), _searched, posted.field(request, "q"))
    taken = [r for r in found if r.key in held]
    if taken:
        names = joined(r.name for r in taken[:5])
        text = LEFT_OUT.format(
            count=len(taken), names=names if len(taken) <= 5 else names + W("ほか", " and more")
        )
        messages.info(request, text)
    return [
        n for r in found if r not in taken and (n := posted.key_number(r.key.partition(":")[2])) is not None
    ]


@contract_page
@require_POST
def abolish(request: OfficeRequest) -> HttpResponse:
    """Ticked rows or a whole code become a draft that needs only day and reason."""
    office = request.office
    snapshot = load(office, clock.today(), ID_KINDS)
    codes = [c for c in posted.fields(request, "code") if c]
    ids = []
    for key in posted.fields(request, "row"):
        kind, _, identity = key.partition(":")
        if kind == UserId.kind and (found := posted.key_number(identity)) is not None:
            ids.append(found)
    if posted.field(request, "all"):
        ids = _all_found(request, snapshot)
    if posted.field(request, "whole"):
        codes += [str(r.values["code"]) for r in snapshot.of(UserId.kind) if r.identity in ids]
    edits = user_code.abolish(snapshot, ids, codes)
    if not edits:
        messages.error(
            request, t("廃止する利用者IDを選択してください。", "Choose the user IDs to discontinue.")
        )
        tab = posted.field(request, "tab")
        shown = tab if tab in {str(one) for one in ContractTab} else str(ContractTab.NET)
        return redirect(f"{reverse('office:contract')}?tab={shown}")
    revision = drafts.begin(office, request.user, items=[user_code.KEY], edits=[e.to_json() for e in edits])
    return redirect("office:fast", revision.application_id)
