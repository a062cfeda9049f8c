"""The warning before a session ends, its extension, a frozen tab (F-06), and an autosave that fails (F-02)."""

from __future__ import annotations

from typing import Any

import pytest

from tests import parts

from .steps import sign_in
from .test_nothing_is_lost import draft_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(page: Any) -> int:
    office = parts.guide_office()
    pk = draft_of(office, parts.person(office))
    page.clock.install()
    sign_in(page, "NAC001", "hanako")
    return pk


def test_the_warning_comes_at_25_minutes_and_can_be_put_off_ten_times(browser_page: Any) -> None:
    page = browser_page
    pk = signed_in(page)
    page.goto(f"/drafts/{pk}/contact/")
    dialog = page.get_by_role("dialog", name="まもなくログアウトします")
    page.clock.run_for(24 * 60_000)
    assert not dialog.is_visible()
    page.clock.run_for(62_000)
    for _ in range(10):
        dialog.wait_for()
        page.get_by_role("button", name="ログインを続ける").click()
        dialog.wait_for(state="hidden")
        page.clock.run_for(25 * 60_000 + 4_000)
    assert dialog.is_visible()
    assert page.url.endswith("/contact/")


def test_a_tab_that_was_frozen_judges_by_the_absolute_clock_and_by_what_other_tabs_did(
    browser_page: Any,
) -> None:
    page = browser_page
    pk = signed_in(page)
    page.goto(f"/drafts/{pk}/contact/")
    page.evaluate(
        "localStorage.setItem('nss-seen', String(Date.now() - 26 * 60000))"
    )  # no timer ran meanwhile
    page.clock.run_for(2_500)
    dialog = page.get_by_role("dialog", name="まもなくログアウトします")
    dialog.wait_for()
    page.evaluate("localStorage.setItem('nss-seen', String(Date.now()))")  # another tab was used
    page.clock.run_for(2_500)
    dialog.wait_for(state="hidden")


def test_an_autosave_that_fails_is_announced_within_five_seconds_and_loses_nothing(browser_page: Any) -> None:
    page = browser_page
    office = parts.guide_office()
    pk = draft_of(office, parts.person(office))
    sign_in(page, "NAC001", "hanako")
    page.goto(f"/drafts/{pk}/start/")
    page.route(
        "**/start/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.get_by_label("ほかの理由を入力する").check()
    page.get_by_label("ほかの理由（240文字以内）").fill("移転のため")
    alarm = page.locator("#save-state[role=alert]")
    alarm.wait_for(timeout=5_000)
    assert "自動保存できませんでした" in alarm.inner_text()
    assert page.get_by_label("ほかの理由（240文字以内）").input_value() == "移転のため"
    page.unroute("**/start/")
    page.get_by_label("ほかの理由（240文字以内）").fill("移転のため。")
    page.locator("#save-state[role=status]", has_text="保存済み").wait_for(timeout=6_000)
