"""A reference number for each request, headers that keep pages safe, and the language."""

from __future__ import annotations

import base64
import contextlib
import re
import secrets
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from nss.account.requests import PortalRequest
from nss.base.words import speak

from . import languages
from .logs import request_id

Next = Callable[[HttpRequest], HttpResponse]
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class Visitor:
    """Puts the visitor's address in place of the proxy's: each of NSS_PROXY_HOPS proxies adds to X-Forwarded-For whom it heard,
    so the visitor is the last but so many; what stands before was written by the visitor and is believed by nobody. Throttles,
    the record, the list of devices and allauth's brakes all read REMOTE_ADDR after this."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        heard = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        hops = settings.PROXY_HOPS
        named = [part.strip() for part in heard.split(",")[-hops:]] if hops and heard else []
        if len(named) == hops and hops:
            with contextlib.suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(named[0].removeprefix("[").partition("]")[0]))
        return self.get_response(request)


class RequestId:
    """Names each request; the name stands in the log lines, the answer's header and the error page."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        name = base64.b32encode(secrets.token_bytes(6)).decode().rstrip("=")
        request.reference = name
        mark = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(mark)
        response["X-Request-Id"] = name
        return response


class SecurityHeaders:
    """Sets the headers of a page: content security policy, referrer, caching."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            hsts = f"max-age={settings.SECURE_HSTS_SECONDS}"
            response.headers.setdefault("Strict-Transport-Security", hsts)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Language:
    """Japanese unless the person chose English (cookie `nss_lang`)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = "en" if request.COOKIES.get("nss_lang") == "en" else "ja"
        translation.activate(chosen)
        speak(chosen)
        request.LANGUAGE_CODE = chosen
        response = self.get_response(request)
        languages.mark(response)
        response.headers.setdefault("Content-Language", chosen)
        return response


LARGEST = 2**63 - 1
WHOLE = re.compile(r"[+-]?[0-9]+")


class RefuseBadInput:
    """Refuses what no page can mean and the database cannot hold: NUL in an address or a form, numbers beyond a row's."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        typed = request.META.get("QUERY_STRING", "")
        plain_form = request.content_type == "application/x-www-form-urlencoded"
        if "\0" in request.path or "%00" in typed or "\0" in typed or (plain_form and b"%00" in request.body):
            raise BadRequest("NUL")
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> None:
        for v in kwargs.values():
            number = (
                v if isinstance(v, int) else int(v[:30]) if isinstance(v, str) and WHOLE.fullmatch(v) else 0
            )
            if abs(number) > LARGEST:
                raise Http404
