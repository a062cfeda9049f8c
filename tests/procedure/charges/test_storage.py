"""保税管理資料保存サービス (要・不要)."""

from __future__ import annotations

import pytest

from tests.browser.labels import tick
from tests.procedure.item import Item, Typed, Walk
from tests.procedure.samples import case_of, first, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "storage",
    lambda office: [Typed({f"bonded_storage_{first(office, 'user_code', code='1DNAC')}": "1"})],
    Walk(tick("要", group="1DNAC 保税")),
)


def test_the_storage_is_chosen_for_one_code_alone():
    office = stocked()
    (changed,) = case_of(office, ITEM.sample(office).edits).changes
    assert changed.name == "1DNAC"
    assert [c.column.name for c in changed.cells if c.changed] == ["bonded_storage"]
