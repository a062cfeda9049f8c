"""契約者名、契約者の役職."""

from __future__ import annotations

import pytest

from tests.browser.labels import change
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db
ITEM = Item("holder", one(**{"holder.title": "執行役員"}), Walk(change("契約者の役職", "執行役員")))


def test_a_new_position_changes_nothing_else():
    office = stocked()
    (changed,) = case_of(office, ITEM.sample(office).edits).changes
    assert {c.column.name: str(c.after) for c in changed.cells if c.changed} == {"title": "執行役員"}
