"""Decisions of the Center: each one transaction, with its rules run again and what it issues written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection, transaction
from django.db.models import Prefetch, prefetch_related_objects

from nss.account.models import Person
from nss.application.announce import moves
from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.rows import store, update
from nss.base.words import W
from nss.calendar.deadlines import password_window
from nss.contract import snapshot, writer
from nss.contract.models import ROW_TYPES, Office
from nss.issuing import certificates, numbers, shapes, vault
from nss.master import state as masters
from nss.master.schedule import setting_deadline

from . import ended_for_all, handover, places, settings_left, side_tables, works
from .after_decision import setting_done
from .case import Case
from .decision_checks import ROW_CHANGED
from .drafts import record_event
from .edit_checks import day_of
from .edits import Action, Edit, merged
from .filing import apply_transition, release, send_back, stop_followers
from .group import checks
from .holds import let_go
from .lifecycle import Event, NotAllowed, State
from .lifecycle import transition as listed
from .locking import lock, revision_of
from .models import Application, Comment, Consent, Proposal, Revision
from .rulebook import IssueJob, current
from .shown import SEEN_CHANGED
from .start_days import not_passed_over

ALREADY_ISSUED = W(
    "{value}は過去に払い出されています。番号は一度しか払い出せません。",
    "{value} was issued before; a number is issued only once.",
)
BAD_NUMBER = W(
    "「{value}」は払い出せる番号の形式ではありません。番号を入力し直してください。",
    "'{value}' is not a number of this kind. Enter it again.",
)
POOL_EMPTY = W(
    "払い出せる番号が残っていません。申込は審査中のままです。番号の体系を管理担当に確認してください。",
    "No number is left to issue. The application stays under review; ask the administrators.",
)
SAME_PERSON = Problem(
    "same_person",
    W(
        "承認後は取り消せないため、承認した担当者とは別の担当者の確認が必要です。",
        "An approval cannot be undone: a person other than the one who approved has to confirm it.",
    ),
)
NO_START_REASON = Problem(
    "no_start_reason",
    W(
        "希望日と異なる日にする理由を入力してください。",
        "Enter the reason why the day differs from the requested one.",
    ),
    "reason",
)


def _lock_for_review(pk: int, person: Person) -> Application:
    """Locked and under review; a filed application is taken up on the way. The caller moves it on, or stores it."""
    application = lock(pk)
    if application.state in (State.RECEIVED, State.RESUBMITTED):
        apply_transition(application, Event.TAKE, person, stored=False, claimed_by=person)
    return application


def take(pk: int, person: Person) -> Application:
    """A reviewer takes an application up; opening one that is under review changes only who has it."""
    with transaction.atomic():
        application = lock(pk)
        if application.state == State.REVIEWING.value:
            if application.claimed_by_id != person.pk:
                record_event(application, Event.TAKEN_OVER, person, to=person.full_name)
            application.claimed_by = person
            application.save(update_fields=["claimed_by"])
        else:
            apply_transition(application, Event.TAKE, person, claimed_by=person)
        return application


def query(pk: int, person: Person, comments: Sequence[tuple[str, str]]) -> Application:
    """Send back with comments pinned to fields (X-07): (where, text) pairs. Raises Refused without a comment."""
    if not comments:
        raise Refused(
            [Problem("no_comment", W("確認事項を1件以上入力してください。", "Enter at least one comment."))]
        )
    with transaction.atomic():
        application = _lock_for_review(pk, person)
        revision = application.revisions.get(no=application.revision_no)
        Comment.objects.bulk_create(
            Comment(
                application=application,
                revision_no=revision.no,
                where=w,
                text=t,
                author=person,
                at=clock.now(),
            )
            for w, t in comments
        )
        send_back(application, revision, Event.SEND_BACK, person, pinned=len(comments))
        return application


def refuse(pk: int, person: Person, reason: str) -> Application:
    """Reject the application for good (不承認), with a reason that the office reads. Raises NotAllowed."""
    with transaction.atomic():
        application = _lock_for_review(pk, person)
        step = listed(application.state, Event.REFUSE)
        release(application)
        apply_transition(
            application,
            Event.REFUSE,
            person,
            {"reason": reason},
            closing_reason=reason,
            decided_on=clock.today(),
        )
        moves.transition(application, revision_of(application), step, person=person, reason=reason)
        stop_followers(application)
        return application


def approve(
    pk: int,
    person: Person,
    start: date,
    chosen: Mapping[str, str] | None = None,
    reason: str = "",
    seen: str | None = None,
    over_full: str = "",
) -> Application:
    """Finish the review: decide the start date, issue, date the rows, tell everybody. Raises Refused, NotAllowed.

    `chosen` are numbers that the reviewer typed over the suggestions; `reason` says why the day differs from the wish;
    `seen` is the digest of what the reviewer's page showed: if something else comes out, nothing is decided; `over_full` says
    why the day takes one more than it can.
    """
    with transaction.atomic():
        masters.refresh()
        snapshot.drop_cached_reads()
        application = _lock_for_review(pk, person)
        revision = revision_of(application)
        case = _lock_and_judge(application, revision, start, reason, over_full)
        if seen is not None and case.review_digest != seen:
            raise Refused([SEEN_CHANGED])
        over = over_full if start in case.need.full else ""
        if case.four_eyes:
            return _propose(application, case, person, start, dict(chosen or {}), reason, over)
        return _issue(application, case, revision, person, start, dict(chosen or {}), reason, over)


def _lock_and_judge(
    application: Application, revision: Revision, start: date, reason: str, over_full: str
) -> Case:
    """Lock the day and the offices touched, then judge the case on their rows. Raises Refused, NotAllowed."""
    listed(application.state, _outcome(application))
    places.lock(start if application.wish_on is not None else None)
    ended_for_all.hold(ended_for_all.ended_by(revision.edit_list))
    side_tables.find_empty(application)  # who adds a consent or answers one locks the application first
    none = "consents" in application.lacks
    consents = Prefetch(
        "consents", Consent.objects.none() if none else Consent.objects.select_related("office")
    )
    prefetch_related_objects([application], consents)
    touched = [application.office_id, *(c.office_id for c in application.consents.all())]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM contract_office WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [touched])
    case = Case.of_filed(revision, start)
    problems = not_passed_over(checks(application, case), over_full)
    if start != revision.wish_date and not reason.strip() and case.dated:
        problems.append(NO_START_REASON)
    if problems:
        raise Refused(problems)
    return case


def _outcome(application: Application) -> Event:
    return Event.APPROVE_WAIT if application.needs_setting else Event.APPROVE


def _propose(
    application: Application,
    case: Case,
    person: Person,
    start: date,
    chosen: dict[str, str],
    reason: str,
    over_full: str,
) -> Application:
    """The first of two approvals: kept, not carried out."""
    Proposal.objects.update_or_create(
        application=application,
        defaults={
            "revision_no": case.revision.no,
            "seen": case.review_digest,
            "start": start,
            "chosen": chosen,
            "reason": reason,
            "over_full": over_full,
            "by": person,
            "at": clock.now(),
        },
    )
    store(application)
    record_event(application, Event.PROPOSED, person, start=str(start))
    return application


def confirm(pk: int, person: Person, shown: str | None = None) -> Application:
    """The second of two approvals, by another person: every check again, then exactly what the first decided. `shown` is
    the mark of the first approval that the person's page showed: nothing is carried out where it was given anew since.
    Raises Refused, NotAllowed."""
    with transaction.atomic():
        masters.refresh()
        snapshot.drop_cached_reads()
        application = lock(pk)
        first = Proposal.objects.filter(application=application).first()
        if first is None or first.revision_no != application.revision_no:
            raise NotAllowed(application.state, Event.PROPOSED)
        if first.by_id == person.pk:
            raise Refused([SAME_PERSON])
        revision = revision_of(application)
        case = _lock_and_judge(application, revision, first.start, first.reason, first.over_full)
        if case.review_digest != first.seen or (shown is not None and shown != first.mark):
            raise Refused([SEEN_CHANGED])
        over = first.over_full if first.start in case.need.full else ""
        return _issue(application, case, revision, person, first.start, first.chosen, first.reason, over)


def unpropose(pk: int, person: Person) -> Application:
    """Take the first of two approvals back. Raises NotAllowed where there is none."""
    with transaction.atomic():
        application = lock(pk)
        if not Proposal.objects.filter(application=application).delete()[0]:
            raise NotAllowed(application.state, Event.UNPROPOSED)
        record_event(application, Event.UNPROPOSED, person)
        return application


def _issue(
    application: Application,
    case: Case,
    revision: Revision,
    person: Person,
    start: date,
    chosen: dict[str, str],
    reason: str,
    over_full: str,
) -> Application:
    """Issue, date the rows, tell everybody. The caller's transaction holds the locks."""
    edits = case.edits
    event = _outcome(application)
    step = listed(application.state, event)
    issue = IssueJob(
        application.office,
        application.pk,
        start,
        chosen,
        items=tuple(revision.chosen_items),
        extra=revision.extra,
    )
    try:
        issued = current().issue(issue, edits)
    except numbers.AlreadyIssued as used:
        raise Refused([Problem("already_issued", ALREADY_ISSUED.format(value=str(used)))]) from used
    except shapes.BadNumber as bad:
        raise Refused([Problem("bad_number", BAD_NUMBER.format(value=str(bad)))]) from bad
    except numbers.PoolEmpty as empty:
        raise Refused([Problem("pool_empty", POOL_EMPTY)]) from empty
    consents = [c for c in application.consents.all() if c.revision_no == revision.no]
    written = [
        *_writes(application.office, issued, start),
        *(w for a in case.consents for w in _writes(a.office, a.edits, start)),
    ]
    try:
        writer.apply(written, application.pk)
    except writer.RowMoved as gone:
        name = next((e.name for e in issued if e.target == gone.identity), ROW_TYPES[gone.kind].label)
        where = f"{gone.kind}:{gone.identity}"
        raise Refused([Problem("row_changed", ROW_CHANGED.format(name=name), where)]) from gone
    _end_certificates(
        application, [(application.office, issued), *((a.office, a.edits) for a in case.consents)], start
    )
    works.name_lines(application, issue.numbers)
    revision.issued = [e.to_json() for e in issued]
    update(Revision, {"issued": revision.issued}, id=revision.pk)
    handover.mark_due(application, revision)
    today = clock.today()
    first, last = password_window(today, start)
    for s in issue.secrets:
        vault.seal(
            kind=s.kind,
            label=s.label,
            text=s.text,
            office=application.applicant_office,
            application_id=application.pk,
            opens_on=first,
            closes_on=last,
        )
    let_go(application)
    deadline = setting_deadline(start) if application.needs_setting else None
    places.move(application, start)
    apply_transition(
        application,
        event,
        person,
        {"wished": str(revision.wish_date), "decided": str(start)}
        | ({"over_full": over_full} if over_full else {}),
        start_date=start,
        start_reason=reason,
        decided_on=today,
        setting_deadline=deadline,
    )
    moves.transition(application, revision, step, person=person, secrets=bool(issue.secrets))
    for consent in consents:
        moves.consent_done(application, consent)
    for office in {w.office for w in written} - {application.office, *(c.office for c in consents)}:
        moves.decided_for(application, office)
    _complete_waiting(application, person)
    return application


def _writes(office: Office, edits: Sequence[Edit], day: date) -> list[writer.Write]:
    writes = []
    for e in merged(edits):
        at = e.options.get("at")  # a row that the decision writes for another office
        home = Office.objects.get(code=at) if at else office
        values = None if e.action == Action.END.value else dict(e.after)
        writes.append(writer.Write(home, e.kind, e.target, values, day_of(e, day)))
    return writes


def _end_certificates(
    application: Application, sides: Sequence[tuple[Office, Sequence[Edit]]], start: date
) -> None:
    """Certificates end with their terminals, or go along to the office that gets these (D-47)."""
    held = [(office, e) for office, edits in sides for e in edits if e.kind in certificates.HOLDERS]
    goes_to = {
        (e.kind, e.after["name"]): office
        for office, e in held
        if e.action == Action.ADD.value and not e.options.get("at")
    }
    for office, e in held:
        if e.action == Action.END.value:
            name = str(e.before["name"])
            certificates.end(name, office, application.pk, day_of(e, start), goes_to.get((e.kind, name)))


def _complete_waiting(application: Application, person: Person) -> None:
    """The approved system-setting application of its last code completes the one that waited for it."""
    if application.serves is None:
        return
    waiting = Application.objects.filter(pk=application.serves, state=State.SETTING_WAIT.value).first()
    if waiting is not None and settings_left.complete(waiting, (State.APPROVED,)):
        setting_done(waiting.pk, person, f"システム設定申込 {application.number}")
