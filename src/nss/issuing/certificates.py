"""Digital certificates of net terminals and webNACCS (D-47): issued, fetched by the office, renewed, stopped. They are
fetched from the bulletin board; what is kept here is which there are and until when."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

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


def lasting(day: date) -> Q:
    """What has not stopped by a day. A stop that is decided for a later one changes nothing until then."""
    return Q(stopped_on__isnull=True) | Q(stopped_on__gt=day)


@transaction.atomic
def issue(name: str, office: Office, application: int, day: date) -> Certificate:
    """A certificate to be fetched within two months of `day`, in the place of the present one where the terminal has one."""
    made = Certificate.objects.create(
        company_id=office.company_id,
        office=office,
        name=name,
        application_id=application,
        issued_on=day,
        stops_on=months_after(day, STOP_MONTHS),
        ends=_ends_of(name, office, day),
    )
    _settle(name, office)
    made.refresh_from_db()
    return made


def _ends_of(name: str, office: Office, day: date) -> list[dict[str, Any]]:
    """The ends that are decided for a terminal at an office, as its other certificates know them. One that lies before `day`
    is of an earlier time there: the terminal came back, or none could be issued."""
    known = Certificate.objects.filter(office=office, name=name).order_by("id")
    ends = {e["by"]: e["on"] for c in known for e in c.ends}
    return [{"on": on, "by": by, "earlier": on < day.isoformat()} for by, on in ends.items()]


def _stops_by_ends(certificate: Certificate) -> list[date]:
    """The days on which it stops with its terminal. An end that is decided after a certificate for a day before its issue is
    one too: the certificate never begins. Only an end of an earlier time is none."""
    days = [(date.fromisoformat(e["on"]), e.get("earlier", False)) for e in certificate.ends]
    return [on for on, earlier in days if not earlier or on >= certificate.issued_on]


def _settle(name: str, office: Office) -> None:
    """When each certificate of a terminal at an office stops, worked out anew from all that is known, in whatever order it
    was decided: with the terminal, by the next one that is issued, or by itself, whichever comes first."""
    found = Certificate.objects.select_for_update().filter(office=office, name=name)
    certificates = list(found.order_by("issued_on", "id"))
    for n, c in enumerate(certificates):
        later = certificates[n + 1 :]
        stops = _stops_by_ends(c)
        # One that came back from another office is of the same day as the one that went there, and replaces nothing.
        stops += [d.issued_on for d in later if d.issued_on > c.issued_on or not d.carried]
        stops += [c.halted_on] if c.halted_on is not None else []
        stopped = min(stops, default=None)
        if stopped != c.stopped_on:
            c.stopped_on = stopped
            c.save(update_fields=["stopped_on"])


@transaction.atomic
def end(name: str, office: Office, application: int, day: date, to: Office | None = None) -> None:
    """The terminal ends at an office on `day`, and its certificates with it; where it goes on at another office, they
    go on there as they are."""
    found = list(Certificate.objects.filter(office=office, name=name).order_by("id"))
    for old in found:
        old.ends = [*old.ends, {"on": day.isoformat(), "by": application}]
        old.save(update_fields=["ends"])
    if to is not None:
        for old in found:
            if old.stopped_on is None or old.stopped_on > day:
                Certificate.objects.create(
                    company_id=to.company_id,
                    office=to,
                    name=name,
                    application_id=application,
                    issued_on=old.issued_on,
                    fetched_on=old.fetched_on,
                    stops_on=old.stops_on,
                    carried=True,
                )
        _settle(name, to)
    _settle(name, office)


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
        found.halted_on = today
        found.save(update_fields=["halted_on"])
        _settle(found.name, found.office)
        found.refresh_from_db()
        return found


def shown(certificate: Certificate) -> str:
    """A digest of what a page shows of a certificate, for the form that stops it."""
    c = certificate
    return mark_of(c.issued_on, c.fetched_on, c.stops_on, c.stopped_on)


@transaction.atomic
def take_back(application: int) -> None:
    """Undo what an application issued and ended: what the others decided stands."""
    issued = Certificate.objects.filter(application_id=application)
    touched = _terminals(issued)
    issued.delete()
    for c in _ended_by(application):
        c.ends = [e for e in c.ends if e["by"] != application]
        c.save(update_fields=["ends"])
        touched[c.office_id, c.name] = c.office
    for (_, name), office in touched.items():
        _settle(name, office)


@transaction.atomic
def move(application: int, before: date, day: date) -> None:
    """Date what an application issued and ended anew, as its start was moved from `before`. Certificates that only went
    over to another office keep the day on which they were issued."""
    mine = Certificate.objects.filter(application_id=application, issued_on=before, carried=False)
    touched = _terminals(mine)
    mine.filter(fetched_on__isnull=True, halted_on__isnull=True).update(
        stops_on=months_after(day, STOP_MONTHS)
    )
    mine.update(issued_on=day)
    for c in _ended_by(application):
        c.ends = [{**e, "on": day.isoformat()} if e["by"] == application else e for e in c.ends]
        c.save(update_fields=["ends"])
        touched[c.office_id, c.name] = c.office
    for (_, name), office in touched.items():
        _settle(name, office)


def _terminals(found: QuerySet[Certificate]) -> dict[tuple[int, str], Office]:
    """The offices and names of some certificates, each once."""
    return {(c.office_id, c.name): c.office for c in found.select_related("office")}


def _ended_by(application: int) -> list[Certificate]:
    """The certificates of the terminals that an application ends."""
    its = Q(ends__contains=[{"by": application}])
    locked = Certificate.objects.select_for_update(of=("self",)).select_related("office")
    return list(locked.filter(its))


def fetched(pk: int, office: Office) -> bool:
    """The office has fetched and applied it: it no longer stops for want of that."""
    today = clock.today()
    waiting = Certificate.objects.filter(lasting(today), pk=pk, office=office, fetched_on__isnull=True)
    return bool(waiting.update(fetched_on=today, stops_on=None))


def waits(certificate: Certificate, today: date) -> bool:
    """Whether the office may still fetch it."""
    c = certificate
    return c.fetched_on is None and not _never_begins(c) and (c.stopped_on is None or c.stopped_on > today)


def _never_begins(certificate: Certificate) -> bool:
    """Whether its terminal ends, as was decided after it, before the day of its issue."""
    return certificate.stopped_on is not None and certificate.stopped_on < certificate.issued_on


def state_of(certificate: Certificate, today: date) -> W:
    """Its state in words."""
    if _never_begins(certificate):
        return W("利用なし", "never in use")
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
        Certificate.objects.filter(lasting(today), stops_on__in=days, fetched_on__isnull=True).select_related(
            "office"
        )
    )


def stop_late(today: date) -> int:
    """Stop what was not fetched in time; gives how many."""
    late = Certificate.objects.filter(lasting(today), stops_on__lte=today, fetched_on__isnull=True)
    return late.update(stopped_on=today, halted_on=today)
