"""N01: the queue in views, with filters, search and paging; who has what; whom one shares a page with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Right
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import center_page
from nss.account.models import CENTER_ROLES, Person
from nss.account.requests import CenterRequest
from nss.application.lifecycle import OPEN, State, status_of
from nss.application.models import Application, Correction, Presence, Revision
from nss.base import clock
from nss.base.kept import Kept
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


def views(person: Person, today: date) -> dict[str, View]:
    soon = add_business_days(today, 3)
    return {
        "todo": View(W("審査待ち", "To review"), Q(state__in=["received", "resubmitted", "reviewing"])),
        "new": View(W("新着", "New"), Q(state="received", claimed_by__isnull=True)),
        "mine": View(
            W("自分の担当", "Mine"),
            Q(state__in=["received", "resubmitted", "reviewing", "query"], claimed_by_id=person.pk),
        ),
        "answered": View(W("再提出", "Resubmitted"), Q(state="resubmitted")),
        "confirm": View(W("二人目の確認待ち", "To confirm"), Q(state="reviewing", proposal__isnull=False)),
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
            W("工事の調整", "Works to arrange"), Q(works__state__in=["waiting", "countered", "failed"])
        ),
        "void": View(W("無効", "Made void"), Q(state="void"), ("-id",), False),
        "done": View(
            W("終了", "Finished"), Q(state__in=["approved", "withdrawn", "rejected", "void"]), ("-id",), False
        ),
    }


def counted(all_views: dict[str, View]) -> dict[str, int]:
    """How many stand in each counted view, in one query over the undecided ones."""
    waiting = Application.objects.filter(
        state__in=["consent", "received", "reviewing", "query", "resubmitted", "setting_wait"]
    )
    shown = {k: v.where for k, v in all_views.items() if v.counted and k != "works"}
    found: dict[str, int] = waiting.aggregate(
        **{k: Count("pk", filter=q, distinct=True) for k, q in shown.items()}
    )
    works = Application.objects.filter(all_views["works"].where).values("pk").distinct().count()
    return {**found, "works": works}


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
    if get.get("who", "").isdecimal():
        found = found.filter(claimed_by_id=int(get["who"]))
    return found


def searched(text: str) -> QuerySet[Application]:
    """By reception number, or by whatever names an office: one or the other, so that an index answers."""
    if NUMBER.fullmatch(text.upper()):
        return Application.objects.filter(number__startswith=text.upper()).order_by("-id")
    # Not by the bare id: PostgreSQL would walk back through all applications until it has met a page's worth of these.
    theirs = Application.objects.filter(office__in=offices_with(text), number__isnull=False)
    return theirs.annotate(filed_after=F("id") + 0).order_by("-filed_after")


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One row of the queue."""

    application: Application
    revision: Revision | None
    status: tuple[str, W]
    age: int | None
    """Business days that it has waited, where it waits for the Center."""
    late: bool
    items: Sequence[W]
    here: Sequence[str]
    """Who has it open."""


@dataclass(frozen=True)
class DeskPage:
    """N01: the queue; the template reads the fields by their names."""

    corrections: Sequence[Correction]
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


def line_of(a: Application, today: date, here: Sequence[str]) -> QueueRow:
    """What one row of the queue says; `here`: who has it open."""
    revision = max((r for r in a.revisions.all() if r.frozen_at), key=lambda r: r.no, default=None)
    waits = bool(a.waiting_since) and State(a.state) in OPEN
    age = business_days_between(a.waiting_since, today) if waits and a.waiting_since else None
    return QueueRow(
        application=a,
        revision=revision,
        status=status_of(a.state, a.start_date, today),
        age=age,
        late=age is not None and age > 1 and a.state in ("received", "resubmitted"),
        items=CATALOGUE.labels(revision.chosen_items) if revision else [],
        here=here,
    )


def reviewers() -> list[Person]:
    roles = [r.value for r in CENTER_ROLES]
    return [p for p in OF_THE_CENTER() if p.role in roles]


OF_THE_CENTER = Kept(lambda: Person.objects.filter(office=None, is_active=True).order_by("login_id"))


@center_page
@require_GET
def desk(request: CenterRequest) -> HttpResponse:
    """Oldest first; age in business days against 'next business day'."""
    today = clock.today()
    all_views = views(request.user, today)
    view, text = request.GET.get("view", "todo"), request.GET.get("q", "").strip()
    view = view if view in all_views else "todo"
    found = (
        searched(text)
        if text
        else Application.objects.filter(all_views[view].where).order_by(*all_views[view].order)
    )
    found = filtered(request, found).distinct() if view == "works" and not text else filtered(request, found)
    typed = request.GET.get("page", "")
    page = max(1, int(typed[:6])) if typed.isdecimal() else 1
    part = list(
        found.select_related("office", "claimed_by").prefetch_related("revisions")[
            (page - 1) * PAGE : page * PAGE + 1
        ]
    )
    kept = request.GET.copy()
    kept.pop("page", None)
    counts = counted(all_views)
    here = people_at([a.pk for a in part], request.user)
    waiting = (
        Correction.objects.filter(confirmed_at=None, dropped_at=None).select_related("office").order_by("id")
    )
    shown = DeskPage(
        corrections=list(waiting[:20]),
        rows=[line_of(a, today, here.get(a.pk, [])) for a in part[:PAGE]],
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


def next_of(person: Person, but: int) -> Application | None:
    """The application to take up next: the longest waiting that nobody else has."""
    return NEXT.first(but, person.pk, person.pk)


def _free(but: int, person: int, proposer: int) -> QuerySet[Application]:
    waiting = Application.objects.filter(state__in=["received", "resubmitted", "reviewing"]).exclude(pk=but)
    free = waiting.filter(Q(claimed_by=None) | Q(claimed_by_id=person)).exclude(proposal__by_id=proposer)
    return free.order_by("waiting_since", "id")[:1]


NEXT = Kept(_free, int, int, int)


def people_at(applications: list[int], person: Person) -> dict[int, list[str]]:
    """Who else has these applications open."""
    found: dict[int, list[str]] = {}
    seen = Presence.objects.filter(application_id__in=applications, seen_at__gt=clock.now() - HERE)
    for p in seen.exclude(person_id=person.pk).select_related("person").order_by("seen_at"):
        found.setdefault(p.application_id, []).append(p.person.full_name)
    return found


@center_page
@require_POST
def here(request: CenterRequest, number: str) -> HttpResponse:
    """A heartbeat of an open review page; answers who else has it open."""
    a = Application.objects.filter(number=number).first()
    if a is None:
        return JsonResponse({"others": []}, status=404)
    Presence.objects.update_or_create(
        application=a, person_id=request.user.pk or 0, defaults={"seen_at": clock.now()}
    )
    others = people_at([a.pk], request.user).get(a.pk, [])
    return JsonResponse({"others": others}, json_dumps_params={"ensure_ascii": False})
