"""A merger of two companies into a new one (地位の承継, case 6), by visible labels to its end on both sides: the new name, the
office that goes on under a new contract, the company that vanishes, and the papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from nss.application.models import Application
from nss.base import clock
from nss.calendar.verdict import Need
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
from nss.procedure.kit import schedule
from tests import parts
from tests.procedure.other.mergers import heir_of
from tests.procedure.other.steps import consulted

from .labels import fill, tick
from .steps import confirm_by_a_second, go, number_on, press, shows, sign_in, sign_out
from .test_new_contract import enter_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RENAME = "企業名、事業所名、所在地等"
WAITS = "その申込が登録されるまで、この申込は承認されません"


def on_day(page: Any, day: date) -> None:
    page.get_by_label("ほかの日を入力する", exact=True).check()
    fill(page, "ほかの日", f"{day:%Y%m%d}")


def begin_succession(page: Any, since: date, last: date) -> None:
    """From the selection screen to the confirm page."""
    page.goto("/apply/change/items/")
    page.get_by_label("あり", exact=True).check()
    page.get_by_label("地位の承継", exact=True).check()
    on_day(page, last)
    page.locator("input[name=reason_pick]").first.check()
    press(page, "申込担当者の入力へ進む")
    press(page, "次へ進む")
    consulted(page)
    tick("双方が利用しており、合併して新会社となる")(page)
    fill(page, "承継元の事業所コード", "xyz001")
    fill(page, "新しい事業所として引き継ぐ事業所コード", "ＸＹＺ００１")
    fill(page, "並行利用の開始日", f"{since:%Y/%m/%d}")
    press(page, "次へ進む")


def rename(page: Any, since: date) -> str:
    """The new name of the company, as an application beside the succession."""
    press(page, f"続けて別の申込を作る：{RENAME}")
    for item in ("契約者名、契約者の役職", "本社情報（所在地、電話番号等）"):
        box = page.get_by_label(item, exact=True)
        if box.count():
            box.uncheck()
    on_day(page, since)
    press(page, "申込担当者の入力へ進む")
    press(page, "次へ進む")
    fill(page, "企業名", "新生通商株式会社")
    press(page, "次へ進む")
    press(page, "申込内容を登録する")
    return number_on(page)


def decide(page: Any, number: str) -> None:
    """The review of one application to its end, by a second person where it needs one."""
    sign_in(page, "NACCS", "shinsa")
    page.goto(f"/center/applications/{number}/")
    press(page, "審査を終了する")
    confirm_by_a_second(page, number)
    assert "実行できませんでした" not in page.get_by_role("main").inner_text()
    sign_out(page)


def agree(page: Any, office: str) -> None:
    sign_in(page, office, "hanako")
    page.goto("/consents/")
    go(page.get_by_role("main").get_by_role("link").filter(has_text=office).first)
    page.get_by_label("同意する", exact=True).check()
    press(page, "回答する")
    sign_out(page)


def test_two_companies_merge_into_a_new_one_and_each_side_sees_its_end(
    browser_page: Any, moved_clock: Callable[[date], date]
) -> None:
    # Holds D-52, X-11, P03.
    page = browser_page
    heir = heir_of("XYZ001", "XYZ002")
    gone = list(Office.objects.filter(code__startswith="XYZ").order_by("code"))
    for office in (heir, *gone):
        parts.person(office)
    parts.reviewer()
    days = schedule.offered(clock.today(), Need(), 12)
    since, last = days[0], days[-1]

    # The successor: succession, new name, new contract.
    sign_in(page, "HEI001", "hanako")
    begin_succession(page, since, last)
    confirm = page.url
    shows(page, WAITS)
    shows(page, "新規申込（XYZ001）")
    shows(page, "XYZ001、XYZ002")
    renaming = rename(page, since)
    page.goto(confirm)
    press(page, "申込内容を登録する")
    number = number_on(page)
    page.goto(f"/applications/{number}/")
    shows(page, renaming)
    shows(page, WAITS)
    sign_out(page)

    # Every vanishing office agrees; the Center cannot go on before the new contract is filed.
    for office in gone:
        agree(page, office.code)
    sign_in(page, "NACCS", "shinsa")
    page.goto(f"/center/applications/{number}/")
    shows(page, "「新規申込（XYZ001）」の申込がまだ登録されていません")
    sign_out(page)
    sign_in(page, "HEI001", "hanako")
    page.goto(f"/applications/{number}/")
    press(page, "続けて別の申込を作る：新規申込（XYZ001）")
    enter_all(page, of_company=False)
    shows(page, "引き継ぐ承継元の事業所")
    press(page, "申込内容を登録する")
    opening = number_on(page)
    sign_out(page)

    # The Center: the succession by two persons, then what follows it.
    for one in (number, renaming, opening):
        decide(page, one)
    begins = Application.objects.get(number=opening).start_date
    assert begins is not None and since <= begins < last, "the new office begins before the old ones end"
    made = Office.objects.get(code="HEI002")
    assert load(made, begins, ROW_TYPES).of("user_id")
    assert all(load(o, begins, ROW_TYPES).of("user_id") for o in gone)

    # The day on which the old ones end.
    moved_clock(last)
    assert not any(load(o, last, ROW_TYPES).of("contract", "user_id", "plan") for o in gone)
    for office in gone:
        sign_in(page, office.code, "hanako")
        page.goto("/consents/")
        go(page.get_by_role("main").get_by_role("link").filter(has_text=office.code).first)
        shows(page, "契約解除通知書を出力する")
        address = page.get_by_role("link", name="契約解除通知書を出力する").get_attribute("href")
        assert page.request.get(address).body().startswith(b"%PDF")
        sign_out(page)
    sign_in(page, "HEI001", "hanako")
    page.goto("/contract/?tab=office")
    shows(page, "新生通商株式会社")
