"""利用業種 (追加・変更・削除)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from nss.application.edits import Edit, add, end
from nss.base import clock
from nss.contract.models import Office
from nss.contract.snapshot import load
from nss.procedure.codes.business import BusinessForm
from nss.procedure.codes.business_rules import class_problem
from nss.runtime.demo import rows
from tests import parts
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
    form = BusinessForm(case, "", {**BusinessForm.initial_values(case, ""), "add_0": "08", "class_0": "air"})
    assert not form.is_valid()


def numbers(code: str, *business: str, key: str = "user-code") -> list[Edit]:
    """One more number of these types under a code of the contract."""
    return [add(key, "user_id", {"code": code, "number": "", "business": list(business), "method": "net"})]


def new_code(system_class: str, *types: str) -> list[Edit]:
    """A new code with one number of each of these types."""
    values = {"code": "", "system_class": system_class, "stats_paid": False, "stats_free": False}
    ids = [replace(numbers("", t)[0], parent="new") for t in types]
    return [add("user-code", "user_code", {**values, "bonded_storage": False}, ref="new"), *ids]


@pytest.mark.parametrize("key", ["user-code", "id-number"])
def test_a_type_of_air_only_stands_under_no_code_for_the_sea_whatever_the_form(key):
    # Holds D-35.
    office = stocked()
    assert "business_class" in codes(office, numbers("1ANAC", "05", key=key))
    assert "business_class" not in codes(office, numbers("1DNAC", "05", key=key))


def test_a_new_code_has_only_types_of_its_class():
    office = stocked()
    assert "business_class" in codes(office, new_code("sea", "05"))
    assert "business_class" not in codes(office, new_code("air", "05"))


def test_an_exporter_has_a_code_of_its_own():
    # Holds D-40.
    office = stocked()
    assert "exporter_code" in codes(office, numbers("1ANAC", "18"))
    assert "exporter_code" in codes(office, new_code("common", "18", "01"))
    assert "exporter_code" not in codes(office, new_code("common", "18", "18"))
    rows.user_code(office, "V1NAC", "common", parts.SINCE)
    assert "exporter_code" not in codes(office, numbers("V1NAC", "18"))
    assert "exporter_code" in codes(office, numbers("V1NAC", "01"))


def test_a_type_stays_while_a_number_that_begins_later_carries_it():
    office = stocked()
    later = clock.today() + timedelta(days=40)
    rows.row(office, "business", parts.SINCE, system_class="sea", business="08")
    rows.row(office, "user_id", later, code="1ANAC", number="A09", business=["08"], method="net")
    held = load(office, clock.today(), ("business",)).where("business", business="08")[0]
    assert "business_in_use" in codes(office, [end("business", held)])


def codes(office: Office, edits: list[Edit]) -> set[str]:
    """The codes of the problems of these edits."""
    return {p.code for p in case_of(office, edits, items=list({e.procedure for e in edits})).problems}


def test_each_business_type_that_an_office_has_can_be_ticked_to_end_and_new_ones_are_counted():
    case = case_of(stocked())
    form = BusinessForm(case, "")
    held = list(case.contract.of("business"))
    assert held and {f"end_{r.identity}" for r in held} <= set(form.ticks)
    heads = [r.name for s in form.sections() for r in s.table if "add_" in str(r.fields)]
    assert [(h.ja, h.en) for h in heads[:2]] == [("追加1", "Addition 1"), ("追加2", "Addition 2")]
