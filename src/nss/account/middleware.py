"""Sessions end after 30 idle minutes and after 12 hours, by the absolute clock (T-18). A form that comes too late is kept for
its person and shown again after sign-in; it is never carried out by itself (F-06, F-07; `unsent`)."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from nss.base.words import W

from . import throttle, unsent
from .models import Person
from .requests import PortalRequest

TO_SIGN_IN = f"{settings.LOGIN_URL}?next="
"""How the answer of a guard begins."""
FACTOR = W(
    "NACCSセンターの担当者は、二段階認証を設定してからご利用ください。",
    "People of the Center set up a second factor first.",
)
FREE = ("/password/", "/logout/", "/language/", "/static/", "/terms/", "/privacy/", "/accessibility/")


class SessionLife:
    """Ends sessions by age and idleness, and has a form kept that came too late or from the page of somebody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        unsent.take_marks(request)
        session = request.session
        if "_auth_user_id" not in session:
            return self.without_session(request)
        now = time.time()
        seen, began = session.get("seen", now), session.get("began", now)
        if now - seen > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
            whose = unsent.typed_by(request, int(session["_auth_user_id"]))
            kept = unsent.keep(request, whose)
            logout(request)
            return unsent.to_sign_in(request, kept)
        if (now - seen > 60 and not request.headers.get("X-Heartbeat")) or "seen" not in session:
            session["seen"] = now
            session.setdefault("began", now)
        # The person itself: a page asks it some fifty times, each of which a proxy would hand on.
        person = request.user = get_user(request)
        if person.is_authenticated:
            if getattr(person, "must_change_password", False) and not request.path.startswith(FREE):
                return redirect("account:password")
            if settings.CENTER_NEEDS_FACTOR and not self.proven(request, person):
                messages.error(request, str(FACTOR))
                return redirect("mfa_index")
            if request.whose not in (None, person.pk) and not request.path.startswith(unsent.NEVER):
                kept = unsent.keep(request, unsent.typed_by(request, person.pk))
                return unsent.of_somebody_else(request, kept)
            unsent.for_this_page(request, person)
        response = self.answer(request)
        if request.again is not None and response.status_code < 400:
            unsent.given_back(request, request.again)
        return response

    def without_session(self, request: PortalRequest) -> HttpResponse:
        """Nobody is signed in. A form of a page that somebody had opened, which a guard sends to the sign-in, is kept."""
        response = self.answer(request)
        refused = response.status_code == 302 and response["Location"].startswith(TO_SIGN_IN)
        if request.method == "POST" and refused and request.whose is not None:
            return unsent.to_sign_in(request, unsent.keep(request, request.whose))
        return response

    def answer(self, request: PortalRequest) -> HttpResponse:
        """What the page answers; whoever signs in by it is known in this browser from now on."""
        response = self.get_response(request)
        if signed_in_as := getattr(request, "signed_in_as", ""):
            throttle.remember(request, response, signed_in_as)
        return response

    @staticmethod
    def proven(request: HttpRequest, person: Person) -> bool:
        """Whether the person may go on as to the second factor; asked once a session, as losing it ends all sessions."""
        if (
            not person.is_center
            or request.session.get("factor")
            or request.path.startswith((*FREE, "/account/"))
        ):
            return True
        if is_mfa_enabled(person):
            request.session["factor"] = True
            return True
        return False
