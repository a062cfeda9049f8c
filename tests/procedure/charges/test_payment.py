"""支払の方法 (口座振替・銀行振込)."""

from __future__ import annotations

import pytest

from nss.application.edits import Edit
from tests import parts
from tests.browser.labels import tick
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, posted, stocked

pytestmark = pytest.mark.django_db
ITEM = Item("payment", one(**{"payment.method": "transfer"}), Walk(tick("銀行振込")))


def test_another_way_to_pay_is_one_change():
    office = stocked()
    (changed,) = case_of(office, ITEM.sample(office).edits).changes
    assert {c.column.name: str(c.after) for c in changed.cells if c.changed} == {"method": "銀行振込"}


def test_until_the_banks_form_is_processed_bills_are_paid_by_transfer_and_the_page_says_so():
    # Holds D-62.
    office = parts.office()
    debit = posted(office, "payment", "form", **{"payment.method": "debit"}).edits
    transfer = posted(office, "payment", "form", **{"payment.method": "transfer"}).edits
    told = [
        any("手続きが終わるまでは銀行振込" in n.ja for n in case_of(office, edits).notes)
        for edits in (debit or [Edit("payment", "change", "payment", 1, {}, {"method": "debit"})], transfer)
    ]
    assert told == [True, False]
