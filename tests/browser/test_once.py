"""However often a button is pressed, a page reloaded or a request repeated: one application (F-08); a page of a draft works
after another tab went elsewhere (F-05); the receipt prints on one A4 (F-22)."""

from __future__ import annotations

from typing import Any

import pytest

from nss.application.models import Application
from nss.notice.models import Mail
from tests import parts

from .steps import number_on, press, shows, sign_in, unfold
from .test_nothing_is_lost import draft_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at_check(page: Any) -> int:
    office = parts.guide_office()
    pk = draft_of(office, parts.person(office))
    sign_in(page, "NAC001", "hanako")
    page.goto(f"/drafts/{pk}/check/")
    return pk


def once(number: str) -> None:
    assert Application.objects.get().number == number
    assert Mail.objects.filter(kind="M01").count() == 1


def test_a_double_click_and_a_reload_of_the_receipt_file_once(browser_page: Any) -> None:
    page = browser_page
    at_check(page)
    page.get_by_role("button", name="申込内容を登録する").dblclick()
    number = number_on(page)
    page.reload()
    assert number_on(page) == number
    once(number)


def test_enter_pressed_three_times_files_once(browser_page: Any) -> None:
    page = browser_page
    at_check(page)
    page.get_by_role("button", name="申込内容を登録する").focus()
    for _ in range(3):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    once(number_on(page))


def test_the_recorded_request_sent_again_leads_to_the_same_receipt(browser_page: Any) -> None:
    page = browser_page
    pk = at_check(page)
    sent: list[Any] = []
    page.on("request", lambda r: sent.append(r) if r.method == "POST" and r.url.endswith("/check/") else None)
    press(page, "申込内容を登録する")
    number = number_on(page)
    again = page.request.post(
        f"/drafts/{pk}/check/",
        data=sent[0].post_data,
        headers={"content-type": "application/x-www-form-urlencoded", "referer": page.url},
    )
    assert again.ok and number in again.text()
    once(number)


def test_two_tabs_at_the_confirm_page_lead_to_one_number(browser_page: Any) -> None:
    one = browser_page
    pk = at_check(one)
    two = one.context.new_page()
    two.goto(f"/drafts/{pk}/check/")
    press(one, "申込内容を登録する")
    number = number_on(one)
    press(two, "申込内容を登録する")
    two.wait_for_load_state()
    shows(two, number)
    once(number)


def test_a_request_that_was_cut_off_after_it_left_can_be_tried_again(browser_page: Any) -> None:
    page = browser_page
    pk = at_check(page)

    def cut(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)  # the server gets it; the answer never arrives
            route.abort("aborted")  # and the page stays where it is
        else:
            route.continue_()

    page.route("**/check/", cut)
    with page.expect_event("requestfailed", lambda r: r.method == "POST"):
        page.get_by_role("button", name="申込内容を登録する").click(no_wait_after=True)
    page.unroute_all(behavior="wait")
    page.goto(f"/drafts/{pk}/check/")
    text = page.get_by_role("main").inner_text()
    number = Application.objects.get().number
    assert number and number in text and "受付済み" in text
    once(number)


def test_a_tab_saves_after_another_tab_went_to_other_pages(browser_page: Any) -> None:
    one = browser_page
    pk = at_check(one)
    one.goto(f"/drafts/{pk}/contact/")
    two = one.context.new_page()
    for path in ("/", "/contract/", "/applications/", "/apply/change/guide/"):
        two.goto(path)
    unfold(one)
    one.get_by_label("役職名").fill("課長")
    press(one, "次へ進む")
    one.wait_for_url("**/list/")
    assert Application.objects.get().revisions.get().contact["title"] == "課長"


def test_the_receipt_prints_on_one_a4_page(browser_page: Any) -> None:
    import io

    from pypdf import PdfReader

    page = browser_page
    at_check(page)
    press(page, "申込内容を登録する")
    number = number_on(page)
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert len(paper.pages) == 1
    text = paper.pages[0].extract_text()
    assert number in text and "ログアウト" not in text and "メニューに戻る" not in text
