"""The warning before a session ends."""

from __future__ import annotations

from typing import Any

import pytest

from tests import parts

from .steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_who_does_nothing_is_warned_before_the_session_ends_and_stays_at_a_press(browser_page: Any) -> None:
    page = browser_page
    office = parts.guide_office()
    parts.person(office)
    sign_in(page, "NAC001", "hanako")
    warning = page.get_by_role("dialog", name="まもなくログアウトします")
    assert warning.count() == 0
    page.evaluate("localStorage.setItem('nss-seen', String(Date.now() - 26 * 60000))")
    warning.wait_for()
    assert "5分後にログアウトします" in warning.inner_text()
    warning.get_by_role("button", name="ログインを続ける").click()
    warning.wait_for(state="hidden")
    page.reload()
    assert warning.count() == 0
