"""Back, two tabs, one submit, a session that ends, no script: nothing is lost, nothing is overwritten unseen."""

from __future__ import annotations

import re
import threading
import time
from typing import Any

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client

from nss.account.models import ParkedPost, PersonSession, Role
from nss.application.models import Application, Revision
from nss.notice.models import Mail
from tests import parts

from .steps import follow, go, number_on, press, shows, sign_in, unfold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def back(page: Any) -> None:
    """The browser's back button, as the page's own history takes it: DevTools' command fails now and then while
    Chromium swaps the frame of a page that has just loaded."""
    page.wait_for_load_state("load")
    with page.expect_navigation():
        page.evaluate("setTimeout(() => history.back(), 0)")


def draft_of(office: Any, who: Any) -> int:
    return parts.draft(office, who, parts.abolish(office, "1ANACA0A")).application_id


def memo_typed(page: Any, role: Role, memo: str) -> str:
    """Somebody of the Center has typed a memo on the review page and not sent it yet; the application's number."""
    office = parts.guide_office()
    number = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A")).number
    parts.person(None, "shinsa", role)
    sign_in(page, "NACCS", "shinsa")
    page.goto(f"/center/applications/{number}/")
    page.get_by_label("内部メモ（申込者には表示されません）").fill(memo)
    return number


def test_back_twice_shows_what_was_saved_and_after_filing_the_number(browser_page: Any) -> None:
    # Holds F-04, X-01.
    page = browser_page
    office = parts.guide_office()
    pk = draft_of(office, parts.person(office))
    sign_in(page, "NAC001", "hanako")
    page.goto(f"/drafts/{pk}/items/")
    press(page, "申込担当者の入力へ進む")
    page.wait_for_url("**/contact/")
    page.goto(f"/drafts/{pk}/check/")
    back(page)
    unfold(page)
    page.get_by_label("電話番号").fill("03-1234-5678")
    press(page, "次へ進む")
    page.wait_for_url("**/list/")
    back(page)
    page.reload()
    assert page.get_by_label("電話番号").input_value() == "0312345678"
    page.goto(f"/drafts/{pk}/check/")
    press(page, "申込内容を登録する")
    number = number_on(page)
    back(page)
    page.reload()
    shows(page, "受付済み")
    shows(page, number)
    assert Application.objects.count() == 1


def test_going_back_to_a_page_with_errors_asks_for_nothing(browser_page: Any) -> None:
    # Holds F-04.
    page = browser_page
    office = parts.guide_office()
    pk = draft_of(office, parts.person(office))
    sign_in(page, "NAC001", "hanako")
    page.goto(f"/drafts/{pk}/contact/")
    unfold(page)
    page.get_by_label("電話番号").fill("")
    press(page, "次へ進む")
    shows(page, "電話番号を入力してください")
    page.get_by_label("電話番号").fill("03-1234-5678")
    press(page, "次へ進む")
    page.wait_for_url("**/list/")
    back(page)
    assert page.get_by_label("電話番号").input_value().replace("-", "") == "0312345678"
    assert page.url.endswith(f"/drafts/{pk}/contact/")


def test_going_back_to_a_refusal_at_the_address_of_a_button_opens_the_page_of_the_form(
    browser_page: Any,
) -> None:
    # Holds F29.
    page = browser_page
    number = memo_typed(page, Role.APPROVER, "長" * 4001)
    press(page, "メモを保存する")
    shows(page, "実行できませんでした")
    assert page.url.endswith(f"/center/applications/{number}/")
    page.goto("/center/")
    back(page)
    shows(page, "内部メモ")
    assert page.url.endswith(f"/center/applications/{number}/")
    assert Application.objects.get().memo == ""


def test_a_form_sent_while_the_database_is_away_is_sent_again_from_the_page_that_keeps_it(
    browser_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Holds F29.
    page = browser_page
    memo_typed(page, Role.REVIEWER, "来週また連絡する。")

    def gone(*_: Any) -> None:
        raise OperationalError("the connection is closed")

    with monkeypatch.context() as away:
        away.setattr(CursorWrapper, "_execute", gone)
        press(page, "メモを保存する")
        shows(page, "この画面に残っています")
    shows(page, "来週また連絡する。")
    press(page, "もう一度送る")
    shows(page, "内部メモを保存しました")
    assert Application.objects.get().memo == "来週また連絡する。"


def test_two_tabs_on_one_page_merge_different_fields_and_ask_about_the_same(browser_page: Any) -> None:
    # Holds C34, F-05, F7.
    one = browser_page
    office = parts.guide_office()
    pk = draft_of(office, parts.person(office))
    sign_in(one, "NAC001", "hanako")
    two = one.context.new_page()
    for page in (one, two):
        page.goto(f"/drafts/{pk}/contact/")
    unfold(one)
    one.get_by_label("役職名").fill("課長")
    press(one, "次へ進む")
    unfold(two)
    two.get_by_label("所属部課名").fill("第二通関部")
    press(two, "次へ進む")
    contact = Revision.objects.get().contact
    assert (contact["title"], contact["department"]) == ("課長", "第二通関部")
    for page in (one, two):
        page.goto(f"/drafts/{pk}/contact/")
    unfold(one)
    one.get_by_label("役職名").fill("部長")
    press(one, "次へ進む")
    unfold(two)
    two.get_by_label("役職名").fill("主任")
    press(two, "次へ進む")
    text = two.get_by_role("main").inner_text()
    assert "部長" in text and "主任" in text
    assert Revision.objects.get().contact["title"] == "部長"
    two.get_by_label("自分の入力").check()
    press(two, "選んだ内容で保存する")
    assert Revision.objects.get().contact["title"] == "主任"


def test_twenty_submits_at_once_are_one_application_and_one_mail(live_server: Any) -> None:
    # Holds F-08, F6.
    office = parts.guide_office()
    who = parts.person(office)
    pk = draft_of(office, who)
    answers: list[str] = []

    def submit() -> None:
        from django.db import connection

        client = Client()
        client.force_login(who)
        page = client.get(f"/drafts/{pk}/check/").content.decode()
        found = re.search(r'name="digest" value="(\w+)"', page)
        answer = client.post(
            f"/drafts/{pk}/check/", {"digest": found.group(1) if found else "", "remark": ""}
        )
        answers.append(
            answer.headers.get("Location", "受付済み" if "受付済み" in answer.content.decode() else "?")
        )
        connection.close()

    threads = [threading.Thread(target=submit) for _ in range(20)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    number = Application.objects.get().number
    assert set(answers) <= {f"/applications/{number}/received/", "受付済み"}
    assert Mail.objects.filter(kind="M01").count() == 1


def test_a_form_sent_after_the_session_ended_comes_back_to_its_person_only(browser_page: Any) -> None:
    # Holds C33, F-07.
    page = browser_page
    office = parts.guide_office()
    who = parts.person(office)
    parts.person(office, "jiro")
    pk = draft_of(office, who)
    reason = "あ" * 200
    sign_in(page, "NAC001", "hanako")
    page.goto(f"/drafts/{pk}/start/")
    page.get_by_label("ほかの理由を入力する").check()
    page.evaluate("document.querySelector('form[data-autosave]').removeAttribute('data-autosave')")
    page.get_by_label("ほかの理由（240文字以内）").fill(reason)
    for s in PersonSession.objects.all():
        store = s.get_decoded()
        store["seen"] = time.time() - 31 * 60
        s.session_data = PersonSession.objects.encode(store)
        s.save()
    press(page, "保存して確認へ進む")
    shows(page, "入力中の内容は保存しています")
    assert ParkedPost.objects.count() == 1
    assert reason.encode() not in bytes(ParkedPost.objects.get().body)
    assert Revision.objects.get().reason == parts.REASON
    stranger = page.context.browser.new_context(base_url=page.url.split("/login")[0]).new_page()
    sign_in(stranger, "NAC001", "jiro")
    stranger.goto(f"/drafts/{pk}/start/")
    assert reason not in stranger.content()
    page.get_by_label("事業所コード").fill("NAC001")
    page.get_by_label("担当者ID").fill("hanako")
    page.get_by_label("契約手続き用パスワード").fill(parts.PASSWORD)
    go(page.get_by_role("button", name="ログイン", exact=True))
    assert page.get_by_label("ほかの理由（240文字以内）").input_value() == reason
    assert Application.objects.get().number is None
    assert Revision.objects.get().reason == parts.REASON


def test_guide_10_works_without_script(
    live_server: Any, browser: Any, browser_context_args: dict[str, Any]
) -> None:
    # Holds F-23.
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, **browser_context_args)
    page = context.new_page()
    office = parts.guide_office()
    parts.person(office)
    sign_in(page, "NAC001", "hanako")
    follow(page, "契約内容確認")
    page.get_by_role("checkbox", name="選択 1ANACA0A").check()
    press(page, "選択した利用者IDを廃止する")
    page.locator("input[name=wish_day]").first.check()
    page.get_by_label("利用者の減少により").check()
    press(page, "保存して確認へ進む")
    page.get_by_label("変更申込の備考").fill("スクリプトなし")
    press(page, "申込内容を登録する")
    assert number_on(page)
    assert Revision.objects.get().remark == "スクリプトなし"
    context.close()


def test_guide_10_works_by_keyboard_alone(browser_page: Any) -> None:
    page = browser_page
    office = parts.guide_office()
    parts.person(office)

    def go(name: str, role: str, keys: str) -> None:
        """Tab to the control with this name; it must be visible, ringed and uncovered when it is reached."""
        for _ in range(120):
            page.keyboard.press("Tab")
            here = page.evaluate(
                "() => { const e = document.activeElement; const l = e.labels && e.labels[0]; const r = e.getBoundingClientRect();"
                " const at = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);"
                " return {text: (l ? l.innerText : e.innerText) || e.getAttribute('aria-label') || '', tag: e.tagName,"
                " ring: getComputedStyle(e).outlineStyle !== 'none' && parseFloat(getComputedStyle(e).outlineWidth) >= 2,"
                " free: !!at && (e.contains(at) || at.contains(e))}; }"
            )
            if name in here["text"] and here["tag"] in role:
                assert here["ring"], f"no ring on {name}"
                assert here["free"], f"{name} is covered"
                page.keyboard.press(keys)
                return
        raise AssertionError(f"{name} was not reached by Tab")

    sign_in(page, "NAC001", "hanako")
    go("契約内容確認", "A", "Enter")
    page.wait_for_url("**/contract/**")
    go("1ANACA0A", "INPUT", "Space")
    go("選択した利用者IDを廃止する", "BUTTON", "Enter")
    page.wait_for_url("**/start/")
    go("年", "INPUT", "Space")
    go("利用者の減少により", "INPUT", "Space")
    go("保存して確認へ進む", "BUTTON", "Enter")
    page.wait_for_url("**/check/")
    go("申込内容を登録する", "BUTTON", "Enter")
    page.wait_for_url("**/received/")
    assert number_on(page)
