"""Sessions end after 30 idle minutes and after 12 hours, by the absolute clock (T-18). A form that comes too late is kept for
its person and shown again after sign-in; it is never carried out by itself (F-06, F-07)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.urls import reverse

from nss.base import clock
from nss.base.words import W
from nss.issuing import vault

from .models import ParkedPost, Person
from .requests import PortalRequest

LIMIT = 64 * 1024
KEEP = timedelta(hours=24)
FACTOR = W(
    "NACCSセンターの担当者は、二段階認証を設定してからご利用ください。",
    "People of the Center set up a second factor first.",
)
FREE = ("/password/", "/logout/", "/language/", "/static/", "/terms/", "/privacy/", "/accessibility/")


class SessionLife:
    """Ends sessions by age and idleness, and keeps a form that came too late."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        session = request.session
        if "_auth_user_id" not in session:
            return self.get_response(request)
        now = time.time()
        seen, began = session.get("seen", now), session.get("began", now)
        if now - seen > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
            kept = self.park(request)
            logout(request)
            back = request.get_full_path() if request.method == "GET" or kept else "/"
            return redirect(
                f"{reverse('account:login')}?{urlencode({'next': back, 'ended': '2' if kept else '1'})}"
            )
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
            if request.method == "GET" and request.path.startswith("/drafts/"):
                request.parked_post = self.unpark(request, person)
        return self.get_response(request)

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

    @staticmethod
    def park(request: HttpRequest) -> bool:
        """Keep the body of a draft's form, if it carries a valid token and is not too large."""
        if (
            request.method != "POST"
            or not request.path.startswith("/drafts/")
            or request.headers.get("X-Autosave")
        ):
            return False
        check = CsrfViewMiddleware(lambda _: HttpResponse())
        check.process_request(request)
        if check.process_view(request, lambda _: HttpResponse(), (), {}) is not None:
            return False
        body = request.POST.copy()
        body.pop("csrfmiddlewaretoken", None)
        text = body.urlencode()
        if len(text) > LIMIT:
            return False
        person_id = int(request.session["_auth_user_id"])
        sealed = vault.encrypt(text.encode(), f"parked:{person_id}:{request.path}")
        ParkedPost.objects.update_or_create(
            person_id=person_id, path=request.path[:200], defaults={"body": sealed, "at": clock.now()}
        )
        return True

    @staticmethod
    def unpark(request: HttpRequest, person: Person) -> QueryDict | None:
        """What this person was sending to this page when the session ended; gives it once. The session knows from the
        sign-in whether there is anything (`signals.signed_in`), and forgets it with the last one."""
        if not request.session.get("look_parked"):
            return None
        waiting = {p.path: p for p in ParkedPost.objects.filter(person=person)}
        found = waiting.pop(request.path[:200], None)
        if not waiting:
            del request.session["look_parked"]
        if found is None:
            return None
        found.delete()
        if clock.now() - found.at > KEEP:
            return None
        return QueryDict(vault.decrypt(bytes(found.body), f"parked:{person.pk}:{request.path}").decode())
