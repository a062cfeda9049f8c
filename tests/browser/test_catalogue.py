"""Every row of the selection screen walked by its labels: refused while nothing is changed, filed, sent back with a query,
answered and filed again, approved, and seen in the contract on its day."""

from __future__ import annotations

from typing import Any

import pytest

from nss.application.models import Application, Consent
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
from nss.procedure.catalogue import CATALOGUE
from tests import parts
from tests.procedure.item import Walk
from tests.procedure.items import ITEMS
from tests.procedure.samples import neighbours, stocked

from .steps import confirm_by_a_second, follow, go, number_on, press, shows, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WALKS = {k: item.walk for k, item in ITEMS.items() if isinstance(item.walk, Walk)}
"""The items that this test walks; the others have tests of their own, which their items name."""
PEOPLE = {"NAC555": "jiro", "XYZ001": "saburo"}
"""Who answers for the offices that are asked."""


def world() -> Office:
    office = stocked()
    parts.person(office)
    parts.reviewer()
    neighbours()
    for code, login_id in PEOPLE.items():
        parts.person(Office.objects.get(code=code), login_id, parts.Role.MANAGER)
    return office


def agree(page: Any, asked: str) -> None:
    """The asked office, if there is one, signs in and agrees."""
    if not asked:
        return
    sign_out(page)
    sign_in(page, asked, PEOPLE[asked])
    page.goto(f"/consents/{Consent.objects.filter(state='requested').order_by('-id')[0].pk}/")
    page.get_by_label("同意する", exact=True).check()
    press(page, "回答する")


@pytest.mark.parametrize("key", WALKS)
def test_the_item_walks_from_selection_to_contract_by_way_of_a_refusal_and_a_query(
    browser_page: Any, key: str
) -> None:
    # Holds S05, S12, C06, C07, C23.
    page = browser_page
    office = world()
    entry, walk = CATALOGUE[key].entry, WALKS[key]
    sign_in(page, "NAC001", "hanako")
    page.goto("/apply/change/items/")
    if entry.alone:
        page.get_by_label("あり", exact=True).check()
    page.get_by_label(entry.label.ja, exact=True).check()
    wish = page.locator("input[name=wish_day]")
    if walk.first_of_month:
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
    shows(page, "修正が必要です")
    assert Application.objects.get().number is None
    page.goto(at)
    walk.fill(page)
    press(page, "次へ進む")
    shows(page, "まだ申込は完了していません")
    press(page, "申込内容を登録する")
    number = number_on(page)
    agree(page, walk.asked)
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
    agree(page, walk.asked)
    sign_out(page)
    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=number))
    press(page, "審査を終了する")
    assert "実行できませんでした" not in page.get_by_role("main").inner_text()
    confirm_by_a_second(page, number)
    a = Application.objects.get(number=number)
    assert a.state in ("approved", "setting_wait")
    if walk.changes:
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
