"""Two drafts, two tabs, two persons (F-05, F7)."""

from __future__ import annotations

from typing import Any

import pytest

from nss.application.models import Revision
from tests import parts

from .steps import press, sign_in, unfold
from .test_nothing_is_lost import draft_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_drafts_edited_in_turn_do_not_mix(browser_page: Any) -> None:
    one = browser_page
    office = parts.guide_office()
    who = parts.person(office)
    first, second = draft_of(office, who), draft_of(office, who)
    sign_in(one, "NAC001", "hanako")
    two = one.context.new_page()
    one.goto(f"/drafts/{first}/contact/")
    two.goto(f"/drafts/{second}/contact/")
    unfold(one)
    one.get_by_label("役職名").fill("課長")
    unfold(two)
    two.get_by_label("役職名").fill("部長")
    press(one, "次へ進む")
    one.wait_for_url("**/list/")
    press(two, "次へ進む")
    two.wait_for_url("**/list/")
    assert Revision.objects.get(application_id=first).contact["title"] == "課長"
    assert Revision.objects.get(application_id=second).contact["title"] == "部長"


def test_two_colleagues_on_one_page_merge_other_fields_and_are_asked_about_the_same(
    browser_page: Any, browser: Any, live_server: Any, browser_context_args: dict[str, Any]
) -> None:
    hanako = browser_page
    office = parts.guide_office()
    pk = draft_of(office, parts.person(office))
    parts.person(office, "ichiro", names=("管理", "一郎", "カンリ イチロウ"))
    context = browser.new_context(base_url=live_server.url, **browser_context_args)
    ichiro = context.new_page()
    sign_in(hanako, "NAC001", "hanako")
    sign_in(ichiro, "NAC001", "ichiro")
    for page in (hanako, ichiro):
        page.goto(f"/drafts/{pk}/contact/")
    unfold(hanako)
    hanako.get_by_label("役職名").fill("課長")
    press(hanako, "次へ進む")
    hanako.wait_for_url("**/list/")
    unfold(ichiro)
    ichiro.get_by_label("所属部課名").fill("第二通関部")
    press(ichiro, "次へ進む")
    ichiro.wait_for_url("**/list/")
    contact = Revision.objects.get().contact
    assert (contact["title"], contact["department"]) == ("課長", "第二通関部")
    for page in (hanako, ichiro):
        page.goto(f"/drafts/{pk}/contact/")
    unfold(hanako)
    hanako.get_by_label("役職名").fill("部長")
    press(hanako, "次へ進む")
    hanako.wait_for_url("**/list/")
    unfold(ichiro)
    ichiro.get_by_label("役職名").fill("主任")
    press(ichiro, "次へ進む")
    text = ichiro.get_by_role("main").inner_text()
    assert "部長" in text and "主任" in text
    assert Revision.objects.get().contact["title"] == "部長"
    context.close()
