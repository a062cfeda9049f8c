"""Where a page leads when its work is done: back to where its link was pressed, and never off this site."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from nss.base import posted


def return_address(request: HttpRequest) -> str:
    """The `next` of a page's address or form (also of one that was parked while somebody signed in again), if it is an
    address of this site; '' otherwise."""
    parked = getattr(request, "parked_post", None) or {}
    back = posted.field(request, "next") or parked.get("next") or request.GET.get("next") or ""
    safe = back.startswith("/") and back.isprintable()
    return back if safe and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""
