"""Health for machines, and the control of the training clock."""

from __future__ import annotations

import time
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nss.application import sweeps
from nss.application.announce import reminders
from nss.base import clock, posted
from nss.calendar.days import next_business_day
from nss.contract import names
from nss.issuing import certificates, vault
from nss.runtime import training

FURTHEST_DAYS = 3660


def database_takes_writes() -> bool:
    """Whether pages can be served: nearly all write, if only when they were looked at, so that a server which only reads (a
    standby, or a primary whose disk is full and which was set to read) is as good as none."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT NOT (pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean)"
            )
            return bool(cursor.fetchone()[0])
    except (DatabaseError, InterfaceError):
        connection.close()
        return False


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing else, so that a database at rest does not restart web processes."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve pages: the database answers and takes what is written."""
    ready = database_takes_writes()
    return JsonResponse({"status": "ok" if ready else "database not ready"}, status=200 if ready else 503)


@require_POST
def training_clock(request: HttpRequest) -> HttpResponse:
    """Move the training clock: to the day `to`, or by `days`, or without either to the next business day.

    Exists in the demonstration only; goes back to the page that `next` names.
    """
    if not settings.DEMO:
        raise Http404
    day = _asked_day(request)
    today = clock.today()
    if day is None or not today <= day <= today + timedelta(days=FURTHEST_DAYS):
        return HttpResponse(status=400)
    training.move_to(day)
    began = time.monotonic()
    _sweep()
    time.sleep(
        max(0.0, training.KEEP_SECONDS - (time.monotonic() - began))
    )  # whichever process answers next knows
    return HttpResponseRedirect(posted.address(request, "next") or "/")


def _asked_day(request: HttpRequest) -> date | None:
    """The day that the form asks for; None when it cannot be read."""
    to, days = posted.field(request, "to"), posted.field(request, "days")
    try:
        if to:
            return date.fromisoformat(to)
        if days:
            return clock.today() + timedelta(days=int(days))
    except (ValueError, OverflowError):
        return None
    return next_business_day(clock.today())


def _sweep() -> None:
    """What the worker does at its hours, at once, so that a learner sees a deadline pass when the day comes."""
    sweeps.sweep_deadlines()
    names.refresh(clock.today())
    sweeps.expire_consents()
    vault.erase_closed(clock.today())
    reminders.remind_windows()
    reminders.remind_deadlines()
    reminders.warn_certificates()
    certificates.stop_late(clock.today())
