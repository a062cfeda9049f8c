"""A whole code from selection to papers across its start date; the password window crossed in the browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from nss.application import after_decision, decision
from nss.application.models import Application
from nss.issuing.models import Secret
from tests import parts

from .steps import follow, go, number_on, press, shows, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_whole_code_ends_with_the_numbers_of_both_tabs(browser_page: Any, moved_clock: Any) -> None:
    # Holds D-33, X-06.
    page = browser_page
    office = parts.guide_office()
    parts.person(office)
    parts.reviewer()
    sign_in(page, "NAC001", "hanako")
    follow(page, "契約内容確認")
    follow(page, "利用者コード全体")
    page.get_by_role("checkbox", name="選択 1ANACA0A").check()
    press(page, "選択した利用者コードを廃止する")
    page.locator("input[name=wish_day]").first.check()
    page.get_by_label("業務の統合により").check()
    press(page, "保存して確認へ進む")
    text = page.get_by_role("main").inner_text()
    assert "利用者コード1ANACも廃止になります" in text and "1ANACA01" in text
    press(page, "申込内容を登録する")
    number = number_on(page)
    sign_out(page)
    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=number))
    press(page, "審査を終了する")
    sign_out(page)
    sign_in(page, "NAC001", "hanako")
    page.goto(f"/applications/{number}/ids/")
    text = page.get_by_role("main").inner_text()
    assert "1ANACA01" in text and "1ANACA0A" in text
    moved_clock(Application.objects.get(number=number).start_date)
    assert page.request.get(f"/applications/{number}/approval.pdf").body().startswith(b"%PDF")
    page.goto("/contract/?tab=code")
    shows(page, "このタブに利用者IDはありません")
    page.goto("/contract/?tab=history")
    shows(page, "1ANAC")


def test_the_password_window_closes_two_business_days_after_the_start(
    browser_page: Any, moved_clock: Any
) -> None:
    # Holds D-44, X-09.
    page = browser_page
    office = parts.guide_office()
    who = parts.person(office)
    a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    decision.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)
    after_decision.setting_done(a.pk, parts.Person.objects.get(login_id="shinsa"), "受領")
    last = Secret.objects.get().closes_on
    sign_in(page, "NAC001", "hanako")
    moved_clock(last)
    page.goto(f"/applications/{a.number}/ids/")
    expect(page.get_by_role("button", name="表示する 1ANACA0B")).to_be_visible()
    moved_clock(last + timedelta(days=1))
    with page.expect_response("**/reveal/") as answer:
        press(page, "表示する 1ANACA0B")
    assert answer.value.status == 403
    shows(page, "参照期間外")
    page.goto(f"/applications/{a.number}/ids/")
    shows(page, "参照期間終了")
