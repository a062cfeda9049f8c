"""The decided start is moved (N06): everything that the decision dated is dated anew, and everybody who was told is told.

What was decided stays: the same rows, numbers, passwords and certificates. Whether the new day can be is judged as the
decision was, on the contracts as they would be without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import connection, transaction

from nss.account.models import Person
from nss.application.announce import moves
from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.words import W, joined
from nss.billing.months import billed
from nss.calendar.days import add_business_days, business_days_between
from nss.calendar.deadlines import password_window
from nss.contract import consistency, moving, names, snapshot, writer
from nss.contract import timeline as timelines
from nss.contract.models import Office
from nss.contract.snapshot import Row
from nss.contract.timeline import Timeline
from nss.issuing import certificates, vault
from nss.master import state as masters
from nss.master.schedule import setting_deadline

from . import edit_checks, ended_for_all, group, places, works
from .after_decision import later_decision_problem
from .case import Case
from .edits import Action, Edit
from .filing import apply_transition
from .lifecycle import Event, NotAllowed, State
from .lifecycle import transition as listed
from .locking import lock, revision_of
from .models import Application, Consent, ConsentState, Revision, WorkState
from .start_days import not_passed_over, start_problems

SAME_DAY = Problem("same_day", W("今の利用開始日と同じ日です。", "This is the present start day."), "day")
NO_REASON = Problem(
    "no_reason",
    W("利用開始日を変更する理由を入力してください。", "Enter the reason for moving the start date."),
    "reason",
)
BILLED = Problem(
    "month_billed",
    W(
        "請求が確定した月の契約が変わるため、利用開始日を変更できません。工事が残っている場合は、工事日を本日より後の日で調整してください。",
        "The start cannot be moved: it would change a month whose bills are final. If installation work is left, agree on a day after today.",
    ),
    "day",
)
NO_EVIDENCE = Problem(
    "no_evidence",
    W(
        "共用している事業所が新しい日に同意したことの根拠（日付、相手、方法）を入力してください。",
        "Enter how the sharing offices agreed to the new day (date, person, method).",
    ),
    "evidence",
)

ALONG = W(
    "申込{number}の利用開始日の変更のため。{reason}",
    "With application {number}, whose start is moved. {reason}",
)
NOT_ALONG = W(
    "あわせて決定した申込{number}も同じ日に変わるため、この日にできません：{why}",
    "Application {number}, decided with this one, would move too, which cannot be: {why}",
)
HAS_BEGUN = W("利用が始まっています。", "it is in use already.")


def may_move(application: Application, today: date) -> bool:
    """Whether the start can still be moved: it lies ahead, or has come while works of it are not done."""
    start = application.start_date
    return start is not None and (start > today or works.has_open_works(application))


def consents_of(application: Application, revision: Revision) -> list[Consent]:
    """The consents that were part of the decision: each named a day."""
    if "consents" in application.lacks:
        return []
    found = application.consents.filter(revision_no=revision.no, state=ConsentState.AGREED.value)
    return list(found.select_related("office").order_by("office_id", "id"))


def move_start(
    pk: int, person: Person, day: date, reason: str, evidence: str = "", over_full: str = ""
) -> Application:
    """Move the decided start to another day. `evidence` says how the sharing offices agreed to it, where there are any;
    `over_full` why the day takes one more than it can.

    What was decided with it and could not start on its own day any more moves along. Raises Refused where the day cannot
    be, with the reason beside its field or, where a later decision is in the way, with its number; NotAllowed where the
    start has come and nothing of it is left to do.
    """
    with transaction.atomic():
        masters.refresh()
        snapshot.drop_cached_reads()
        application = lock(pk)
        step = listed(application.state, Event.MOVE_START)
        before = application.start_date
        if before is None or not may_move(application, clock.today()):
            raise NotAllowed(application.state, Event.MOVE_START)
        revision = revision_of(application)
        consents = consents_of(application, revision)
        places.lock(day)
        ended_for_all.hold(ended_for_all.codes_of(application.pk))
        _lock_offices(application, consents)
        case = Case.of_filed(revision)
        problems = day_problems(application, case, day, over_full)
        if not reason.strip():
            problems.append(NO_REASON)
        if consents and not evidence.strip():
            problems.append(NO_EVIDENCE)
        if problems:
            raise Refused(problems)
        touched = _move_rows(application, revision, consents, before, day)
        _move_the_rest(application, consents, before, day, evidence)
        places.move(application, day)
        apply_transition(
            application,
            Event.MOVE_START,
            person,
            {"before": str(before), "after": str(day), "reason": reason, "evidence": evidence}
            | ({"over_full": over_full} if day in case.need.full else {}),
            start_date=day,
            start_reason=reason,
            setting_deadline=_deadline(application.setting_deadline, before, day),
        )
        moves.transition(application, revision, step, person=person, reason=reason, before=before)
        for consent in consents:
            moves.consent_moved(application, consent, before)
        for office in touched - {application.office, *(c.office for c in consents)}:
            moves.start_moved_for(application, office, before)
        for follower in group.to_move_along(application, day):
            _move_along(follower, application, person, day, reason, evidence, over_full)
        return application


def _move_along(
    follower: Application,
    leader: Application,
    person: Person,
    day: date,
    reason: str,
    evidence: str,
    over_full: str,
) -> None:
    """Move an application that was decided with another one to the same day, or say why that one cannot move."""
    try:
        why_along = group.reason_of_follower(ALONG, leader, reason)
        move_start(follower.pk, person, day, why_along, evidence, over_full)
    except (Refused, NotAllowed) as no:
        why = joined([p.text for p in no.problems], "", " ") if isinstance(no, Refused) else HAS_BEGUN
        text = NOT_ALONG.format(number=follower.number, why=why)
        raise Refused([Problem("group_start", text, "day")]) from no


def _deadline(present: date | None, before: date, day: date) -> date | None:
    """The deadline of the setting for another start: an extension is kept, in business days, up to the eve of the start."""
    if present is None:
        return None
    extended = business_days_between(setting_deadline(before), present)
    return min(add_business_days(setting_deadline(day), extended), day - timedelta(days=1))


def day_problems(application: Application, case: Case, day: date, over_full: str) -> list[Problem]:
    """What is wrong with a new start day by itself, apart from the contracts."""
    if day == application.start_date:
        return [SAME_DAY]
    settled = application.state != State.SETTING_WAIT.value  # its deadline is behind it
    if application.start_date is not None and billed(min(day, application.start_date)):
        return [BILLED]
    found = [
        replace(p, where="day")
        for p in not_passed_over(start_problems(case, day), over_full)
        if not (settled and p.code == "start_setting_over")
    ]
    fixed = [w.fixed_on for w in works.works_of(application) if w.fixed_on and w.state != WorkState.CANCELLED]
    if any(at >= day for at in fixed):
        found.append(replace(works.TOO_LATE, where="day"))
    return found + group.day_problems(application, day)


def _lock_offices(application: Application, consents: Sequence[Consent]) -> None:
    """The same locks in the same order as a decision takes."""
    touched = [application.office_id, *(c.office_id for c in consents)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM contract_office WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [touched])


# The rows


@dataclass(frozen=True, slots=True)
class _DatedEdit:
    """A write as an edit of its office, to be judged for another day."""

    office: Office
    edit: Edit


def _move_rows(
    application: Application, revision: Revision, consents: Sequence[Consent], before: date, day: date
) -> set[Office]:
    """Judge the new day on the contracts as they would be without this decision, then date what it wrote anew; gives the
    offices that have rows among it."""
    try:
        written = moving.written_by(application.pk)
    except writer.RowMoved as later:
        raise Refused([later_decision_problem(later.decided_by)]) from later
    if not written:
        return set()
    offices = Office.objects.in_bulk({w.office for w in written if w.office} | {application.office_id})
    kinds = {*Case.of_filed(revision).basis.kinds, *(w.kind for w in written)}
    since = min(clock.today(), before) - timedelta(days=1)  # what it cut on its day is read too
    now = timelines.load(application.office, since, kinds, sorted(offices))
    floors = _earliest_days(revision, consents)
    placed = _dated_edits(application, now, written, offices, floors)
    _judge(application, now, moving.timeline_without(now, written), placed, day)
    days = {(w.kind, w.identity): max(day, floors.get((w.kind, w.identity), day)) for w in written}
    moving.move(application.pk, written, days)
    if left := ended_for_all.left_over(ended_for_all.codes_of(application.pk)):
        sooner = left.by == application.pk
        found = ended_for_all.too_soon(left) if sooner else later_decision_problem(left.by)
        raise Refused([replace(found, where="day")])
    snapshot.drop_cached_reads()
    return {offices[w.office] for w in written if w.office}


def _earliest_days(revision: Revision, consents: Sequence[Consent]) -> dict[tuple[str, int], date]:
    """Things that a rule dates later than the start: a code that ends with the last of its numbers."""
    edits = [*revision.issued_list, *(e for c in consents for e in c.edit_list)]
    return {(e.kind, e.target): date.fromisoformat(e.day) for e in edits if e.day and e.target is not None}


def _dated_edits(
    application: Application,
    now: Timeline,
    written: Sequence[moving.WrittenRow],
    offices: Mapping[int, Office],
    floors: Mapping[tuple[str, int], date],
) -> list[_DatedEdit]:
    rows: dict[int, Row] = {r.version: r for r in now.rows}
    found = []
    for w in written:
        office = offices[w.office or application.office_id]
        floor = floors.get((w.kind, w.identity))
        made = rows[w.inserted.pk].values if w.inserted is not None else {}
        cut = rows[w.cut.pk].values if w.cut is not None else {}
        found.append(
            _DatedEdit(
                office,
                Edit(
                    "",
                    Action.ADD if w.cut is None else Action.END if w.inserted is None else Action.CHANGE,
                    w.kind,
                    w.identity if w.cut is not None else None,
                    cut,
                    made,
                    ref=f"{w.kind}:{w.identity}",
                    day=floor.isoformat() if floor else "",
                ),
            )
        )
    return found


def _judge(
    application: Application, now: Timeline, base: Timeline, placed: Sequence[_DatedEdit], day: date
) -> None:
    """Raises Refused with what is decided already and forbids the day, and what holds `now` and would not any more. `base` is
    the register without the decision; what later ones stand on may be broken there already, so it is no measure."""
    problems, steps = [], []
    for office in dict.fromkeys(p.office for p in placed):
        edits = [p.edit for p in placed if p.office == office]
        problems += edit_checks.clashes(base, edits, office, day, application.office)
        steps += edit_checks.steps_of(edits, office, day)
    if not problems:
        mine = {(p.edit.kind, p.edit.target) for p in placed}
        broken = consistency.broken_by(now, base.with_steps(steps))
        involved = [r for v in broken for r in (v.row, *_ending_with(now, v))]
        versions = [r.version for r in involved if (r.kind, r.identity) not in mine]
        later = moving.decided_after(application.pk, versions)
        problems = [later_decision_problem(later)] if later else edit_checks.breaks(broken)
    if problems:
        raise Refused([replace(p, where="day") for p in problems])


def _ending_with(now: Timeline, violation: consistency.Violation) -> list[Row]:
    """What the same office has no more from the day on which a row is found fault with: it may be what that row lacks."""
    return [r for r in now.rows if r.office == violation.row.office and r.ends == violation.day]


def _move_the_rest(
    application: Application, consents: Sequence[Consent], before: date, day: date, evidence: str
) -> None:
    """What a decision dates beside the rows: passwords, certificates, consents, the names that headers show."""
    today = clock.today()
    vault.move_window(application.pk, password_window(application.decided_on or today, day)[1], today)
    certificates.move(application.pk, before, day)
    for consent in consents:
        consent.wish_date, consent.evidence = day, evidence
        consent.save(update_fields=["wish_date", "evidence"])
    if min(before, day) <= clock.today():
        names.refresh(clock.today(), application.office.company_id)
