"""The rest of the user-code procedure by labels: a new code, a changed business type, a code shared with another office."""

from __future__ import annotations

import re
from typing import Any

import pytest

from nss.application.models import Application, Consent
from nss.contract.snapshot import load
from nss.issuing.models import Secret
from tests import parts

from .steps import follow, go, number_on, press, shows, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def to_the_list(page: Any, office: str = "NAC001") -> None:
    sign_in(page, office, "hanako")
    page.goto("/apply/change/items/")
    page.get_by_label("利用者コード（追加・変更・削除）").check()
    page.locator("input[name=wish_day]").nth(2).check()
    page.get_by_label("新しい拠点での業務開始").check()
    press(page, "申込担当者の入力へ進む")
    press(page, "次へ進む")


def add_ids(page: Any, business: str, method: str, count: str) -> None:
    block = page.get_by_role("group", name="追加1")
    block.get_by_role("group", name=re.compile("^業種")).get_by_label(business, exact=True).check()
    block.get_by_label(re.compile("^処理方式")).select_option(method)
    block.get_by_label(re.compile("^追加数")).fill(count)


def decide(page: Any, number: str) -> Any:
    sign_out(page)
    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=number))
    press(page, "審査を終了する")
    shows(page, "システム設定待ち")
    return Application.objects.get(number=number)


def test_a_new_code_is_issued_with_its_numbers_and_passwords(browser_page: Any) -> None:
    page = browser_page
    office = parts.guide_office()
    parts.rows.issued(office, "user_code", "1BNAC")
    parts.person(office)
    parts.reviewer()
    to_the_list(page)
    follow(page, "新規に利用者コードを追加する")
    press(page, "この内容で設定する")
    assert "識別番号を1つ以上追加してください" in page.get_by_role(
        "main"
    ).inner_text() or page.title().startswith("エラー")
    page.get_by_role("group", name=re.compile("システム区分")).get_by_label("海上").check()
    add_ids(page, "通関", "net", "3")
    for name in ("有料分", "無料分", "保税管理資料保存サービス"):
        page.get_by_role("group", name=re.compile(name)).get_by_label("否").check()
    press(page, "この内容で設定する")
    assert "（発行前）" in page.get_by_role("table", name="申込情報").inner_text()
    press(page, "次へ進む")
    shows(page, "システム設定の申込が必要です")
    press(page, "申込内容を登録する")
    a = decide(page, number_on(page))
    names = {str(r.name) for r in load(office, a.start_date, ("user_id",)).rows}
    assert names == {"1ANACA01", "1ANACA0A", "1CNACA0A", "1CNACA0B", "1CNACA0C"}
    assert set(Secret.objects.values_list("label", flat=True)) == {"1CNACA0A", "1CNACA0B", "1CNACA0C"}


def test_a_business_type_is_changed_and_a_forbidden_pair_is_refused_beside_its_field(
    browser_page: Any,
) -> None:
    # Holds D-34, F-18.
    page = browser_page
    office = parts.guide_office()
    parts.person(office)
    parts.reviewer()
    to_the_list(page)
    go(page.get_by_role("link", name="変更 1ANACA01"))
    press(page, "業種を変更する 1ANACA01")
    field = page.get_by_role("group", name=re.compile("^業種の変更 1ANACA01"))
    field.get_by_label("保税", exact=True).check()
    press(page, "この内容で設定する")
    shows(page, "同じ識別番号にできません")
    chosen = field.locator("label:has(:checked)").all_inner_texts()
    assert [c.strip() for c in chosen] == ["通関", "保税"]
    field.get_by_label("保税", exact=True).uncheck()
    field.get_by_label("海貨", exact=True).check()
    press(page, "この内容で設定する")
    press(page, "次へ進む")
    text = page.get_by_role("main").inner_text()
    assert "通関、海貨" in text
    press(page, "申込内容を登録する")
    a = decide(page, number_on(page))
    row = next(r for r in load(office, a.start_date, ("user_id",)).rows if r.values["number"] == "A01")
    assert row.values["business"] == ["01", "08"]


def test_a_code_of_another_office_is_shared_with_its_consent(browser_page: Any) -> None:
    # Holds C24, C25.
    page = browser_page
    owner = parts.guide_office()
    other = parts.office("NAC555")
    for o in (owner, other):
        parts.person(o)
    parts.reviewer()
    to_the_list(page, "NAC555")
    follow(page, "他事業所の利用者コードを共用する")
    page.get_by_label("相手の事業所コード").fill("NAC001")
    page.get_by_label(re.compile("^利用者コード")).fill("9ZZZZ")
    add_ids(page, "通関", "net", "1")
    press(page, "この内容で設定する")
    shows(page, "共用を申し込めません")
    page.get_by_label(re.compile("^利用者コード")).fill("１ａｎａｃ")
    press(page, "この内容で設定する")
    press(page, "次へ進む")
    press(page, "申込内容を登録する")
    number = number_on(page)
    assert Consent.objects.get().office == owner
    sign_out(page)
    sign_in(page, "NAC001", "hanako")
    go(page.get_by_role("link", name=re.compile("同意の依頼があります")))
    page.get_by_label("同意する", exact=True).check()
    press(page, "回答する")
    a = decide(page, number)
    assert {str(r.name) for r in load(other, a.start_date, ("user_id",)).rows} == {"1ANACB0A"}
    assert load(owner, a.start_date, ("user_code",)).shared == {"1ANAC"}
