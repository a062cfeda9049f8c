"""Guide ⑩ walked by visible labels in a real Chromium, on both sides: from sign-in to ID notice, papers and mails."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from nss.application import decision, sweeps
from nss.application.models import Application
from nss.base import clock
from nss.contract.snapshot import load
from nss.notice.models import Mail
from tests import parts

from .steps import follow, go, number_on, press, shows, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


COUNTER = """
for (const kind of ["click", "keydown"])
  addEventListener(kind, e => {
    if (e.isTrusted && e.detail !== 0 || kind === "keydown")
      sessionStorage[kind] = Number(sessionStorage[kind] || 0) + 1;
  }, true);
"""
"""Counts what the browser itself saw: clicks of a pointer and keys, over all pages of the tab."""


def counted(page: Any, kind: str) -> int:
    return int(page.evaluate("kind => sessionStorage[kind] || 0", kind))


def start_counting(page: Any) -> None:
    page.context.add_init_script(COUNTER)
    page.reload()
    page.evaluate("sessionStorage.clear()")


def test_the_standard_route_abolishes_a0a_and_reaches_the_id_notice(
    browser_page: Any, moved_clock: Any
) -> None:
    # Holds S02-S08, S12, S13, S15, S16, P01, P02, D-63, F-11, X-12.
    page = browser_page
    office = parts.guide_office()
    parts.person(office, email="tsukan-hanako@naccs.jp")
    parts.reviewer()
    sign_in(page, "NAC001", "hanako")
    follow(page, "契約内容確認")
    follow(page, "netNACCS")
    expect(page.get_by_role("row", name=re.compile("1ANAC.*A0A"))).to_be_visible()
    follow(page, "契約情報を変更する")
    follow(page, "申込内容選択へ進む")
    page.get_by_label("利用者コード（追加・変更・削除）").check()
    page.locator("input[name=wish_day]").first.check()
    page.get_by_label("利用者の減少により").check()
    press(page, "申込担当者の入力へ進む")
    assert page.get_by_label("姓", exact=False).first.input_value() == "通関"
    press(page, "次へ進む")
    go(page.get_by_role("link", name="変更 1ANACA0A"))
    page.get_by_label("1ANACA0Aを廃止する").check()
    press(page, "この内容で設定する")
    assert "廃止" in page.get_by_role("table", name="申込情報").inner_text()
    press(page, "次へ進む")
    shows(page, "まだ申込は完了していません")
    press(page, "申込内容を登録する")
    number = number_on(page)
    shows(page, "tsukan-hanako@naccs.jp")
    assert Mail.objects.filter(kind="M01").count() == 1
    follow(page, "契約内容確認")
    assert "申込中" in page.get_by_role("row", name=re.compile("A0A")).inner_text()
    sign_out(page)

    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=number))
    shows(page, "適合")
    press(page, "審査を終了する")
    shows(page, "審査終了")
    sign_out(page)

    sign_in(page, "NAC001", "hanako")
    go(page.get_by_role("button", name=f"詳細 {number}"))
    shows(page, "審査終了")
    assert not page.get_by_role("link", name="承認通知を出力する").count()
    form = page.request.get(f"/applications/{number}/form.pdf")
    assert form.ok and form.body().startswith(b"%PDF")
    assert page.request.get(f"/applications/{number}/approval.pdf").status == 404
    follow(page, "ID通知内容")
    shows(page, "1ANACA0A")
    follow(page, "申込内容参照に戻る")

    application = Application.objects.get(number=number)
    moved_clock(application.start_date)
    page.reload()
    shows(page, "利用開始済み")
    approval = page.request.get(f"/applications/{number}/approval.pdf")
    assert approval.ok and approval.body().startswith(b"%PDF")
    follow(page, "契約内容確認")
    assert not page.get_by_role("row", name=re.compile("A0A")).count()
    assert Mail.objects.get(kind="M02").subject.startswith("【NSS】利用申込確認完了のお知らせ")


def test_the_fast_route_takes_eight_interactions_and_no_typed_character(browser_page: Any) -> None:
    # Holds.
    page = browser_page
    office = parts.guide_office()
    parts.person(office)
    sign_in(page, "NAC001", "hanako")
    start_counting(page)
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    for act in (
        lambda: follow(page, "契約内容確認"),
        lambda: follow(page, "利用者コード全体"),
        lambda: page.get_by_role("checkbox", name="選択 1ANACA0A").check(),
        lambda: press(page, "選択した利用者コードを廃止する"),
        lambda: page.locator("input[name=wish_day]").first.check(),
        lambda: page.get_by_label("業務の統合により").check(),
        lambda: press(page, "保存して確認へ進む"),
        lambda: press(page, "申込内容を登録する"),
    ):
        act()
    assert number_on(page)
    assert 5 <= counted(page, "click") <= 8
    assert counted(page, "keydown") == 0
    assert len(loads) <= 6
    edits = Application.objects.get().revisions.get().edit_list
    assert {e.kind for e in edits} == {"user_id", "user_code"}


def test_the_standard_route_takes_fourteen_interactions_and_no_typed_character(browser_page: Any) -> None:
    # Holds X-14.
    page = browser_page
    parts.person(parts.guide_office())
    sign_in(page, "NAC001", "hanako")
    acts = (
        lambda: follow(page, "契約内容確認"),
        lambda: follow(page, "netNACCS"),
        lambda: follow(page, "契約情報を変更する"),
        lambda: follow(page, "申込内容選択へ進む"),
        lambda: page.get_by_label("利用者コード（追加・変更・削除）").check(),
        lambda: page.locator("input[name=wish_day]").first.check(),
        lambda: page.get_by_label("利用者の減少により").check(),
        lambda: press(page, "申込担当者の入力へ進む"),
        lambda: press(page, "次へ進む"),
        lambda: go(page.get_by_role("link", name="変更 1ANACA0A")),
        lambda: page.get_by_label("1ANACA0Aを廃止する").check(),
        lambda: press(page, "この内容で設定する"),
        lambda: press(page, "次へ進む"),
        lambda: press(page, "申込内容を登録する"),
    )
    start_counting(page)
    for act in acts:
        act()
    assert number_on(page)
    assert 10 <= counted(page, "click") <= 14
    assert counted(page, "keydown") == 0


def test_a_query_is_answered_at_its_field_and_filed_again_then_withdrawn(browser_page: Any) -> None:
    # Holds C06-C08, N03, X-07, F-13.
    page = browser_page
    office = parts.guide_office()
    parts.person(office)
    parts.reviewer()
    a = parts.filed(office, office.people.get(), parts.abolish(office, "1ANACA0A"))
    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=a.number))
    page.get_by_label("変更する理由へのコメント").fill("退職者の人数を補記してください。")
    press(page, "確認事項を送る")
    sign_out(page)
    sign_in(page, "NAC001", "hanako")
    go(page.get_by_role("link", name=f"【{a.number}】確認事項に回答してください。"))
    shows(page, "退職者の人数")
    press(page, "この項目を修正する")
    page.get_by_label("ほかの理由を入力する").check()
    page.get_by_label("ほかの理由（240文字以内）").fill("退職者2名のため")
    press(page, "申込担当者の入力へ進む")
    shows(page, "確認事項への回答")
    page.get_by_label("回答").fill("2名と補記しました。")
    press(page, "回答を送信して再提出する")
    assert number_on(page) == a.number
    sign_out(page)
    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=a.number))
    text = page.get_by_role("main").inner_text()
    assert "2名と補記しました。" in text and "退職者2名のため" in text and "再提出" in text
    sign_out(page)
    sign_in(page, "NAC001", "hanako")
    page.goto(f"/applications/{a.number}/")
    follow(page, "取り下げる")
    press(page, "取り下げる")
    shows(page, "取下げの理由を入力してください")
    page.get_by_label("取下げの理由").fill("見直しのため")
    page.get_by_label("この申込を取り下げることを確認しました").check()
    press(page, "取り下げる")
    shows(page, "取り下げました")
    assert parts.names_on(office, clock.today()) == {"1ANACA01", "1ANACA0A"}


def test_a_shared_code_ends_after_two_offices_agree(browser_page: Any) -> None:
    # Holds C25, X-05.
    page = browser_page
    offices = parts.shared_offices()
    for o in offices:
        parts.person(o)
    parts.reviewer()
    sign_in(page, "NAC001", "hanako")
    follow(page, "契約内容確認")
    follow(page, "利用者コード全体")
    page.get_by_role("checkbox", name="選択 1BNACB01").check()
    press(page, "選択した利用者コードを廃止する")
    page.locator("input[name=wish_day]").first.check()
    page.get_by_label("業務の統合により").check()
    press(page, "保存して確認へ進む")
    shows(page, "同意を依頼します")
    press(page, "申込内容を登録する")
    number = number_on(page)
    sign_out(page)
    for o in offices[1:]:
        sign_in(page, o.code, "hanako")
        go(page.get_by_role("link", name=re.compile("同意の依頼があります")))
        text = page.get_by_role("main").inner_text()
        assert "B01" not in text.replace("1BNAC", "")
        page.get_by_label("同意する", exact=True).check()
        press(page, "回答する")
        sign_out(page)
    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=number))
    press(page, "審査を終了する")
    shows(page, "審査終了")
    start = Application.objects.get(number=number).start_date
    for o in offices:
        assert not load(o, start, ("user_code",)).where("user_code", code="1BNAC")


def test_a_missed_setting_deadline_makes_the_application_void_and_says_so(
    browser_page: Any, moved_clock: Any
) -> None:
    # Holds D-43, X-10.
    page = browser_page
    office = parts.guide_office()
    who = parts.person(office)
    a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    decision.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)
    sign_in(page, "NAC001", "hanako")
    follow(page, f"【{a.number}】利用者コード1ANACのシステム設定の申込が必要です")
    shows(page, "システム設定待ち")
    go(page.get_by_role("link", name="ID通知内容"))
    press(page, "表示する 1ANACA0B")
    secret = page.locator("#secret-text").inner_text()
    assert re.fullmatch(r"[A-Z0-9]{8}", secret)
    a.refresh_from_db()
    moved_clock(a.start_date)
    sweeps.sweep_deadlines()
    page.goto(f"/applications/{a.number}/")
    shows(page, "無効")
    page.goto("/")
    shows(page, "無効になりました")
    for mail in Mail.objects.all():
        assert secret not in mail.body + mail.subject
    assert parts.names_on(office, a.start_date) == {"1ANACA01", "1ANACA0A"}
