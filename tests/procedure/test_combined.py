"""Items of the first frame together: every item alone and any three in one application walk through to the contract; その他
stands alone."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from django.db import transaction

from nss.application import drafts, files, filing
from nss.application.case import Case
from nss.application.edits import merged, preview
from nss.application.models import Application
from nss.base import clock
from nss.base.problems import Refused
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit import schedule
from tests import parts
from tests.sample_files import PDF

from .items import ITEMS
from .samples import Sample, stocked

pytestmark = pytest.mark.django_db
FRAME = [e.key for e in CATALOGUE.screen if not e.alone]
NUMBERS = {"code", "number", "name", "router", "address", "network", "terminal"}


def together(samples: list[Sample]) -> Sample:
    """Extras of one page may be named by two items (line and terminal): the drawing is of all edits."""
    edits = [e for s in samples for e in s.edits]
    extra: dict[str, Any] = {}
    for s in samples:
        extra |= s.extra
    if "drawing" in extra:
        extra["drawing"] = parts.line_extra(edits)["drawing"]
    return Sample(edits, extra)


def file(office: Office, who: Any, items: tuple[str, ...], sample: Sample) -> Application:
    need = parts.need(sample.edits)
    revision = drafts.begin(
        office,
        who,
        items=list(items),
        edits=[e.to_json() for e in sample.edits],
        extra=sample.extra,
        wish_date=schedule.offered(clock.today(), need, 1)[0],
        reason=parts.REASON,
        contact=dict(parts.CONTACT),
    )
    for name in [name for k in items for name in ITEMS[k].files]:
        files.attach(revision.application, name, PDF)
    return filing.submit(revision.application_id, who)


def plain(office: Office, day: date) -> list[Any]:
    """The contract without the numbers that a decision gives."""
    found = []
    for r in load(office, day, ROW_TYPES).rows:
        values = {k: str(v) for k, v in r.values.items() if k not in NUMBERS}
        found.append((r.kind, tuple(sorted(values.items()))))
    return sorted(found)


def expected(office: Office, day: date, application: Application) -> list[Any]:
    before = load(office, day, ROW_TYPES)
    after = preview(before, merged(application.revisions.get().edit_list))
    found = []
    for r in after.rows:
        values = {k: str(v) for k, v in r.values.items() if k not in NUMBERS}
        found += [(r.kind, tuple(sorted(values.items())))] * r.count
    return sorted(found)


@pytest.mark.parametrize("first", FRAME)
def test_any_three_items_in_one_application_walk_through_to_the_contract(first):
    # Holds D-53.
    office = stocked()
    who, reviewer = parts.person(office), parts.reviewer()
    samples = {k: ITEMS[k].sample(office) for k in FRAME}
    rest = FRAME[FRAME.index(first) + 1 :]
    sets = [(first,), *((first, *pair) for pair in combinations(rest, 2))]
    wrong = []
    for items in sets:
        try:
            with transaction.atomic():
                a = file(office, who, items, together([samples[k] for k in items]))
                start = a.revisions.get().wish_date
                want = expected(office, start, a)
                parts.approve(a.pk, reviewer, start)
                if plain(office, start) != want:
                    wrong.append(f"{items}: the contract is not what was shown")
                a.refresh_from_db()
                filed = parts.revision_of(a)
                if Case.of_filed(filed).needs_setting != (a.state == "setting_wait"):
                    wrong.append(f"{items}: {a.state}")
                transaction.set_rollback(True)
        except Refused as refused:
            wrong.append(f"{items}: {[p.code for p in refused.problems]}")
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("other", [e.key for e in CATALOGUE.screen if e.alone])
def test_an_item_of_the_first_frame_and_one_of_the_others_are_refused_together(other):
    # Holds D-53.
    office = stocked()
    who = parts.person(office)
    sample = ITEMS["holder"].sample(office)
    revision = drafts.begin(
        office,
        who,
        items=["holder"],
        other=other,
        edits=[e.to_json() for e in sample.edits],
        wish_date=parts.wish(sample.edits),
        reason=parts.REASON,
        contact=dict(parts.CONTACT),
    )
    with pytest.raises(Refused) as refused:
        filing.submit(revision.application_id, who)
    assert "mixed_frames" in [p.code for p in refused.value.problems]


@pytest.mark.parametrize("where", ["among the items", "in its edits alone"])
def test_what_stands_alone_is_seen_wherever_it_got_into_an_application(where):
    """An old page of a cancellation is sent after something else was chosen."""
    office = stocked()
    cancel = ITEMS["cancel"].sample(office)
    edits = [*ITEMS["holder"].sample(office).edits, *cancel.edits]
    items = ["holder", "cancel"] if where == "among the items" else ["holder"]
    revision = parts.draft(
        office,
        parts.person(office),
        edits,
        items=items,
        extra=cancel.extra,
        wish_date=parts.wish(cancel.edits),
    )
    with pytest.raises(Refused) as refused:
        filing.submit(revision.application_id, parts.Person.objects.get(login_id="hanako"))
    assert "mixed_frames" in [p.code for p in refused.value.problems]
