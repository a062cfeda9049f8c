"""料金プラン walked by labels: an item of one page, refused once, then filed and decided."""

from __future__ import annotations

from typing import Any

import pytest

from nss.application.models import Application
from nss.contract.snapshot import load
from tests import parts

from .steps import follow, go, number_on, press, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_plan_is_changed_from_the_first_of_a_month(browser_page: Any) -> None:
    # Holds D-39.
    page = browser_page
    office = parts.guide_office()
    parts.person(office)
    parts.reviewer()
    sign_in(page, "NAC001", "hanako")
    follow(page, "契約内容の変更")
    follow(page, "申込内容選択へ進む")
    page.get_by_label("料金プラン（AプランまたはBプランの選択）").check()
    page.locator("input[name=wish_day]").first.check()
    page.get_by_label("料金を見直すため").check()
    press(page, "申込担当者の入力へ進む")
    assert "1日だけを選べます" in page.get_by_role("main").inner_text()
    page.locator("input[name=wish_day]").first.check()
    press(page, "申込担当者の入力へ進む")
    press(page, "次へ進む")
    page.get_by_role("group", name="netNACCS").get_by_label("Aプラン").check()
    press(page, "次へ進む")
    assert "Bプランの方が安くなります" in page.get_by_role("main").inner_text()
    press(page, "申込内容を登録する")
    number = number_on(page)
    sign_out(page)
    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=number))
    press(page, "審査を終了する")
    start = Application.objects.get().start_date
    assert start.day == 1
    assert {r.values["tab"]: r.values["plan"] for r in load(office, start, ("plan",)).rows} == {
        "net": "A",
        "general": "A",
    }
