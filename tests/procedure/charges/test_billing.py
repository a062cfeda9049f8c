"""請求先登録情報."""

from __future__ import annotations

import pytest

from tests.browser.labels import change
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "billing",
    one(**{"billing.name": "ナックス商事株式会社 経理部"}),
    Walk(change("請求先名", "ナックス商事株式会社 経理部")),
)


def test_another_name_on_the_bill_changes_nothing_else():
    office = stocked()
    (changed,) = case_of(office, ITEM.sample(office).edits).changes
    assert {c.column.name: str(c.after) for c in changed.cells if c.changed} == {
        "name": "ナックス商事株式会社 経理部"
    }
