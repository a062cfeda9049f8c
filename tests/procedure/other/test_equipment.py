"""機器共用 (追加・解除)."""

from __future__ import annotations

import pytest

from tests.browser.labels import change, several
from tests.procedure.item import Item, Walk, one

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
