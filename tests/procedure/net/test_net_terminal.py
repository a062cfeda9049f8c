"""netNACCS、netAPI端末 (追加・削除)."""

from __future__ import annotations

import pytest

from tests.browser.labels import change
from tests.procedure.item import Item, Typed, Walk
from tests.procedure.samples import case_of, first, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "net-terminal",
    lambda office: [Typed({"net": "1", f"end_{first(office, 'net_terminal')}": "on"})],
    Walk(change("netNACCS端末の追加台数", "1")),
)


def test_one_terminal_may_end_and_another_come():
    office = stocked()
    case = case_of(office, ITEM.sample(office).edits)
    assert {(c.kind, c.action) for c in case.changes} == {("net_terminal", "end"), ("net_terminal", "add")}
