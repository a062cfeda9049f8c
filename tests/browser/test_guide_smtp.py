"""Guide 'add an SMTP two-way server' walked by its labels with its own values, on both sides: drawing, works, ID notice,
papers, mails, connection test."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from nss.application.models import Application, Work
from nss.base import clock
from nss.calendar.days import add_business_days
from nss.contract.snapshot import load
from nss.notice.models import Mail
from tests import parts

from .steps import follow, go, number_on, press, shows, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def to_the_list(page: Any) -> None:
    """From the menu to S09 with the items ticked."""
    follow(page, "契約内容確認")
    follow(page, "一般NACCS")
    assert page.get_by_role("row", name=re.compile("09143.*27264C|27264C")).first.is_visible()
    follow(page, "契約情報を変更する")
    follow(page, "申込内容選択へ進む")
    page.get_by_label("一般NACCS端末の登録情報（追加・削除）").check()
    page.locator("input[name=wish_day]").nth(4).check()
    page.get_by_label("ほかの理由を入力する").check()
    page.get_by_label("ほかの理由（240文字以内）").fill("自社システムのSMTP双方向サーバを増設するため")
    press(page, "申込担当者の入力へ進む")
    press(page, "次へ進む")


def add_one_server(page: Any) -> None:
    go(page.get_by_role("link", name="変更 09143"))
    page.get_by_label("SMTPサーバ台数（SMTP双方向）").fill("１")
    press(page, "この内容で設定する")


def give_contact(page: Any) -> None:
    for label, text in (
        ("姓", "船舶"),
        ("名", "二郎"),
        ("姓（フリガナ）", "センパク"),
        ("名（フリガナ）", "ジロウ"),
        ("所属部課名", "システム部"),
        ("電話番号", "064-5678-9123"),
        ("FAX番号", "06456789124"),
    ):
        page.locator("fieldset").first.get_by_label(re.compile(rf"^{re.escape(label)}\s*(※必須|任意)")).fill(
            text
        )
    page.get_by_label("工事事務担当者に同じ").check()
    press(page, "次へ進む")


def test_an_smtp_server_is_added_with_the_drawn_diagram_from_sign_in_to_tcc(
    browser_page: Any, moved_clock: Any
) -> None:
    # Holds S09-S13, S15-S17, C17, C31, N09, P01, P02, D-57, T-03, T-09, X-03, X-08.
    page = browser_page
    office = parts.line_office()
    parts.person(office)
    parts.reviewer()
    sign_in(page, "NAC001", "hanako")
    to_the_list(page)
    add_one_server(page)
    lines = page.get_by_role("table", name="申込情報（回線）").inner_text()
    assert "変更" in lines and "09143" in lines
    terminals = page.get_by_role("table", name="申込情報（論理端末）").inner_text()
    assert "追加" in terminals and "SMTP" in terminals
    drawing = page.locator("#drawing svg").first
    for name in ("09143", "25130M", "27264C", "（発行前）", "SMTP"):
        assert name in drawing.evaluate("e => e.textContent")
    press(page, "この図で提出する")
    shows(page, "この図を提出します")
    press(page, "次へ進む")
    shows(page, "工事事務担当者")
    give_contact(page)
    text = page.get_by_role("main").inner_text()
    assert "まだ申込は完了していません" in text
    assert "リモート工事" in text and "数時間通信できない" in text and "船舶 二郎" in text
    press(page, "申込内容を登録する")
    number = number_on(page)
    sign_out(page)

    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=number))
    text = page.get_by_role("main").inner_text()
    assert "候補 60777S" in text and "10.20.13.249" in text
    application = Application.objects.get(number=number)
    day = add_business_days(clock.today(), 12)
    page.get_by_label("候補日 1").fill(f"{day:%Y/%m/%d}")
    press(page, "候補日を送る")
    shows(page, "候補日の提示")
    press(page, "審査を終了する")
    shows(page, "審査終了")
    sign_out(page)

    sign_in(page, "NAC001", "hanako")
    page.goto(f"/applications/{number}/works/")
    page.get_by_label(re.compile(f"{day:%Y/%m/%d}")).check()
    press(page, "この日で同意する")
    shows(page, "工事日確定")
    work = Work.objects.get()
    ics = page.request.get(f"/applications/{number}/works/{work.pk}.ics")
    assert f"DTSTART;TZID=Asia/Tokyo:{day:%Y%m%d}T090000" in ics.text()
    assert "BEGIN:VTIMEZONE" in ics.text()
    assert Mail.objects.filter(kind="M08").count() == 2
    page.goto(f"/applications/{number}/")
    counts = page.get_by_role("table", name="対象項目").inner_text()
    assert re.search(r"論理端末数\s+1\s+0\s+0", counts)
    follow(page, "ID通知内容")
    text = page.get_by_role("main").inner_text()
    assert "60777S" in text and "10.20.13.249" in text and "09143" in text
    page.goto(f"/applications/{number}/")
    assert page.request.get(f"/applications/{number}/form.pdf").body().startswith(b"%PDF")
    assert page.request.get(f"/applications/{number}/drawing.pdf").body().startswith(b"%PDF")
    application.refresh_from_db()
    moved_clock(application.start_date)
    page.reload()
    assert page.request.get(f"/applications/{number}/approval.pdf").body().startswith(b"%PDF")
    follow(page, "利用開始までの案内")
    page.get_by_label("確認日").fill(f"{clock.today():%Y/%m/%d}")
    page.get_by_role("radio", name="通信できなかった").check()
    press(page, "接続確認の結果を記録する")
    shows(page, "通信できなかったときの状況を入力してください")
    page.get_by_label(re.compile("^備考")).fill("TCCの応答がありません。")
    press(page, "接続確認の結果を記録する")
    sign_out(page)
    sign_in(page, "NACCS", "shinsa")
    follow(page, "工事調整")
    shows(page, "TCCの応答がありません")
    go(page.get_by_role("link", name=number).first)
    page.get_by_label("申込者への回答").fill("サーバ側のゲートウェイ設定をご確認ください。")
    press(page, "回答を送る")
    press(page, "工事の完了を記録する")
    sign_out(page)
    sign_in(page, "NAC001", "hanako")
    page.goto(f"/applications/{number}/works/")
    shows(page, "ゲートウェイ設定")
    names = {str(r.name) for r in load(office, clock.today(), ("terminal",)).of("terminal")}
    assert names == {"25130M", "27264C", "60777S"}


def test_without_drawing_and_contact_the_application_says_what_is_missing(browser_page: Any) -> None:
    # Holds S11, D-58.
    page = browser_page
    office = parts.line_office()
    parts.person(office)
    sign_in(page, "NAC001", "hanako")
    to_the_list(page)
    go(page.get_by_role("link", name="変更 09143"))
    press(page, "この内容で設定する")
    shows(page, "変更がありません")
    page.get_by_label("SMTPサーバ台数（SMTP双方向）").fill("1")
    press(page, "この内容で設定する")
    press(page, "次へ進む")
    page.goto(page.url.split("/item/")[0] + "/check/")
    press(page, "申込内容を登録する")
    text = page.get_by_role("main").inner_text()
    assert "システム構成図が必要です" in text and "回線工事の連絡先を入力してください" in text
    assert Application.objects.get().number is None


def test_the_guide_without_script_with_an_uploaded_drawing(
    live_server: Any, browser: Any, browser_context_args: dict[str, Any], tmp_path: Any
) -> None:
    # Holds F-19, F-23.
    from io import BytesIO

    from openpyxl import Workbook

    office = parts.line_office()
    parts.person(office)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, **browser_context_args)
    page = context.new_page()
    sign_in(page, "NAC001", "hanako")
    to_the_list(page)
    add_one_server(page)
    page.locator("summary", has_text="作成したファイルを添付する").click()
    blank = page.request.get(page.url.split("/item/")[0] + "/drawing.xlsx")
    assert blank.ok and blank.body().startswith(b"PK")
    out = BytesIO()
    Workbook().save(out)
    for name in ("システム構成図.xlsx", "システム構成図2.xlsx"):
        if not page.get_by_label("システム構成図のファイル").is_visible():
            page.locator("summary", has_text="作成したファイルを添付する").click()
        page.get_by_label("システム構成図のファイル").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": out.getvalue()}
        )
        press(page, "システム構成図を添付する")
    text = page.get_by_role("main").inner_text()
    assert "システム構成図2.xlsx" in text and "旧版" in text
    press(page, "次へ進む")
    give_contact(page)
    press(page, "申込内容を登録する")
    assert number_on(page)
    edits = Application.objects.get().revisions.get().edit_list
    assert [(e.action, e.kind, e.count) for e in edits] == [("add", "terminal", 1)]
    context.close()


def test_the_guide_without_script_with_the_drawn_diagram(
    live_server: Any, browser: Any, browser_context_args: dict[str, Any]
) -> None:
    # Holds X-03, F-23.
    office = parts.line_office()
    parts.person(office)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, **browser_context_args)
    page = context.new_page()
    sign_in(page, "NAC001", "hanako")
    to_the_list(page)
    add_one_server(page)
    expect(page.locator("#drawing svg").first).to_be_visible()
    press(page, "この図で提出する")
    press(page, "次へ進む")
    give_contact(page)
    press(page, "申込内容を登録する")
    assert number_on(page)
    revision = Application.objects.get().revisions.get()
    assert [(e.action, e.kind, e.count) for e in revision.edit_list] == [("add", "terminal", 1)]
    assert revision.extra["drawing"]["way"] == "drawn"
    context.close()


def test_the_guide_by_keyboard_alone(browser_page: Any) -> None:
    """Tab and Enter reach every control of S09 to S12 in the order of the page, and never stay caught."""
    page = browser_page
    office = parts.line_office()
    parts.person(office)
    sign_in(page, "NAC001", "hanako")
    to_the_list(page)
    page.get_by_role("link", name="変更 09143").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/line/09143/")
    reach(page, "SMTPサーバ台数（SMTP双方向）")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/list/")
    reach(page, "この図で提出する")
    page.keyboard.press("Enter")
    page.wait_for_url("**/list/#drawing")
    reach(page, "次へ進む")
    page.keyboard.press("Enter")
    page.wait_for_url("**/works/")
    for label, text in (
        ("姓", "船舶"),
        ("名", "二郎"),
        ("姓（フリガナ）", "センパク"),
        ("名（フリガナ）", "ジロウ"),
        ("電話番号", "0645678912"),
    ):
        reach(page, label)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    reach(page, "申込内容を登録する")
    page.keyboard.press("Enter")
    assert number_on(page)


def reach(page: Any, name: str) -> None:
    """Tab until the control of this name has the focus; its ring must be visible and nothing may cover it."""
    for _ in range(90):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const e = document.activeElement;
            const label = e.labels && e.labels[0] ? e.labels[0].innerText : e.innerText || '';
            const box = e.getBoundingClientRect(), style = getComputedStyle(e);
            const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            return [label.replace(/※必須|任意/g, '').trim(), parseFloat(style.outlineWidth), !!at && (at === e || e.contains(at) || at.contains(e))]; }"""
        )
        if found[0] == name:
            assert found[1] >= 2, f"no visible ring on {name}"
            assert found[2], f"{name} is covered"
            return
    raise AssertionError(f"{name} is not reached by Tab")
