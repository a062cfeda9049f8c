"""Twenty saved views of the longest names on a desk and on a telephone; saving, opening and replacing one by its buttons."""

from __future__ import annotations

import os
from typing import Any

import pytest

from nss.application.models import SavedView
from nss.center.saved_views import MOST
from tests import parts

from .steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_view_is_saved_opened_and_replaced_by_its_buttons(browser_page: Any) -> None:
    page = browser_page
    parts.reviewer()
    sign_in(page, "NACCS", "shinsa")
    page.goto("/center/?view=held")
    page.get_by_text("この表示と絞り込みを保存する").click()
    page.get_by_label("表示の名前").fill("朝の確認")
    page.get_by_role("button", name="保存する", exact=True).click()
    page.get_by_text("表示「朝の確認」を保存しました。").wait_for()
    assert not page.get_by_label("表示の名前").is_visible(), "unused, the fold is shut"
    page.goto("/center/?view=late")
    page.get_by_text("この表示と絞り込みを保存する").click()
    page.get_by_label("表示の名前").fill("朝の確認")
    page.get_by_role("button", name="保存する", exact=True).click()
    page.get_by_role("button", name="置き換えて保存する").click()
    page.get_by_text("表示「朝の確認」を保存しました。").wait_for()
    assert page.get_by_role("link", name="朝の確認").first.get_attribute("aria-current") == "page"
    assert SavedView.objects.get().query == "view=late"


def test_twenty_views_of_the_longest_names_stay_within_the_page(browser_page: Any) -> None:
    page, me = browser_page, parts.reviewer()
    for n in range(MOST):
        name = f"{n:02d}" + ("W" if n % 2 else "保") * 38
        SavedView.objects.create(person=me, name=name, query=f"view=todo&who={n}")
    sign_in(page, "NACCS", "shinsa")
    first = SavedView.objects.earliest("id")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 740})
        for address in ("/center/?view=todo&who=1", f"/center/views/{first.pk}/"):
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(d => (d.open = true))")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            if folder := os.environ.get("NSS_PICTURES"):
                page.screenshot(
                    path=f"{folder}/saved-{'view' if 'views' in address else 'desk'}-{width}.png",
                    full_page=True,
                )
