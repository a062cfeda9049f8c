"""Requests as views get them: what the middleware and the guards of `access` have settled stands in the type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, QueryDict

from nss.contract.models import Office

from .models import Person

if TYPE_CHECKING:
    from .unsent import Unsent


class PortalRequest(HttpRequest):
    """A request with what the portal's middleware leaves on it; each is there only where there was cause for it."""

    reference: str
    """Its name in the log, in the answer's headers and on the error page; set by `web.middleware.RequestId`."""
    whose: int | None
    """The person whose page sent the form, by its mark; set by `unsent.take_marks`."""
    marks: list[tuple[str, str]]
    """The names and values of such marks as they were sent, for a page that sends the form once more; set by `unsent.take_marks`."""
    met_again: str
    """The address by which somebody who goes back to the answer of a form meets it, where that is another than its own: those
    of buttons cannot be opened. Set by the view that shows the page."""
    again: int | None
    """The kept form that is sent again; set by `unsent.take_marks`."""
    parked: Unsent
    parked_post: QueryDict
    """The kept form of this page, and its fields; set by `unsent.for_this_page`."""
    signed_in_as: str
    """The person who has just signed in with this request, whole; set by `signals.signed_in`."""
    viewed_office: Office
    """The office whose pages somebody of the Center looks at; set by `view_as.ViewAs`."""


class PersonRequest(PortalRequest):
    """Of somebody who has signed in."""

    user: Person


class OfficeRequest(PersonRequest):
    """Of somebody of an office."""

    office: Office


class CenterRequest(PersonRequest):
    """Of somebody of the Center."""
