"""What a caller may name, and whose it is."""

from __future__ import annotations

import ipaddress

from django.db.models import Q

from nss.contract.models import ROW_TYPES, Office, Terminal


def offices_with(text: str) -> set[int]:
    """Offices by code, name, user code or ID, router, terminal, LAN address or mailbox: what a caller may name."""
    upper = text.upper()
    found = set(
        Office.objects.filter(Q(code__startswith=upper) | Q(name__startswith=text) | Q(company_name__startswith=text))
        .values_list("pk", flat=True)[:50]
    )  # fmt: skip
    places: tuple[tuple[str, Q], ...] = (
        ("user_code", Q(code=upper)), ("user_id", Q(code=upper[:5], number=upper[5:8])), ("line", Q(router=upper)),
        ("terminal", Q(name=upper)), ("net_terminal", Q(name=upper)), ("mailbox", Q(name=upper)),
    )  # fmt: skip
    for kind, where in places:
        found |= set(ROW_TYPES[kind]._default_manager.filter(where).values_list("office_id", flat=True)[:50])
    try:
        address = str(ipaddress.IPv4Address(text))
        found |= set(Terminal.objects.filter(address=address).values_list("office_id", flat=True)[:50])
    except ValueError:
        pass
    return {pk for pk in found if pk}
