"""What can still happen to a decided application: its setting completed or late, and the decision taken back."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from nss.account.models import Person
from nss.application.announce import moves
from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.words import W
from nss.contract import writer
from nss.issuing import certificates, vault

from .filing import follow, release
from .lifecycle import Event, NotAllowed
from .lifecycle import transition as listed
from .locking import lock, revision_of
from .models import Application

LATER_CHANGE = Problem(
    "later_change",
    W(
        "この申込の後に決定した申込が同じ契約情報を変更しているため、先にそちらを取り消してください。",
        "A later decision stands on the same rows; undo that one first.",
    ),
)


def setting_done(pk: int, person: Person, detail: str) -> Application:
    """The needed system-setting application is complete."""
    with transaction.atomic():
        application = lock(pk)
        step = listed(application.state, Event.SETTING_DONE)
        follow(application, Event.SETTING_DONE, person, {"text": detail})
        moves.transition(application, revision_of(application), step, person=person)
        return application


def extend(pk: int, person: Person, deadline: date, reason: str) -> Application:
    """Move the deadline of the system setting, with the reason in the record."""
    with transaction.atomic():
        application = lock(pk)
        step = listed(application.state, Event.EXTEND)
        if application.start_date and not clock.today() <= deadline < application.start_date:
            raise Refused(
                [
                    Problem(
                        "bad_deadline",
                        W(
                            "締切日は本日から利用開始日の前日までの日にしてください。",
                            "Choose a day from today to the day before the start.",
                        ),
                        "deadline",
                    )
                ]
            )
        follow(application, Event.EXTEND, person, {"text": reason}, setting_deadline=deadline)
        moves.transition(application, revision_of(application), step, person=person, reason=reason)
        return application


def invalidate(pk: int, person: Person | None = None, reason: str = "") -> Application:
    """X-10: no system setting by 4 business days before the start: the review is undone, the contract is what it was."""
    with transaction.atomic():
        application = lock(pk)
        step = listed(application.state, Event.INVALIDATE)
        _undo(application)
        follow(application, Event.INVALIDATE, person, {"reason": reason}, closing_reason=reason)
        moves.transition(application, revision_of(application), step, person=person, reason=reason)
        return application


def revoke(pk: int, person: Person, reason: str) -> Application:
    """The Center takes a decision back before its start date."""
    with transaction.atomic():
        application = lock(pk)
        step = listed(application.state, Event.REVOKE)
        if application.start_date is not None and application.start_date <= clock.today():
            raise NotAllowed("active", Event.REVOKE)
        _undo(application)
        follow(application, Event.REVOKE, person, {"reason": reason}, closing_reason=reason)
        moves.transition(application, revision_of(application), step, person=person, reason=reason)
        return application


def _undo(application: Application) -> None:
    try:
        writer.take_back(application.pk)
    except writer.RowMoved as later:
        raise Refused([LATER_CHANGE]) from later
    vault.erase_of(application.pk)
    certificates.take_back(application.pk)
    release(application)
