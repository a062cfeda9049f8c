"""webNACCS証明書 (追加・削除)."""

from __future__ import annotations

import pytest

from tests.browser.labels import change
from tests.procedure.item import Item, Typed, Walk
from tests.procedure.samples import case_of, first, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "web-certificate",
    lambda office: [Typed({"count": "1", f"end_{first(office, 'web_certificate')}": "on"})],
    Walk(change("webNACCS証明書の追加数", "1")),
)


def test_a_certificate_that_is_not_fetched_in_time_stops_and_the_page_says_so():
    office = stocked()
    told = [n.ja for n in case_of(office, ITEM.sample(office).edits).notes]
    assert any("2か月以内に取得しないと停止します" in x for x in told)
