"""利用業種 (追加・変更・削除)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db


def pick(page: Any) -> None:
    page.locator("select[name=add_0]").select_option("08")
    page.locator("select[name=class_0]").select_option("sea")


ITEM = Item("business", one(add_0="08", class_0="sea"), Walk(pick))


def test_a_business_type_that_comes_is_added_and_needs_a_system_setting():
    office = stocked()
    case = case_of(office, ITEM.sample(office).edits)
    assert [(c.kind, c.action) for c in case.changes] == [("business", "add")]
    assert case.needs_setting
