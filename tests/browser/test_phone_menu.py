"""The head of a page on a phone: one line, whose button opens the menu and what else the head has."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import parts

from .labels import go, press
from .steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}
HEAD = "document.querySelector('header.site').getBoundingClientRect().height"
LINE = 64
"""The height of one line with a button in it."""


def test_the_head_is_one_line_and_its_button_opens_the_menu(browser_page: Any) -> None:
    page = browser_page
    parts.person(parts.guide_office())
    sign_in(page, "NAC001", "hanako")
    page.set_viewport_size(PHONE)
    button = page.get_by_role("button", name="メニュー", exact=True)
    shut = page.get_by_role("navigation", name="主なメニュー")
    assert page.evaluate(HEAD) <= LINE
    expect(page.get_by_text("NAC001").first).to_be_visible()
    expect(shut).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("button", name="ログアウト")).to_be_visible()
    go(shut.get_by_role("link", name="契約内容確認"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("契約情報")
    assert page.evaluate(HEAD) <= LINE, "folded again"
    button.click()
    press(page, "ログアウト")
    expect(button).to_have_count(0)
    expect(page.get_by_role("button", name="English")).to_be_visible()


def test_without_a_script_the_whole_menu_stands_on_a_phone_and_on_a_desk(
    browser: Any, live_server: Any, browser_context_args: dict[str, Any]
) -> None:
    parts.person(parts.guide_office())
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, **browser_context_args)
    page = context.new_page()
    sign_in(page, "NAC001", "hanako")
    for size in (PHONE, {"width": 1280, "height": 900}):
        page.set_viewport_size(size)
        expect(page.get_by_role("navigation", name="主なメニュー")).to_be_visible()
        expect(page.get_by_role("button", name="ログアウト")).to_be_visible()
        expect(page.get_by_role("button", name="メニュー", exact=True)).to_be_hidden()
    context.close()


def test_many_tabs_are_one_on_a_phone_and_its_button_shows_the_others(browser_page: Any) -> None:
    page = browser_page
    parts.reviewer()
    sign_in(page, "NACCS", "shinsa")
    tabs = page.get_by_role("navigation", name="表示の切替").get_by_role("link")
    many, button = tabs.count(), page.get_by_role("button", name="ほかの表示")
    assert many > 10
    expect(button).to_be_hidden()
    page.set_viewport_size(PHONE)
    expect(tabs).to_have_count(1)
    expect(tabs).to_contain_text("審査待ち")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(tabs).to_have_count(many)
    go(tabs.filter(has_text="保留中"))
    expect(tabs).to_have_count(1)
    expect(tabs).to_contain_text("保留中")


def test_on_a_phone_the_items_to_choose_stand_behind_their_groups_and_what_is_chosen_in_sight(
    browser: Any, live_server: Any, browser_context_args: dict[str, Any]
) -> None:
    """Without a script, as all of it is the style sheet's."""
    parts.person(parts.guide_office())
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, **browser_context_args)
    page = context.new_page()
    sign_in(page, "NAC001", "hanako")
    page.goto("/apply/change/items/")
    group = page.get_by_role("checkbox", name=re.compile("回線・端末等の変更（一般NACCS）.*の項目を表示する"))
    line, terminal = (
        page.get_by_role("checkbox", name=f"一般NACCS{name}の登録情報") for name in ("回線", "端末")
    )
    alone = page.get_by_role("checkbox", name="管理統計資料（有料分・無料分）")
    expect(group).to_have_count(0)
    expect(line).to_be_visible()
    page.set_viewport_size(PHONE)
    expect(alone).to_be_visible()
    expect(line).to_have_count(0)
    group.press("Space")
    expect(line).to_be_visible()
    terminal.check()
    group.press("Space")
    expect(line).to_be_visible()
    terminal.uncheck()
    expect(terminal).to_have_count(0)
    context.close()
