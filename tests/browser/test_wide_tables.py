"""The tables that are read from side to side show all their columns on a desk."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests import parts

from .steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CUT_OFF = """() => { for (const fold of document.querySelectorAll("details")) fold.open = true;
  return [...document.querySelectorAll(".scroll:not(.drawing)")].map(e => e.scrollWidth - e.clientWidth) }"""


def shows_all(page: Any, path: str) -> None:
    page.goto(path)
    cut = page.evaluate(CUT_OFF)
    assert cut and not any(cut), (path, cut)


@pytest.mark.parametrize("tab", ["code", "billing", "general", "history"])
def test_a_desk_shows_every_column_of_the_contract(browser_page: Any, tab: str) -> None:
    parts.person(parts.line_office())
    browser_page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(browser_page, "NAC001", "hanako")
    shows_all(browser_page, f"/contract/?tab={tab}")


def test_a_desk_shows_every_column_of_the_lists_of_a_draft_and_the_changes_in_a_bar(
    browser_page: Any,
) -> None:
    page, office = browser_page, parts.line_office()
    edits = [*parts.server_edits(office), *parts.abolish(office, "1ANACA0A")]
    draft = parts.draft(office, parts.person(office), edits, items=["user-code", "terminal"]).application_id
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, "NAC001", "hanako")
    for item in ("user-code", "terminal"):
        shows_all(page, f"/drafts/{draft}/item/{item}/list/")
    page.goto(f"/drafts/{draft}/item/terminal/list/")
    bar = page.get_by_role("complementary", name="下書きの状況")
    bottom = "[...document.querySelectorAll('main table')].at(-1).getBoundingClientRect().bottom"
    assert bar.bounding_box()["y"] >= page.evaluate(bottom), "it covers no row"
    shut = bar.get_by_text("利用者コード", exact=False)
    assert "変更 2件" in bar.inner_text() and not shut.first.is_visible()
    bar.get_by_text("変更前・変更後").click()
    assert shut.first.is_visible()
    page.get_by_role("navigation", name="申込の手順").get_by_role("link", name="確認").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("確認")


def test_a_desk_shows_every_column_of_the_record(browser_page: Any) -> None:
    parts.reviewer()
    parts.person(parts.line_office())
    browser_page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(browser_page, "NACCS", "shinsa")
    shows_all(browser_page, "/center/record/?kind=history")
