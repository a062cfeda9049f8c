"""Who signed in, failed to, read whose data on whose behalf: the part of the record that belongs to no application."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from nss.base import clock

from .models import Access


def log(
    what: str, request: HttpRequest | None, person: Any = None, *, about: Any = None, **detail: Any
) -> Access:
    """Write one line: what, who, from which address; `about` is the person or office it was done to."""
    meta = request.META if request is not None else {}
    return Access.objects.create(
        at=clock.now(),
        what=str(what),
        actor=person if getattr(person, "pk", None) else None,
        office_id=getattr(about, "office_id", None)
        if hasattr(about, "office_id")
        else getattr(about, "pk", None),
        address=str(meta.get("REMOTE_ADDR", ""))[:45],
        reference=getattr(request, "reference", "") or "",
        detail={**detail, **({"about": str(about)} if about is not None else {})},
    )
