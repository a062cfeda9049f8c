"""Guessing is slowed for the guesser: per account and address, per address, and per account over all strangers. A browser that has
signed in before counts for itself alone, so a stranger cannot lock an office out. Counts lie in the database, for all processes.

The address is the visitor's own: `web.middleware.Visitor` has put it in place of the proxy's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.core import signing
from django.http import HttpRequest, HttpResponse

from nss.base import clock
from nss.base.words import W

from .models import SignInAttempt

PER_GUESSER = 10
PER_ACCOUNT = 50
PER_ADDRESS = 200
WINDOW = timedelta(minutes=30)
COOKIE = "nss_device"
SLOW = W("しばらく時間をおいてから、もう一度お試しください。", "Please wait a while and try again.")


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in the window under one key; the key is kept as a hash, so the table names nobody."""

    key: str
    most: int
    window: timedelta = WINDOW

    @property
    def hashed(self) -> str:
        """The key's SHA-256 in hex, as it is stored."""
        return hashlib.sha256(self.key.encode()).hexdigest()

    def reached(self) -> bool:
        """Whether `most` tries or more were counted under the key within the window."""
        since = clock.now() - self.window
        return SignInAttempt.objects.filter(key=self.hashed, at__gt=since).count() >= self.most


def reached(*limits: Limit) -> bool:
    """Whether any of the limits is reached."""
    return any(limit.reached() for limit in limits)


def count_try(*limits: Limit) -> None:
    """One more try under each."""
    now = clock.now()
    SignInAttempt.objects.bulk_create(SignInAttempt(key=limit.hashed, at=now) for limit in limits)


def address_of(request: HttpRequest) -> str:
    """The visitor's address; of IPv6 the network that one household or office has (/64)."""
    text = request.META.get("REMOTE_ADDR", "")
    try:
        found = ip_address(text)
    except ValueError:
        return str(text)
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)


def browser_known(request: HttpRequest, username: str) -> bool:
    """Whether this browser has signed in as this person before."""
    try:
        return bool(signing.loads(request.COOKIES.get(COOKIE, ""), salt="nss.device") == username)
    except signing.BadSignature:
        return False


def of_sign_in(request: HttpRequest, username: str) -> tuple[Limit, ...]:
    """What bounds wrong passwords for this account from this browser."""
    if browser_known(request, username):
        return (Limit(f"device:{username}:{request.COOKIES.get(COOKIE, '')}", PER_GUESSER),)
    address = address_of(request)
    return (
        Limit(f"guesser:{username}:{address}", PER_GUESSER),
        Limit(f"account:{username}", PER_ACCOUNT),
        Limit(f"address:{address}", PER_ADDRESS),
    )


def per_address(request: HttpRequest, what: str, most: int, window: timedelta = WINDOW) -> Limit:
    """What bounds one visitor on a page that is open to all."""
    return Limit(f"{what}:{address_of(request)}", most, window)


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Mark this browser as one that has signed in as this person, the second factor included: whoever has only the password
    stays a stranger, of whose later sign-in the person is told."""
    SignInAttempt.objects.filter(key=of_sign_in(request, username)[0].hashed).delete()
    response.set_cookie(
        COOKIE,
        signing.dumps(username, salt="nss.device"),
        max_age=180 * 86400,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
