"""機器共用 (追加・解除)."""

from __future__ import annotations

import pytest

from nss.procedure.catalogue import CATALOGUE
from tests.browser.labels import change, several
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, neighbours, stocked

from .sharing import stands_on_both_sides_and_ends_on_both
from .steps import CONSULTED, consulted

pytestmark = pytest.mark.django_db
ITEM = Item(
    "equipment",
    one(**CONSULTED, partner="NAC555", object="09143"),
    Walk(
        several(consulted, change("相手の事業所コード", "NAC555"), change("共用するルータ番号", "09143")),
        asked="NAC555",
    ),
)


def test_it_stands_on_both_sides_and_ends_on_both():
    stands_on_both_sides_and_ends_on_both(ITEM)


@pytest.mark.parametrize(
    ("partner", "router", "field"),
    [
        ("NAC999", "09143", "partner"),
        ("NAC555", "99999", "partner"),
        ("NAC555", "", "object"),
        ("", "09143", "partner"),
    ],
)
def test_a_partner_or_router_that_cannot_be_is_refused_beside_its_field(partner, router, field):
    office = stocked()
    neighbours()
    form = (
        CATALOGUE["equipment"]
        .page("form")
        .form(case_of(office), "", {**CONSULTED, "partner": partner, "object": router})
    )
    assert list(form.errors) == [field]
