"""Two jobs on one user code that overlap in time (one number now, the rest later), on both sides, to the right end."""

from __future__ import annotations

from typing import Any

import pytest

from nss.application.models import Application
from tests import parts

from .steps import follow, go, number_on, press, shows, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser_page: Any) -> Any:
    parts.person(parts.guide_office())
    parts.reviewer()
    sign_in(browser_page, "NAC001", "hanako")
    return browser_page


def chosen(page: Any, tab: str, name: str, button: str, day: int) -> str:
    """A number or its whole code abolished from the contract, for one of the offered days; the text of the confirm page."""
    follow(page, "契約内容確認")
    follow(page, tab)
    page.get_by_role("checkbox", name=f"選択 {name}").check()
    press(page, button)
    page.locator("input[name=wish_day]").nth(day).check()
    page.get_by_label("業務の統合により").check()
    press(page, "保存して確認へ進む")
    return str(page.get_by_role("main").inner_text())


def file(page: Any) -> str:
    press(page, "申込内容を登録する")
    return number_on(page)


def approve(page: Any, number: str) -> str:
    """The text of the review page, and the review finished by its button."""
    sign_out(page)
    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=number))
    text = str(page.get_by_role("main").inner_text())
    press(page, "審査を終了する")
    shows(page, "審査終了")
    sign_out(page)
    sign_in(page, "NAC001", "hanako")
    return text


ONE = "選択した利用者IDを廃止する"
WHOLE = "選択した利用者コードを廃止する"


def test_a_code_ends_with_its_last_number_when_two_open_applications_take_one_each(
    page: Any, moved_clock: Any
) -> None:
    first_text = chosen(page, "netNACCS", "1ANACA0A", ONE, 0)
    assert "利用者コード1ANACも廃止になります" not in first_text
    first = file(page)
    second_text = chosen(page, "一般NACCS", "1ANACA01", ONE, 2)
    assert "利用者コード1ANACも廃止になります" not in second_text  # the first may still be refused
    second = file(page)
    approve(page, first)
    approve(page, second)
    issued = Application.objects.get(number=second).revisions.get().issued_list
    assert ("user_code", "end") in [(e.kind, e.action) for e in issued]
    page.goto(f"/applications/{second}/")
    shows(page, "1ANAC")
    moved_clock(Application.objects.get(number=second).start_date)
    page.goto("/contract/?tab=code")
    shows(page, "このタブに利用者IDはありません")
    assert parts.names_on(Application.objects.get(number=second).office, parts.clock.today()) == set()


def test_a_whole_code_is_reviewed_as_it_was_confirmed_although_one_number_has_its_end_already(
    page: Any, moved_clock: Any
) -> None:
    approve(page, first := file_of(page, "netNACCS", "1ANACA0A", ONE, 0))
    text = chosen(page, "利用者コード全体", "1ANACA01", WHOLE, 2)
    assert "利用者コード1ANACも廃止になります" in text
    second = file(page)
    reviewed = approve(page, second)
    assert "停止" not in reviewed and "別の申込の承認により変更されています" not in reviewed
    a = Application.objects.get(number=second)
    filed = {(e.kind, e.name) for e in a.revisions.get().edit_list}
    assert {(e.kind, e.name) for e in a.revisions.get().issued_list} == filed
    moved_clock(a.start_date)
    page.goto("/contract/?tab=code")
    shows(page, "このタブに利用者IDはありません")
    page.goto(f"/applications/{first}/")
    shows(page, "1ANACA0A")


def file_of(page: Any, *choice: Any) -> str:
    chosen(page, *choice)
    return file(page)
