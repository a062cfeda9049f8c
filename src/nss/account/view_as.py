"""The Center looks at the portal as an office sees it: reading only, marked on every page, and written down page by page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nss.contract.models import Office

from .access_log import log
from .models import Access, Person, Role
from .requests import PortalRequest

KEY = "viewing_as"
SAFE = ("GET", "HEAD")
ROOMS = ("office",)
"""Only these rooms' pages are seen as the office; the Center's own pages, and those for everybody, stay the person's own."""


def begin(request: HttpRequest, office: Office, reason: str) -> None:
    """Begin to view an office; recorded with the reason."""
    request.session[KEY] = office.pk
    log(Access.What.VIEWED_AS, request, request.user, about=office, reason=reason)


def end(request: HttpRequest) -> None:
    """End viewing an office; recorded."""
    request.session.pop(KEY, None)


def stand_in(person: Person, office: Office) -> Person:
    """The person as somebody of the office who may only read; never saved."""
    viewer = Person(
        pk=person.pk,
        username=person.username,
        login_id=person.login_id,
        office=office,
        family_name=person.family_name,
        given_name=person.given_name,
        email=person.email,
        role=Role.READER,
    )
    viewer.viewing = True
    return viewer


class ViewAs:
    """Replaces the person on the offices' pages while a member of the Center views an office; refuses every write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: PortalRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        if KEY not in request.session or not request.resolver_match:
            return None
        person = request.user
        office = Office.objects.filter(pk=request.session[KEY]).first()
        if not person.is_authenticated or not person.may_review or office is None:
            end(request)
            return None
        request.viewed_office = office
        if request.resolver_match.app_name not in ROOMS:
            return None
        if request.method not in SAFE:
            return render(request, "account/viewing_only.html", {}, status=403)
        log(Access.What.VIEWED_AS, request, person, about=office, path=request.path[:200])
        request.user = stand_in(person, office)
        return None
