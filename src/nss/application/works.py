"""Works on lines (N09, C17): dates are offered, accepted or answered with others, fixed, and closed with a result, or called
off; a result and a calling off that were mistakes are taken back. Who carries them out: `vendors`. And 接続確認: what the
office saw when it tested the connection after the start (guide SMTP, part 3; T-03).

Each step is one transaction, checked against one table, with its line in the record and its mail (M08).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from nss.account.models import Person
from nss.application.announce import moves
from nss.base import clock
from nss.base.compiled_query import CompiledQuery
from nss.base.problems import Problem, Refused
from nss.base.seen import mark_of
from nss.base.words import W
from nss.calendar.days import is_business_day
from nss.contract import snapshot

from .case import Case
from .drafts import record_event
from .lifecycle import CLOSED, Event, State
from .models import OVER, Application, ConnectionTest, Vendor, Work, WorkState

HALVES = {
    "am": W("午前（9:00〜12:00）", "morning (9:00-12:00)"),
    "pm": W("午後（13:00〜17:00）", "afternoon (13:00-17:00)"),
}
OUTAGE = {"remote": 180, "on_site": 120, "laying": 0, "removal": 0}
"""Minutes without communication to expect (guide SMTP: several hours for remote work)."""

S = WorkState
STEPS: dict[Event, tuple[tuple[WorkState, ...], WorkState]] = {
    Event.WORK_PROPOSED: ((S.WAITING, S.PROPOSED, S.COUNTERED, S.FIXED, S.FAILED), S.PROPOSED),
    Event.WORK_COUNTERED: ((S.PROPOSED,), S.COUNTERED),
    Event.WORK_FIXED: ((S.PROPOSED, S.COUNTERED), S.FIXED),
    Event.WORK_DONE: ((S.FIXED,), S.DONE),
    Event.WORK_FAILED: ((S.FIXED,), S.FAILED),
    Event.WORK_CANCELLED: ((S.WAITING, S.PROPOSED, S.COUNTERED, S.FIXED, S.FAILED), S.CANCELLED),
    Event.WORK_REOPENED: ((S.CANCELLED,), S.WAITING),
    Event.WORK_UNDONE: ((S.DONE,), S.FIXED),
}
"""Event -> from which states, to which state."""

NO_SLOT = Problem("no_slot", W("日程を1つ以上入力してください。", "Enter at least one date."), "slots")
BAD_SLOT = W(
    "{day}は指定できません。明日以降の営業日を入力してください。",
    "{day} cannot be chosen. Enter a business day from tomorrow on.",
)
NOT_OFFERED = Problem(
    "not_offered", W("提示された候補日から選択してください。", "Choose one of the offered dates."), "slot"
)
# Once the start has come with works left, they are dated after it: the only way on beside moving the start.
TOO_LATE = Problem(
    "works_too_late",
    W(
        "工事は利用開始日の前日までに行う必要があります。",
        "Installation work must be done by the day before the start.",
    ),
    "slots",
)
NOT_SERVED = W(
    "業者「{vendor}」には{day}の工事を依頼できません（取引期間：{since}〜{until}）。業者または日を変更してください。",
    "{vendor} cannot do works on {day} (it works for the Center from {since} to {until}). Change the vendor or the day.",
)
WHY_NOT = Problem(
    "why_not",
    W(
        "完了しなかった理由を入力してください（例：業者が来なかった）。",
        "Enter why they were not done, e.g. that the vendor did not come.",
    ),
    "result",
)
MOVED_ON = Problem(
    "work_moved",
    W(
        "工事の状態が変わりました。最新の内容をご確認ください。",
        "The installation work has changed meanwhile. Please look again.",
    ),
)


def slot_word(slot: str) -> W:
    """A stored half day (`2026-12-01/am`) as people read it: 2026/12/01 午前（9:00〜12:00）."""
    day, _, half = slot.partition("/")
    return W(day.replace("-", "/") + " ", day + " ") + HALVES.get(half, W("", ""))


def words_of_slots(slots: Sequence[str]) -> list[tuple[str, W]]:
    """Slots with their words, to choose from."""
    return [(s, slot_word(s)) for s in slots]


def shown(work: Work) -> str:
    """A digest of what pages show of works, for the forms that act on them."""
    a = work.application
    said = [work.state, work.slots, work.wished, work.fixed, work.wish, work.note, a.state, a.start_date]
    return mark_of(*said, work.vendor_id, work.result, work.cancelled_for)


def changed_since(work: Work, seen: str) -> list[Problem]:
    """What speaks against an act on a page that showed this: that the works are other ones now."""
    return [] if shown(work) == seen else [MOVED_ON]


@contextmanager
def if_as_shown(pk: int, seen: str) -> Iterator[None]:
    """Do within what was decided on a page, on the locked works, if they still are what the page showed. Raises Refused."""
    with transaction.atomic():
        work = Work.objects.select_for_update(of=("self",)).select_related("application").get(pk=pk)
        if changed := changed_since(work, seen):
            raise Refused(changed)
        yield


def plan(application: Application, case: Case) -> None:
    """Write down the works that a filed application causes; those of a corrected one replace the open ones. What the Center
    called off stays so while the application still needs it."""
    needs = {(w.kind, w.line): w for w in case.works}
    filed_before = application.number is not None
    for work in application.works.exclude(cancelled_for="") if filed_before else ():
        if needs.pop((work.kind, work.line), None) is None:
            work.cancelled_for = ""
            work.save(update_fields=["cancelled_for"])
    for work in application.works.exclude(state__in=OVER) if filed_before else ():
        need = needs.pop((work.kind, work.line), None)
        if need is None:
            work.state = S.CANCELLED
        else:
            work.wish = need.wish
        work.changed_at = clock.now()
        work.save()
    Work.objects.bulk_create(
        Work(
            company_id=application.company_id,
            application=application,
            kind=w.kind,
            line=w.line,
            wish=w.wish,
            outage=OUTAGE.get(w.kind, 0),
            changed_at=clock.now(),
        )
        for w in needs.values()
    )


def cancel(application: Application) -> None:
    """An application that ends takes its works along."""
    application.works.exclude(state__in=OVER).update(state=S.CANCELLED, changed_at=clock.now())


def name_lines(application: Application, names: dict[str, str]) -> None:
    """A new line has got its router number: its works carry it from now on."""
    if not names or "works" in application.lacks:
        return
    for work in application.works.filter(line__in=list(names)):
        work.line = names[work.line]
        work.save(update_fields=["line"])


def not_served(vendor: Vendor | None, days: Iterable[date], where: str) -> list[Problem]:
    """That the vendor cannot be given works on these days."""
    if vendor is None:
        return []
    since, until = (f"{d:%Y/%m/%d}" if d else "" for d in (vendor.since, vendor.until))
    return [
        Problem(
            "not_served",
            NOT_SERVED.format(vendor=vendor.name, day=f"{day:%Y/%m/%d}", since=since, until=until),
            where,
        )
        for day in sorted(set(days))
        if not vendor.serves(day)
    ]


def day_of(slot: str) -> date:
    """The day of a stored half day."""
    return date.fromisoformat(slot[:10])


def _promise(slots: Sequence[str], work: Work) -> list[str]:
    """Half days that the Center may offer or fix: the vendor, where there is one, has to come. Raises Refused."""
    good = _read_slots(slots, work.application)
    if problems := not_served(work.vendor, map(day_of, good), "slots"):
        raise Refused(problems)
    return good


def _read_slots(slots: Sequence[str], application: Application) -> list[str]:
    found, problems = [], []
    for slot in dict.fromkeys(slots):
        day, _, half = slot.partition("/")
        try:
            at = date.fromisoformat(day)
        except ValueError:
            at = date.min
        if half not in HALVES or at <= clock.today() or not is_business_day(at):
            problems.append(Problem("bad_slot", BAD_SLOT.format(day=day.replace("-", "/")), "slots"))
        elif application.start_date and clock.today() < application.start_date <= at:
            problems.append(TOO_LATE)
        else:
            found.append(slot)
    if not found and not problems:
        problems.append(NO_SLOT)
    if problems:
        raise Refused(problems)
    return found


def locked(pk: int) -> Work:
    """Works with all that is told of them; nobody else moves them until the transaction ends."""
    found = Work.objects.select_for_update(of=("self",)).select_related("application__office", "vendor")
    return found.get(pk=pk)


def _advance(pk: int, event: Event, person: Person, *, text: str = "", **fields: object) -> Work:
    """Lock, check the table, store, record, tell."""
    work = locked(pk)
    sources, target = STEPS[event]
    if work.state not in sources or State(work.application.state) in CLOSED:
        raise Refused([MOVED_ON])
    work.state, work.changed_at, work.sequence = target, clock.now(), work.sequence + 1
    for key, value in fields.items():
        setattr(work, key, value)
    work.save()
    said = W(f"{WorkState(work.state).word.ja}：{text}", text).ja if text else ""
    record_event(work.application, event, person, work=str(work.pk), text=said or text)
    moves.work(work.application, work, event, text)
    return work


def propose(pk: int, person: Person, slots: Sequence[str], remark: str = "") -> Work:
    """The Center offers dates. Raises Refused."""
    with transaction.atomic():
        good = _promise(slots, locked(pk))
        text = "、".join(slot_word(s).ja for s in good)
        return _advance(
            pk, Event.WORK_PROPOSED, person, text=text, slots=good, wished=[], fixed="", note=remark
        )


def accept(pk: int, person: Person, slot: str) -> Work:
    """The office takes one of the offered dates; it is fixed by that."""
    with transaction.atomic():
        work = Work.objects.get(pk=pk)
        if work.state != S.PROPOSED:
            raise Refused([MOVED_ON])
        if slot not in work.slots:
            raise Refused([NOT_OFFERED])
        return _advance(pk, Event.WORK_FIXED, person, text=slot_word(slot).ja, fixed=slot)


def counter(pk: int, person: Person, slots: Sequence[str], remark: str = "") -> Work:
    """The office names other dates."""
    with transaction.atomic():
        work = Work.objects.select_related("application").get(pk=pk)
        good = _read_slots(slots, work.application)
        text = "、".join(slot_word(s).ja for s in good)
        return _advance(pk, Event.WORK_COUNTERED, person, text=text, wished=good, note=remark)


def fix(pk: int, person: Person, slot: str) -> Work:
    """The Center takes one of the dates that the office named (or any other that both agreed on by telephone)."""
    with transaction.atomic():
        good = _promise([slot], locked(pk))
        return _advance(pk, Event.WORK_FIXED, person, text=slot_word(good[0]).ja, fixed=good[0])


def finish(pk: int, person: Person, done: bool, result: str) -> Work:
    """作業結果: done, or failed with why, and to be arranged anew. Raises Refused."""
    if not done and not result:
        raise Refused([WHY_NOT])
    with transaction.atomic():
        event = Event.WORK_DONE if done else Event.WORK_FAILED
        fields: dict[str, object] = {} if done else {"fixed": "", "slots": [], "wished": []}
        return _advance(pk, event, person, text=result, result=result, **fields)


def call_off(pk: int, person: Person, reason: str) -> Work:
    """工事中止: the works are not needed, or done in another way. Their day is free again and the office is told."""
    with transaction.atomic():
        return _advance(
            pk,
            Event.WORK_CANCELLED,
            person,
            text=reason,
            cancelled_for=reason,
            fixed="",
            slots=[],
            wished=[],
        )


def may_take_back(work: Work) -> bool:
    """Whether a result or a calling off can be taken back. Works that went with their application, or were no longer needed
    when it was filed anew, come back with it alone."""
    if State(work.application.state) in CLOSED:
        return False
    return work.state == S.DONE or (work.state == S.CANCELLED and bool(work.cancelled_for))


def take_back(pk: int, person: Person, reason: str) -> Work:
    """Works that were recorded as done stand at their day again; those that were called off are to be arranged anew."""
    with transaction.atomic():
        work = locked(pk)
        if not may_take_back(work):
            raise Refused([MOVED_ON])
        if work.state == S.DONE:
            return _advance(pk, Event.WORK_UNDONE, person, text=reason, result="")
        return _advance(pk, Event.WORK_REOPENED, person, text=reason, cancelled_for="")


def report_test(
    application: Application, person: Person, day: date, good: bool, remark: str
) -> ConnectionTest:
    """The office's TCC result. A bad one stands open on the Center's desk until it is answered."""
    with transaction.atomic():
        made = ConnectionTest.objects.create(
            company_id=application.company_id,
            application=application,
            tested_on=day,
            good=good,
            remark=remark,
            person=person,
            at=clock.now(),
        )
        record_event(application, Event.TEST_GOOD if good else Event.TEST_BAD, person, text=remark)
        return made


def answer_test(pk: int, person: Person, text: str) -> ConnectionTest:
    """The Center answers a bad result; the office is told."""
    with transaction.atomic():
        test = (
            ConnectionTest.objects.select_for_update(of=("self",))
            .select_related("application__office")
            .get(pk=pk)
        )
        if test.good or test.answered_at is not None:
            raise Refused([MOVED_ON])
        test.answer, test.answered_at = text, clock.now()
        test.save()
        record_event(test.application, Event.TEST_ANSWERED, person, text=text)
        moves.test_answered(test.application, test)
        return test


def has_open_works(application: Application) -> bool:
    """Whether works of it are not done."""
    return any(w.state not in OVER for w in works_of(application))


def with_open_works(applications: Sequence[int]) -> set[int]:
    """Those of some applications, by their keys, that have works which are not done."""
    if not applications:
        return set()
    found = Work.objects.filter(application__in=applications).exclude(state__in=OVER)
    return set(found.values_list("application_id", flat=True))


def overdue_works(day: date) -> QuerySet[Work]:
    """Works that are not done though the start of their application has come by a day."""
    decided = Work.objects.filter(application__state=State.APPROVED, application__start_date__lte=day)
    return decided.exclude(state__in=OVER)


def works_to_choose(applications: QuerySet[Application]) -> QuerySet[Work]:
    """Works of these applications for which the office has to choose a date."""
    found = Work.objects.filter(state=S.PROPOSED, application__in=applications)
    return found.exclude(application__state__in=CLOSED).select_related("application").order_by("id")


def connection_tests(application: Application) -> list[ConnectionTest]:
    """The connection tests (接続確認) of an application."""
    return [] if "tests" in application.lacks else TESTS(application.pk)


TESTS = CompiledQuery(lambda pk: ConnectionTest.objects.filter(application_id=pk).order_by("-id"), int)


def works_of(application: Application) -> list[Work]:
    """The works of an application, with those that were cancelled last; a page reads them once."""
    if "works" in application.lacks:
        return []
    found = snapshot.remembered(("works", application.pk), lambda: OF_APPLICATION(application.pk))
    return sorted(found, key=lambda w: (w.state == S.CANCELLED, w.pk))


OF_APPLICATION = CompiledQuery(
    lambda pk: Work.objects.filter(application_id=pk).select_related("vendor"), int
)
