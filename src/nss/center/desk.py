"""N01: the queue in views, with filters, search and paging, on a page and as CSV; who has what; whom one shares a page with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import center_page
from nss.account.access_log import log
from nss.account.models import Access, ManagerProposal, Person
from nss.account.requests import CenterRequest
from nss.application import works
from nss.application.lifecycle import TO_REVIEW, State, status_of
from nss.application.models import Application, Correction, Presence, SavedView
from nss.application.queue import ANSWER_DAYS, due_on
from nss.application.status import begun
from nss.base import clock
from nss.base.compiled_query import CompiledQuery
from nss.base.posted import key_number
from nss.base.two_people import STILL_OPEN
from nss.base.words import W, t
from nss.calendar.days import business_days_between
from nss.contract.models import Office
from nss.notice.facts import NOTHING
from nss.procedure.catalogue import CATALOGUE
from nss.web.page import context_of

from .queue_views import Asked, asked_of, colleague, counted, keep, query_of
from .saved_views import OWN, SavedViewAct, posted, to_queue
from .search import NUMBER, offices_with, written
from .tables import csv_file

NAMED = 5
"""So many offices that a search names are shown above the applications."""
MOST_LINES = 5000
"""Lines of one CSV of the queue."""
PAGE = 50
HERE = timedelta(seconds=60)
"""Somebody whose page was heard of so long ago is still there."""


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
    due: date | None
    """By when it is to be answered, while it is the Center's turn."""
    held: str
    """What is waited for, where it is laid aside; until when."""
    held_until: date | None
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
    views: Sequence[tuple[str, W | str, bool, int | None]]
    """The tabs, those of the person's own last: query, word, whether it is this one, how many."""
    view: str
    late: int
    """How many answers are late."""
    offices: Sequence[Office]
    """Offices that the search names."""
    page: int
    more: bool
    kept: str
    """What was asked for, for the links to other pages of the queue."""
    all_series: Mapping[str, W]
    all_items: Sequence[tuple[str, W]]
    people: Sequence[tuple[str, W | str]]
    """Whom the queue can be filtered by: key and name."""
    saved: Sequence[SavedView]
    save: SavedViewAct
    replaces: str
    """The mark of a saved view that the next press replaces."""
    query: str
    """View and filters, as they would be saved."""
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
    "held_until",
    "held_for",
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
        held_until,
        held_for,
    ) in part:
        no, wish, items, other = filings.get(pk, (0, None, [], ""))
        waits = waiting_since is not None and State(state) in TO_REVIEW
        age = business_days_between(waiting_since, today) if waits else None
        made.append(
            QueueRow(
                number=number,
                office=code,
                office_name=f"{company} {name}",
                received_on=received,
                wish=wish,
                revision=no,
                claimed_by=f"{family} {given}" if claimed else NOTHING,
                status=status_of(state, start, today, pk in left),
                age=age,
                late=age is not None and age > ANSWER_DAYS,
                due=due_on(waiting_since) if waits else None,
                held=held_for if held_until is not None and held_until > today else "",
                held_until=held_until,
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
    """The people who can have applications: all of the Center but the auditor."""
    return [p for p in OF_THE_CENTER() if p.may_act]


OF_THE_CENTER = CompiledQuery(lambda: Person.objects.filter(office=None, is_active=True).order_by("login_id"))


CORRECTIONS = CompiledQuery(
    lambda: Correction.objects.filter(**STILL_OPEN).select_related("office").order_by("id")[:20]
)
MANAGERS = CompiledQuery(
    lambda: ManagerProposal.objects.filter(**STILL_OPEN).select_related("office").order_by("id")[:20]
)


def tabs(
    asked: Asked, query: str, counts: Mapping[str, int], saved: Sequence[SavedView]
) -> list[tuple[str, W | str, bool, int | None]]:
    """The tabs of the queue, then those that the person has saved; a search is in none of them."""
    own = None if asked.text else next((s for s in saved if s.query == query), None)
    made: list[tuple[str, W | str, bool, int | None]] = [
        (f"view={k}", v.word, k == asked.view and not asked.text and own is None, counts.get(k))
        for k, v in asked.views.items()
    ]
    return [*made, *((s.query, s.name, s is own, None) for s in saved)]


def people_to_choose(who: str) -> list[tuple[str, W | str]]:
    """The people whom the filter offers, and the one who is asked for, even if they have left."""
    found: list[tuple[str, W | str]] = [(str(p.pk), p.full_name) for p in reviewers()]
    if key_number(who) is not None and who not in dict(found):
        found.append((who, colleague(who)))
    return found


@center_page(post="may_act")
@require_http_methods(["GET", "POST"])
def desk(request: CenterRequest) -> HttpResponse:
    """N01: the queue, oldest first; late is what has waited longer than one business day for an answer. What is posted is a name
    under which this view and its filters are saved."""
    today = clock.today()
    asked = asked_of(request.GET, request.user, today)
    query = shown_query(request.GET, asked)
    save, replaces = SavedViewAct(), ""
    if request.method == "POST":
        refused = posted(request, query)
        if refused is None:
            return to_queue(query)
        save, replaces = refused
    if not asked.text:
        keep(request)
    typed = request.GET.get("page", "")
    page = max(1, int(typed[:6])) if typed.isdecimal() else 1
    part = list(asked.found.values_list(*SHOWN)[(page - 1) * PAGE : page * PAGE + 1])
    kept = request.GET.copy()
    kept.pop("page", None)
    offices = named_offices(asked.text)
    counts = counted(request.user, today)
    viewers = others_viewing([a[0] for a in part], request.user)
    saved = OWN(request.user.pk)
    shown = DeskPage(
        corrections=CORRECTIONS(),
        managers=MANAGERS() if request.user.may_decide else [],
        rows=rows_of(part[:PAGE], today, viewers),
        q=asked.text,
        today=today,
        views=tabs(asked, query, counts, saved),
        view=asked.view,
        late=counts["late"],
        offices=offices,
        page=page,
        more=len(part) > PAGE,
        kept=kept.urlencode(),
        all_series={k: s.short for k, s in CATALOGUE.series.items()},
        all_items=[(e.key, e.label) for e in CATALOGUE.entries],
        people=people_to_choose(request.GET.get("who", "")),
        saved=saved,
        save=save,
        replaces=replaces,
        query=query,
        asked={k: request.GET.get(k, "") for k in ("series", "item", "who")},
    )
    return render(request, "center/desk.html", context_of(shown), status=422 if save.errors else 200)


def shown_query(get: QueryDict, asked: Asked) -> str:
    """View and filters of an address, its view named even where the address does not name it."""
    named = get.copy()
    named["view"] = asked.view
    return query_of(named)


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


def named_offices(text: str) -> list[Office]:
    """The offices that a search names, for the way to their pages."""
    if not text or NUMBER.fullmatch(written(text)):
        return []
    return list(Office.objects.filter(pk__in=offices_with(text)).order_by("code")[:NAMED])


@center_page
@require_GET
def queue_csv(request: CenterRequest) -> HttpResponse:
    """The view as it stands, filtered and in its order, as CSV. That it was taken out is recorded."""
    today = clock.today()
    asked = asked_of(request.GET, request.user, today)
    rows = rows_of(list(asked.found.values_list(*SHOWN)[:MOST_LINES]), today, {})
    log(Access.What.EXPORTED, request, request.user, queue=asked.view, search=asked.text, lines=len(rows))
    heads = [
        t("受付番号", "Number"),
        t("事業所", "Office"),
        t("事業所名", "Name"),
        t("内容", "Items"),
        t("申込日", "Submitted"),
        t("希望日", "Requested date"),
        t("状態", "Status"),
        t("版", "Revision"),
        t("滞留営業日", "Age in business days"),
        t("回答期限", "Answer due"),
        t("期限超過", "Late"),
        t("担当", "Who"),
        t("保留", "Laid aside for"),
        t("保留の終わる日", "Until"),
    ]
    lines = [
        [
            r.number,
            r.office,
            r.office_name,
            "、".join(str(x) for x in r.labels),
            r.received_on or "",
            r.wish or "",
            str(r.status[1]),
            r.revision,
            "" if r.age is None else r.age,
            r.due or "",
            "1" if r.late else "",
            r.claimed_by,
            r.held,
            r.held_until if r.held and r.held_until else "",
        ]
        for r in rows
    ]
    return csv_file(f"queue-{asked.view}.csv", heads, lines)


@center_page(may="may_act")
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
