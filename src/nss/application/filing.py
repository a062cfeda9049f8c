"""Filing: submit once (F-08), answer a query, withdraw; and the consents of sharing offices (X-05). Each function is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from nss.account.models import Person
from nss.application.announce import moves
from nss.base import clock
from nss.base.problems import Problem, Refused, stops
from nss.base.rows import RowSelect, store, update
from nss.base.words import W
from nss.calendar.deadlines import consent_due, query_due
from nss.contract import snapshot
from nss.contract.models import Office
from nss.issuing import numbers
from nss.master import state as masters
from nss.master.schedule import setting_deadline

from . import group, places, works
from .case import Case
from .drafts import record_event
from .edits import merged
from .holds import held_by_others, let_go, taking_rows
from .lifecycle import ANSWERS, Event, NotAllowed, State, may
from .lifecycle import transition as listed
from .locking import lock
from .models import UNANSWERED, Application, Consent, ConsentState, Hold, Proposal, Revision
from .rulebook import ConsentNeed, current

CHANGED = Problem(
    "changed_since_confirm",
    W(
        "確認画面の表示後に内容または契約が変わりました。変更前・変更後をもう一度ご確認ください。",
        "The contents or the contract changed after this page was shown. Please check before and after once more.",
    ),
)
BLACKOUT = W(
    "{until}まで申込の登録を停止しています（{why}）。入力内容は下書きに保存されています。",
    "Submission is suspended until {until} ({why}). What you entered is kept in the draft.",
)


def submit(pk: int, person: Person, seen_digest: str | None = None, shown: str = "") -> Application:
    """File a draft, or file the corrected revision of a query. Pressed again, it gives the same application back.

    `seen_digest` is that of the before/after on the confirm page: another one means that the person would sign
    something unseen; `shown` is the same for the warnings beside it. Raises Refused, NotAllowed.
    """
    with taking_rows():
        return _submit(pk, person, seen_digest, shown)


def locked(pk: int) -> tuple[Application, Revision]:
    """An application, its row locked to the end of the transaction, and its newest revision. Raises Application.DoesNotExist.

    The revision is read after the lock is held: who waited for it must see what was filed meanwhile."""
    found = LOCKED.one(pk)
    if found is None:
        raise Application.DoesNotExist
    application: Application
    application, application.office = found
    newest = NEWEST.one(pk)
    assert newest is not None  # noqa: S101  (an application begins with its first)
    revision: Revision = newest[0]
    revision.application = application
    return application, revision


LOCKED = RowSelect(
    {"a": Application, "o": Office},
    "FROM application_application a JOIN contract_office o ON o.id = a.office_id WHERE a.id = %s FOR UPDATE OF a",
)
NEWEST = RowSelect(
    {"r": Revision}, "FROM application_revision r WHERE r.application_id = %s ORDER BY r.no DESC LIMIT 1"
)


def _submit(pk: int, person: Person, seen_digest: str | None, shown: str) -> Application:
    application, revision = locked(pk)
    if revision.frozen_at is not None:
        return application
    return file_revision(application, revision, person, seen_digest, shown)


def file_revision(
    application: Application,
    revision: Revision,
    person: Person,
    seen_digest: str | None = None,
    shown: str = "",
    by: Event | None = None,
    **told: str,
) -> Application:
    """File the open revision of a locked application: by its office, or `by` another event than theirs, of which `told` is
    recorded and said; what was accepted before is not judged anew then, but for rows that others took meanwhile. Raises
    Refused, NotAllowed."""
    masters.refresh()
    snapshot.drop_cached_reads()
    shut = masters.blackout_at(clock.now())
    if shut is not None:
        raise Refused(
            [
                Problem(
                    "blackout",
                    BLACKOUT.format(
                        until=f"{shut.last_at.astimezone(clock.TOKYO):%Y/%m/%d %H:%M}",
                        why=W(shut.text_ja, shut.text_en or shut.text_ja),
                    ),
                )
            ]
        )
    places.lock(revision.wish_date)
    case = Case.of_draft(revision)
    if (seen_digest is not None and seen_digest != case.digest) or (shown and shown != case.page_digest):
        raise Refused([CHANGED])
    problems = stops(case.problems if by is None else held_by_others(case))
    if problems:
        raise Refused(problems)
    if not case.dated:
        revision.wish_date = clock.today()
        revision.save(update_fields=["wish_date"])
    asked = case.consents
    again = application.state == State.QUERY.value
    event = (Event.ANSWER_ASK if asked else Event.ANSWER) if again else (Event.ASK if asked else Event.SUBMIT)
    step = listed(application.state, by or event)
    source = application.state
    now = clock.now()
    revision.set_edits(list(case.edits))
    revision.frozen_at, revision.digest = now, case.digest
    if by is None:
        revision.saved_by = person
    written = {n: getattr(revision, n) for n in ("edits", "frozen_at", "saved_by_id", "digest")}
    update(Revision, written, id=revision.pk)
    Hold.objects.bulk_create(
        Hold(
            application=application,
            office=application.office,
            kind=e.kind,
            identity=e.target,
            action=e.action,
        )
        for e in merged(case.edits)
        if e.target is not None
    )
    application.state = step.target.value
    application.changed_at = now
    places.take(application, revision.wish_date if case.dated else None)
    application.serves = revision.extra.get("serves") and int(revision.extra["serves"])
    application.needs_setting = case.needs_setting
    if application.received_on is None:
        application.received_on = clock.day_of(now)
    if step.target in (State.RECEIVED, State.RESUBMITTED):
        application.waiting_since = clock.day_of(now)
    works.plan(application, case)
    consents = _request_consents(application, revision, asked)
    if application.number is None:
        application.number = numbers.reception_number(current().series_of(case))
    store(application)
    record_event(
        application, step.event, person, source=source, target=step.target.value, revision=revision.no, **told
    )
    moves.transition(application, revision, step, person=person, **told)
    for consent in consents:
        moves.consent_asked(application, consent)
    return application


def _request_consents(
    application: Application, revision: Revision, asked: Sequence[ConsentNeed]
) -> list[Consent]:
    if not asked:
        return []
    wish = revision.wish_date or clock.today()
    due = consent_due(clock.today(), setting_deadline(wish))
    consents = [
        Consent(
            company_id=a.office.company_id,
            application=application,
            revision_no=revision.no,
            office=a.office,
            code=a.code,
            purpose=a.purpose,
            wish_date=wish,
            due=due,
            edits=[e.to_json() for e in a.edits],
        )
        for a in asked
    ]
    Consent.objects.bulk_create(consents)
    Hold.objects.bulk_create(
        Hold(application=application, office=a.office, kind=e.kind, identity=e.target, action=e.action)
        for a in asked
        for e in a.edits
        if e.target is not None
    )
    return consents


def mark_seen(consent: Consent) -> None:
    """The asked office has opened the request."""
    if Consent.objects.filter(pk=consent.pk, state=ConsentState.REQUESTED.value).update(
        state=ConsentState.SEEN.value
    ):
        consent.state = ConsentState.SEEN.value


def answer_consent(
    pk: int, office: Office | None, person: Person, agree: bool, reason: str = "", evidence: str = ""
) -> Consent:
    """An asked office agrees or not; `office` None with `evidence` is the Center entering a written answer.

    When all have agreed the application is received; the first refusal sends it back to its owner, who may file again
    for the own IDs only, or withdraw. Raises Consent.DoesNotExist, NotAllowed.
    """
    with transaction.atomic():
        found = (
            Consent.objects.filter(pk=pk) if office is None else Consent.objects.filter(pk=pk, office=office)
        )
        consent = found.select_related("application").get()
        application = (
            Application.objects.select_for_update(of=("self",))
            .select_related("office")
            .get(pk=consent.application_id)
        )
        consent.refresh_from_db()
        if application.state != State.CONSENT.value or consent.state not in ("requested", "seen"):
            raise NotAllowed(application.state, Event.AGREED)
        consent.state = ConsentState.AGREED.value if agree else ConsentState.REFUSED.value
        consent.answered_at, consent.answered_by = clock.now(), person
        consent.reason, consent.evidence = reason, evidence
        consent.save()
        if office is None:
            moves.answer_entered(application, consent)
        revision = application.revisions.get(no=application.revision_no)
        left = application.consents.filter(revision_no=revision.no).exclude(state=ConsentState.AGREED.value)
        if not agree:
            why = f"{consent.office.code} {reason}".strip()
            send_back(
                application, revision, Event.REFUSED_CONSENT, person, office=consent.office.code, why=why
            )
        elif not left.exists():
            step = listed(application.state, Event.AGREED)
            apply_transition(application, step.event, person, waiting_since=clock.today())
            moves.transition(application, revision, step, person=person)
        return consent


def send_back(
    application: Application, revision: Revision, event: Event, person: Person | None, **detail: Any
) -> Revision:
    """Open the next revision of a filed application for correction: same number, new revision."""
    step = listed(application.state, event)
    drop_consents(application)
    application.holds.all().delete()
    again = Revision.objects.create(
        company_id=application.company_id,
        application=application,
        no=revision.no + 1,
        items=revision.items,
        other=revision.other,
        extra=revision.extra,
        wish_date=revision.wish_date,
        reason=revision.reason,
        remark=revision.remark,
        contact=revision.contact,
        saved_at=clock.now(),
        saved_by=revision.saved_by,
        edits=[e.to_json() for e in revision.edit_list if not e.derived],
    )
    apply_transition(
        application,
        event,
        person,
        told=detail,
        revision_no=again.no,
        query_due=query_due(clock.today()),
        held_until=None,
        held_for="",
    )
    moves.transition(application, again, step, person=person, **detail)
    return again


def apply_transition(
    application: Application,
    event: Event,
    person: Person | None,
    told: dict[str, Any] | None = None,
    *,
    stored: bool = True,
    **fields: Any,
) -> None:
    """Follow a listed transition, store `fields` of the application, and write the record line with `told`. Not `stored`
    where another transition or `store` comes after it in this transaction."""
    step = listed(application.state, event)
    source, application.state = application.state, step.target.value
    application.changed_at = clock.now()
    if event in ANSWERS and application.answered_on is None:
        application.answered_on = clock.today()
    for key, value in fields.items():
        setattr(application, key, value)
    if stored:
        store(application)
    if source == State.REVIEWING.value and "proposal" not in application.lacks:
        Proposal.objects.filter(application=application).delete()
    record_event(application, event, person, source=source, target=step.target.value, **(told or {}))


def withdraw(pk: int, person: Person, reason: str) -> Application:
    """C08: the office takes an undecided application back. Raises NotAllowed."""
    with transaction.atomic():
        application = lock(pk)
        step = listed(application.state, Event.WITHDRAW)
        revision = application.revisions.order_by("-no")[0]
        release(application)
        apply_transition(application, Event.WITHDRAW, person, {"reason": reason}, closing_reason=reason)
        moves.transition(application, revision, step, person=person, reason=reason)
        stop_followers(application)
        return application


def stop_followers(leader: Application) -> None:
    """An application came to nothing. What must not be without it goes back to its office, which may file it on its own or
    withdraw it; whatever else was filed or begun beside it stays, and its office is told. Its group is locked."""
    if leader.group is None:
        return
    for f in group.followers(leader):
        follower = f.application
        if f.need.must and may(follower.state, Event.LEADER_GONE):
            revision = follower.revisions.get(no=follower.revision_no)
            about = {"leader": leader.number, "state": leader.state}
            send_back(follower, revision, Event.LEADER_GONE, None, **about)
        else:
            moves.stands_alone(follower, leader)


def release(application: Application) -> None:
    """Let go of the rows and the open consents of an application that ends."""
    let_go(application)
    works.cancel(application)
    drop_consents(application)


def drop_consents(application: Application) -> None:
    """Nothing comes of what other offices were asked: they are told."""
    asked = (*UNANSWERED, ConsentState.AGREED)
    for consent in application.consents.filter(state__in=asked).select_related("office"):
        consent.state = ConsentState.CANCELLED.value
        consent.save(update_fields=["state"])
        moves.consent_dropped(application, consent)
