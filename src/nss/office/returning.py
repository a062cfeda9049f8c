"""Where a page leads when its work is done: back to where its link was pressed, and never off this site."""

from __future__ import annotations

from django.http import HttpRequest

from nss.base import posted


def return_address(request: HttpRequest) -> str:
    """The `next` of a page's address or form (also of one that was parked while somebody signed in again), if it is an
    address of this site; '' otherwise."""
    parked = getattr(request, "parked_post", None) or {}
    back = posted.field(request, "next") or parked.get("next") or request.GET.get("next") or ""
    return posted.own_address(back)
