"""Reads what `charges` reckons with: the versions that were live in a month, of all offices, one statement a kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from nss.contract.dated import DatedRow
from nss.contract.models import ROW_TYPES

from .charges import HeldRow, next_month

COLUMNS = {
    "plan": ("tab", "plan"),
    "terminal": ("name", "device", "router"),
    "net_terminal": ("name",),
    "mailbox": ("name",),
    "user_code": ("code", "stats_paid", "bonded_storage"),
    "user_id": ("code", "number", "business", "method"),
    "shared_use": ("use", "partner", "object"),
}
"""Kinds that fees depend on, with the columns that are asked for."""


def of_month(month: date) -> list[HeldRow]:
    """Every version of these kinds that was live on a day of the month."""
    return [held for kind in COLUMNS for held in _of_kind(ROW_TYPES[kind], month)]


def _of_kind(model: type[DatedRow], month: date) -> list[HeldRow]:
    columns = COLUMNS[model.kind]
    found = model._default_manager.filter(
        starts__lt=next_month(month), ends__gt=month, office__isnull=False
    ).values_list("office__code", "identity", "starts", "ends", *columns)
    made = []
    once: dict[Any, Any] = {}
    for office, identity, *days_and_cells in found.iterator(chunk_size=5000):
        starts, ends, *cells = (_shared(once, cell) for cell in days_and_cells)
        values = dict(zip(columns, cells, strict=True))
        name = "".join(str(values[n]) for n in model.named_by) or f"#{identity}"
        made.append(HeldRow(_shared(once, office), model.kind, identity, name, starts, ends, values))
    return made


def _shared(once: dict[Any, Any], value: Any) -> Any:
    """The same value, held in memory once: a hundred thousand rows have few different ones."""
    known = tuple(value) if isinstance(value, list) else value
    return once.setdefault(known, known)
