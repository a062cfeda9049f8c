"""通関士IDの追加."""

from __future__ import annotations

import pytest

from nss.procedure.catalogue import CATALOGUE
from nss.runtime.demo import rows
from tests import parts
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


def test_an_only_code_is_chosen_already_and_one_of_several_is_not():
    office = stocked()
    form = CATALOGUE["specialist"].page("form").form
    assert form.initial_values(case_of(office), "")["code"] == "1ANAC"
    rows.user_code(office, "1CNAC", "sea", parts.SINCE)
    rows.user_id(office, "1CNAC", "C01", ["01"], "interactive", parts.SINCE)
    assert form.initial_values(case_of(office), "")["code"] == ""
