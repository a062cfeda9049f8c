"""Who may open a page. A page that is not for somebody does not exist for them: 404, not 403.

Every guard leaves its `Audience` on the view, so that the table of roles (docs/roles.md) is read off the addresses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Audience:
    """`room`: office, center, or anybody who has signed in; `right`: a property of the person that must hold, `post`
    one that a sending request needs beside."""

    room: str
    right: str = ""
    post: str = ""

    def holds(self, person: Any, method: str = "GET") -> bool:
        """Whether a signed-in person belongs to it."""
        in_room = self.room == "signed in" or (self.room == "center") == bool(person.is_center)
        rights = [self.right, self.post if method == "POST" else ""]
        return in_room and all(bool(getattr(person, r)) for r in rights if r)


def _guard(view: View, audience: Audience, told: bool = True) -> View:
    """`told`: whether somebody of the same room without the right learns that the page exists (403)."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person: Any = request.user
        if not person.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not Audience(audience.room).holds(person):
            if request.path == "/" and person.is_center:
                return redirect("center:desk")
            raise Http404
        if not audience.holds(person, request.method or "GET"):
            if told:
                raise PermissionDenied
            raise Http404
        return view(request, *args, **kwargs)

    wrapped.audience = audience  # type: ignore[attr-defined]
    return wrapped


def office_page(view: View | None = None, *, post: str = "") -> Any:
    """For people of an office; with `post` only those with that right may send."""

    def decorate(inner: View) -> View:
        return _guard(inner, Audience("office", post=post))

    return decorate(view) if view is not None else decorate


def applicant_page(view: View) -> View:
    """For those who may apply for their office; a colleague who may only read is told so."""
    return _guard(view, Audience("office", "may_apply"))


def signed_in_page(view: View | None = None, *, may: str = "", room: str = "signed in") -> Any:
    """For everybody who has signed in; with `may` for those alone whose role has that right."""

    def decorate(inner: View) -> View:
        return _guard(inner, Audience(room, may), told=False)

    return decorate(view) if view is not None else decorate


def center_page(view: View | None = None, *, may: str = "", post: str = "") -> Any:
    """For the Center's people; with `may` only for those whose role has that right, with `post` to send."""

    def decorate(inner: View) -> View:
        return _guard(inner, Audience("center", may, post))

    return decorate(view) if view is not None else decorate
