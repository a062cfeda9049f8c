"""一般NACCS端末 (追加・削除), on the pages of the lines."""

from __future__ import annotations

from typing import Any

import pytest

from tests import parts
from tests.browser.labels import go, press
from tests.procedure.item import Item, Typed, Walk
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db


def two_terminals(page: Any) -> None:
    go(page.get_by_role("link", name="変更 09143"))
    page.get_by_label("論理端末数（インタラクティブ）").fill("2")
    press(page, "この内容で設定する")
    page.wait_for_url("**/list/")
    press(page, "この図で提出する")


ITEM = Item(
    "terminal",
    lambda office: [Typed({"smtp": "1"}, "line", "09143")],
    Walk(two_terminals),
    other_pages=parts.line_extra,
)


def test_a_server_is_added_to_the_line_whose_page_it_is():
    office = stocked()
    (added,) = case_of(office, ITEM.sample(office).edits).changes
    cells = {c.column.name: c.after for c in added.cells}
    assert (added.action, cells["router"]) == ("add", "09143")
