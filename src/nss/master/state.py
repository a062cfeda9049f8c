"""The masters that rules ask at every turn, held in memory and read again when somebody has edited one.

A request asks for the version if nobody in its process has for a second (`RefreshMasters`), so what pages offer may be a second
old; filing and deciding ask inside their transaction (`refresh`) and are never behind.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from nss.base.compiled_query import CompiledQuery
from nss.base.words import W
from nss.calendar import days, leads
from nss.calendar.schedule import RegistrationDay

from .models import (
    Announcement,
    Audience,
    Blackout,
    BusinessGroup,
    BusinessOffer,
    Capacity,
    ClosedDay,
    Lead,
    MailTemplate,
    MailText,
    NewsText,
    ScheduleDay,
    TermsVersion,
    Version,
)


@dataclass(frozen=True, slots=True)
class State:
    """What was read at one version."""

    no: int = -1
    schedule: dict[date, ScheduleDay] = field(default_factory=dict)
    blackouts: tuple[Blackout, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    mail_texts: tuple[MailText, ...] = ()
    mail_templates: tuple[MailTemplate, ...] = ()
    terms: tuple[TermsVersion, ...] = ()
    news_texts: tuple[NewsText, ...] = ()
    offers: tuple[BusinessOffer, ...] = ()
    groups: tuple[BusinessGroup, ...] = ()
    closed: tuple[ClosedDay, ...] = ()
    leads: tuple[Lead, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    made: dict[date, tuple[RegistrationDay, ...]] = field(default_factory=dict)
    """Schedules worked out from this state, by the day they start on."""


_state = State()
_asked = 0.0
TRUSTED_SECONDS = 1.0


def current() -> State:
    """The masters as they were last read."""
    return _state


def refresh() -> State:
    """Read the masters again if their version has moved; one query if not."""
    global _asked
    _asked = time.monotonic()
    no = VERSION.first() or 0
    return _state if no == _state.no else _load(no)


VERSION = CompiledQuery(lambda: Version.objects.filter(pk=1).values_list("no", flat=True))


def _load(no: int) -> State:
    return _install(
        State(
            no,
            {s.day: s for s in ScheduleDay.objects.all()},
            tuple(Blackout.objects.order_by("first_at")),
            tuple(Announcement.objects.order_by("-first_at")[:500]),
            tuple(MailText.objects.order_by("since")),
            tuple(MailTemplate.objects.order_by("since")),
            tuple(TermsVersion.objects.order_by("since")),
            tuple(NewsText.objects.order_by("since")),
            tuple(BusinessOffer.objects.order_by("since")),
            tuple(BusinessGroup.objects.order_by("since")),
            tuple(ClosedDay.objects.order_by("day")),
            tuple(Lead.objects.order_by("since")),
            tuple(Capacity.objects.order_by("since")),
        )
    )


def _install(state: State) -> State:
    """Make these the masters that rules ask."""
    global _state
    days.announce(
        {c.day: W(c.name_ja, c.name_en or c.name_ja) for c in state.closed if not c.works},
        frozenset(c.day for c in state.closed if c.works),
    )
    leads.announce((r.kind, r.since, r.days) for r in state.leads)
    _state = state
    return state


@contextmanager
def as_stored() -> Iterator[State]:
    """The masters as this transaction has left them, for the block alone: what a change would do is worked out with them,
    whether it is kept or not. One thread of a process answers pages, so nobody else asks them meanwhile."""
    before = _state
    try:
        yield _load(before.no)
    finally:
        _install(before)


def reset() -> None:
    """Forget what was read, as at the start of a process."""
    global _asked
    _install(State())
    _asked = 0.0


def changed() -> None:
    """Tell all processes that a master was edited; inside the transaction of the edit."""
    Version.objects.get_or_create(pk=1)
    Version.objects.filter(pk=1).update(no=F("no") + 1)
    transaction.on_commit(refresh)


def blackout_at(moment: datetime) -> Blackout | None:
    """The blackout that holds at a moment."""
    return next((b for b in _state.blackouts if b.first_at <= moment < b.last_at), None)


def blackouts_ahead(moment: datetime) -> list[Blackout]:
    """Blackouts that hold or come, for the pages to announce."""
    return [b for b in _state.blackouts if b.last_at > moment]


def announcements(moment: datetime, office_code: str = "") -> list[Announcement]:
    """What is shown now to an office, or without one to somebody who has not signed in."""
    seen = {Audience.EVERYBODY, Audience.OFFICES} if office_code else {Audience.EVERYBODY}
    return [
        a
        for a in _state.announcements
        if a.first_at <= moment < a.last_at
        and (a.audience in seen or (office_code and office_code in a.codes and a.audience == Audience.NAMED))
    ]


def mail_text(kind: str, day: date) -> W | None:
    """The paragraph that mails of a kind carry on a day."""
    found = next((m for m in reversed(_state.mail_texts) if m.kind == kind and m.since <= day), None)
    return W(found.text_ja, found.text_en or found.text_ja) if found and found.text_ja else None


def mail_template(kind: str, day: date) -> MailTemplate | None:
    """The Center's own text of the mails of a kind on a day; None for the built-in one."""
    found = next((m for m in reversed(_state.mail_templates) if m.kind == kind and m.since <= day), None)
    return found if found and found.text_ja else None


def news_text(event: str, day: date) -> W | None:
    """What the line of news of an event says from the Center's own text on a day; None for the built-in one."""
    found = next((m for m in reversed(_state.news_texts) if m.event == event and m.since <= day), None)
    return W(found.text_ja, found.text_en or found.text_ja) if found and found.text_ja else None


def offered(business: str, day: date) -> bool:
    """Whether a business type can be applied for on a day."""
    found = next((o for o in reversed(_state.offers) if o.code == business and o.since <= day), None)
    return found is None or found.offered


def groups(day: date) -> tuple[frozenset[str], ...]:
    """The Center's own groups that count on a day; none where it has set none."""
    return tuple(
        frozenset(g.members) for g in _state.groups if g.since <= day and (g.until is None or day < g.until)
    )


MACHINES = ("/static/", "/healthz", "/readyz", "/metrics")
"""Paths that need no masters; health must answer without the database."""


class RefreshMasters:
    """Looks once a request whether a master was edited."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if time.monotonic() - _asked > TRUSTED_SECONDS and not request.path.startswith(MACHINES):
            refresh()
        return self.get_response(request)
