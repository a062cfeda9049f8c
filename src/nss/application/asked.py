"""Offices that are asked to agree (N10): reminded by the Center or when their day comes near; an answer that the Center entered
for one is taken back while the others have not all answered."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from nss.account.models import Person
from nss.application.announce import moves
from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.words import W
from nss.calendar.days import add_business_days

from .drafts import record_event
from .lifecycle import Event, NotAllowed, State
from .locking import lock
from .models import UNANSWERED, Application, Consent, ConsentState

NEAR = 3
"""Business days before the day to answer on which an office that has not answered is reminded."""
TODAY_ALREADY = Problem(
    "reminded_today", W("本日すでに催促しました。", "These offices were reminded today already.")
)
NOT_ENTERED = Problem(
    "not_entered",
    W(
        "センターが登録した同意だけを取り消せます。",
        "Only a consent that the Center entered can be taken back.",
    ),
)


def open_consents(application: Application) -> list[Consent]:
    """Those of its newest filing that wait for an answer."""
    found = application.consents.filter(revision_no=application.revision_no, state__in=UNANSWERED)
    return list(found.select_related("office").order_by("office__code", "code"))


def remind(pk: int, person: Person) -> list[str]:
    """Ask the offices once more that have not answered, once a day; gives their codes. Raises Refused, NotAllowed."""
    with transaction.atomic():
        application = lock(pk)
        waiting = open_consents(application)
        if application.state != State.CONSENT.value or not waiting:
            raise NotAllowed(application.state, Event.REMINDED)
        told = [c.office.code for c in waiting if moves.consent_reminded(application, c)]
        if not told:
            raise Refused([TODAY_ALREADY])
        codes = list(dict.fromkeys(told))
        record_event(application, Event.REMINDED, person, to=", ".join(codes))
        return codes


def remind_near(today: date | None = None) -> int:
    """Remind offices of what they have to answer within some business days, once of each. Gives how many were told."""
    today = today or clock.today()
    due = add_business_days(today, NEAR)
    found = Consent.objects.filter(state__in=UNANSWERED, application__state=State.CONSENT, due=due)
    told = 0
    for pk in sorted(set(found.values_list("application_id", flat=True))):
        with transaction.atomic():
            application = lock(pk)
            if application.state == State.CONSENT.value:
                told += sum(
                    moves.consent_reminded(application, c) for c in open_consents(application) if c.due == due
                )
    return told


def take_answer_back(pk: int, person: Person, reason: str) -> Consent:
    """A consent that the Center entered for an office was none: the office is asked again. Possible while another office has
    not answered; after that the application is with the reviewers. Raises Refused, NotAllowed, Consent.DoesNotExist."""
    with transaction.atomic():
        application = lock(Consent.objects.values_list("application_id", flat=True).get(pk=pk))
        consent = Consent.objects.select_related("office").get(pk=pk)
        if application.state != State.CONSENT.value or consent.revision_no != application.revision_no:
            raise NotAllowed(application.state, Event.UNANSWERED)
        if consent.state != ConsentState.AGREED.value or not consent.evidence:
            raise Refused([NOT_ENTERED])
        shown = consent.evidence
        consent.state = ConsentState.REQUESTED.value
        consent.answered_at, consent.answered_by, consent.reason, consent.evidence = None, None, "", ""
        consent.save(update_fields=["state", "answered_at", "answered_by", "reason", "evidence"])
        record_event(
            application, Event.UNANSWERED, person, text=reason, office=consent.office.code, evidence=shown
        )
        moves.answer_taken_back(application, consent)
        return consent
