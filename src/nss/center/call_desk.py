"""The page for a caller's office: its contract on a day, what is open and what each waits for, works, mails, passwords read,
people with their devices, and what can be said. Never a secret. Every look stands in the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nss.account.access import center_page
from nss.account.access_log import log
from nss.account.models import Access, Person, PersonSession
from nss.account.requests import CenterRequest
from nss.application import works
from nss.application.lifecycle import UNFINISHED, State
from nss.application.models import OVER, UNANSWERED, Application, Consent, Work
from nss.application.status import statuses
from nss.base import clock
from nss.base.days import read_day
from nss.base.typed_text import NotUnderstood
from nss.base.words import W
from nss.contract import snapshot
from nss.contract.models import ROW_TYPES, Office
from nss.issuing.models import Secret, SecretView
from nss.notice.models import Mail, MailState
from nss.notice.preferences import BY_KIND
from nss.web.page import context_of

from . import sentences
from .offices import office_or_404

LAST = 20
"""So many applications, passwords and mails are shown, the newest first; the others are found in their lists."""
NAMES = 12
"""So many names of one kind of row are read out."""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of row of the contract on the day: how many, and what they are called or say."""

    word: W
    count: int
    names: Sequence[str | W]
    more: int
    facts: Sequence[tuple[W, str]]
    """Label and value, of a kind of which the office has one."""


@dataclass(frozen=True, slots=True)
class OpenOne:
    """An application with its state and what it waits for."""

    application: Application
    status: tuple[str, W]
    waits: W | None


@dataclass(frozen=True, slots=True)
class PasswordLine:
    """A password that was issued: its days, and who read it when. Never what it is."""

    secret: Secret
    readable: bool
    reads: Sequence[tuple[SecretView, str]]
    """Each try with the person's name."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody of the office, with the devices that are signed in now."""

    person: Person
    sessions: Sequence[PersonSession]


@dataclass(frozen=True)
class CallDesk:
    """The page; the template reads the fields by their names."""

    office: Office
    day: date
    today: date
    day_error: str
    parts: Sequence[Part]
    applications: Sequence[OpenOne]
    asked: Sequence[Consent]
    """Requests for its consent that it has not answered."""
    works: Sequence[tuple[Work, W | str]]
    mails: Sequence[tuple[Mail, W | str, W | str]]
    passwords: Sequence[PasswordLine]
    people: Sequence[PersonLine]
    say: Sequence[W]


def parts_of(office: Office, day: date) -> list[Part]:
    """What the office has on the day, kind by kind, those that it has none of left out."""
    contract = snapshot.load(office, day)
    found = []
    for kind, model in ROW_TYPES.items():
        rows = contract.of(kind)
        if not rows:
            continue
        names = [r.name for r in rows] if model.named_by else []
        one = rows[0] if len(rows) == 1 and not model.named_by else None
        facts = [(c.label, str(c.show(one.values.get(c.name)))) for c in model.columns] if one else []
        facts = [(label, value) for label, value in facts if value]
        found.append(Part(model.label, len(rows), names[:NAMES], max(0, len(names) - NAMES), facts))
    return found


def applications_of(office: Office, today: date) -> list[OpenOne]:
    """What is unfinished first, then the newest."""
    theirs = Application.objects.filter(Q(office=office) | Q(applicant_office=office), number__isnull=False)
    unfinished = [s.value for s in UNFINISHED]
    found = list(theirs.filter(state__in=unfinished).order_by("-id"))
    found += [a for a in theirs.order_by("-id")[:LAST] if a.state not in unfinished]
    words = statuses(found, today)
    consents = Consent.objects.filter(
        application__in=[a.pk for a in found if a.state == State.CONSENT.value], state__in=UNANSWERED
    )
    asked: dict[int, list[Consent]] = {}
    for c in consents.select_related("office").order_by("id"):
        asked.setdefault(c.application_id, []).append(c)
    return [
        OpenOne(a, words[a.pk], sentences.waits_for(a, words[a.pk][0], asked.get(a.pk, ()), today))
        for a in found
    ]


def passwords_of(office: Office, today: date) -> list[PasswordLine]:
    """The newest passwords with who read them."""
    secrets = list(Secret.objects.filter(office=office).order_by("-id")[:LAST])
    views = list(SecretView.objects.filter(secret__in=secrets).order_by("id"))
    names = names_of({v.person_id for v in views})
    return [
        PasswordLine(
            s,
            s.ciphertext is not None and s.opens_on <= today <= s.closes_on,
            [(v, names.get(v.person_id, "")) for v in views if v.secret_id == s.pk],
        )
        for s in secrets
    ]


def names_of(people: Iterable[int]) -> Mapping[int, str]:
    """Full names by their keys."""
    return {p.pk: p.full_name for p in Person.objects.filter(pk__in=list(people))}


def people_of(office: Office) -> list[PersonLine]:
    """Everybody of the office with the sessions that live now."""
    people = list(Person.objects.filter(office=office).order_by("login_id"))
    living: dict[int, list[PersonSession]] = {}
    sessions = PersonSession.objects.filter(
        person_id__in=[p.pk for p in people], expire_date__gt=clock.now()
    ).defer("session_data")
    for s in sessions.order_by("-expire_date"):
        living.setdefault(s.person_id or 0, []).append(s)
    return [PersonLine(p, living.get(p.pk, ())) for p in people]


def works_of(office: Office) -> list[tuple[Work, W | str]]:
    """Works that are not over, with the half day that was fixed."""
    found = Work.objects.filter(application__office=office).exclude(state__in=OVER)
    ordered = found.select_related("application", "vendor").order_by("id")
    return [(w, works.slot_word(w.fixed) if w.fixed else "") for w in ordered]


@center_page
@require_GET
def office(request: CenterRequest, code: str) -> HttpResponse:
    """An office as reception needs it on the telephone. That it was looked up is recorded, with the day asked for."""
    found, today = office_or_404(code), clock.today()
    day, error, typed = today, "", request.GET.get("day", "").strip()
    try:
        day = read_day(typed) if typed else today
    except NotUnderstood as wrong:
        error = str(wrong.text)
    log(Access.What.OFFICE_SEEN, request, request.user, about=found, day=day.isoformat())
    applications = applications_of(found, today)
    mails = [
        (m, BY_KIND[m.kind].word if m.kind in BY_KIND else m.kind, MailState.word_of(m.state))
        for m in Mail.objects.filter(office=found).defer("body").order_by("-id")[:LAST]
    ]
    passwords, people = passwords_of(found, today), people_of(found)
    asked = list(
        Consent.objects.filter(office=found, state__in=UNANSWERED, application__state=State.CONSENT)
        .select_related("application")
        .order_by("due", "id")
    )
    page = CallDesk(
        office=found,
        day=day,
        today=today,
        day_error=error,
        parts=parts_of(found, day),
        applications=applications,
        asked=asked,
        works=works_of(found),
        mails=mails,
        passwords=passwords,
        people=people,
        say=sentences.to_say(
            [(o.application, o.waits) for o in applications],
            asked,
            [(p.secret, bool(p.reads), p.readable) for p in passwords],
            [m for m, *_ in mails],
            [p.person for p in people],
            today,
        ),
    )
    return render(request, "center/office.html", context_of(page))
