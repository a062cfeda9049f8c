"""The tables that are read from side to side show all their columns on a desk."""

from __future__ import annotations

from typing import Any

import pytest

from tests import parts

from .steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CUT_OFF = "[...document.querySelectorAll('.scroll')].map(e => e.scrollWidth - e.clientWidth)"


@pytest.mark.parametrize("tab", ["code", "office"])
def test_a_desk_shows_every_column_of_the_contract(browser_page: Any, tab: str) -> None:
    parts.person(parts.line_office())
    browser_page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(browser_page, "NAC001", "hanako")
    browser_page.goto(f"/contract/?tab={tab}")
    assert browser_page.evaluate(CUT_OFF) == [0] * browser_page.locator(".scroll").count()
    assert browser_page.locator(".scroll").count()
