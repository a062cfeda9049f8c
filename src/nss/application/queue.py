"""Who has an application, what is laid aside, when an answer is late, and queries that are not answered in time.

The Center's clock runs while it is the Center's turn: from the day on which an application came, or came back, to the end of the
next business day. While the office has it, it stands still.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from nss.account.models import CENTER_ROLES, Person
from nss.application.announce import reminders
from nss.base import clock
from nss.base.days import last_day
from nss.base.problems import Problem, Refused
from nss.base.words import W
from nss.calendar.days import add_business_days, is_business_day

from .drafts import record_event
from .lifecycle import TO_REVIEW, Event, NotAllowed, State
from .locking import lock
from .models import Application, Record

ANSWER_DAYS = 1
"""Business days after which an answer is late (D-45)."""
NOT_A_REVIEWER = Problem(
    "not_a_reviewer", W("審査を担当できる人を選択してください。", "Choose somebody who may review."), "to"
)
BAD_DAY = Problem("bad_day", W("明日以降の日を入力してください。", "Enter a day from tomorrow on."), "day")
TO_BE_ASSIGNED = (*TO_REVIEW, State.QUERY)


def late_since(today: date) -> date:
    """What has waited since before this day is late: its last day of an answer (`due_on`) has gone by. On a day without business it
    is what it will be on the next."""
    day = today
    while not is_business_day(day):
        day += timedelta(days=1)
    left = ANSWER_DAYS + 1
    while True:
        left -= is_business_day(day)
        if not left:
            return day
        day -= timedelta(days=1)


def due_on(waiting_since: date) -> date:
    """The last day of an answer that is in time."""
    return add_business_days(waiting_since, ANSWER_DAYS)


def reviewers() -> list[Person]:
    """Everybody who can have an application."""
    found = Person.objects.filter(office=None, is_active=True, role__in=[r.value for r in CENTER_ROLES])
    return [p for p in found.order_by("login_id") if p.may_review]


def assign(pk: int, by: Person, to: Person) -> Application:
    """Give an application to a colleague, or take it oneself. Its state stays. Raises Refused, NotAllowed."""
    if not (to.may_review and to.is_active):
        raise Refused([NOT_A_REVIEWER])
    with transaction.atomic():
        application = lock(pk)
        if State(application.state) not in TO_BE_ASSIGNED:
            raise NotAllowed(application.state, Event.ASSIGNED)
        application.claimed_by = to
        application.save(update_fields=["claimed_by"])
        record_event(application, Event.ASSIGNED, by, to=to.full_name)
        return application


def hold(pk: int, person: Person, waiting_for: str, until: date) -> Application:
    """Lay an application aside until a day, which brings it back by itself. Raises Refused, NotAllowed."""
    if not clock.today() < until <= last_day():
        raise Refused([BAD_DAY])
    with transaction.atomic():
        application = lock(pk)
        if State(application.state) not in TO_REVIEW:
            raise NotAllowed(application.state, Event.HELD)
        _lay(application, until, waiting_for)
        record_event(application, Event.HELD, person, text=waiting_for, until=until.isoformat())
        return application


def take_up_again(pk: int, person: Person) -> Application:
    """End a hold before its day. Raises NotAllowed where there is none."""
    with transaction.atomic():
        application = lock(pk)
        if application.held_until is None:
            raise NotAllowed(application.state, Event.UNHELD)
        _lay(application, None, "")
        record_event(application, Event.UNHELD, person)
        return application


def _lay(application: Application, until: date | None, waiting_for: str) -> None:
    application.held_until, application.held_for = until, waiting_for
    application.save(update_fields=["held_until", "held_for"])


def give_time(pk: int, person: Person, day: date, reason: str) -> Application:
    """Another day for the office to answer an open query; the office is told. Raises Refused, NotAllowed."""
    if not clock.today() < day <= last_day():
        raise Refused([BAD_DAY])
    with transaction.atomic():
        application = lock(pk)
        if application.state != State.QUERY.value:
            raise NotAllowed(application.state, Event.QUERY_DUE)
        application.query_due = day
        application.save(update_fields=["query_due"])
        record_event(application, Event.QUERY_DUE, person, text=reason, due=day.isoformat())
        reminders.query_due(application, "moved")
        return application


def late(today: date) -> QuerySet[Application]:
    """What waits for the Center longer than it may, the longest first."""
    found = Application.objects.filter(
        state__in=[s.value for s in TO_REVIEW], waiting_since__lt=late_since(today)
    )
    return found.order_by("waiting_since", "id")


def tell_late() -> int:
    """Tell those who decide, once for each turn, of what has become late. Gives how many applications.

    A turn is late on a later day than it began; what was told on the very day on which it began was the turn before it.
    """
    today = clock.today()
    with transaction.atomic():
        untold = Q(late_told_on__isnull=True) | Q(late_told_on__lte=F("waiting_since"))
        found = list(late(today).filter(untold).select_related("office", "claimed_by"))
        if found:
            leads = [p for p in reviewers() if p.may_decide]
            reminders.late_answers([p.email for p in leads], found)
            Application.objects.filter(pk__in=[a.pk for a in found]).update(late_told_on=today)
    return len(found)


def remind_queries() -> tuple[int, int]:
    """Remind offices of queries that are due in three business days; tell them once when the day has passed: from then on the
    Center chooses. Gives how many of each."""
    today = clock.today()
    asked = Application.objects.filter(state=State.QUERY)
    near = _each(asked.filter(query_due=add_business_days(today, 3)))
    over = _each(asked.filter(query_due__lt=today))
    told = 0
    for a in over:
        with transaction.atomic():
            a = lock(a.pk)
            due = a.query_due.isoformat() if a.query_due else ""
            known = Record.objects.filter(application=a, event=Event.QUERY_OVER.value, detail__due=due)
            if a.state != State.QUERY.value or known.exists():
                continue
            record_event(a, Event.QUERY_OVER, None, due=due)
            reminders.query_due(a, "over")
            told += 1
    return sum(reminders.query_due(a, "near") for a in near), told


def _each(found: QuerySet[Application]) -> Sequence[Application]:
    return list(found.select_related("office", "applicant_office").order_by("query_due", "id"))
