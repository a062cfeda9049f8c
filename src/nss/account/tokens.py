"""Tokens of the API (C28): one office, an end, the last use; only a hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from nss.base import clock, posted
from nss.base.columns import TOO_LONG, field_length
from nss.base.words import t
from nss.contract.models import Office

from .access import office_page
from .models import ApiToken, Person
from .requests import OfficeRequest

DAYS = 365
NAME_LENGTH = field_length(ApiToken, "name") or 0


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def create_token(office: Office, person: Person | None, name: str) -> str:
    """A new token; its text is given once and never again."""
    token = f"nss_{secrets.token_urlsafe(32)}"
    now = clock.now()
    ApiToken.objects.create(
        office=office,
        person=person,
        name=name,
        token_hash=_hash(token),
        created_at=now,
        expires=now + timedelta(days=DAYS),
    )
    return token


def revoke_all_of(person: Person) -> int:
    """The tokens that this person made end: the person was stopped, or has another role now. Gives how many."""
    return ApiToken.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=clock.now())


def office_of(token: str) -> Office | None:
    """The office of a living token, its use noted; None for every other text."""
    now = clock.now()
    found = (
        ApiToken.objects.select_related("office")
        .filter(token_hash=_hash(token), expires__gt=now, revoked_at__isnull=True)
        .exclude(person__is_active=False)
        .first()
    )
    if found is None:
        return None
    if found.used_at is None or now - found.used_at > timedelta(minutes=1):
        ApiToken.objects.filter(pk=found.pk).update(used_at=now)
    return found.office


@office_page(may="may_manage_people", told=False)
@require_http_methods(["GET", "POST"])
def page(request: OfficeRequest) -> HttpResponse:
    """C28, for the manager of an office."""
    made = name = ""
    if request.method == "POST":
        name = posted.field(request, "name").strip()
        if len(name) > NAME_LENGTH:
            messages.error(request, str(TOO_LONG.format(n=len(name), most=NAME_LENGTH)))
        elif name:
            made = create_token(request.office, request.user, name)
        else:
            messages.error(request, t("用途を入力してください。", "Enter what it is for."))
    rows = ApiToken.objects.filter(office=request.office).order_by("-created_at")[:50]
    response = render(
        request,
        "account/tokens.html",
        {"rows": rows, "made": made, "name": "" if made else name, "length": NAME_LENGTH},
        status=422 if request.method == "POST" and not made else 200,
    )
    if made:
        response["Cache-Control"] = "no-store"
    return response


@office_page(may="may_manage_people", told=False)
@require_POST
def revoke(request: OfficeRequest, pk: int) -> HttpResponse:
    """End a token of the own office."""
    found = ApiToken.objects.filter(pk=pk, office=request.office).first()
    if found is None:
        raise Http404
    if found.revoked_at is None:
        found.revoked_at = clock.now()
        found.save(update_fields=["revoked_at"])
    messages.success(request, t("トークンを無効にしました。", "The token was revoked."))
    return redirect("account:tokens")
