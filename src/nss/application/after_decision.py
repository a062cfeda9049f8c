"""What can still happen to a decided application: its setting completed or late, and the decision taken back."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from nss.account.models import Person
from nss.application.announce import moves
from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.words import W
from nss.contract import consistency, timeline, writer
from nss.contract.models import Office
from nss.issuing import certificates, vault

from . import ended_for_all, group
from .case import Case
from .filing import apply_transition, release, stop_followers
from .lifecycle import Event, NotAllowed
from .lifecycle import transition as listed
from .locking import lock, revision_of
from .models import Application
from .rulebook import current

LATER_CHANGE = W(
    "この申込の後に決定した{by}が同じ契約情報を変更しているため、先にそちらを取り消してください。",
    "{by}, decided later, stands on the same rows; undo that one first.",
)


WITH = W("申込{number}の取消のため。{reason}", "With application {number}, which is revoked. {reason}")


def later_decision_problem(by: int | None) -> Problem:
    """The problem of a later decision, with its number."""
    number = Application.objects.filter(pk=by).values_list("number", flat=True).first() if by else None
    said = W(f"申込{number}", f"Application {number}") if number else W("申込", "An application")
    return Problem("later_change", LATER_CHANGE.format(by=said))


def setting_done(pk: int, person: Person, detail: str) -> Application:
    """The needed system-setting application is complete."""
    with transaction.atomic():
        application = lock(pk)
        step = listed(application.state, Event.SETTING_DONE)
        apply_transition(application, Event.SETTING_DONE, person, {"text": detail})
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
        apply_transition(application, Event.EXTEND, person, {"text": reason}, setting_deadline=deadline)
        moves.transition(application, revision_of(application), step, person=person, reason=reason)
        return application


def invalidate(pk: int, person: Person | None = None, reason: str = "") -> Application:
    """X-10: no system setting by 4 business days before the start: the review is undone, the contract is what it was."""
    with transaction.atomic():
        application = lock(pk)
        step = listed(application.state, Event.INVALIDATE)
        _revoke_followers(application, person, reason)
        _undo(application)
        apply_transition(application, Event.INVALIDATE, person, {"reason": reason}, closing_reason=reason)
        moves.transition(application, revision_of(application), step, person=person, reason=reason)
        stop_followers(application)
        return application


def revoke(pk: int, person: Person | None, reason: str) -> Application:
    """The Center takes a decision back before its start date, and with it those of its group that would not be without
    it and have not begun either."""
    with transaction.atomic():
        application = lock(pk)
        step = listed(application.state, Event.REVOKE)
        if application.start_date is not None and application.start_date <= clock.today():
            raise NotAllowed("active", Event.REVOKE)
        _revoke_followers(application, person, reason)
        _undo(application)
        apply_transition(application, Event.REVOKE, person, {"reason": reason}, closing_reason=reason)
        moves.transition(application, revision_of(application), step, person=person, reason=reason)
        stop_followers(application)
        return application


def _revoke_followers(application: Application, person: Person | None, reason: str) -> None:
    """What was decided with an application that is taken back is taken back first, if it has not begun."""
    for f in group.followers(application) if application.group else []:
        start = f.application.start_date
        if f.need.must and f.decided and start is not None and start > clock.today():
            why = group.reason_of_follower(WITH, application, reason)
            revoke(f.application.pk, person, why)


def _undo(application: Application) -> None:
    """Take back all that the decision wrote. Raises Refused where a later decision stands on it, by its number."""
    codes = ended_for_all.codes_of(application.pk)
    ended_for_all.hold(codes)
    revision = revision_of(application)
    case = Case.of_filed(revision)
    kinds, named = case.basis.kinds, [c.office_id for c in application.consents.all()]
    unasked = writer.offices_of(application.pk) - {application.office_id, *named}
    since = min(clock.today(), application.start_date or clock.today())
    before = timeline.load(application.office, since, kinds, named)
    try:
        writer.take_back(application.pk)
    except writer.RowMoved as later:
        raise Refused([later_decision_problem(later.decided_by)]) from later
    broken = consistency.broken_by(before, timeline.load(application.office, since, kinds, named))
    if broken:
        versions = [r.version for r in before.rows if r.office == broken[0].row.office]
        raise Refused([later_decision_problem(writer.newest_decision(versions, but=application.pk))])
    if left := ended_for_all.left_over(codes):
        raise Refused([later_decision_problem(left.by)])
    vault.erase_of(application.pk)
    certificates.take_back(application.pk)
    current().take_back(revision.chosen_items, application)
    release(application)
    for office in Office.objects.filter(pk__in=unasked):
        moves.undone_for(application, office)
