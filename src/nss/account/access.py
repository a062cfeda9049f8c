"""Who may open a page. A page that is not for somebody does not exist for them: 404, not 403."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

View = Callable[..., HttpResponse]


def _guard(view: View, test: Callable[[Any], bool], home: str, is_home: bool = False) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = request.user
        if not person.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not test(person):
            if request.path == "/" and getattr(person, "is_center", False):
                return redirect(home)
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def office_page(view: View) -> View:
    """For people of an office."""
    return _guard(view, lambda p: p.office_id is not None, "center:desk")


def applicant_page(view: View) -> View:
    """For those who may apply for their office; a colleague who may only read is told so."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.may_apply:  # type: ignore[union-attr]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return office_page(inner)


def center_page(view: View | None = None, *, may: str = "") -> Any:
    """For the Center's people; with `may` only for those whose role has that right."""

    def decorate(inner: View) -> View:
        @wraps(inner)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if may and not getattr(request.user, may):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return _guard(checked, lambda p: p.is_center, "center:desk")

    return decorate(view) if view is not None else decorate
