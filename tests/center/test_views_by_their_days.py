"""The views of the queue at their days: what is in each on the day itself, and on the day beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nss.account.models import Role
from nss.application.models import Application
from nss.base import clock
from nss.center import queue_views
from tests import parts

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 12, 2)
MONDAY, TUESDAY, THURSDAY = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 3)
IN_THREE, IN_FOUR = date(2026, 12, 7), date(2026, 12, 8)
"""Business days from Wednesday on."""
DECIDED = {"decided_on": WEDNESDAY, "start_date": date(2027, 1, 13)}
PLACES: tuple[tuple[dict[str, Any], set[str]], ...] = (
    ({"state": "received", "waiting_since": WEDNESDAY}, {"todo", "new"}),
    ({"state": "received", "waiting_since": TUESDAY}, {"todo", "new"}),
    ({"state": "received", "waiting_since": MONDAY}, {"todo", "new", "late"}),
    ({"state": "received", "waiting_since": WEDNESDAY, "held_until": WEDNESDAY}, {"todo", "new"}),
    ({"state": "received", "waiting_since": WEDNESDAY, "held_until": THURSDAY}, {"held"}),
    ({"state": "received", "waiting_since": MONDAY, "held_until": THURSDAY}, {"held", "late"}),
    ({"state": "received", "waiting_since": WEDNESDAY, "claimed_by": "me"}, {"todo", "mine"}),
    ({"state": "reviewing", "waiting_since": WEDNESDAY, "claimed_by": "other"}, {"todo"}),
    ({"state": "reviewing", "waiting_since": WEDNESDAY, "claimed_by": "me"}, {"todo", "mine"}),
    ({"state": "resubmitted", "waiting_since": WEDNESDAY}, {"todo", "answered"}),
    ({"state": "query", "query_due": WEDNESDAY}, {"query"}),
    ({"state": "query", "query_due": TUESDAY}, {"query", "overdue"}),
    ({"state": "consent"}, {"consent"}),
    ({"state": "setting_wait", **DECIDED, "setting_deadline": IN_THREE}, {"setting", "near"}),
    ({"state": "setting_wait", **DECIDED, "setting_deadline": IN_FOUR}, {"setting"}),
    ({"state": "approved", **DECIDED}, {"done"}),
    ({"state": "withdrawn"}, {"done"}),
    ({"state": "rejected"}, {"done"}),
    ({"state": "void"}, {"done", "void"}),
)


def test_each_application_stands_in_its_views_and_in_no_other_and_the_tabs_count_them(
    moved_clock: Any,
) -> None:
    # Holds N01.
    moved_clock(WEDNESDAY)
    office = parts.guide_office()
    who, me = parts.person(office), parts.reviewer()
    people = {"me": me, "other": parts.person(None, "hoka", Role.REVIEWER)}
    expected: dict[int, set[str]] = {}
    for values, places in PLACES:
        a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
        stored = {**values, "claimed_by": people.get(values.get("claimed_by", ""))}
        Application.objects.filter(pk=a.pk).update(**{"waiting_since": None, **stored})
        expected[a.pk] = places
    all_views = queue_views.views(me, clock.today())
    found: dict[int, set[str]] = {pk: set() for pk in expected}
    for key, view in all_views.items():
        for pk in Application.objects.filter(view.where).values_list("pk", flat=True):
            found[pk].add(key)
    assert found == expected
    counts = queue_views.counted(me, clock.today())
    assert set(counts) == set(all_views) - {"void", "done"}
    for key, n in counts.items():
        assert n == sum(key in places for places in expected.values()), key
