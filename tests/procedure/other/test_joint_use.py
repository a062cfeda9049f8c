"""共同利用 (追加・解除)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from nss.base import clock
from nss.base.problems import Refused
from nss.contract.snapshot import row_name
from nss.runtime.demo import rows
from tests import parts
from tests.browser.labels import change, several
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import neighbours, stocked

from .sharing import stands_on_both_sides_and_ends_on_both
from .steps import CONSULTED, agree, consulted, decide, file

pytestmark = pytest.mark.django_db
ITEM = Item(
    "joint-use",
    one(**CONSULTED, partner="NAC555"),
    Walk(several(consulted, change("相手の事業所コード", "nac555")), asked="NAC555"),
)


def test_it_stands_on_both_sides_and_ends_on_both():
    stands_on_both_sides_and_ends_on_both(ITEM)


def test_a_joint_use_that_is_decided_for_a_later_day_cannot_be_added_before():
    office = stocked()
    neighbours()
    who = parts.person(office)
    a = file(office, who, "joint-use", ITEM.sample(office), nth=2)
    agree(a)
    decide(a)
    with pytest.raises(Refused) as refused:
        file(office, who, "joint-use", ITEM.sample(office))
    assert {p.code for p in refused.value.problems} == {"twice"}


def test_a_joint_use_is_called_by_its_partner():
    assert row_name("shared_use", {"use": "joint", "partner": "NAC555", "object": ""}) == "NAC555"


def test_the_database_takes_one_joint_use_with_a_partner_once():
    office = parts.office()
    values = {"use": "joint", "partner": "NAC555", "object": ""}
    rows.row(office, "shared_use", parts.SINCE, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.row(office, "shared_use", clock.today(), **values)
    rows.row(office, "shared_use", clock.today(), **{**values, "partner": "CTO001"})
