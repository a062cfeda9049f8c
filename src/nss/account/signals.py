"""What happens when somebody has signed in, whichever way: the second factor is behind them by then."""

from __future__ import annotations

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from . import people_mail
from .access_log import log
from .models import Access, ParkedPost, Person
from .sessions import agent_of


@receiver(user_logged_in)
def signed_in(sender: object, request: HttpRequest | None, user: Person, **more: object) -> None:
    """Write the access down; tell the person of a browser that was not used before (M15)."""
    if request is None or not hasattr(request, "session"):
        return
    request.session["agent"] = agent_of(request)
    request.session["address"] = request.META.get("REMOTE_ADDR", "")
    if ParkedPost.objects.filter(person=user).exists():
        request.session["look_parked"] = True
    log(Access.What.SIGNED_IN, request, user)
    if request.session.pop("new_device", False):
        people_mail.new_device(user, agent_of(request))


@receiver(user_logged_out)
def signed_out(sender: object, request: HttpRequest | None, user: Person | None, **more: object) -> None:
    if request is not None and user is not None:
        log(Access.What.SIGNED_OUT, request, user)
