"""docs/procedures.md, drawn from the catalogue: what each procedure is, where it is chosen, its pages, rules, what is issued,
its lead times, and the test that walks it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from nss.contract.models import ROW_TYPES
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.procedure import ListPage, Procedure
from nss.procedure.kit.selection import BY_KEY, Entry

HEAD = """# Procedures

Drawn from the catalogue by `python -m nss procedures > docs/procedures.md`; a test keeps it true.

| Procedure | Chosen under | Pages | Rows | Rules | Issued | Start day | Walked by |
|---|---|---|---|---|---|---|---|
"""


def _word(function: Callable[..., Any]) -> str:
    name = getattr(function, "__name__", "") or getattr(getattr(function, "func", None), "__name__", "")
    return name.replace("_", " ")


def _lead(p: Procedure) -> str:
    if p.undated:
        return "when decided"
    if callable(p.need):
        return "schedule, later by works or kind"
    found = ["schedule"]
    if p.need.first_of_month:
        found = ["1st of a month"]
    if p.need.lead:
        found.append(f"{p.need.lead} business days")
    return ", ".join(found)


def _issued(p: Procedure) -> str:
    if p.issue is None:
        return "–"
    text = (inspect.getdoc(p.issue) or "yes").split("\n")[0].rstrip(".")
    return text


def line(entry: Entry, p: Procedure, walks: Mapping[str, str]) -> str:
    """One row of the table."""
    pages = ", ".join(page.title.ja + ("（一覧）" if isinstance(page, ListPage) else "") for page in p.pages)
    kinds = ", ".join(dict.fromkeys(ROW_TYPES[k].label.ja for k in p.kinds)) or "–"
    rules = ", ".join(_word(r) for r in p.rules) or "–"
    if p.asks.__name__ != "_nothing" or p.asks_extra.__name__ != "_nothing":
        rules += "; consent of the other office"
    if p.always_setting or p.needs_setting([]) or p.needs_setting.__name__ != "<lambda>":
        rules += "; may need a system setting"
    cells = (
        entry.label.ja,
        entry.group.word.ja,
        pages,
        kinds,
        rules,
        _issued(p),
        _lead(p),
        walks.get(entry.key, ""),
    )
    return "| " + " | ".join(c.replace("|", "／") for c in cells) + " |\n"


WALKS = {
    **dict.fromkeys(("new-contract", "joint-new"), "tests/browser/test_new_contract.py"),
    **dict.fromkeys(("survey", "specialist", "certificate", "reissue"), "tests/browser/test_beside.py"),
}
"""Procedures with walks of their own; all others are walked by the test that takes each row of the selection screen."""


def markdown() -> str:
    """The whole page."""

    walks = {k: WALKS.get(k, "tests/browser/test_catalogue.py") for k in CATALOGUE.procedures}
    return HEAD + "".join(line(BY_KEY[k], p, walks) for k, p in CATALOGUE.procedures.items())
