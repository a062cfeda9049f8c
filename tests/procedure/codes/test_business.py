"""利用業種 (追加・変更・削除)."""

from __future__ import annotations

from typing import Any

import pytest

from nss.procedure.codes.business import BusinessForm, class_problem
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


@pytest.mark.parametrize(
    ("business", "system_class", "exists"),
    [
        # Holds D-35.
        ("03", "air", True),
        ("03", "common", True),
        ("03", "sea", False),
        ("03", "port", False),
        ("08", "sea", True),
        ("08", "common", True),
        ("08", "air", False),
        ("01", "sea", True),
        ("01", "air", True),
    ],
)
def test_some_business_types_exist_for_sea_only_and_some_for_air_only(business, system_class, exists):
    assert (class_problem(business, system_class) is None) == exists


def test_a_type_that_its_class_does_not_have_is_refused_at_entry():
    case = case_of(stocked())
    form = BusinessForm(case, "", {**BusinessForm.start(case, ""), "add_0": "08", "class_0": "air"})
    assert not form.is_valid()
