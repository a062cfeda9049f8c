"""The steps that every walk takes, by visible labels. Each waits until the page that it leads to has been read to its end:
a browser shows the top of a page while the rest is still on its way, and a look at that moment sees half of it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests import parts

from .labels import go, press


def follow(page: Any, name: str) -> None:
    go(page.get_by_role("link", name=name).first)


def shows(page: Any, text: str) -> None:
    """The page's own part (not its header or footer) shows this text, now or within a few seconds."""
    expect(page.get_by_role("main")).to_contain_text(text, use_inner_text=True)


def sign_in(page: Any, office: str, who: str, password: str = parts.PASSWORD) -> None:
    page.goto("/login/")
    page.get_by_label("事業所コード").fill(office)
    page.get_by_label("担当者ID").fill(who)
    page.get_by_label("契約手続き用パスワード").fill(password)
    go(page.get_by_role("button", name="ログイン", exact=True))


def sign_out(page: Any) -> None:
    """By the head of the page, which a phone has folded."""
    menu = page.get_by_role("button", name="メニュー", exact=True)
    if menu.is_visible() and menu.get_attribute("aria-expanded") == "false":
        menu.click()
    press(page, "ログアウト")


def unfold(page: Any) -> None:
    """Open the fields of Contact person, which stand as a summary until they are to be changed."""
    closed = page.locator("details.fold:not([open]) > summary")
    if closed.count():
        closed.first.click()


def confirm_by_a_second(page: Any, number: str) -> None:
    """What cannot be undone is confirmed by another person of the Center."""
    if not page.get_by_role("heading", name="別の担当者の確認を待っています").count():
        return
    parts.second()
    sign_out(page)
    sign_in(page, "NACCS", "kakunin")
    page.goto(f"/center/applications/{number}/")
    press(page, "内容を確認し、審査を終了する")


def number_on(page: Any) -> str:
    return re.search(r"\d{6,7}[A-E]", page.locator(".receipt").inner_text()).group(0)
