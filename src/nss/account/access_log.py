"""Who signed in, failed to, read whose data on whose behalf: the part of the record that belongs to no application."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from nss.base import clock
from nss.contract.models import Office

from .models import Access, Person


def log(
    what: str,
    request: HttpRequest | None,
    person: Person | AnonymousUser | None = None,
    *,
    about: Person | Office | None = None,
    **detail: object,
) -> Access:
    """Write one line: what, who, from which address; `about` is the person or office it was done to."""
    meta = request.META if request is not None else {}
    return Access.objects.create(
        at=clock.now(),
        what=str(what),
        actor=person if isinstance(person, Person) else None,
        office_id=getattr(about, "office_id", None)
        if hasattr(about, "office_id")
        else getattr(about, "pk", None),
        address=str(meta.get("REMOTE_ADDR", ""))[:45],
        reference=getattr(request, "reference", "") or "",
        detail={**detail, **({"about": str(about)} if about is not None else {})},
    )
