"""N01: the queue in views, with filters, search and paging; who has what; whom one shares a page with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Right
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import center_page
from nss.account.models import CENTER_ROLES, ManagerProposal, Person
from nss.account.requests import CenterRequest
from nss.application import works
from nss.application.lifecycle import OPEN, State, status_of
from nss.application.models import Application, Correction, Presence, Work
from nss.application.status import begun
from nss.base import clock
from nss.base.compiled_query import CompiledQuery
from nss.base.posted import key_number
from nss.base.two_people import STILL_OPEN
from nss.base.words import W
from nss.calendar.days import add_business_days, business_days_between
from nss.procedure.catalogue import CATALOGUE
from nss.web.page import context_of

from .search import NUMBER, offices_with

PAGE = 50
HERE = timedelta(seconds=60)
"""Somebody whose page was heard of so long ago is still there."""


@dataclass(frozen=True, slots=True)
class View:
    """One tab of the queue. `order` is what the Center works off first; `counted` whether its number is shown."""

    word: W
    where: Q
    order: tuple[str, ...] = ("waiting_since", "id")
    counted: bool = True


TO_ARRANGE = ("waiting", "countered", "failed")
"""States of works that wait for the Center."""


def views(person: Person, today: date) -> dict[str, View]:
    """The tabs of the queue for this person, by their keys."""
    return views_of(person.pk, add_business_days(today, 3))


def views_of(person: int, soon: date) -> dict[str, View]:
    """`soon`: up to when a deadline is near."""
    return {
        "todo": View(W("審査待ち", "To review"), Q(state__in=["received", "resubmitted", "reviewing"])),
        "new": View(W("新着", "New"), Q(state="received", claimed_by__isnull=True)),
        "mine": View(
            W("自分の担当", "Mine"),
            Q(state__in=["received", "resubmitted", "reviewing", "query"], claimed_by_id=person),
        ),
        "answered": View(W("再提出", "Resubmitted"), Q(state="resubmitted")),
        "confirm": View(
            W("別の担当者の確認待ち", "Waiting for confirmation"),
            Q(state="reviewing", proposal__isnull=False),
        ),
        "query": View(W("確認事項の回答待ち", "Query sent"), Q(state="query")),
        "consent": View(W("同意待ち", "Waiting for consent"), Q(state="consent")),
        "setting": View(
            W("システム設定待ち", "Waiting for setting"), Q(state="setting_wait"), ("setting_deadline", "id")
        ),
        "near": View(
            W("締切間近", "Deadline near"),
            Q(state="setting_wait", setting_deadline__lte=soon),
            ("setting_deadline", "id"),
        ),
        "works": View(
            W("工事の調整", "Works to arrange"),
            Q(Exists(Work.objects.filter(application=OuterRef("pk"), state__in=TO_ARRANGE))),
        ),
        "void": View(W("無効", "Made void"), Q(state="void"), ("-id",), False),
        "done": View(
            W("終了", "Finished"), Q(state__in=["approved", "withdrawn", "rejected", "void"]), ("-id",), False
        ),
    }


COUNTED = ("todo", "new", "mine", "answered", "confirm", "query", "consent", "setting", "near")
"""The views whose numbers are shown, beside that of works."""


def _counts(person: int, soon: date) -> QuerySet[Application, tuple[int, ...]]:
    """One row: how many of the undecided stand in each view."""
    waiting = Application.objects.filter(
        state__in=["consent", "received", "reviewing", "query", "resubmitted", "setting_wait"]
    )
    all_views = views_of(person, soon)
    numbers = {f"n_{k}": Count("pk", filter=all_views[k].where) for k in COUNTED}
    return waiting.annotate(all=Value(1)).values("all").annotate(**numbers).values_list(*numbers)


COUNTS = CompiledQuery(_counts, int, date)
ARRANGING = CompiledQuery(
    lambda: Work.objects.filter(state__in=TO_ARRANGE).values_list("application_id", flat=True).distinct()
)


def counted(person: Person, today: date) -> dict[str, int]:
    """How many applications each counted tab holds, by the key of the tab."""
    found = dict(zip(COUNTED, COUNTS(person.pk, add_business_days(today, 3))[0], strict=True))
    return {**found, "works": len(ARRANGING())}


def filtered(request: CenterRequest, found: QuerySet[Application]) -> QuerySet[Application]:
    """By kind of application, item, reviewer and office code."""
    get = request.GET
    if get.get("series") in CATALOGUE.series:
        found = found.annotate(series=Right("number", 1)).filter(series=get["series"])
    if get.get("item") in CATALOGUE:
        key = get["item"]
        found = found.filter(
            pk__in=found.filter(Q(revisions__items__contains=[key]) | Q(revisions__other=key)).values("pk")
        )
    if (who := key_number(get.get("who", ""))) is not None:
        found = found.filter(claimed_by_id=who)
    return found


def search_condition(text: str) -> QuerySet[Application]:
    """By reception number, or by whatever names an office: one or the other, so that an index answers."""
    if NUMBER.fullmatch(text.upper()):
        return Application.objects.filter(number__startswith=text.upper()).order_by("-id")
    # Not by the bare id: PostgreSQL would walk back through all applications until it has met a page's worth of these.
    theirs = Application.objects.filter(office__in=offices_with(text), number__isnull=False)
    return theirs.annotate(filed_after=F("id") + 0).order_by("-filed_after")


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One row of the queue."""

    number: str
    office: str
    office_name: str
    received_on: date | None
    wish: date | None
    revision: int
    """Which filing it is."""
    claimed_by: str
    status: tuple[str, W]
    age: int | None
    """Business days that it has waited, where it waits for the Center."""
    late: bool
    labels: Sequence[W]
    viewers: Sequence[str]
    """Who has it open."""


@dataclass(frozen=True)
class DeskPage:
    """N01: the queue; the template reads the fields by their names."""

    corrections: Sequence[Correction]
    managers: Sequence[ManagerProposal]
    """Proposed managers of offices, for those who may confirm them."""
    rows: Sequence[QueueRow]
    q: str
    today: date
    views: Sequence[tuple[str, W, bool, int | None]]
    """The tabs: key, word, whether it is this one, how many."""
    view: str
    page: int
    more: bool
    kept: str
    """What was asked for, for the links to other pages of the queue."""
    all_series: Mapping[str, W]
    all_items: Sequence[tuple[str, W]]
    people: Sequence[Person]
    asked: Mapping[str, str]


SHOWN = (
    "pk",
    "number",
    "state",
    "received_on",
    "waiting_since",
    "start_date",
    "office__code",
    "office__company_name",
    "office__name",
    "claimed_by_id",
    "claimed_by__family_name",
    "claimed_by__given_name",
)
"""What a row of the queue reads of an application."""


def rows_of(
    part: Sequence[tuple[Any, ...]], today: date, viewers: Mapping[int, Sequence[str]]
) -> list[QueueRow]:
    """The rows of the queue, of what `SHOWN` gives of each application; `viewers`: who has it open."""
    filings = newest_filings([a[0] for a in part])
    left = works.with_open_works([a[0] for a in part if begun(a[2], a[5], today)])
    made = []
    for (
        pk,
        number,
        state,
        received,
        waiting_since,
        start,
        code,
        company,
        name,
        claimed,
        family,
        given,
    ) in part:
        no, wish, items, other = filings.get(pk, (0, None, [], ""))
        waits = waiting_since is not None and State(state) in OPEN
        age = business_days_between(waiting_since, today) if waits else None
        made.append(
            QueueRow(
                number=number,
                office=code,
                office_name=f"{company} {name}",
                received_on=received,
                wish=wish,
                revision=no,
                claimed_by=f"{family} {given}" if claimed else "—",
                status=status_of(state, start, today, pk in left),
                age=age,
                late=age is not None and age > 1 and state in ("received", "resubmitted"),
                labels=CATALOGUE.labels([*items, *([other] if other else [])]),
                viewers=viewers.get(pk, ()),
            )
        )
    return made


def newest_filings(applications: Sequence[int]) -> dict[int, tuple[int, date | None, list[str], str]]:
    """Of each application its newest filing: which one, wished day, items, the one of その他."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (application_id) application_id, no, wish_date, items, other FROM application_revision "
            "WHERE application_id = ANY(%s) AND frozen_at IS NOT NULL ORDER BY application_id, no DESC",
            [list(applications)],
        )
        return {pk: (no, wish, json.loads(items), other) for pk, no, wish, items, other in cursor.fetchall()}


def reviewers() -> list[Person]:
    """The people who can take applications up."""
    roles = [r.value for r in CENTER_ROLES]
    return [p for p in OF_THE_CENTER() if p.role in roles]


OF_THE_CENTER = CompiledQuery(lambda: Person.objects.filter(office=None, is_active=True).order_by("login_id"))


CORRECTIONS = CompiledQuery(
    lambda: Correction.objects.filter(**STILL_OPEN).select_related("office").order_by("id")[:20]
)
MANAGERS = CompiledQuery(
    lambda: ManagerProposal.objects.filter(**STILL_OPEN).select_related("office").order_by("id")[:20]
)


@center_page
@require_GET
def desk(request: CenterRequest) -> HttpResponse:
    """N01: the queue, oldest first; late is what has waited longer than one business day for an answer."""
    today = clock.today()
    all_views = views(request.user, today)
    view, text = request.GET.get("view", "todo"), request.GET.get("q", "").strip()
    view = view if view in all_views else "todo"
    found = (
        search_condition(text)
        if text
        else Application.objects.filter(all_views[view].where).order_by(*all_views[view].order)
    )
    found = filtered(request, found)
    typed = request.GET.get("page", "")
    page = max(1, int(typed[:6])) if typed.isdecimal() else 1
    part = list(found.values_list(*SHOWN)[(page - 1) * PAGE : page * PAGE + 1])
    kept = request.GET.copy()
    kept.pop("page", None)
    counts = counted(request.user, today)
    viewers = others_viewing([a[0] for a in part], request.user)
    shown = DeskPage(
        corrections=CORRECTIONS(),
        managers=MANAGERS() if request.user.may_decide else [],
        rows=rows_of(part[:PAGE], today, viewers),
        q=text,
        today=today,
        views=[(k, v.word, k == view and not text, counts.get(k)) for k, v in all_views.items()],
        view=view,
        page=page,
        more=len(part) > PAGE,
        kept=kept.urlencode(),
        all_series={k: s.short for k, s in CATALOGUE.series.items()},
        all_items=[(e.key, e.label) for e in CATALOGUE.entries],
        people=reviewers(),
        asked={k: request.GET.get(k, "") for k in ("series", "item", "who")},
    )
    return render(request, "center/desk.html", context_of(shown))


def next_application(person: Person, but: int) -> Application | None:
    """The application to take up next: the longest waiting that nobody else has."""
    return NEXT.first(but, person.pk, person.pk)


def _free(but: int, person: int, proposer: int) -> QuerySet[Application]:
    waiting = Application.objects.filter(state__in=["received", "resubmitted", "reviewing"]).exclude(pk=but)
    free = waiting.filter(Q(claimed_by=None) | Q(claimed_by_id=person)).exclude(proposal__by_id=proposer)
    return free.order_by("waiting_since", "id")[:1]


NEXT = CompiledQuery(_free, int, int, int)


def others_viewing(applications: list[int], person: Person) -> dict[int, list[str]]:
    """Who else has these applications open."""
    found: dict[int, list[str]] = {}
    for p in PRESENT(clock.now() - HERE):
        if p.person_id != person.pk and p.application_id in applications:
            found.setdefault(p.application_id, []).append(p.person.full_name)
    return found


PRESENT = CompiledQuery(
    lambda since: Presence.objects.filter(seen_at__gt=since).select_related("person").order_by("seen_at"),
    datetime,
)
"""Everybody who is at an application: as many as work at the Center."""


@center_page
@require_POST
def heartbeat(request: CenterRequest, number: str) -> HttpResponse:
    """A heartbeat of an open review page; answers who else has it open."""
    a = Application.objects.filter(number=number).first()
    if a is None:
        return JsonResponse({"others": []}, status=404)
    Presence.objects.update_or_create(
        application=a, person_id=request.user.pk or 0, defaults={"seen_at": clock.now()}
    )
    others = others_viewing([a.pk], request.user).get(a.pk, [])
    return JsonResponse({"others": others}, json_dumps_params={"ensure_ascii": False})
