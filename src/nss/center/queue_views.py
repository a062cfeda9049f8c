"""N01: the views of the queue, what is in each, what they are filtered by, and which application comes next in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Right
from django.http import QueryDict

from nss.account.models import Person
from nss.account.requests import CenterRequest
from nss.application.lifecycle import TO_REVIEW
from nss.application.models import Application, Work
from nss.application.queue import TO_BE_ASSIGNED, late_since
from nss.base import clock
from nss.base.compiled_query import CompiledQuery
from nss.base.posted import key_number
from nss.base.words import W
from nss.calendar.days import add_business_days
from nss.procedure.catalogue import CATALOGUE

from .search import NUMBER, offices_with, written

KEPT = ("view", "series", "item", "who")
"""What of an address of the queue is kept for the way back and for what comes next."""
SESSION_KEY = "queue"


@dataclass(frozen=True, slots=True)
class View:
    """One tab of the queue. `order` is what the Center works off first; `counted` whether its number is shown."""

    word: W
    where: Q
    order: tuple[str, ...] = ("waiting_since", "id")
    counted: bool = True
    own: bool = False
    """Whether "next" passes over what a colleague has."""


TO_ARRANGE = ("waiting", "countered", "failed")
"""States of works that wait for the Center."""


def views(person: Person, today: date) -> dict[str, View]:
    """The tabs of the queue for this person, by their keys."""
    return views_of(person.pk, today, add_business_days(today, 3), late_since(today))


def views_of(person: int, today: date, soon: date, late: date) -> dict[str, View]:
    """`soon`: up to when a deadline is near; `late`: what has waited since before it is late."""
    turn = [s.value for s in TO_REVIEW]
    at_hand = Q(held_until__isnull=True) | Q(held_until__lte=today)
    return {
        "late": View(W("期限超過", "Late"), Q(state__in=turn, waiting_since__lt=late), own=True),
        "todo": View(W("審査待ち", "To review"), Q(state__in=turn) & at_hand, own=True),
        "new": View(W("新着", "New"), Q(state="received", claimed_by__isnull=True) & at_hand, own=True),
        "mine": View(
            W("自分の担当", "Mine"),
            Q(state__in=[s.value for s in TO_BE_ASSIGNED], claimed_by_id=person),
        ),
        "answered": View(W("再提出", "Resubmitted"), Q(state="resubmitted"), own=True),
        "confirm": View(
            W("別の担当者の確認待ち", "Waiting for confirmation"),
            Q(state="reviewing", proposal__isnull=False),
        ),
        "held": View(
            W("保留中", "Laid aside"), Q(state__in=turn, held_until__gt=today), ("held_until", "id")
        ),
        "overdue": View(
            W("回答期限切れ", "Query not answered in time"),
            Q(state="query", query_due__lt=today),
            ("query_due", "id"),
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


LONG_AGO = date(1900, 1, 1)
COUNTED = tuple(k for k, v in views_of(0, LONG_AGO, LONG_AGO, LONG_AGO).items() if v.counted and k != "works")
"""The views whose numbers are shown, beside that of works."""


def _counts(person: int, today: date, soon: date, late: date) -> QuerySet[Application, tuple[int, ...]]:
    """One row: how many of the undecided stand in each view."""
    waiting = Application.objects.filter(
        state__in=["consent", "received", "reviewing", "query", "resubmitted", "setting_wait"]
    )
    all_views = views_of(person, today, soon, late)
    numbers = {f"n_{k}": Count("pk", filter=all_views[k].where) for k in COUNTED}
    return waiting.annotate(all=Value(1)).values("all").annotate(**numbers).values_list(*numbers)


COUNTS = CompiledQuery(_counts, int, date, date, date)
ARRANGING = CompiledQuery(
    lambda: Work.objects.filter(state__in=TO_ARRANGE).values_list("application_id", flat=True).distinct()
)


def counted(person: Person, today: date) -> dict[str, int]:
    """How many applications each counted tab holds, by the key of the tab."""
    days = today, add_business_days(today, 3), late_since(today)
    found = dict(zip(COUNTED, COUNTS(person.pk, *days)[0], strict=True))
    return {**found, "works": len(ARRANGING())}


def filtered(get: QueryDict, found: QuerySet[Application]) -> QuerySet[Application]:
    """By kind of application, item and reviewer."""
    series, key = get.get("series", ""), get.get("item", "")
    if series in CATALOGUE.series:
        found = found.annotate(series=Right("number", 1)).filter(series=series)
    if key in CATALOGUE:
        found = found.filter(
            pk__in=found.filter(Q(revisions__items__contains=[key]) | Q(revisions__other=key)).values("pk")
        )
    if (who := key_number(get.get("who", ""))) is not None:
        found = found.filter(claimed_by_id=who)
    return found


def search_condition(text: str) -> QuerySet[Application]:
    """By reception number, or by whatever names an office: one or the other, so that an index answers."""
    if NUMBER.fullmatch(written(text)):
        return Application.objects.filter(number__startswith=written(text)).order_by("-id")
    # Not by the bare id: PostgreSQL would walk back through all applications until it has met a page's worth of these.
    theirs = Application.objects.filter(office__in=offices_with(text), number__isnull=False)
    return theirs.annotate(filed_after=F("id") + 0).order_by("-filed_after")


@dataclass(frozen=True, slots=True)
class Asked:
    """A queue as it is asked for: its tab, the search, and the applications in their order."""

    view: str
    text: str
    found: QuerySet[Application]
    views: dict[str, View]


def asked_of(get: QueryDict, person: Person, today: date) -> Asked:
    """What an address of the queue asks for."""
    all_views = views(person, today)
    view, text = get.get("view", "todo"), get.get("q", "").strip()
    view = view if view in all_views else "todo"
    order = all_views[view].order
    found = (
        search_condition(text) if text else Application.objects.filter(all_views[view].where).order_by(*order)
    )
    return Asked(view, text, filtered(get, found), all_views)


def query_of(get: QueryDict) -> str:
    """The query of an address of the queue with its view and filters alone: the same for all that show the same."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if value := get.get(name, "")[:40]:
            kept[name] = value
    return kept.urlencode()


LEFT = W("{name}（利用停止中）", "{name} (account suspended)")
NOBODY = W("該当する担当者なし", "Nobody of the Center")


def colleague(key: str) -> W | str:
    """The name of somebody of the Center by the key that a filter has; it says so where they have left."""
    pk = key_number(key)
    found = Person.objects.filter(pk=pk, office=None).first() if pk is not None else None
    if found is None:
        return NOBODY
    return found.full_name if found.is_active else LEFT.format(name=found.full_name)


def keep(request: CenterRequest) -> None:
    """Remember the view and its filters for this sign-in: a review leads back to them, and "next" follows them."""
    kept = query_of(request.GET)
    if request.session.get(SESSION_KEY, "") != kept:
        request.session[SESSION_KEY] = kept


def kept_of(request: CenterRequest) -> QueryDict:
    """The view and filters that were last looked at."""
    return QueryDict(str(request.session.get(SESSION_KEY, "")))


def next_in(get: QueryDict, person: Person, a: Application) -> Application | None:
    """The next application of the view after this one, in its order: never one before it, so that going on comes to an end.
    What a colleague has, is laid aside or waits for somebody else to confirm is passed over."""
    today = clock.today()
    plain = get.get("view", "todo") == "todo" and not any(get.get(name) for name in KEPT[1:])
    if plain:
        return NEXT.first(a.pk, a.waiting_since or LONG_AGO, person.pk, person.pk, today)
    asked = asked_of(get, person, today)
    view = asked.views[asked.view]
    found = asked.found.exclude(pk=a.pk).exclude(proposal__by_id=person.pk)
    if view.own and not get.get("who"):
        found = found.filter(Q(claimed_by=None) | Q(claimed_by_id=person.pk))
    key = view.order[0]
    if key == "-id":
        return found.filter(pk__lt=a.pk).first()
    reached: Any = getattr(a, key)
    return found.filter(_after(key, reached, a.pk)).first() if reached is not None else found.first()


def _after(key: str, reached: date, pk: int) -> Q:
    return Q(**{f"{key}__gt": reached}) | Q(**{key: reached, "pk__gt": pk})


def _free(but: int, reached: date, person: int, proposer: int, today: date) -> QuerySet[Application]:
    at_hand = Q(held_until__isnull=True) | Q(held_until__lte=today)
    waiting = Application.objects.filter(at_hand, state__in=[s.value for s in TO_REVIEW])
    free = waiting.filter(Q(claimed_by=None) | Q(claimed_by_id=person)).exclude(proposal__by_id=proposer)
    return free.filter(_after("waiting_since", reached, but)).order_by("waiting_since", "id")[:1]


NEXT = CompiledQuery(_free, int, date, int, int, date)
