"""Who may open a page. A page that is not for somebody does not exist for them: 404, not 403.

Every guard leaves its `Audience` on the view, so that the table of roles (docs/roles.md) is read off the addresses. The
view behind a guard takes the request of those who pass it: `OfficeRequest`, `CenterRequest` or `PersonRequest`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias, TypeVar, cast, overload

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from .models import Person
from .requests import CenterRequest, OfficeRequest, PersonRequest

Arguments = ParamSpec("Arguments")
Allowed = TypeVar("Allowed", bound=PersonRequest)
View: TypeAlias = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]
Guarded: TypeAlias = Callable[Concatenate[Allowed, Arguments], HttpResponse]
"""A view behind a guard."""


class ContractEnded(PermissionDenied):
    """What is asked for takes a contract, and that of the office has ended."""


@dataclass(frozen=True, slots=True)
class Audience:
    """`room`: office, center, or anybody who has signed in; `right`: a property of the person that must hold, `post`
    one that a sending request needs beside."""

    room: str
    right: str = ""
    post: str = ""

    def holds(self, person: Person, method: str = "GET") -> bool:
        """Whether a signed-in person belongs to it."""
        in_room = self.room == "signed in" or (self.room == "center") == person.is_center
        rights = [self.right, self.post if method == "POST" else ""]
        return in_room and all(bool(getattr(person, r)) for r in rights if r)


def _guard(view: Guarded[Allowed, Arguments], audience: Audience, told: bool = True) -> View[Arguments]:
    """`told`: whether somebody of the same room without the right learns that the page exists (403)."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        person = request.user
        if not person.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not Audience(audience.room).holds(person):
            if request.path == "/" and person.is_center:
                return redirect("center:desk")
            raise Http404
        if not audience.holds(person, request.method or "GET"):
            if audience.right == "may_change" and person.may_apply:
                raise ContractEnded
            if told:
                raise PermissionDenied
            raise Http404
        if person.office is not None:
            cast(OfficeRequest, request).office = person.office
        return view(cast(Allowed, request), *args, **kwargs)

    vars(wrapped)["audience"] = audience
    return wrapped


@overload
def office_page(view: Guarded[OfficeRequest, Arguments]) -> View[Arguments]: ...
@overload
def office_page(
    *, may: str = "", post: str = "", told: bool = True
) -> Callable[[Guarded[OfficeRequest, Arguments]], View[Arguments]]: ...
def office_page(
    view: Guarded[OfficeRequest, Arguments] | None = None, *, may: str = "", post: str = "", told: bool = True
) -> View[Arguments] | Callable[[Guarded[OfficeRequest, Arguments]], View[Arguments]]:
    """For people of an office; with `may` only for those with that right, with `post` only those with that one may send.
    Without `told` the page does not exist for colleagues without the right."""

    def decorate(inner: Guarded[OfficeRequest, Arguments]) -> View[Arguments]:
        return _guard(inner, Audience("office", may, post), told)

    return decorate(view) if view is not None else decorate


def applicant_page(view: Guarded[OfficeRequest, Arguments]) -> View[Arguments]:
    """For those who may apply for their office; a colleague who may only read is told so."""
    return _guard(view, Audience("office", "may_apply"))


def contract_page(view: Guarded[OfficeRequest, Arguments]) -> View[Arguments]:
    """For those who may apply for their office while it has a contract; of one that has ended the page says so."""
    return _guard(view, Audience("office", "may_change"))


@overload
def signed_in_page(view: Guarded[PersonRequest, Arguments]) -> View[Arguments]: ...
@overload
def signed_in_page(
    *, may: str = "", post: str = ""
) -> Callable[[Guarded[PersonRequest, Arguments]], View[Arguments]]: ...
def signed_in_page(
    view: Guarded[PersonRequest, Arguments] | None = None, *, may: str = "", post: str = ""
) -> View[Arguments] | Callable[[Guarded[PersonRequest, Arguments]], View[Arguments]]:
    """For everybody who has signed in; with `may` for those alone whose role has that right, with `post` to send."""

    def decorate(inner: Guarded[PersonRequest, Arguments]) -> View[Arguments]:
        return _guard(inner, Audience("signed in", may, post), told=False)

    return decorate(view) if view is not None else decorate


@overload
def center_page(view: Guarded[CenterRequest, Arguments]) -> View[Arguments]: ...
@overload
def center_page(
    *, may: str = "", post: str = ""
) -> Callable[[Guarded[CenterRequest, Arguments]], View[Arguments]]: ...
def center_page(
    view: Guarded[CenterRequest, Arguments] | None = None, *, may: str = "", post: str = ""
) -> View[Arguments] | Callable[[Guarded[CenterRequest, Arguments]], View[Arguments]]:
    """For the Center's people; with `may` only for those whose role has that right, with `post` to send."""

    def decorate(inner: Guarded[CenterRequest, Arguments]) -> View[Arguments]:
        return _guard(inner, Audience("center", may, post))

    return decorate(view) if view is not None else decorate
