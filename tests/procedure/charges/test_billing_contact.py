"""請求先担当者."""

from __future__ import annotations

import pytest

from tests.browser.labels import change
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "billing-contact",
    one(**{"billing_contact.name": "経理 次郎"}),
    Walk(change("請求先担当者氏名", "経理 次郎")),
)


def test_another_contact_for_bills_changes_nothing_else():
    office = stocked()
    (changed,) = case_of(office, ITEM.sample(office).edits).changes
    assert {c.column.name: str(c.after) for c in changed.cells if c.changed} == {"name": "経理 次郎"}
