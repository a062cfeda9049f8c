"""What must hold of a journey: the promises of a case, and the register against the replay."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from nss.application.case import Case
from nss.application.edits import Action, Edit
from nss.application.models import Application, Revision
from nss.base import clock
from nss.base.problems import Problem
from nss.contract import timeline
from nss.contract.models import ROW_TYPES, Office
from nss.contract.rows.office import OfficeContract
from nss.notice.models import Mail, News
from tests.application.replay import Facts, Table, table_row

from . import world
from .met import met, tried

if TYPE_CHECKING:
    from .asking import Asked
    from .journey import Journey

OF_ORDER = {"row_gone", "row_later", "row_office_ends"}


@dataclass
class Seen:
    """The register as it was judged last, and how much stood."""

    versions: list[world.Version] = field(default_factory=list)
    events: int = 0


def last(a: Application) -> Revision:
    revision = a.revisions.order_by("-no")[0]
    revision.application = a
    return revision


def everything() -> list[Any]:
    """Every version of every row and what decisions touch beside them, but who holds what: for 'exactly as it was'."""
    return [world.versions(), *(x for n, x in enumerate(world.beside()) if n != 3)]


# 2. What was shown is what is filed, reviewed and written


def filed(shown: Case, done: Application) -> None:
    stored = last(Application.objects.select_related("office", "applicant_office").get(pk=done.pk))
    reviewed = Case.of_filed(stored)
    there, here = ([c.to_json() for c in x.changes] for x in (shown, reviewed))
    assert there == here, "the review shows something else than the confirm page"
    assert stored.digest == shown.digest
    tried("shown")
    theirs = sorted((c.office_id, said_by(c.edit_list)) for c in done.consents.filter(revision_no=stored.no))
    asked = sorted((x.office.pk, said_by(x.edits)) for x in reviewed.consents)
    assert theirs == asked, "another office was asked for something else"


def said_by(edits: Sequence[Edit]) -> list[str]:
    return sorted(json.dumps(e.to_json(), sort_keys=True, default=str) for e in edits)


def written(case: Case) -> None:
    """The contracts after the decision are those that the review page showed, row for row, on every day."""
    before = case.timeline.with_steps(case.steps)
    parties = {case.office.pk, *(a.office.pk for a in case.consents)}
    after = timeline.load(case.office, case.basis.day, case.basis.kinds, parties)
    shown, there = (
        Counter({k: n for k, n in of_rows(x, case).items() if k[0] in parties}) for x in (before, after)
    )
    assert not shown - there, ("shown and not written, and the other way round", shown - there, there - shown)


def of_rows(found: timeline.Timeline, case: Case) -> Counter[tuple[Any, ...]]:
    """Versions by office, kind, days and values, without the numbers that only a decision gives."""
    issued = {kind: {c.name for c in model.columns if c.issued} for kind, model in ROW_TYPES.items()}
    rows: Counter[tuple[Any, ...]] = Counter()
    for r in found.rows:
        if r.ends <= case.basis.day:
            continue
        first = max(r.starts or case.basis.day, case.basis.day) if r.identity > 0 else case.basis.day
        values = sorted((k, str(v)) for k, v in r.values.items() if k not in issued[r.kind])
        rows[r.office, r.kind, first, r.ends, str(values)] += r.count
    return rows


# The table of decisions out of order


def table(case: Case, against: list[Problem]) -> None:
    """Each edit is let through or stopped as the table says. A draft without an item is stopped for that, and no rows are read."""
    if "no_item" in {p.code for p in against}:
        return
    known: dict[tuple[str, int], list[tuple[Any, Any]]] = {}
    ends: dict[int, Any] = {}
    codes = dict(Office.objects.values_list("code", "id"))
    for v in world.versions():
        known.setdefault((v.kind, v.identity), []).append((v.starts, v.ends))
        if v.kind == OfficeContract.kind:
            ends[codes[v.office]] = v.ends
    spoken = set()
    asked: list[tuple[Office, Edit]] = [(case.office, e) for e in case.edits]
    asked += [(a.office, e) for a in case.consents for e in a.edits]
    for office, e in asked:
        if (e.target is None and ROW_TYPES[e.kind].outlives) or ROW_TYPES[e.kind].of_company:
            continue
        day = max(case.basis.day, date.fromisoformat(e.day)) if e.day else case.basis.day
        versions = None if e.target is None else known.get((e.kind, e.target), [])
        whole = e.kind == OfficeContract.kind
        ending = e.action == Action.END
        spoken.add(table_row(versions, ends.get(office.pk, clock.FOREVER), ending, day, whole))
    spoken.discard("")
    met("table", *spoken)
    stopped = {p.code for p in against} & OF_ORDER
    assert bool(stopped) == bool(spoken - set(Table.ALLOWED)), (spoken, stopped)


# 4. On every day, and the register against the replay


def contracts(journey: Journey) -> None:
    found = world.versions()
    journey.standing()  # a re-issue that is taken back changes no row
    if found == journey.seen.versions and len(journey.events) == journey.seen.events:
        return
    facts = journey.facts()
    lives = world.lives(found)
    said, replayed = world.said(lives), facts.said
    assert said == replayed, {"only in the register": said - replayed, "only in the replay": replayed - said}
    journey.seen.versions, journey.seen.events = found, len(journey.events)
    faults = Facts(lives).faults(clock.today() - timedelta(days=60))
    assert not faults, faults
    if journey.events:
        tried("every day")
    alone = world.certificates_without_terminal()
    assert not alone, alone


def replay(facts: Facts, a: Application, asked: Asked) -> None:
    """What a decision does, in words of the replay."""
    day = a.start_date
    assert day is not None
    if asked.what == "end":
        facts.end_ids(asked.office, asked.names, day, asked.everybody)
    elif asked.what == "office":
        facts.end_office(asked.office, day)
    elif asked.what == "change":
        for kind, name in asked.things:
            facts.change(facts.called(asked.office, kind, name, day), asked.values, day, a.pk)
    elif asked.what == "end things":
        for kind, name in asked.things:
            if kind == "line":
                facts.end_line(asked.office, name, day)
            elif kind == "terminal":
                facts.end_terminal(asked.office, name, day)
            else:
                facts.end(facts.left(asked.office, kind, [name], day), day)
    elif asked.what == "add":
        for e in last(a).issued_list:
            facts.begin(asked.office, e.kind, e.after, day, a.pk)
    elif asked.what == "move":
        facts.move(asked.office, asked.to, asked.things, day, a.pk)
    elif asked.what == "succession":
        facts.succeed(asked.office, asked.to[:3], asked.everybody, day, a.pk)
    elif asked.what == "share":
        facts.share(asked.office, asked.to, *asked.names, day, a.pk)
    elif asked.what == "end sharing":
        use, router = asked.names
        for side in facts.of(asked.office, "shared_use", day, use=use, partner=asked.to, object=router):
            facts.end_sharing(side, day)


# 5. Who was told


def told(a: Application) -> set[int]:
    """The offices that have read or been written to of an application, but those with which it is over."""
    over = set(
        a.consents.filter(state__in=["cancelled", "refused", "expired"]).values_list("office_id", flat=True)
    )
    going = set(
        a.consents.filter(state__in=["requested", "seen", "agreed"]).values_list("office_id", flat=True)
    )
    found = set(News.objects.filter(application_id=a.pk).values_list("office_id", flat=True))
    found |= set(Mail.objects.filter(application_id=a.pk).values_list("office_id", flat=True))
    return found - (over - going - {a.office_id})


def newest() -> int:
    return max(News.objects.aggregate(x=Max("id"))["x"] or 0, Mail.objects.aggregate(x=Max("id"))["x"] or 0)


def told_since(a: Application, offices: set[int], since: int) -> None:
    for office in offices:
        news = News.objects.filter(application_id=a.pk, office_id=office, id__gt=since).exists()
        mail = Mail.objects.filter(application_id=a.pk, office_id=office, id__gt=since).exists()
        assert news or (mail and office == a.office_id), ("was told of it and not of this", office)
        tried("told")
        met("told back", "the applicant" if office == a.office_id else "another office")
