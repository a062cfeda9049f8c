"""システム設定 (追加・変更・削除) inside a change application."""

from __future__ import annotations

import pytest

from tests.browser.labels import change, several, tick
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "setting",
    one(code="1ANAC", kind="change", what="出力先の変更"),
    Walk(
        several(
            lambda page: page.get_by_label("1ANAC", exact=True).check(),
            tick("変更", group="設定種別"),
            change("設定の内容", "出力先の変更"),
        ),
        changes=False,
    ),
)


def test_what_is_set_is_said_on_every_page_and_needs_a_system_setting():
    office = stocked()
    case = case_of(office, items=["setting"], extra=ITEM.sample(office).extra)
    assert [str(value) for _, value in case.summary_lines] == ["1ANAC 変更：出力先の変更"]
    assert case.needs_setting and not case.changes


def test_the_item_without_what_is_set_is_refused():
    case = case_of(stocked(), items=["setting"])
    assert "no_setting" in [p.code for p in case.problems]
