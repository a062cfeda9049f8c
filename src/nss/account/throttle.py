"""Guessing is slowed per account and per address. A browser that has signed in before counts for itself, so a stranger
cannot lock an office out."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse

from nss.base import clock

from .models import SignInAttempt

PER_ACCOUNT = 10
PER_ADDRESS = 200
WINDOW = timedelta(minutes=30)
COOKIE = "nss_device"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def known(request: HttpRequest, username: str) -> bool:
    """Whether this browser has signed in as this person before."""
    try:
        return bool(signing.loads(request.COOKIES.get(COOKIE, ""), salt="nss.device") == username)
    except signing.BadSignature:
        return False


def keys(request: HttpRequest, username: str) -> tuple[str, str]:
    """Keys of the account (as seen from this kind of browser) and of the address."""
    device = _hash(request.COOKIES.get(COOKIE, "")) if known(request, username) else "stranger"
    return _hash(f"account:{username}:{device}"), _hash(f"address:{request.META.get('REMOTE_ADDR', '')}")


def blocked(request: HttpRequest, username: str) -> bool:
    account, address = keys(request, username)
    since = clock.now() - WINDOW
    if SignInAttempt.objects.filter(key=account, at__gt=since).count() >= PER_ACCOUNT:
        return True
    return SignInAttempt.objects.filter(key=address, at__gt=since).count() >= PER_ADDRESS


def failed(request: HttpRequest, username: str) -> None:
    now = clock.now()
    SignInAttempt.objects.bulk_create(SignInAttempt(key=k, at=now) for k in keys(request, username))


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Mark this browser as one that has signed in as this person."""
    SignInAttempt.objects.filter(key=keys(request, username)[0]).delete()
    response.set_cookie(
        COOKIE,
        signing.dumps(username, salt="nss.device"),
        max_age=180 * 86400,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
