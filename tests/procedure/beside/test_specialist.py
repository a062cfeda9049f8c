"""通関士IDの追加."""

from __future__ import annotations

import pytest

from tests.procedure.item import Item, one
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "specialist",
    one(name_0="通関 太郎", kana_0="つうかん たろう", licence_0="12345"),
    "tests/browser/test_beside.py::test_customs_specialists_get_a_number_each",
)


def test_a_specialist_is_one_number_more_of_the_brokers_code():
    office = stocked()
    sample = ITEM.sample(office)
    case = case_of(office, sample.edits, items=["specialist"], extra=sample.extra)
    (added,) = case.changes
    assert (added.kind, added.action, added.count) == ("user_id", "add", 1)
    assert any("通関 太郎" in str(value) for _, value in case.summary_lines)
