"""What was typed into a form stays in the answer that says why it was not carried out: no database, a fault, no such page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from nss.account.models import Role
from nss.account.unsent import WHOSE
from nss.web import outage
from tests import parts
from tests.account.test_unsent import Browser

OWN = {"Origin": "http://testserver"}
MEMO = "電話で<確認>済み"
TOLD = "来週また連絡する。"
PATH = "/center/applications/260001A/memo/"


def away(path: str = PATH, typed: dict[str, str] | None = None, **headers: str) -> Any:
    """The answer to a form that comes while the database is known to be away. Without a database, so that none is asked."""
    sent = {"csrfmiddlewaretoken": "t" * 64, WHOSE: "1:x:y", "memo": MEMO, **(typed or {})}
    return Client().post(path, sent, headers={**OWN, **headers}, **{outage.KNOWN_AWAY: "1"})


def test_the_page_that_keeps_a_form_asks_no_database_and_carries_all_that_sends_it_again() -> None:
    answer = away()
    text = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "内部メモ" in text and "電話で&lt;確認&gt;済み" in text and MEMO not in text
    assert f'action="{PATH}"' in text and f'name="{WHOSE}" value="1:x:y"' in text
    assert "もう一度送る" in text


def test_no_secret_stands_in_it_and_nothing_that_another_site_sent_or_a_page_by_itself() -> None:
    assert "geheim" not in away(typed={"new_password": "geheim"}).content.decode()
    for answer in (
        away("/login/", {"password": "geheim"}),
        away(Origin="https://evil.example"),
        away(**{"X-Autosave": "1"}),
    ):
        assert answer.status_code == 503 and answer["Content-Type"].startswith("text/plain")
        assert "geheim" not in answer.content.decode() and "確認" not in answer.content.decode()


@pytest.mark.django_db
def test_a_form_to_a_page_that_is_no_more_shows_what_was_typed() -> None:
    text = Client().post("/nowhere/", {"reason": MEMO}, headers=OWN).content.decode()
    assert "ページが見つかりません" in text and "電話で&lt;確認&gt;済み" in text and "理由" in text
    other = Client().post("/nowhere/", {"reason": MEMO}, headers={"Origin": "https://evil.example"})
    assert "確認&gt;済み" not in other.content.decode()


def buttons(page: str) -> list[tuple[str, dict[str, str]]]:
    """The forms that send something again: where each goes, and what it carries."""
    return [
        (address, dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside)))
        for address, inside in re.findall(
            r'<form method="post"\s+action="([^"]+)".*?>(.*?)</form>', page, re.S
        )
        if "もう一度送る" in inside
    ]


def fails(execute: Any, sql: str, *rest: Any) -> Any:
    """A fault of the program where an application is written."""
    if sql.startswith('UPDATE "application_application"'):
        raise ValueError("a fault of the program")
    return execute(sql, *rest)


@pytest.mark.django_db
@pytest.mark.parametrize("from_the_list", [False, True])
def test_the_page_of_a_fault_keeps_the_form_and_sends_it_again_by_its_button(from_the_list: bool) -> None:
    office = parts.guide_office()
    application = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    parts.person(None, "shinsa", Role.APPROVER)
    desk = Browser()
    desk.sign_in("NACCS", "shinsa")
    desk.open(f"/center/applications/{application.number}/")
    path, sent = f"/center/applications/{application.number}/memo/", {**desk.hidden, "memo": TOLD}
    if from_the_list:
        desk.expire()
        desk.send(path, {"memo": TOLD}, desk.hidden)
        desk.sign_in("NACCS", "shinsa")
        ((path, sent),) = buttons(desk.open("/unsent/"))
    desk.raise_request_exception = False
    with connection.execute_wrapper(fails):
        answer = desk.post(path, sent, headers=OWN)
    page = answer.content.decode()
    assert answer.status_code == 500 and "問題が起きました" in page and "参照番号" in page and TOLD in page
    application.refresh_from_db()
    assert application.memo == ""
    ((again, fields),) = buttons(page)
    assert again == path
    assert desk.post(again, fields, headers=OWN).status_code == 302
    application.refresh_from_db()
    assert application.memo == TOLD
    assert not buttons(desk.open("/unsent/")), "what was carried out does not wait any more"
