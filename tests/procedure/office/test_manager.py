"""システム管理責任者の情報."""

from __future__ import annotations

import pytest

from tests.browser.labels import change
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "manager",
    one(**{"manager.emergency_fax": "03-1111-2222"}),
    Walk(change("緊急連絡用FAX番号", "03-1111-2222")),
)


def test_a_new_emergency_fax_changes_nothing_else():
    office = stocked()
    (changed,) = case_of(office, ITEM.sample(office).edits).changes
    assert {c.column.name: str(c.after) for c in changed.cells if c.changed} == {
        "emergency_fax": "03-1111-2222"
    }
