"""Applications that were selected in the queue: one look at all, then each clean one decided by the same function as one alone,
or all of them given to a colleague. What came of each is said on a line of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from nss.account.access import center_page
from nss.account.models import Person
from nss.account.requests import CenterRequest
from nss.application import decision, group, queue
from nss.application.against import in_conflict
from nss.application.case import Case
from nss.application.edits import Action, Edit, changes_of
from nss.application.lifecycle import OPEN, TO_REVIEW, NotAllowed, State
from nss.application.models import Application, Comment, Proposal, Revision
from nss.application.shown import SEEN_CHANGED, ShownCase, case_of
from nss.application.start_days import of_undated
from nss.application.status import statuses
from nss.base import clock
from nss.base.posted import field, fields, key_number
from nss.base.problems import Refused
from nss.base.words import W, joined
from nss.contract import snapshot
from nss.web import diffs
from nss.web.page import context_of

from .acting import MOVED_ON
from .queue_views import asked_of, kept_of

MOST = 100
"""So many are looked at and decided at once."""
MOST_BESIDE = 10
"""With so many of the same office one is compared, as on its own page."""
NOT_UNDER_REVIEW = W("審査待ちではありません。", "It does not wait for a review.")
OF_A_COLLEAGUE = W("{name}が担当しています。", "{name} has it.")
LAID_ASIDE = W("保留中です（{why}）。", "It is laid aside ({why}).")
BY_TWO = W("二人の確認が必要です。1件ずつ審査してください。", "It takes two people; review it by itself.")
NO_DAY = W(
    "希望日では承認できません。1件ずつ審査してください。",
    "The requested date is not possible; review this one by itself.",
)
AGAINST = W(
    "同じ事業所の申込{numbers}とは両立しません。1件ずつ審査してください。",
    "It cannot be approved beside {numbers} of the same office; review them one by one.",
)
OPEN_COMMENTS = W("確認事項への回答を確認してください。", "The answers to the query are to be looked at.")
PROPOSED = W("承認しました（別の担当者の確認待ち）。", "Approved; a second person confirms it.")
DONE = W("審査を終了しました。", "The review is finished.")
ASSIGNED = W("{name}に割り当てました。", "Given to {name}.")
NOBODY_CHOSEN = W("担当者を選択してください。", "Choose a colleague.")


@dataclass(frozen=True, slots=True)
class Looked:
    """One selected application: what would be decided, and why it is not clean."""

    application: Application
    status: tuple[str, W]
    labels: Sequence[W]
    changes: Markup
    start: date
    seen: ShownCase | None
    """What this page shows of it, for the decision; None where it is not to be decided here."""
    why: Sequence[W]
    """Why it is not decided together with others; none where it is clean."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one of them."""

    number: str
    done: bool
    said: W


@dataclass(frozen=True)
class SelectedPage:
    """The page of the selected ones; the template reads the fields by their names."""

    looked: Sequence[Looked]
    outcomes: Sequence[Outcome]
    colleagues: Sequence[Person]
    queue: str
    """The view that they were selected in, for the way back."""


def chosen(numbers: Sequence[str]) -> list[Application]:
    """The applications with these numbers, in their order in the queue."""
    found = Application.objects.filter(number__in=list(numbers)[:MOST]).select_related("office", "claimed_by")
    return list(found.order_by("waiting_since", "id"))


def look(applications: Sequence[Application], person: Person) -> list[Looked]:
    """What would be decided of each, and why one is not clean."""
    today = clock.today()
    words = statuses(applications, today)
    keys = [a.pk for a in applications]
    proposed = set(Proposal.objects.filter(application__in=keys).values_list("application_id", flat=True))
    unresolved = Comment.objects.filter(application__in=keys, resolved_at__isnull=True)
    commented = set(unresolved.values_list("application_id", flat=True))
    beside = open_of({a.office_id for a in applications})
    with snapshot.cached_reads():
        return [
            _look(
                a,
                person,
                today,
                words[a.pk],
                [o for o in beside.get(a.office_id, ()) if o[0].application_id != a.pk][:MOST_BESIDE],
                by_two=a.pk in proposed,
                commented=a.pk in commented,
            )
            for a in applications
        ]


def open_of(offices: Collection[int]) -> Mapping[int, Sequence[tuple[Revision, bool]]]:
    """The newest filings of the open applications of each office, the newest first, each with whether it ends something."""
    filed = Revision.objects.filter(
        application__office__in=offices,
        application__state__in=[s.value for s in OPEN],
        frozen_at__isnull=False,
    )
    newest = filed.order_by("-application_id", "-no").distinct("application_id")
    found: defaultdict[int, list[tuple[Revision, bool]]] = defaultdict(list)
    for revision in newest.select_related("application__office"):
        found[revision.application.office_id].append((revision, _ends(revision.edit_list)))
    return found


def _ends(edits: Iterable[Edit]) -> bool:
    return any(e.action == Action.END for e in edits)


def against(case: Case, beside: Sequence[tuple[Revision, bool]]) -> list[W]:
    """Why it is not decided together with others of its office: what one of them ends, another one stands on. Two that end
    nothing are not compared, as whatever they stand on stays."""
    ends = _ends(case.edits)
    found = in_conflict(case, [r for r, other_ends in beside if ends or other_ends])
    return [AGAINST.format(numbers=joined(str(a.number) for a in found))] if found else []


def _look(
    a: Application,
    person: Person,
    today: date,
    status: tuple[str, W],
    beside: Sequence[tuple[Revision, bool]],
    *,
    by_two: bool,
    commented: bool,
) -> Looked:
    case = case_of(a)
    start = (case.revision.wish_date or today) if case.dated else of_undated(today)
    why: list[W] = []
    if State(a.state) not in TO_REVIEW:
        why.append(NOT_UNDER_REVIEW)
    else:
        case = Case.of_filed(case.revision, start)
        why += [p.text for p in group.checks(a, case)]
        why += against(case, beside)
        if start <= today:
            why.append(NO_DAY)
        if a.claimed_by is not None and a.claimed_by_id != person.pk:
            why.append(OF_A_COLLEAGUE.format(name=a.claimed_by.full_name))
        if a.held_until is not None and a.held_until > today:
            why.append(LAID_ASIDE.format(why=a.held_for))
        if by_two or case.four_eyes:
            why.append(BY_TWO)
        if commented:
            why.append(OPEN_COMMENTS)
    return Looked(
        a,
        status,
        case.labels,
        diffs.render(changes_of(case.edits) if case.decided_edits is not None else case.changes),
        start,
        None if why else ShownCase.of(case),
        tuple(dict.fromkeys(why)),
    )


def shown(request: CenterRequest, looked: Sequence[Looked], outcomes: Sequence[Outcome]) -> HttpResponse:
    """The page, before an act or after it."""
    if request.method == "POST":
        request.met_again = f"{reverse('center:desk')}?{kept_of(request).urlencode()}"
    page = SelectedPage(looked, outcomes, queue.reviewers(), kept_of(request).urlencode())
    return render(request, "center/selected.html", context_of(page))


@center_page(may="may_assign")
@require_GET
def selected(request: CenterRequest) -> HttpResponse:
    """One look at the selected applications, or at the first of the view (`all`)."""
    if request.GET.get("all"):
        asked = asked_of(kept_of(request), request.user, clock.today())
        numbers = [str(number) for number in asked.found.values_list("number", flat=True)[:MOST]]
    else:
        numbers = request.GET.getlist("number")
    found = chosen(numbers)
    return shown(request, look(found, request.user), []) if found else redirect("center:desk")


@center_page(may="may_decide")
@require_POST
def approve(request: CenterRequest) -> HttpResponse:
    """Decide each of those that were ticked, as one alone is decided: with the digest of what the page showed, in a transaction
    of its own. What is no longer clean is left as it is, with the reason."""
    outcomes = [
        decided(a, request.user, ShownCase.read(field(request, f"seen-{a.number}")))
        for a in chosen(fields(request, "number"))
    ]
    return shown(request, [], outcomes) if outcomes else redirect("center:desk")


def decided(a: Application, person: Person, seen: ShownCase | None) -> Outcome:
    """One of them approved for the day that was shown, or why it was not."""
    number = str(a.number)
    (looked,) = look([a], person)
    if looked.why:
        return Outcome(number, done=False, said=looked.why[0])
    if seen is None:
        return Outcome(number, done=False, said=SEEN_CHANGED.text)
    try:
        after = decision.approve(a.pk, person, seen.day, {}, "", seen.digest)
    except Refused as refused:
        return Outcome(number, done=False, said=refused.problems[0].text)
    except NotAllowed:
        return Outcome(number, done=False, said=MOVED_ON)
    return Outcome(number, done=True, said=PROPOSED if State(after.state) in TO_REVIEW else DONE)


@center_page(may="may_assign")
@require_POST
def assign(request: CenterRequest) -> HttpResponse:
    """Give all of them to a colleague."""
    key = key_number(field(request, "to"))
    to = next((p for p in queue.reviewers() if p.pk == key), None)
    outcomes = [given(a, request.user, to) for a in chosen(fields(request, "number"))]
    return shown(request, [], outcomes) if outcomes else redirect("center:desk")


def given(a: Application, by: Person, to: Person | None) -> Outcome:
    """One of them given to a colleague, or why it was not."""
    number = str(a.number)
    if to is None:
        return Outcome(number, done=False, said=NOBODY_CHOSEN)
    try:
        queue.assign(a.pk, by, to)
    except Refused as refused:
        return Outcome(number, done=False, said=refused.problems[0].text)
    except NotAllowed:
        return Outcome(number, done=False, said=MOVED_ON)
    return Outcome(number, done=True, said=ASSIGNED.format(name=to.full_name))
