"""Forms that come too late, walked by labels: at the Center after a session's end, and after somebody else's sign-in in another
tab; and a switch of the language under a half-filled form."""

from __future__ import annotations

import time
from typing import Any

import pytest

from nss.account.models import ParkedPost, PersonSession, Role
from nss.application.models import Application
from tests import parts

from .labels import go
from .steps import follow, press, shows, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEMO = "電話で確認済み。\n来週また連絡する。"


def end_sessions() -> None:
    """Every session has been idle for 31 minutes."""
    for s in PersonSession.objects.all():
        store = s.get_decoded()
        store["seen"] = time.time() - 31 * 60
        s.session_data = PersonSession.objects.encode(store)
        s.save()


def review_page(page: Any) -> str:
    """The review page of an application, with a memo typed; gives the number."""
    office = parts.guide_office()
    number = str(parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A")).number)
    parts.person(None, "shinsa", Role.REVIEWER)
    sign_in(page, "NACCS", "shinsa")
    page.goto(f"/center/applications/{number}/")
    page.get_by_label("内部メモ（申込者には表示されません）").fill(MEMO)
    return number


def test_a_memo_typed_before_the_session_ended_is_sent_again_by_one_button(browser_page: Any) -> None:
    # Holds F29, C33.
    page = browser_page
    number = review_page(page)
    end_sessions()
    press(page, "メモを保存する")
    shows(page, "もう一度送ることができます")
    page.get_by_label("事業所コード").fill("NACCS")
    page.get_by_label("担当者ID").fill("shinsa")
    page.get_by_label("契約手続き用パスワード").fill(parts.PASSWORD)
    go(page.get_by_role("button", name="ログイン", exact=True))
    shows(page, "送信されなかった入力")
    shows(page, f"内部メモ {number}")
    shows(page, "来週また連絡する。")
    assert Application.objects.get().memo == ""
    go(page.get_by_role("button", name="もう一度送る"))
    shows(page, "内部メモを保存しました")
    assert Application.objects.get().memo == MEMO


def test_the_form_of_one_person_is_shown_to_nobody_who_signs_in_in_another_tab(browser_page: Any) -> None:
    # Holds F29, F-07.
    page = browser_page
    review_page(page)
    parts.person(None, "betsu", Role.REVIEWER)
    other = page.context.new_page()
    other.goto("/center/")
    sign_out(other)
    sign_in(other, "NACCS", "betsu")
    press(page, "メモを保存する")
    shows(page, "別の担当者がログインしています")
    assert "来週また連絡する" not in page.content()
    page.goto("/unsent/")
    shows(page, "送信されなかった入力はありません")
    sign_out(page)
    sign_in(page, "NACCS", "shinsa")
    follow(page, "内容を確認する")
    shows(page, "来週また連絡する。")
    go(page.get_by_role("button", name="破棄する"))
    assert not ParkedPost.objects.exists()
    assert Application.objects.get().memo == ""


def test_a_switch_of_the_language_keeps_what_is_typed(browser_page: Any) -> None:
    # Holds F29.
    page = browser_page
    office = parts.guide_office()
    parts.person(office)
    sign_in(page, "NAC001", "hanako")
    page.goto("/apply/change/items/")
    page.get_by_label("ほかの理由を入力する").check()
    page.get_by_label("ほかの理由（240文字以内）").fill("移転のため")
    press(page, "English")
    assert page.get_by_label("Another reason (up to 240 characters)").input_value() == "移転のため"
    page.reload()
    assert page.get_by_label("Another reason (up to 240 characters)").input_value() == "", "once"


def test_what_is_typed_into_one_act_of_a_review_page_outlives_another_act(browser_page: Any) -> None:
    page = browser_page
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC"))
    parts.reviewer()
    sign_in(page, "NACCS", "shinsa")
    page.goto(f"/center/applications/{a.number}/")
    query = page.locator("form[action$='/query/']")
    refusal = page.locator("form[action$='/refuse/']")
    query.locator("textarea").first.fill("番号をご確認ください。")
    page.locator("summary", has_text="不承認").click()
    refusal.locator("textarea").first.fill("書きかけの理由")
    memo = page.locator("form[action$='/memo/']")
    memo.locator("textarea").fill("電話で確認した")
    go(memo.get_by_role("button", name="メモを保存する"))
    assert query.locator("textarea").first.input_value() == "番号をご確認ください。"
    assert refusal.locator("textarea").first.input_value() == "書きかけの理由"
    assert memo.locator("textarea").input_value() == "電話で確認した", "what was stored comes from the server"
    go(refusal.get_by_role("button"))
    page.goto(f"/center/applications/{a.number}/")
    assert page.locator("form[action$='/query/'] textarea").count() == 0 or (
        page.locator("form[action$='/query/'] textarea").first.input_value() == ""
    ), "once, and on the next page only"
