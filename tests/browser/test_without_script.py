"""Query, consent, withdrawal and papers without any script (F-23): the same end states as with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from nss.application import decision
from nss.application.models import Application, Consent
from tests import parts

from .steps import follow, go, number_on, press, shows, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plain_page(live_server: Any, browser: Any, browser_context_args: dict[str, Any]) -> Iterator[Any]:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, **browser_context_args)
    yield context.new_page()
    context.close()


def test_a_query_is_answered_and_the_application_withdrawn(plain_page: Any) -> None:
    page = plain_page
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    decision.query(a.pk, reviewer, [("reason", "人数を補記してください。")])
    sign_in(page, "NAC001", "hanako")
    follow(page, f"【{a.number}】確認事項に回答してください。")
    press(page, "回答を送信して再提出する")
    shows(page, "回答を入力してください")
    page.get_by_label("回答").fill("2名です。")
    press(page, "回答を送信して再提出する")
    assert number_on(page) == a.number
    a.refresh_from_db()
    assert a.state == "resubmitted"
    form = page.request.get(f"/applications/{a.number}/form.pdf")
    assert form.ok and form.body().startswith(b"%PDF")
    page.goto(f"/applications/{a.number}/")
    follow(page, "取り下げる")
    page.get_by_label("取下げの理由").fill("見直しのため")
    page.get_by_label("この申込を取り下げることを確認しました").check()
    press(page, "取り下げる")
    a.refresh_from_db()
    assert a.state == "withdrawn"


def test_a_sharing_office_agrees(plain_page: Any) -> None:
    page = plain_page
    offices = parts.shared_offices()
    for o in offices:
        parts.person(o)
    a = parts.filed(offices[0], offices[0].people.get(), parts.abolish(offices[0], codes=("1BNAC",)))
    for o in offices[1:]:
        sign_in(page, o.code, "hanako")
        go(page.get_by_role("link", name=re.compile("同意の依頼があります")).first)
        page.get_by_label("同意する", exact=True).check()
        press(page, "回答する")
        sign_out(page)
    assert {c.state for c in Consent.objects.all()} == {"agreed"}
    assert Application.objects.get(pk=a.pk).state == "received"


def test_the_center_approves_and_the_id_notice_is_read(plain_page: Any) -> None:
    page = plain_page
    office = parts.guide_office()
    who = parts.person(office)
    parts.reviewer()
    a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=a.number))
    press(page, "審査を終了する")
    sign_out(page)
    sign_in(page, "NAC001", "hanako")
    page.goto(f"/applications/{a.number}/ids/")
    press(page, "表示する 1ANACA0B")
    assert re.fullmatch(r"[A-Z0-9]{8}", page.locator("#secret-text").inner_text())
