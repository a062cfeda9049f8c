"""保税管理資料保存サービス (要・不要)."""

from __future__ import annotations

import pytest

from nss.application.edits import Edit
from nss.procedure.codes.business_rules import STORAGE_TYPES
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


@pytest.mark.parametrize(("code", "refused"), [("1DNAC", False), ("1ANAC", True)])
def test_only_codes_of_bonded_trades_may_have_the_storage(code, refused):
    # Holds D-36. 1DNAC is of a bonded warehouse, 1ANAC of a customs broker.
    office = stocked()
    edit = Edit(
        "storage",
        "change",
        "user_code",
        first(office, "user_code", code=code),
        {"code": code},
        {"bonded_storage": True},
    )
    problems = [p.code for p in case_of(office, [edit], items=["storage"]).problems]
    assert ("storage_type" in problems) == refused


def test_the_trades_that_may_have_the_storage_are_those_of_the_centers_page():
    # Holds D-36.
    assert {b.word.ja for b in STORAGE_TYPES} == {"CY", "保税", "航空会社", "機用品"}
