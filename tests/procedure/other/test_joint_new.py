"""共同利用 (新規事業所)."""

from __future__ import annotations

import pytest

from nss.procedure.catalogue import CATALOGUE
from tests.procedure.item import Item, one
from tests.procedure.samples import case_of, stocked

from .steps import CONSULTED

pytestmark = pytest.mark.django_db
ITEM = Item(
    "joint-new",
    one(**CONSULTED, name="青海営業所"),
    "tests/browser/test_new_contract.py::test_a_new_office_joins_the_set_up_of_another",
)


def test_the_contract_of_the_new_office_is_an_application_to_be_filed_beside():
    office = stocked()
    case = case_of(office, other="joint-new", extra=ITEM.sample(office).extra)
    assert [(n.items, n.extra) for n in case.linked] == [(("new-contract",), {"joint": "NAC001"})]
    assert not case_of(office, other="joint-new").linked


def test_the_new_office_has_a_name_of_up_to_eighty_letters():
    def errors(name: str) -> set[str]:
        page = CATALOGUE["joint-new"].page("form")
        form = page.form(case_of(stocked_office), "", {**CONSULTED, "name": name})
        form.is_valid()
        return set(form.errors)

    stocked_office = stocked()
    assert errors("") == errors("あ" * 81) == {"name"}
    assert errors("あ" * 80) == set()
