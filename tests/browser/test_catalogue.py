"""Every row of the selection screen walked by its labels: refused while nothing is changed, filed, sent back with a query,
answered and filed again, approved, and seen in the contract on its day."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from nss.application.models import Application, Consent
from nss.contract.book import load
from nss.contract.models import ROW_TYPES, Office
from nss.procedure.catalogue import CATALOGUE
from tests import parts
from tests.procedure.samples import stocked

from .steps import confirm_by_a_second, follow, go, number_on, press, shows, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Fill = Callable[[Any], None]


def fill(page: Any, label: str, text: str) -> None:
    page.get_by_label(re.compile(rf"^{re.escape(label)}\s*(※必須|任意)?$")).first.fill(text)


def change(label: str, text: str) -> Fill:
    return lambda page: fill(page, label, text)


def tick(label: str) -> Fill:
    return lambda page: page.get_by_label(label).first.check()


def several(*steps: Fill) -> Fill:
    def run(page: Any) -> None:
        for s in steps:
            s(page)

    return run


def setting(page: Any) -> None:
    page.get_by_label("1ANAC", exact=True).check()
    page.get_by_role("group", name="設定種別").get_by_label("変更").check()
    fill(page, "設定の内容", "出力先の変更")


def codes(page: Any) -> None:
    """A list page: into the detail, back to the list."""
    go(page.get_by_role("link", name=re.compile("^変更 1ANACA0A")))
    page.get_by_label("1ANACA0Aを廃止する").check()
    press(page, "この内容で設定する")
    page.wait_for_url("**/list/")


def line(page: Any) -> None:
    go(page.get_by_role("link", name="変更 09143"))
    page.locator("summary", has_text="回線に関する項目").click()
    page.get_by_role("group", name="保守時間帯").get_by_label("24時間365日").check()
    press(page, "この内容で設定する")
    page.wait_for_url("**/list/")
    press(page, "この図で提出する")


def terminal(page: Any) -> None:
    go(page.get_by_role("link", name="変更 09143"))
    page.get_by_label("論理端末数（インタラクティブ）").fill("2")
    press(page, "この内容で設定する")
    page.wait_for_url("**/list/")
    press(page, "この図で提出する")


def files(page: Any) -> None:
    fill(page, "添付ファイルの内容", "委任状")
    page.get_by_label("添付するファイル").set_input_files(
        {"name": "委任状.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 %%EOF"}
    )


def consulted(page: Any) -> None:
    fill(page, "お問い合わせ日", "2020/01/06")
    fill(page, "NACCSセンターの担当者", "契約 一郎")


FILLS: dict[str, Fill] = {
    "office-data": change("FAX番号", "03-5555-6666"),
    "holder": change("契約者の役職", "執行役員"),
    "head-office": change("本社電話番号", "03-7777-8888"),
    "manager": change("緊急連絡用FAX番号", "03-1111-2222"),
    "business": lambda page: (
        page.get_by_label("業種", exact=False).first.wait_for(),
        page.locator("select[name=add_0]").select_option("08"),
        page.locator("select[name=class_0]").select_option("sea"),
    ),
    "user-code": codes,
    "id-number": codes,
    "setting": setting,
    "contractor": tick("官公庁"),
    "net-terminal": change("netNACCS端末の追加台数", "1"),
    "web-certificate": change("webNACCS証明書の追加数", "1"),
    "line": line,
    "terminal": terminal,
    "mailbox": change("メールボックスの追加数", "2"),
    "fee-plan": lambda page: page.get_by_role("group", name="netNACCS").get_by_label("Aプラン").check(),
    "statistics": lambda page: page.get_by_role("group", name="1DNAC 有料分").get_by_label("要").check(),
    "storage": lambda page: page.get_by_role("group", name="1DNAC 保税").get_by_label("要").check(),
    "billing": change("請求先名", "ナックス商事株式会社 経理部"),
    "billing-contact": change("請求先担当者氏名", "経理 次郎"),
    "payment": tick("銀行振込"),
    "files": files,
    "equipment": several(
        consulted, change("相手の事業所コード", "NAC555"), change("共用するルータ番号", "09143")
    ),
    "joint-use": several(consulted, change("相手の事業所コード", "nac555")),
    "move": several(consulted, tick("NAC555 東京港営業所"), tick("メールボックス 1ANAC001を移動する")),
    "succession": several(
        consulted,
        tick("双方が利用しており、相手を吸収して相手の利用者コードを引き継ぐ"),
        change("承継元の事業所コード", "XYZ001"),
    ),
    "cancel": tick("すべての登録情報の利用を終了することを確認しました"),
}
ASKED = {"equipment": "NAC555", "joint-use": "NAC555", "move": "NAC555", "succession": "XYZ001"}
ELSEWHERE = {"joint-new", "new-contract", "survey", "specialist", "certificate", "reissue"}
"""Walked in test_new_contract.py and test_beside.py."""
BARE = ("files", "setting")


def world() -> Office:
    office = stocked()
    parts.person(office)
    parts.reviewer()
    other = parts.office("NAC555", name="東京港営業所")
    parts.person(other, "jiro", parts.Role.MANAGER)
    gone = parts.office("XYZ001", company_name="消滅商事株式会社")
    parts.rows.user_code(gone, "1AXYZ", "sea", parts.SINCE)
    parts.rows.user_id(gone, "1AXYZ", "A01", ["01"], "interactive", parts.SINCE)
    parts.person(gone, "saburo", parts.Role.MANAGER)
    return office


def agree(page: Any, key: str) -> None:
    """The asked office signs in and agrees."""
    if key not in ASKED:
        return
    sign_out(page)
    sign_in(page, ASKED[key], "jiro" if ASKED[key] == "NAC555" else "saburo")
    page.goto(f"/consents/{Consent.objects.filter(state='requested').order_by('-id')[0].pk}/")
    page.get_by_label("同意する", exact=True).check()
    press(page, "回答する")


def on_with_works(page: Any, key: str) -> None:
    """From the last item page to the confirm page, past the contacts for works where they are asked."""
    press(page, "次へ進む")
    if key in ("line",):
        page.wait_for_url("**/works/")
        for n, text in (
            ("family_name", "船舶"),
            ("given_name", "二郎"),
            ("family_kana", "センパク"),
            ("given_kana", "ジロウ"),
            ("phone", "0645678912"),
        ):
            page.locator(f"input[name={n}]").fill(text)
        press(page, "次へ進む")


@pytest.mark.parametrize("key", [e.key for e in CATALOGUE.screen if e.key not in ELSEWHERE])
def test_the_item_walks_from_selection_to_contract_by_way_of_a_refusal_and_a_query(
    browser_page: Any, key: str
) -> None:
    # Holds S05, S12, C06, C07, C23.
    page = browser_page
    office = world()
    entry = CATALOGUE[key].entry
    sign_in(page, "NAC001", "hanako")
    page.goto("/apply/change/items/")
    if entry.alone:
        page.get_by_label("あり", exact=True).check()
    page.get_by_label(entry.label.ja, exact=True).check()
    wish = page.locator("input[name=wish_day]")
    if key == "fee-plan":
        page.get_by_label("ほかの日を入力する").check()
        page.locator("input[name=wish_typed]").fill(first_of_month())
    else:
        wish.nth(5).check()
    page.get_by_label("料金を見直すため").check()
    press(page, "申込担当者の入力へ進む")
    press(page, "次へ進む")
    at = page.url
    # A refusal: nothing is changed, so nothing can be filed.
    page.goto(at.split("/item/")[0] + "/check/")
    press(page, "申込内容を登録する")
    shows(page, "ご確認ください")
    assert Application.objects.get().number is None
    page.goto(at)
    FILLS[key](page)
    on_with_works(page, key)
    shows(page, "まだ申込は完了していません")
    press(page, "申込内容を登録する")
    number = number_on(page)
    agree(page, key)
    sign_out(page)
    # A send-back and its answer, under the same number.
    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=number))
    page.get_by_label("変更する理由へのコメント").fill("理由を補記してください。")
    press(page, "確認事項を送る")
    sign_out(page)
    sign_in(page, "NAC001", "hanako")
    page.goto(f"/applications/{number}/answer/")
    page.get_by_label("回答").fill("記載のとおりです。")
    press(page, "回答を送信して再提出する")
    assert number_on(page) == number
    agree(page, key)
    sign_out(page)
    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=number))
    press(page, "審査を終了する")
    assert "実行できませんでした" not in page.get_by_role("main").inner_text()
    confirm_by_a_second(page, number)
    a = Application.objects.get(number=number)
    assert a.state in ("approved", "setting_wait")
    if key not in BARE:
        from datetime import timedelta

        before = load(office, a.start_date - timedelta(days=1), ROW_TYPES).rows
        after = load(office, a.start_date, ROW_TYPES).rows
        assert {(r.key, str(r.values)) for r in before} != {(r.key, str(r.values)) for r in after}
    sign_out(page)
    sign_in(page, "NAC001", "hanako")
    follow(page, "申込内容確認")
    go(page.get_by_role("link", name=number).first)
    shows(page, entry.label.ja)
    assert page.request.get(f"/applications/{number}/form.pdf").ok


def first_of_month() -> str:
    from datetime import timedelta

    from nss.base import clock

    day = clock.today() + timedelta(days=25)
    return f"{(day.replace(day=1) + timedelta(days=32)).replace(day=1):%Y%m%d}"


def test_every_open_item_is_walked() -> None:
    assert set(FILLS) | ELSEWHERE == set(CATALOGUE.procedures)
