"""docs/procedures.md, drawn from the catalogue: what each procedure is, where it is chosen, its pages, rules, what is issued,
its lead times, and its tests."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from typing import Any

from nss.application.case import Basis, Case
from nss.application.models import Revision
from nss.contract.models import ROW_TYPES, Office
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.pages import ListPage
from nss.procedure.kit.procedure import Procedure

HEAD = """# Procedures

Drawn from the catalogue by `python -m nss procedures > docs/procedures.md`; a test keeps it true.

| Procedure | Chosen under | Pages | Rows | Rules | Issued | Start day | Tests |
|---|---|---|---|---|---|---|---|
"""


def _word(function: Callable[..., Any]) -> str:
    name = getattr(function, "__name__", "") or getattr(getattr(function, "func", None), "__name__", "")
    return name.replace("_", " ")


NOTHING_ASKED = Case(Revision(), date.min, Basis(Office(), date.min, ()), (), ())


def _overrides(p: Procedure, method: str) -> bool:
    return getattr(type(p), method) is not getattr(Procedure, method)


def _lead(p: Procedure) -> str:
    if p.no_start_day:
        return "when decided"
    if not _overrides(p, "need"):
        return "schedule"
    if p.need(NOTHING_ASKED).first_of_month:
        return "1st of a month"
    return "schedule, later by works or kind"


def _issued(p: Procedure) -> str:
    if not _overrides(p, "issue"):
        return "–"
    return (inspect.getdoc(p.issue) or "yes").replace("\n", " ").rstrip(".")


def line(p: Procedure) -> str:
    """One row of the table."""
    pages = ", ".join(page.title.ja + ("（一覧）" if isinstance(page, ListPage) else "") for page in p.pages)
    kinds = ", ".join(dict.fromkeys(ROW_TYPES[k].label.ja for k in p.kinds)) or "–"
    rules = ", ".join(_word(r) for r in p.rules) or "–"
    if _overrides(p, "consents"):
        rules += "; consent of the other office"
    if _overrides(p, "needs_setting"):
        rules += "; may need a system setting"
    entry = p.entry
    cells = (entry.label.ja, entry.group.word.ja, pages, kinds, rules, _issued(p), _lead(p), where_tested(p))
    return "| " + " | ".join(c.replace("|", "／") for c in cells) + " |\n"


def where_tested(p: Procedure) -> str:
    """The test file of a procedure: it stands among the tests where the module stands among the procedures."""
    folder, module = type(p).__module__.removeprefix("nss.procedure.").split(".")[:2]
    return f"tests/procedure/{folder}/test_{module}.py"


def markdown() -> str:
    """The whole page."""
    return HEAD + "".join(line(p) for p in CATALOGUE.procedures.values())
