"""What the review page of an application is put together from (N02); the template reads the fields by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from nss.account.models import Person
from nss.account.requests import CenterRequest
from nss.application import start
from nss.application.against import in_conflict, open_among
from nss.application.case import Case
from nss.application.edits import Change, changes_of
from nss.application.lifecycle import OPEN, Event, State, may
from nss.application.locking import OF_NUMBER
from nss.application.models import (
    Application,
    Attachment,
    Comment,
    Consent,
    ConsentState,
    Proposal,
    Revision,
)
from nss.application.progress import Step, timeline
from nss.application.shown import ShownCase
from nss.application.status import status, statuses
from nss.base.compiled_query import CompiledQuery
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.models import Office
from nss.document import adapter
from nss.master.models import ReplyText
from nss.procedure.kit.contact import facts_of
from nss.procedure.kit.procedure import Suggestion
from nss.procedure.places import Places
from nss.web import diffs

from . import written_over
from .acts import (
    Act,
    ExtendAct,
    HoldAct,
    InvalidateAct,
    MemoAct,
    MoveStartAct,
    ProxyAct,
    QueryAct,
    QueryBackAct,
    QueryDueAct,
    RefuseAct,
    RevokeAct,
    SettingDoneAct,
    UnanswerAct,
    WithdrawAct,
)
from .checks import CheckResult
from .desk import others_viewing
from .queue_views import kept_of, next_in
from .work_acts import possible_on_works
from .work_cards import WorksPart

CONSENTS = CompiledQuery(
    lambda pk, no: (
        Consent.objects.filter(application_id=pk, revision_no=no).select_related("office").order_by("id")
    ),
    int,
    int,
)
COMMENTS = CompiledQuery(
    lambda pk: Comment.objects.filter(application_id=pk).order_by("id").select_related("author"), int
)
SERVING = CompiledQuery(lambda pk: Application.objects.filter(serves=pk), int)
OTHERS = CompiledQuery(
    lambda office: Application.objects.filter(office_id=office, number__isnull=False).order_by("-id")[:11],
    int,
)
"""One more than are shown: the application itself may be among them."""
REPLIES = CompiledQuery(lambda: ReplyText.objects.order_by("name"))
UNDER_REVIEW = (State.RECEIVED, State.RESUBMITTED, State.REVIEWING)
ASKED = (ConsentState.REQUESTED.value, ConsentState.SEEN.value)


@dataclass(frozen=True)
class FiledPart:
    """The application as it was filed, what the re-submission changed, and what was said about it."""

    application: Application
    revision: Revision
    today: date
    status: tuple[str, W]
    changes: Markup
    """What would be decided, or was."""
    filed_changes: Markup | None
    """What was filed, where by now it comes to something else."""
    their_changes: Mapping[int, Markup]
    """What each office that has to agree loses or gets, by the key of its consent."""
    before_revision: Revision | None
    before_changes: Markup | None
    items: Sequence[W]
    contact: Sequence[tuple[W, W | str]]
    summary_lines: Sequence[tuple[W, str | W]]
    places: Sequence[tuple[str, W | str]]
    """Where a comment can be pinned: key and words."""
    comments: Sequence[tuple[Comment, W | str]]
    """Each with the words of what it is about."""
    attachments: Sequence[Attachment]
    timeline: Sequence[Step]
    consents: Sequence[Consent]
    ended: Sequence[Office]
    """Offices whose contracts have ended by it."""
    marks: Mapping[str, str]
    """Of what the page shows, for the forms that write over it."""

    @classmethod
    def of(cls, a: Application, revision: Revision, case: Case) -> FiledPart:
        """Reads what the page shows of one filing."""
        before = OF_NUMBER.first(a.pk, revision.no - 1) if revision.no > 1 else None
        comments = [] if "comments" in a.lacks else COMMENTS(a.pk)
        earlier = [e for r in a.revisions.order_by("-no") for e in r.edit_list] if comments else []
        places = Places(case, earlier)
        filed, now = changes_of(revision.issued_list), changes_now(case)
        moved_on = [c.to_json() for c in filed] != [c.to_json() for c in now]
        consents = [] if "consents" in a.lacks else CONSENTS(a.pk, revision.no)
        return cls(
            application=a,
            revision=revision,
            today=case.today,
            status=status(a, case.today),
            changes=diffs.render(now),
            filed_changes=diffs.render(filed) if moved_on else None,
            their_changes=their_changes(case, consents),
            before_revision=before,
            before_changes=diffs.render(changes_of(before.edit_list)) if before else None,
            items=case.labels,
            contact=facts_of(revision.contact),
            summary_lines=case.summary_lines,
            places=[(p.where, p.words) for p in places.for_comments()],
            comments=[(c, places.of(c.where).words) for c in comments],
            attachments=case.attachments,
            timeline=timeline(a, case.today, inside=True),
            consents=consents,
            ended=[e.office for e in adapter.ended(a, revision, case.today)],
            marks=written_over.marks(a),
        )


def changes_now(case: Case) -> list[Change]:
    """Before/after of what would be decided for the day of the case; of a decided application, of what was written."""
    return changes_of(case.edits) if case.decided_edits is not None else case.changes


def their_changes(case: Case, consents: Sequence[Consent]) -> dict[int, Markup]:
    """What each office that has to agree loses or gets, by the consent: as it comes to now, or as it was agreed to."""
    now = (
        {(asked.office.pk, asked.code): asked.edits for asked in case.consents}
        if case.decided_edits is None
        else {}
    )
    edits = {c.pk: now.get((c.office_id, c.code), tuple(c.edit_list)) for c in consents}
    return {pk: diffs.render(changes_of(some)) for pk, some in edits.items() if some}


@dataclass(frozen=True)
class DecisionPart:
    """What a decision for the day that is tried out would check, issue and set going."""

    start: date
    seen: ShownCase
    """What this page shows, for the forms that decide."""
    dependent_days: Sequence[tuple[W, date]]
    """Deadlines that are counted from the start day."""
    checks: Sequence[CheckResult]
    stops: Sequence[Problem]
    suggestions: Sequence[Suggestion]
    """Numbers that would be issued."""
    proposal: Proposal | None
    """The first of two approvals, where it has been given."""


@dataclass(frozen=True)
class RightsPart:
    """What this person may do with it now."""

    may_decide: bool
    may_review: bool
    may_setting: bool
    may_revoke: bool
    may_move: bool
    may_withdraw: bool
    may_void: bool
    may_hold: bool
    held: bool
    """Laid aside until a day that is still ahead."""
    may_give_time: bool
    may_take_back: bool
    """The query that is open."""

    @classmethod
    def of(cls, person: Person, a: Application, today: date) -> RightsPart:
        """By the role of the person and the state of the application."""
        under_review = a.state in UNDER_REVIEW
        ahead = a.start_date is not None and a.start_date > today
        return cls(
            may_decide=person.may_decide and under_review,
            may_review=person.may_review and under_review,
            may_setting=person.may_review and a.state == State.SETTING_WAIT.value,
            may_revoke=person.may_decide and may(a.state, Event.REVOKE) and ahead,
            may_move=person.may_decide and may(a.state, Event.MOVE_START) and start.may_move(a, today),
            may_withdraw=person.may_review and may(a.state, Event.WITHDRAW),
            may_hold=person.may_review and under_review,
            held=under_review and a.held_until is not None and a.held_until > today,
            may_give_time=person.may_review and a.state == State.QUERY.value,
            may_take_back=person.may_review and may(a.state, Event.QUERY_BACK),
            may_void=person.may_decide and may(a.state, Event.INVALIDATE),
        )


@dataclass(frozen=True)
class ContextPart:
    """What is near it: the next one to take up, who else reads this one, its group, the office's others, prepared texts."""

    next: Application | None
    """The next one of the view that was looked at last."""
    queue: str
    """That view with its filters, for the way back."""
    viewers: Sequence[str]
    group: Sequence[Application]
    served: Sequence[Application]
    """Applications that it answers or that answer it."""
    others: Sequence[Application]
    against: Sequence[Application]
    """Those of the others that cannot be approved beside it."""
    status_of: Mapping[int, tuple[str, W]]
    """Code and word of the state of each of these, by its key."""
    replies: Mapping[str, Sequence[ReplyText]]

    @classmethod
    def of(cls, request: CenterRequest, a: Application, case: Case) -> ContextPart:
        """Reads what surrounds an application, as this person may see it."""
        today = case.today
        person, kept = request.user, kept_of(request)
        filed = Application.objects.filter(number__isnull=False).exclude(pk=a.pk)
        prepared = REPLIES()
        group = list(filed.filter(group=a.group)) if a.group else []
        served = [*SERVING(a.pk), *([Application.objects.get(pk=a.serves)] if a.serves else [])]
        others = [o for o in OTHERS(a.office_id) if o.pk != a.pk][:10]
        for o in others:
            o.office = a.office
        return cls(
            next=next_in(kept, person, a),
            queue=kept.urlencode(),
            viewers=others_viewing([a.pk], person).get(a.pk, []),
            group=group,
            served=served,
            others=others,
            against=in_conflict(case, open_among(others)) if State(a.state) in OPEN else [],
            status_of=statuses([*group, *served, *others], today),
            replies={use: [t for t in prepared if t.use == use] for use in ("query", "refuse", "start")},
        )


@dataclass(frozen=True)
class ActsPart:
    """The forms of the acts that this person may do now, the one that was sent as it was sent."""

    acts: Mapping[str, Act]
    """By their keys."""
    refused: Sequence[Problem]
    """Why nothing was done, as far as no field answers for it."""
    sent: Act | None
    kept: Sequence[tuple[str, str]]
    """What was typed in a form that the page no longer has: label and text."""
    errors: bool

    @classmethod
    def of(
        cls,
        filed: FiledPart,
        rights: RightsPart,
        around: ContextPart,
        on_lines: WorksPart,
        approve: Act,
        person: Person,
        sent: Act | None,
        refused: Sequence[Problem],
    ) -> ActsPart:
        """The forms by what the other parts say; one that was `sent` stands as it was sent."""
        acts = {x.key: x for x in possible_acts(filed, rights, around, approve, person)}
        if person.may_work:
            acts |= {x.key: x for x in possible_on_works(on_lines.works, on_lines.tests)}
        kept = sent.texts() if sent is not None and sent.key not in acts else []
        if sent is not None and not kept:
            acts[sent.key] = sent
        return cls(acts, refused, sent, kept, errors=bool(refused or sent))


def possible_acts(
    filed: FiledPart, rights: RightsPart, around: ContextPart, approve: Act, person: Person
) -> Iterator[Act]:
    """Empty forms of what a person may do now."""
    a, replies = filed.application, around.replies
    if rights.may_decide:
        yield approve
        yield RefuseAct(replies=replies["refuse"])
    if rights.may_review:
        yield QueryAct(places=filed.places, replies=replies["query"])
    if rights.may_hold:
        yield HoldAct()
    if rights.may_give_time:
        yield QueryDueAct()
    if rights.may_take_back:
        yield QueryBackAct()
    if rights.may_withdraw:
        yield WithdrawAct()
    if rights.may_setting:
        yield SettingDoneAct()
        yield ExtendAct()
    if rights.may_revoke:
        yield RevokeAct()
    if rights.may_void:
        yield InvalidateAct()
    if rights.may_move:
        yield MoveStartAct(shared=bool(start.consents_of(a, filed.revision)))
    if person.may_review:
        yield MemoAct(initial={"memo": a.memo})
        if a.state == State.CONSENT.value:
            yield from (ProxyAct(of=c.pk) for c in filed.consents if c.state in ASKED)
            yield from (UnanswerAct(of=c.pk) for c in filed.consents if c.state == "agreed" and c.evidence)
