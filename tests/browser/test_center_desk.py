"""The Center runs the service from the pages: masters, announcements, people, an office's view, the record, mails."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from nss.account.models import Role
from nss.base import clock
from nss.calendar.verdict import Need
from nss.notice.models import Mail
from nss.procedure.kit import schedule
from tests import parts

from .steps import follow, go, number_on, press, shows, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def admin() -> None:
    parts.person(None, "kanri", Role.ADMIN, names=("管理", "太郎", "カンリ タロウ"))


def other_tab(page: Any, browser: Any, live_server: Any, who: str) -> Any:
    tab = browser.new_context(
        base_url=live_server.url, locale="ja-JP", viewport={"width": 1280, "height": 900}
    ).new_page()
    tab.set_default_timeout(15000)
    sign_in(tab, "NACCS", who)
    return tab


def test_on_a_phone_what_a_change_touches_stands_under_a_heading_that_reads_across(browser_page: Any) -> None:
    # Holds N08, F-24.
    admin()
    office = parts.guide_office()
    edits = parts.abolish(office, "1ANACA0A")
    filed = parts.filed(office, parts.person(office), edits, wish_date=parts.wish(edits))
    page = browser_page
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, "NACCS", "kanri")
    page.goto("/center/masters/closed/")
    page.locator("input[name=day]").fill(f"{filed.wish_on:%Y/%m/%d}")
    page.locator("input[name=name_ja]").fill("臨時休業")
    press(page, "追加する")
    heading = page.get_by_text("影響する申込・工事", exact=True)
    expect(heading).to_be_visible()
    assert heading.bounding_box()["width"] > 200 and heading.bounding_box()["height"] < 60


def test_a_day_that_the_center_takes_out_between_choice_and_filing_is_caught_without_loss(
    browser_page: Any, browser: Any, live_server: Any
) -> None:
    # Holds N07, X-04.
    page = browser_page
    office = parts.guide_office()
    parts.person(office)
    admin()
    sign_in(page, "NAC001", "hanako")
    follow(page, "契約内容確認")
    follow(page, "利用者コード全体")
    page.get_by_role("checkbox", name="選択 1ANACA0A").check()
    press(page, "選択した利用者IDを廃止する")
    page.locator("input[name=wish_day]").first.check()
    page.get_by_label("利用者の減少により").check()
    press(page, "保存して確認へ進む")
    page.get_by_label("変更申込の備考").fill("至急ではありません")
    wish = schedule.offered(clock.today(), Need(), 1)[0]

    center = other_tab(page, browser, live_server, "kanri")
    center.goto("/center/calendar/")
    go(center.get_by_role("link", name=f"変更する {wish:%Y/%m/%d}"))
    center.get_by_label("登録日とする").uncheck()
    center.get_by_label("備考").fill("システム更改のため")
    press(center, "追加する")
    assert "システム更改のため" in center.get_by_role("table").inner_text()

    press(page, "申込内容を登録する")
    main = page.get_by_role("main").inner_text()
    assert "もう一度ご確認ください" in main and "システム登録日ではない" in main
    assert page.get_by_label("変更申込の備考").input_value() == "至急ではありません"
    offered = schedule.offered(clock.today(), Need(), 1)[0]
    assert offered != wish
    go(page.get_by_role("button", name=f"{offered.year}年{offered.month}月{offered.day}日").first)
    assert page.get_by_label("変更申込の備考").input_value() == "至急ではありません"
    press(page, "申込内容を登録する")
    assert number_on(page)
    center.context.close()


def test_an_announcement_and_a_blackout_reach_the_offices_and_end(
    browser_page: Any, browser: Any, live_server: Any
) -> None:
    # Holds N16.
    page = browser_page
    office = parts.guide_office()
    parts.person(office)
    admin()
    center = other_tab(page, browser, live_server, "kanri")
    now = clock.now()
    follow(center, "マスタ")
    follow(center, "お知らせの配信")
    for label, text in (
        ("件名 ※必須", "年末年始の受付"),
        ("件名（英語）", "Turn of the year"),
        ("本文 ※必須", "12月29日から休業します。"),
        ("本文（英語）", "Closed from 29 December."),
        ("開始", f"{now - timedelta(hours=1):%Y/%m/%d %H:%M}"),
        ("終了", f"{now + timedelta(days=2):%Y/%m/%d %H:%M}"),
    ):
        center.get_by_label(label).fill(text)
    center.get_by_label("全員（ログイン前の画面を含む）").check()
    press(center, "追加する")
    page.goto("/login/")
    shows(page, "年末年始の受付")
    press(page, "English")
    shows(page, "Closed from 29 December.")
    press(page, "日本語")
    sign_in(page, "NAC001", "hanako")
    shows(page, "12月29日から休業します。")

    center.goto("/center/masters/blackout/")
    center.get_by_label("開始").fill("明日")
    center.get_by_label("終了").fill(f"{now + timedelta(hours=3):%Y/%m/%d %H:%M}")
    center.get_by_label("理由 ※必須").fill("システム更改")
    press(center, "追加する")
    assert "日時を入力してください" in center.get_by_role("alert").inner_text()
    assert center.get_by_label("理由 ※必須").input_value() == "システム更改"
    center.get_by_label("開始").fill(f"{now - timedelta(hours=1):%Y/%m/%d %H:%M}")
    press(center, "追加する")
    page.goto("/")
    shows(page, "システム更改")
    go(center.get_by_role("link", name="開く"))
    press(center, "この行を削除する")
    page.wait_for_timeout(1100)
    page.goto("/")
    assert "システム更改" not in page.get_by_role("main").inner_text()
    center.context.close()


def test_a_lost_sign_in_is_helped_and_the_office_is_seen_as_it_sees_itself(browser_page: Any) -> None:
    # Holds N18.
    page = browser_page
    office = parts.guide_office()
    parts.person(office, email="hanako@example.jp")
    admin()
    sign_in(page, "NACCS", "kanri")
    follow(page, "事業所")
    page.get_by_label("検索する語").fill("1ANACA0A")
    press(page, "検索")
    follow(page, "担当者を管理する")
    press(page, "パスワード再設定の案内を送る 通関 花子")
    shows(page, "理由を入力してください")
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="通関 花子"))
    card.get_by_label("理由").fill("電話での依頼（折り返しで確認済み）")
    press(page, "パスワード再設定の案内を送る 通関 花子")
    assert "案内を送りました" in page.get_by_role("status").first.inner_text()
    link = parts.link_in(Mail.objects.get(to=["hanako@example.jp"]))
    page.goto("/center/offices/NAC001/")
    page.get_by_label("閲覧の理由").fill("問い合わせ対応")
    press(page, "事業所として閲覧する")
    follow(page, "契約内容確認")
    shows(page, "1ANAC")
    assert "閲覧中" in page.get_by_role("region", name="事業所としての閲覧").inner_text()
    press(page, "閲覧を終了する")
    page.get_by_role("heading", name="受付箱").wait_for()
    follow(page, "操作記録")
    go(page.get_by_role("link", name="ログイン・管理操作"))
    text = page.get_by_role("table").inner_text()
    assert "事業所としての閲覧" in text and "問い合わせ対応" in text and "パスワード再設定の案内" in text
    sign_out(page)
    page.goto(link)
    page.get_by_label("新しいパスワード ※必須").fill("a sentence nobody guesses")
    page.get_by_label("新しいパスワード（確認用）").fill("a sentence nobody guesses")
    page.get_by_role("main").get_by_role("button").last.click()
    page.get_by_label("事業所コード").fill("NAC001")
    page.get_by_label("担当者ID").fill("hanako")
    page.get_by_label("契約手続き用パスワード").fill("a sentence nobody guesses")
    press(page, "ログイン")
    page.get_by_role("heading", name="メニュー一覧").wait_for()


def test_failed_mails_jobs_figures_and_the_history_of_a_row_are_found(browser_page: Any) -> None:
    # Holds N17, N19, N20.
    page = browser_page
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    Mail.objects.update(state="failed", last_error="550")
    admin()
    sign_in(page, "NACCS", "kanri")
    go(page.get_by_role("link", name=a.number))
    press(page, "審査を終了する")
    go(page.get_by_role("link", name="メール", exact=True))
    page.get_by_label("状態").select_option("failed")
    press(page, "絞り込む")
    go(page.get_by_role("link", name="利用申込受付完了"))
    press(page, "もう一度送信する")
    assert "再送を予約しました" in page.get_by_role("status").first.inner_text()
    follow(page, "自動処理")
    shows(page, "保存期間")
    follow(page, "統計")
    shows(page, "回答までの日数")
    follow(page, "操作記録")
    go(page.get_by_role("link", name="データの変更"))
    page.locator("#event").select_option(label="識別番号")
    press(page, "絞り込む")
    text = page.get_by_role("table").inner_text()
    assert "NACCS/kanri" in text and "変更" in text
    with page.expect_download() as download:
        go(page.get_by_role("link", name="CSVでダウンロードする"))
    assert "NACCS/kanri" in download.value.path().read_text(encoding="utf-8-sig")


def test_a_mistake_in_the_register_is_set_right_by_two_people_and_the_office_reads_of_it(
    browser_page: Any,
) -> None:
    page = browser_page
    office = parts.guide_office()
    parts.person(office)
    parts.reviewer()
    parts.second()
    sign_in(page, "NACCS", "shinsa")
    page.goto("/center/offices/?q=NAC001")
    follow(page, "契約台帳を見る")
    go(page.get_by_role("navigation", name="契約情報の種類").get_by_role("link", name="契約者", exact=True))
    go(page.get_by_role("link", name=re.compile("^訂正 契約者")))
    press(page, "訂正を登録する")
    shows(page, "訂正の理由を入力してください")
    page.get_by_label("契約者の役職").fill("代表取締役社長")
    page.get_by_label(re.compile("^訂正の理由")).fill("登録時の誤記のため")
    press(page, "訂正を登録する")
    shows(page, "（別の担当者の確認待ち）")
    assert not page.get_by_role("button", name=re.compile("訂正を反映する")).count()
    sign_out(page)
    sign_in(page, "NACCS", "kakunin")
    shows(page, "契約台帳の訂正が1件、別の担当者の確認を待っています")
    go(page.get_by_role("main").get_by_role("link", name="NAC001"))
    go(page.get_by_role("button", name=re.compile("訂正を反映する")))
    shows(page, "訂正を反映しました")
    expect(page.get_by_role("row", name=re.compile("代表取締役社長"))).to_be_visible()
    sign_out(page)
    sign_in(page, "NAC001", "hanako")
    shows(page, "契約者の登録内容を訂正しました：契約者の役職")
