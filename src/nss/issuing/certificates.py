"""Digital certificates of net terminals and webNACCS (D-47): issued, fetched by the office, renewed, stopped. They are
fetched from the bulletin board; what is kept here is which there are and until when."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.seen import mark_of
from nss.base.words import W
from nss.contract.models import Office

from .models import Certificate

HOLDERS = ("net_terminal", "web_certificate")
"""Kinds of rows that have a certificate, under their name."""
STOP_MONTHS = 2
"""Months after which a certificate that was not fetched or renewed stops (D-47)."""
WARN_DAYS = (14, 3)
"""Days before a stop on which the office is warned (T-16)."""
STOPPED = Problem(
    "certificate_stopped",
    W("この証明書はすでに停止しています。", "This certificate has stopped already."),
)
CHANGED = Problem(
    "certificate_changed",
    W(
        "この画面を開いた後に証明書の状態が変わりました。もう一度確認してください。",
        "The certificate changed after this page was opened. Please look again.",
    ),
)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def issue(name: str, office: Office, application: int, day: date, again: bool = False) -> Certificate:
    """A certificate to be fetched within two months of `day`; with `again` the present one of the terminal stops, and the
    new one ends with the terminal where the end of that is decided."""
    ends: date | None = None
    ended_by: int | None = None
    if again:
        ends, ended_by = _decided_end(office, name, day)
        for old in _lasting(office, name, day):
            _stop(old, application, day)
    return Certificate.objects.create(
        company_id=office.company_id,
        office=office,
        name=name,
        application_id=application,
        issued_on=day,
        stops_on=months_after(day, STOP_MONTHS),
        stopped_on=ends,
        stopped_by=ended_by,
    )


def _decided_end(office: Office, name: str, day: date) -> tuple[date | None, int | None]:
    """When a terminal ends after `day` and by which application, as its newest certificate knows: also one that the Center
    stopped before that."""
    newest = Certificate.objects.filter(office=office, name=name).order_by("-issued_on", "-id").first()
    if newest is None:
        return None, None
    known = [(newest.stopped_on, newest.stopped_by)] if newest.stopped_on is not None else []
    known += [(date.fromisoformat(s["on"]), s["by"]) for s in reversed(newest.stops_before)]
    return next(((on, by) for on, by in known if by is not None and on > day), (None, None))


def _lasting(office: Office, name: str, day: date) -> list[Certificate]:
    """The certificates of a terminal that have not stopped by a day."""
    lasting = Q(stopped_on__isnull=True) | Q(stopped_on__gt=day)
    return list(Certificate.objects.filter(lasting, office=office, name=name))


def end(name: str, office: Office, application: int, day: date, to: Office | None = None) -> None:
    """The terminal ends at an office on `day`, and its certificates with it; where it goes on at another office, they
    go on there as they are."""
    for old in _lasting(office, name, day):
        _stop(old, application, day)
        if to is not None:
            Certificate.objects.create(
                company_id=to.company_id,
                office=to,
                name=name,
                application_id=application,
                issued_on=old.issued_on,
                fetched_on=old.fetched_on,
                stops_on=old.stops_on,
            )


def stop(pk: int, seen: str) -> Certificate:
    """The Center stops a certificate today, whatever was decided of its terminal. The terminal stays in the contract; a
    re-issue gives it another one. Raises Refused, Certificate.DoesNotExist."""
    today = clock.today()
    with transaction.atomic():
        locked = Certificate.objects.select_for_update(of=("self",)).select_related("office")
        found = locked.get(pk=pk)
        if found.stopped_on is not None and found.stopped_on <= today:
            raise Refused([STOPPED])
        if shown(found) != seen:
            raise Refused([CHANGED])
        _stop(found, None, today)
        return found


def shown(certificate: Certificate) -> str:
    """A digest of what a page shows of a certificate, for the form that stops it."""
    c = certificate
    return mark_of(c.issued_on, c.fetched_on, c.stops_on, c.stopped_on)


def _stop(old: Certificate, application: int | None, day: date) -> None:
    """A certificate stops on `day`, by an application or by the Center's own hand; an end that was decided for a later one
    is remembered."""
    if old.stopped_on is not None and old.stopped_by is not None:
        old.stops_before = [*old.stops_before, {"on": old.stopped_on.isoformat(), "by": old.stopped_by}]
    old.stopped_on, old.stopped_by = day, application
    old.save(update_fields=["stopped_on", "stopped_by", "stops_before"])


def take_back(application: int) -> None:
    """Undo what an application issued and stopped: an end that was decided before it stands again."""
    Certificate.objects.filter(application_id=application).delete()
    for c in _stopped_by(application):
        known = [s for s in c.stops_before if s["by"] != application]
        if c.stopped_by == application:
            last = known.pop() if known else None
            c.stopped_on = date.fromisoformat(last["on"]) if last else None
            c.stopped_by = last["by"] if last else None
        c.stops_before = known
        c.save(update_fields=["stopped_on", "stopped_by", "stops_before"])


def move(application: int, before: date, day: date) -> None:
    """Date what an application issued and stopped anew, as its start was moved from `before`. Certificates that only went
    over to another office keep the day on which they were issued."""
    mine = Certificate.objects.filter(application_id=application, issued_on=before)
    mine.filter(fetched_on__isnull=True, stopped_on__isnull=True).update(
        stops_on=months_after(day, STOP_MONTHS)
    )
    mine.update(issued_on=day)
    for c in _stopped_by(application):
        if c.stopped_by == application:
            c.stopped_on = day
        c.stops_before = [
            {**s, "on": day.isoformat()} if s["by"] == application else s for s in c.stops_before
        ]
        c.save(update_fields=["stopped_on", "stops_before"])


def _stopped_by(application: int) -> list[Certificate]:
    """The certificates that an application stops, or would if no later one did so before."""
    its = Q(stopped_by=application) | Q(stops_before__contains=[{"by": application}])
    return list(Certificate.objects.select_for_update().filter(its))


def fetched(pk: int, office: Office) -> bool:
    """The office has fetched and applied it: it no longer stops for want of that."""
    return bool(
        Certificate.objects.filter(
            pk=pk, office=office, fetched_on__isnull=True, stopped_on__isnull=True
        ).update(fetched_on=clock.today(), stops_on=None)
    )


def state_of(certificate: Certificate, today: date) -> W:
    """Its state in words."""
    if certificate.stopped_on is not None and certificate.stopped_on <= today:
        return W("停止", "stopped")
    if certificate.fetched_on is not None:
        return W("利用中", "in use")
    if certificate.stops_on is not None and certificate.stops_on <= today:
        return W("停止（未取得）", "stopped (never fetched)")
    return W("未取得", "to be fetched")


def certificates_of(office: Office) -> list[Certificate]:
    """Certificates of an office that have not stopped, by terminal."""
    return list(Certificate.objects.filter(office=office).order_by("name", "-issued_on", "-id"))


def states(office: Office, today: date) -> dict[str, W]:
    """Terminal -> state of its newest certificate."""
    found: dict[str, W] = {}
    for c in certificates_of(office):
        found.setdefault(c.name, state_of(c, today))
    return found


def stopping(today: date) -> list[Certificate]:
    """Those that stop in 14 or 3 days unless they are fetched."""
    days = [today + timedelta(days=n) for n in WARN_DAYS]
    return list(
        Certificate.objects.filter(
            Q(stops_on__in=days), fetched_on__isnull=True, stopped_on__isnull=True
        ).select_related("office")
    )


def stop_late(today: date) -> int:
    """Stop what was not fetched in time; gives how many."""
    return Certificate.objects.filter(
        stops_on__lte=today, fetched_on__isnull=True, stopped_on__isnull=True
    ).update(stopped_on=today)
