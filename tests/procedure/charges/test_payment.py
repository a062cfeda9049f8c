"""支払の方法 (口座振替・銀行振込)."""

from __future__ import annotations

import pytest

from tests.browser.labels import tick
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db
ITEM = Item("payment", one(**{"payment.method": "transfer"}), Walk(tick("銀行振込")))


def test_another_way_to_pay_is_one_change():
    office = stocked()
    (changed,) = case_of(office, ITEM.sample(office).edits).changes
    assert {c.column.name: str(c.after) for c in changed.cells if c.changed} == {"method": "銀行振込"}
