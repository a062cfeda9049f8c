"""What a caller may name, and whose it is."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from django.db.models import Q

from nss.contract.models import ROW_TYPES, Office, Terminal

NUMBER = re.compile(r"\d{6,7}[A-Z]?")
"""A reception number, or the beginning of one, as a caller reads it out (D-01)."""
NAMED: tuple[tuple[str, Callable[[str], Q]], ...] = (
    ("user_code", lambda name: Q(code=name)),
    ("user_id", lambda name: Q(code=name[:5], number=name[5:8])),
    ("line", lambda name: Q(router=name)),
    ("terminal", lambda name: Q(name=name)),
    ("net_terminal", lambda name: Q(name=name)),
    ("mailbox", lambda name: Q(name=name)),
)
"""Kinds of rows and how each is named; every one of these has its index."""
MOST = 50
"""So many offices or rows of a kind; who means fewer types more."""


def rows_named(text: str) -> dict[str, list[int]]:
    """Table -> keys of the rows of the contract, and of the offices, that bear a name."""
    upper = text.upper()
    found = {"contract_office": list(Office.objects.filter(code=upper).values_list("pk", flat=True))}
    for kind, where in NAMED:
        model = ROW_TYPES[kind]
        found[model._meta.db_table] = list(
            model._default_manager.filter(where(upper)).values_list("pk", flat=True)[:MOST]
        )
    return {table: keys for table, keys in found.items() if keys}


def offices_with(text: str) -> set[int]:
    """Offices by code, name, user code or ID, router, terminal, LAN address or mailbox: what a caller may name."""
    upper = text.upper()
    found = set(
        Office.objects.filter(
            Q(code__startswith=upper) | Q(name__startswith=text) | Q(company_name__startswith=text)
        ).values_list("pk", flat=True)[:MOST]
    )
    for kind, where in NAMED:
        theirs = ROW_TYPES[kind]._default_manager.filter(where(upper))
        found |= set(theirs.values_list("office_id", flat=True)[:MOST])
    try:
        address = str(ipaddress.IPv4Address(text))
        found |= set(Terminal.objects.filter(address=address).values_list("office_id", flat=True)[:MOST])
    except ValueError:
        pass
    return {pk for pk in found if pk}
