"""本社情報, the same for every office of the company."""

from __future__ import annotations

import pytest

from tests import parts
from tests.browser.labels import change
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "head-office",
    one(**{"head_office.address": "東京都千代田区丸の内1-1-1"}),
    Walk(change("本社電話番号", "03-7777-8888")),
)


def test_the_page_says_which_offices_a_new_address_of_the_head_office_reaches():
    office = stocked()
    parts.office("NAC555")
    told = [n.ja for n in case_of(office, ITEM.sample(office).edits).notes]
    assert any("全2事業所（NAC001、NAC555）" in x for x in told)
