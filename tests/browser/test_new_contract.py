"""新規申込: a company new to NACCS gets a temporary account, enters a whole contract with a break, and is given its codes; an
existing company adds an office; an office invites a new one to joint use."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from nss.account.models import OneTimeLink, Person
from nss.application.models import Application
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
from nss.notice.models import Mail
from tests import parts
from tests.procedure.other.steps import consulted
from tests.procedure.samples import stocked

from .labels import fill
from .steps import follow, go, number_on, press, shows, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADS = {"申込内容の選択": "変更申込内容 入力", "確認": "新規申込 入力確認"}
CODE = r"T\d{5}"


def account(page: Any) -> str:
    """From the sign-in page to a password; gives the temporary office code."""
    page.goto("/login/")
    follow(page, "はじめてご利用の方（新規申込）")
    press(page, "仮アカウントを発行する")
    shows(page, "利用規程への同意が必要です")
    for label, text in (
        ("会社名", "みらい通商株式会社"),
        ("姓", "未来"),
        ("名", "花子"),
        ("姓（フリガナ）", "みらい"),
        ("名（フリガナ）", "ハナコ"),
        ("電話番号", "03-1234-5678"),
        ("E-mailアドレス", "hanako@mirai.example"),
    ):
        fill(page, label, text)
    page.get_by_label(re.compile("利用規程.*同意する")).check()
    press(page, "仮アカウントを発行する")
    shows(page, "hanako@mirai.example")
    mail = Mail.objects.get(kind="account")
    code = re.search(CODE, mail.subject).group(0)
    address = parts.link_in(mail)
    page.goto(address)
    for box in page.locator("input[type=password]").all():
        box.fill(parts.PASSWORD)
    page.get_by_role("main").locator("button.primary").click()
    sign_in(page, code, "kari")
    return code


def step(page: Any, title: str) -> None:
    """Open a step of the draft by its name, leaving and coming back as one likes."""
    page.get_by_role("navigation", name="申込の手順").get_by_role("link", name=title, exact=True).click()
    page.get_by_role("heading", level=1, name=HEADS.get(title, title)).wait_for()


def enter_all(page: Any, of_company: bool) -> None:
    step(page, "新規申込 入力")
    if of_company:
        fill(page, "希望する企業略称", "ｍｒｉ")
    press(page, "次へ進む")
    step(page, "企業・事業所 入力")
    if of_company:
        fill(page, "企業名", "みらい通商株式会社")
    for label, text in (
        ("事業所名", "本店"),
        ("郵便番号", "135-0064"),
        ("所在地", "東京都江東区青海2-7-11"),
        ("電話番号", "0312345678"),
    ):
        fill(page, label, text)
    press(page, "次へ進む")
    step(page, "契約者 入力")
    fill(page, "契約者名", "未来 太郎")
    fill(page, "契約者の役職", "代表取締役")
    press(page, "次へ進む")
    if of_company:
        step(page, "本社情報 入力")
        fill(page, "本社郵便番号", "1350064")
        fill(page, "本社所在地", "東京都江東区青海2-7-11")
        fill(page, "本社電話番号", "0312345678")
        press(page, "次へ進む")
    step(page, "システム管理責任者 入力")
    for label, text in (
        ("管理責任者氏名", "未来 次郎"),
        ("管理責任者氏名（フリガナ）", "ミライ ジロウ"),
        ("管理責任者電話番号", "0312345678"),
        ("管理責任者E-mail", "jiro@mirai.example"),
    ):
        fill(page, label, text)
    press(page, "次へ進む")
    step(page, "利用者コード 入力")
    follow(page, "新規に利用者コードを追加する")
    page.get_by_role("group", name="システム区分").get_by_label("海上").check()
    page.locator("input[name=add_business_0][value='01']").check()
    page.locator("select[name=add_method_0]").select_option("interactive")
    page.locator("input[name=add_count_0]").fill("2")
    for name in ("stats_paid", "stats_free", "bonded_storage"):
        page.locator(f"input[name={name}][value='0']").check()
    press(page, "この内容で設定する")
    step(page, "料金プラン 入力")
    page.get_by_role("group", name="一般NACCS").get_by_label("Aプラン").check()
    press(page, "次へ進む")
    step(page, "請求先登録情報 入力")
    for label, text in (
        ("請求先名", "みらい通商株式会社"),
        ("請求先郵便番号", "1350064"),
        ("請求書送付先", "東京都江東区青海2-7-11"),
    ):
        fill(page, label, text)
    press(page, "次へ進む")
    step(page, "請求先担当者 入力")
    for label, text in (
        ("請求先担当者氏名", "経理 花"),
        ("請求先電話番号", "0312345678"),
        ("請求先E-mail", "keiri@mirai.example"),
    ):
        fill(page, label, text)
    press(page, "次へ進む")
    step(page, "支払の方法 入力")
    page.get_by_label("銀行振込").check()
    press(page, "次へ進む")
    step(page, "申込内容の選択")
    page.locator("input[name=wish_day]").nth(3).check()
    press(page, "申込担当者の入力へ進む")
    step(page, "確認")


def approve(page: Any, number: str) -> None:
    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=number))
    press(page, "審査を終了する")
    assert "実行できませんでした" not in page.get_by_role("main").inner_text()
    sign_out(page)


def test_a_new_company_enters_its_contract_with_a_break_and_gets_its_codes(browser_page: Any) -> None:
    # Holds C01, C02, D-08, D-31, D-51.
    page = browser_page
    parts.reviewer()
    code = account(page)
    follow(page, "新規申込の入力を続ける")
    step(page, "確認")
    press(page, "申込内容を登録する")
    shows(page, "変更内容がありません")
    enter_all(page, of_company=True)
    sign_out(page)
    sign_in(page, code, "kari")
    follow(page, "新規申込の入力を続ける")
    step(page, "確認")
    shows(page, "みらい通商株式会社")
    press(page, "申込内容を登録する")
    number = number_on(page)
    sign_out(page)
    approve(page, number)
    office = Office.objects.get(former_code=code)
    assert (office.code, office.provisional) == ("MRI001", False)
    a = Application.objects.get(number=number)
    rows = load(office, a.start_date, ROW_TYPES)
    assert {r.values["code"] for r in rows.of("user_code")} == {"1AMRI"}
    assert len(rows.of("user_id")) == 2
    assert {r.kind for r in rows.rows} >= {
        "company",
        "office",
        "holder",
        "head_office",
        "manager",
        "plan",
        "billing",
        "payment",
    }
    sign_in(page, code, "kari")  # the temporary code leads on; so does the new one
    page.goto(f"/applications/{number}/ids/")
    shows(page, "MRI001")
    press(page, "表示する 1AMRIA01")
    sign_out(page)
    sign_in(page, "MRI001", "kari")
    expect(page.get_by_role("heading", level=1, name="メニュー")).to_be_visible()


def test_an_existing_company_adds_an_office(browser_page: Any) -> None:
    # Holds C03, D-51.
    page = browser_page
    parts.reviewer()
    office = stocked()
    parts.person(office)
    sign_in(page, "NAC001", "hanako")
    follow(page, "新規申込（事業所の追加）")
    press(page, "新規申込を始める")
    shows(page, "同意が必要です")
    page.get_by_label(re.compile("同意する")).check()
    press(page, "新規申込を始める")
    enter_all(page, of_company=False)
    press(page, "申込内容を登録する")
    number = number_on(page)
    sign_out(page)
    approve(page, number)
    made = Office.objects.get(code="NAC002")
    assert made.company_id == office.company_id
    assert Person.objects.get(office=made).username == "NAC002/hanako"
    assert not OneTimeLink.objects.filter(person__office=made).exists()
    sign_in(page, "NAC001", "hanako")
    page.goto(f"/applications/{number}/ids/")
    shows(page, "NAC002")
    assert settings.PUBLIC_URL


def test_a_new_office_joins_the_set_up_of_another(browser_page: Any) -> None:
    # Holds X-11.
    page = browser_page
    parts.reviewer()
    office = stocked()
    parts.person(office)
    sign_in(page, "NAC001", "hanako")
    page.goto("/apply/change/items/")
    page.get_by_label("あり", exact=True).check()
    page.get_by_label("共同利用（新規事業所）", exact=True).check()
    page.locator("input[name=wish_day]").nth(3).check()
    page.get_by_label("新しい拠点での業務開始").check()
    press(page, "申込担当者の入力へ進む")
    press(page, "次へ進む")
    consulted(page)
    fill(page, "新規事業所の名称", "青海営業所")
    press(page, "次へ進む")
    first = page.url
    press(page, "続けて別の申込を作る")
    enter_all(page, of_company=False)
    press(page, "申込内容を登録する")
    second_number = number_on(page)
    page.goto(first)
    shows(page, second_number)
    press(page, "申込内容を登録する")
    first_number = number_on(page)
    sign_out(page)
    approve(page, first_number)
    approve(page, second_number)
    made = Office.objects.get(code="NAC002")
    start = Application.objects.get(number=second_number).start_date
    assert [r.values["partner"] for r in load(made, start, ("shared_use",)).of("shared_use")] == ["NAC001"]
    assert [r.values["partner"] for r in load(office, start, ("shared_use",)).of("shared_use")] == ["NAC002"]
