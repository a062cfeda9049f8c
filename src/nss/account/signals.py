"""What happens when somebody has signed in, whichever way: the second factor is behind them by then."""

from __future__ import annotations

from allauth.mfa import signals as factor
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from nss.base.words import W

from . import people_mail, unsent
from .access_log import log
from .models import Access, Person
from .requests import PortalRequest
from .sessions import agent_of


@receiver(user_logged_in)
def signed_in(sender: object, request: PortalRequest | None, user: Person, **more: object) -> None:
    """Write the access down; tell the person of a browser that was not used before (M15)."""
    if request is None or not hasattr(request, "session"):
        return
    request.session["agent"] = agent_of(request)
    request.session["address"] = request.META.get("REMOTE_ADDR", "")
    request.signed_in_as = user.username
    unsent.look(request, user)
    log(Access.What.SIGNED_IN, request, user)
    if request.session.pop("new_device", False):
        people_mail.new_device(user, agent_of(request))


@receiver(user_logged_out)
def signed_out(sender: object, request: HttpRequest | None, user: Person | None, **more: object) -> None:
    """Record a sign-out."""
    if request is not None and user is not None:
        log(Access.What.SIGNED_OUT, request, user)


KINDS = {
    Authenticator.Type.TOTP: W("認証アプリ", "authenticator app"),
    Authenticator.Type.WEBAUTHN: W("パスキー", "passkey"),
    Authenticator.Type.RECOVERY_CODES: W("予備の番号", "recovery codes"),
}


@receiver(factor.authenticator_added)
def factor_added(
    sender: object, request: HttpRequest, user: Person, authenticator: Authenticator, **more: object
) -> None:
    """Record a new second factor and mail the person."""
    log(Access.What.FACTOR_ADDED, request, user, kind=authenticator.type)
    people_mail.factor_changed(user, KINDS[authenticator.type], W("追加されました", "was added"))


@receiver(factor.authenticator_removed)
def factor_removed(
    sender: object, request: HttpRequest, user: Person, authenticator: Authenticator, **more: object
) -> None:
    """Record that a second factor was removed and mail the person."""
    log(Access.What.FACTOR, request, user, kind=authenticator.type)
    people_mail.factor_changed(user, KINDS[authenticator.type], W("解除されました", "was removed"))


@receiver(factor.authenticator_reset)
def recovery_codes_made(
    sender: object, request: HttpRequest, user: Person, authenticator: Authenticator, **more: object
) -> None:
    """Record new recovery codes and mail the person."""
    log(Access.What.FACTOR_CODES, request, user)
    people_mail.factor_changed(user, KINDS[authenticator.type], W("再作成されました", "were made anew"))


@receiver(factor.authentication_failed)
def factor_wrong(
    sender: object, request: HttpRequest, user: Person, authenticator: Authenticator, **more: object
) -> None:
    """Record a wrong code of the second factor. The password was right, so it deserves attention."""
    log(Access.What.FACTOR_WRONG, request, user, kind=authenticator.type)
