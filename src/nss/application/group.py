"""Applications that belong together (X-11): which of them one needs beside it, how these stand, and what that means for
deciding one of them, moving its start, or ending it without effect.

Where one must not be without the others, all are judged together: it is approved once every one is filed and could be
approved itself, and the others only after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nss.base import clock
from nss.base.columns import field_length
from nss.base.problems import Problem, stops
from nss.base.words import W, joined

from . import decision_checks
from .case import Case
from .lifecycle import CLOSED, DECIDED, TO_REVIEW, State
from .models import Application, Revision
from .rulebook import Linked, current
from .start_days import FULL
from .status import status

REASON_LENGTH = field_length(Application, "closing_reason") or 0
MISSING = W(
    "「{what}」の申込がまだ登録されていません。登録されるまで、この申込は承認できません。",
    "The application for '{what}' is not submitted yet. This one cannot be approved before it is.",
)
NOT_READY = W(
    "あわせて必要な申込{number}が「{state}」のため、まだ承認できません。",
    "Application {number}, which belongs to this one, is '{state}'; this one cannot be approved yet.",
)
IN_TROUBLE = W(
    "あわせて必要な申込{number}に、承認できない点があります：{why}",
    "Application {number}, which belongs to this one, could not be approved: {why}",
)
OTHER_DAY = W(
    "申込{number}の利用開始日（{day}）は、{first}から{last}までの日にする必要があります。",
    "Application {number} starts on {day}; it has to start between {first} and {last}.",
)
LEADER_OPEN = W(
    "この申込は申込{number}とあわせて審査します。先に申込{number}の審査を終了してください。",
    "This one is judged together with application {number}. Finish the review of {number} first.",
)
LEADER_DRAFT = W(
    "この申込とあわせて必要な「{what}」の申込がまだ登録されていません。",
    "'{what}', which this one belongs to, is not submitted yet.",
)
LEADER_GONE = W(
    "この申込のもとになった申込{number}は「{state}」です。申込者がこの申込だけを登録し直すまで、承認できません。",
    "Application {number}, which this one follows, is '{state}'. It is not approved before its office files it on its own.",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an application needs beside it, and the application of its group that is this, if there is one."""

    need: Linked
    found: Application | None

    @property
    def words(self) -> W:
        """What it is: its items, and for which office."""
        labels = joined(current().labels(self.need.items))
        return (
            W(f"{labels.ja}（{self.need.about}）", f"{labels.en} ({self.need.about})")
            if self.need.about
            else labels
        )

    @property
    def status(self) -> W:
        """What people read of the state of the one that was found."""
        return status(self.found, clock.today())[1] if self.found is not None else W("", "")

    @property
    def filed(self) -> bool:
        """Whether it has been filed and is not over without effect."""
        return self.found is not None and self.found.number is not None


def members(application: Application) -> list[tuple[Application, Revision]]:
    """The other applications of the group with their newest revisions, those that came to nothing last."""
    if application.group is None:
        return []
    found = Application.objects.filter(
        group=application.group, applicant_office=application.applicant_office_id
    ).select_related("office", "applicant_office")
    pairs = []
    for a in found.exclude(pk=application.pk).exclude(state=State.DISCARDED.value).order_by("id"):
        revision = a.revisions.order_by("-no")[0]
        revision.application = a
        pairs.append((a, revision))
    return sorted(pairs, key=lambda pair: State(pair[0].state) in CLOSED)


def is_it(need: Linked, revision: Revision) -> bool:
    """Whether a revision is the application that is needed: what it was begun for and, once filed, what it edits."""
    if any(revision.extra.get(k) != v for k, v in need.extra.items()):
        return False
    if revision.frozen_at is None:
        return bool(set(need.items) & set(revision.chosen_items))
    return not need.kind or any(e.kind == need.kind for e in revision.edit_list)


def standings(case: Case) -> list[Standing]:
    """Everything that the application of a case needs beside it."""
    needs = case.linked
    if not needs:
        return []
    others = members(case.revision.application)
    done = []
    for need in needs:
        found = next((a for a, r in others if is_it(need, r) and State(a.state) not in CLOSED), None)
        done.append(Standing(need, found))
    return done


def checks(application: Application, case: Case) -> list[Problem]:
    """What speaks against approving an application for the start day of its case: of itself, and of its group. The same
    list stands on the review screen and stops the approval."""
    return [*decision_checks.checks(application, case), *_of_others(case), *_of_leaders(application, case)]


def _of_others(case: Case) -> list[Problem]:
    """What is not ready of the applications that this one must not be without."""
    problems = []
    for s in standings(case):
        if not s.need.must:
            continue
        if s.found is None or not s.filed:
            problems.append(Problem("group_missing", MISSING.format(what=s.words)))
        elif State(s.found.state) in (*TO_REVIEW, *DECIDED):
            problems += _in_trouble(s.found) or _other_day(s.found, s.need, case.basis.day)
        else:
            problems.append(Problem("group_open", NOT_READY.format(number=s.found.number, state=s.status)))
    return problems


def _in_trouble(member: Application) -> list[Problem]:
    """What would stop the approval of an undecided application of the group."""
    if State(member.state) in DECIDED:
        return []
    case = Case.of_filed(_filed(member))
    why = [p.text for p in stops(decision_checks.checks(member, case)) if p.code != FULL]
    text = IN_TROUBLE.format(number=member.number, why=joined(why, "", " ")) if why else None
    return [Problem("group_stops", text)] if text else []


def _other_day(member: Application, need: Linked, start: date) -> list[Problem]:
    """Whether an application of the group starts when it may: on the day of the one that needs it, or before."""
    day = member.start_date or _filed(member).wish_date
    return [] if day is None else _day_problem(str(member.number), day, need, start)


def _day_problem(number: str, day: date, need: Linked, start: date, where: str = "") -> list[Problem]:
    first = min(need.since or start, start)
    if first <= day <= start:
        return []
    said = {"day": day, "first": first, "last": start}
    text = OTHER_DAY.format(number=number, **{k: f"{v:%Y/%m/%d}" for k, v in said.items()})
    return [Problem("group_day", text, where)]


def _of_leaders(application: Application, case: Case) -> list[Problem]:
    """How those stand that must not be without this one."""
    problems = []
    for leader, revision, need in leaders(application, case.revision):
        state = State(leader.state)
        if leader.number is None:
            what = joined(current().labels(revision.chosen_items))
            problems.append(Problem("group_leader", LEADER_DRAFT.format(what=what)))
        elif state in CLOSED:
            if _filed_again(application, leader):
                continue
            text = LEADER_GONE.format(number=leader.number, state=state.word)
            problems.append(Problem("group_leader", text))
        elif state not in DECIDED:
            problems.append(Problem("group_leader", LEADER_OPEN.format(number=leader.number)))
        elif leader.start_date is not None:
            number, start = str(application.number), leader.start_date
            problems += _day_problem(number, case.basis.day, need, start, "start")
    return problems


def leaders(application: Application, revision: Revision) -> list[tuple[Application, Revision, Linked]]:
    """The applications of the group that must not be without this one, and what they need it for."""
    found = []
    for leader, theirs in members(application):
        case = Case.of_draft(theirs) if leader.number is None else Case.of_filed(_filed(leader))
        found += [(leader, theirs, n) for n in case.linked if n.must and is_it(n, revision)]
    return found


def _filed_again(application: Application, leader: Application) -> bool:
    """Whether it was filed once more, on its own, after what it was filed for had come to nothing."""
    at = _filed(application).frozen_at
    return at is not None and leader.changed_at is not None and at > leader.changed_at


def lost_leaders(application: Application) -> list[Application]:
    """What this one was filed for and what came to nothing since."""
    found = leaders(application, _filed(application))
    return [a for a, _, _ in found if State(a.state) in CLOSED and not _filed_again(application, a)]


def reason_of_follower(text: W, leader: Application, reason: str) -> str:
    """Why an application follows what was done to another one: `text` with that one's number and the reason that was typed,
    which is never cut. Where the column does not hold both, the reason stands alone."""
    whole = text.format(number=leader.number, reason=reason).ja
    return whole if len(whole) <= REASON_LENGTH else reason


@dataclass(frozen=True, slots=True)
class Follower:
    """An application of the group that belongs beside another one: what for, and as it was last stored."""

    application: Application
    need: Linked

    @property
    def decided(self) -> bool:
        return State(self.application.state) in DECIDED


def followers(application: Application) -> list[Follower]:
    """The applications that belong beside a filed one and did not come to nothing, drafts among them."""
    needs = Case.of_filed(_filed(application)).linked
    found = []
    for member, revision in members(application) if needs else []:
        need = next((n for n in needs if is_it(n, revision)), None)
        if need is not None and State(member.state) not in CLOSED:
            found.append(Follower(member, need))
    return found


def day_problems(application: Application, day: date) -> list[Problem]:
    """Whether the start of a decided application may move to a day beside the decided ones that it was filed for."""
    if application.group is None:
        return []
    problems = []
    for leader, _, need in leaders(application, _filed(application)):
        if State(leader.state) in DECIDED and leader.start_date is not None:
            problems += _day_problem(str(application.number), day, need, leader.start_date, "day")
    return problems


def to_move_along(application: Application, day: date) -> list[Application]:
    """What was decided with an application and cannot stay on its own day where that one starts on `day`."""
    if application.group is None:
        return []
    return [
        f.application
        for f in followers(application)
        if f.need.must
        and f.decided
        and f.application.start_date is not None
        and _day_problem(str(f.application.number), f.application.start_date, f.need, day)
    ]


def _filed(application: Application) -> Revision:
    """The newest revision that was filed."""
    revision = application.revisions.filter(frozen_at__isnull=False).order_by("-no")[0]
    revision.application = application
    return revision
