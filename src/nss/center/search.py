"""Finds offices and rows by whatever a caller may name: office code, user ID, router, terminal, address."""

from __future__ import annotations

import re

from django.db.models import Q

from nss.base.typed_text import plain
from nss.contract.models import ROW_TYPES, Office

NUMBER = re.compile(r"\d{6,7}[A-Z]?")
"""A reception number, or the beginning of one, as a caller reads it out (D-01)."""
NAMED = tuple(m for m in ROW_TYPES.values() if m.called_by_name)
MOST = 50
"""So many offices or rows of a kind; who means fewer types more."""


def written(text: str) -> str:
    """A code or a name as the register writes it: half width, capital, without spaces inside."""
    return "".join(plain(text).upper().split())


def rows_named(text: str) -> dict[str, list[int]]:
    """Table -> keys of the rows of the contract, and of the offices, that bear a name."""
    upper = written(text)
    found = {"contract_office": list(Office.objects.filter(code=upper).values_list("pk", flat=True))}
    for model in NAMED:
        found[model._meta.db_table] = list(
            model._default_manager.filter(model.called(upper)).values_list("pk", flat=True)[:MOST]
        )
    return {table: keys for table, keys in found.items() if keys}


def offices_with(text: str) -> set[int]:
    """Offices by code, name, user code or ID, router, terminal, LAN address or mailbox: what a caller may name. A letter O
    that is not found is read as a zero, which callers say alike."""
    upper = written(text)
    found = _offices_with(text, upper)
    alike = upper.replace("O", "0")
    return found or (_offices_with(text, alike) if alike != upper else found)


def _offices_with(text: str, upper: str) -> set[int]:
    found = set(
        Office.objects.filter(
            Q(code__startswith=upper) | Q(name__startswith=text) | Q(company_name__startswith=text)
        ).values_list("pk", flat=True)[:MOST]
    )
    for model in NAMED:
        theirs = model._default_manager.filter(model.called(upper))
        found |= set(theirs.values_list("office_id", flat=True)[:MOST])
    return {pk for pk in found if pk}
