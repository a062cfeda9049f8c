"""What somebody typed into a form that was not carried out, in words: for every page that says so and has no place for the form
itself. One home for error pages, for a page whose state has moved on, and for a refusal that is told on another page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from nss.account import unsent
from nss.base.words import W
from nss.contract.models import ROW_TYPES
from nss.master.sheet import Sheet
from nss.master.sheets import SHEETS

from .unsent_words import BEGINNINGS, FIELDS, OF_THE_PAGE, OF_THE_PAGE_BEGINNINGS, OTHER

FILE = W("ファイル", "File")
TYPED = W("入力されていた内容", "What you had entered")
Entries = list[tuple[W, list[str]]]
OF_ROWS: dict[str, W] = {
    name: c.label
    for kind, row in ROW_TYPES.items()
    for c in row.columns
    for name in (c.name, f"{kind}.{c.name}")
}
"""What the pages of the items call a value of a row."""


def typed(request: HttpRequest) -> Entries:
    """What was typed into the form that this request brought; nothing where a page of ours did not send it, and no secret."""
    if not unsent.may_be_shown(request):
        return []
    try:
        found = resolve(request.path)
        words = labels(found.view_name, found.kwargs)
    except Resolver404:
        words = FIELDS
    fields = [(n, v) for n, v in unsent.fields_of(request) if n not in unsent.MARKS]
    files = [f.name or "" for _, some in request.FILES.lists() for f in some]
    return [*entries(fields, words), *([(FILE, files)] if files else [])]


def refuse(request: HttpRequest, text: W | str) -> None:
    """Say on the page that comes next why nothing was done, and what had been typed."""
    messages.error(request, str(text))
    if lines := [f"{word}{W('：', ': ')}{value}" for word, values in typed(request) for value in values]:
        messages.info(request, "\n".join([f"{TYPED}{W('：', ': ')}", *lines]), extra_tags="lines")


def of_master(name: str, named: Mapping[str, object]) -> Sheet | None:
    """The master that an address is about."""
    if name.startswith("center:vendor"):
        return SHEETS.get("vendors")
    return SHEETS.get(str(named.get("key"))) if name.startswith("center:master") else None


def labels(name: str, named: Mapping[str, object]) -> dict[str, W]:
    """What the fields of an address are called: those of a master's sheet, of a row of the register and of
    a page of an item by the names of their columns."""
    if sheet := of_master(name, named):
        return FIELDS | {c.name: c.label for c in sheet.fields}
    if name == "center:register-row" and (row := ROW_TYPES.get(str(named.get("kind")))):
        return FIELDS | {c.name: c.label for c in row.columns}
    if name == "office:item":
        return OF_ROWS | FIELDS
    return FIELDS


def of_the_page(name: str) -> bool:
    """Whether the page sends this along by itself."""
    return name in OF_THE_PAGE or name.startswith(OF_THE_PAGE_BEGINNINGS)


def entries(fields: Iterable[tuple[str, str]], words: Mapping[str, W]) -> list[tuple[W, list[str]]]:
    """What was typed and chosen, by field; without what the page sent along by itself."""
    found: dict[str, tuple[W, list[str]]] = {}
    for name, value in fields:
        if not value.strip() or (of_the_page(name) and name not in words):
            continue
        word = words.get(name) or next((w for start, w in BEGINNINGS if name.startswith(start)), None)
        key = name if word else ""
        found.setdefault(key, (word or OTHER, []))[1].append(value)
    last = found.pop("", None)
    return [*found.values(), *([last] if last else [])]
