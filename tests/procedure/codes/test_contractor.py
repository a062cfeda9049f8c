"""契約者種別の変更."""

from __future__ import annotations

import pytest

from tests.browser.labels import tick
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db
ITEM = Item("contractor", one(**{"contractor_class.value": "public"}), Walk(tick("官公庁")))


def test_another_contractor_kind_is_one_change():
    office = stocked()
    (changed,) = case_of(office, ITEM.sample(office).edits).changes
    assert {c.column.name: str(c.after) for c in changed.cells if c.changed} == {"value": "官公庁"}
