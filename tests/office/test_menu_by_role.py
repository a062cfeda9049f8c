"""The menu offers what the person can open, and nothing else; a newcomer reads of the new contract, not of changes."""

from __future__ import annotations

import re

import pytest

from nss.account.models import OFFICE_ROLES, Role
from nss.procedure.beside.newcomers import begin_contract_draft
from tests import parts

pytestmark = pytest.mark.django_db


def links(page: str) -> set[str]:
    inner = page.partition("<main")[2] + page.partition('class="global"')[2].partition("</nav>")[0]
    return {a.partition("#")[0] for a in re.findall(r'<a [^>]*href="(/[^"?]*)', inner)}


@pytest.mark.parametrize("role", OFFICE_ROLES)
@pytest.mark.parametrize("provisional", [False, True])
def test_every_entry_of_the_menu_opens(role, provisional):
    office = parts.guide_office()
    if provisional:
        type(office).objects.update(provisional=True)
    client = parts.signed_in(parts.person(office, "jiro", role))
    page = client.get("/").content.decode()
    closed = {a: client.get(a).status_code for a in links(page)}
    assert {a: s for a, s in closed.items() if s not in (200, 302)} == {}
    assert len(closed) > 3


def test_who_may_only_read_is_offered_no_application_but_the_look_ups():
    office = parts.guide_office()
    page = parts.signed_in(parts.person(office, "jiro", Role.READER)).get("/").content.decode()
    for closed in ("契約内容の変更", "申込実施", "下書き一覧", "利用者パスワードの再発行", "担当者管理"):
        assert closed not in page
    for opened in ("申込内容の確認", "契約内容の確認", "請求金額の参照"):
        assert opened in page


def test_the_manager_finds_the_people_of_the_office_in_the_menu():
    office = parts.guide_office()
    page = parts.signed_in(parts.person(office, "jiro", Role.MANAGER)).get("/").content.decode()
    assert "担当者管理" in page and "契約内容の変更" in page


def test_a_newcomer_is_offered_the_new_contract_alone():
    office = parts.office()
    type(office).objects.update(provisional=True)
    page = parts.signed_in(parts.person(office)).get("/").content.decode()
    for closed in ("契約内容の変更", "申込実施", "証明書", "対応が必要な手続きはありません"):
        assert closed not in page
    assert "新規申込を進めてください。" in page


def test_what_a_newcomer_has_not_begun_is_a_task_and_no_mistake():
    office = parts.office()
    type(office.company).objects.update(code="T00001")
    type(office).objects.update(provisional=True)
    office.refresh_from_db()
    who = parts.person(office)
    draft = begin_contract_draft(office, office, who, {})
    page = parts.signed_in(who).get(f"/drafts/{draft.application_id}/").content.decode()
    assert page.count("修正が必要です") == 1, "the day, on the page whose reason is there already"
    assert "利用開始希望日を選択してください。" in page and "未着手" in page


@pytest.mark.parametrize(
    ("address", "tab"),
    [
        ("/drafts/", "申込実施"),
        ("/apply/calendar/", "申込実施"),
        ("/consents/", "申込内容確認"),
        ("/certificates/", "契約内容確認"),
        ("/news/", "ホーム"),
    ],
)
def test_a_page_whose_address_does_not_begin_with_a_tabs_marks_the_tab_all_the_same(address, tab):
    page = parts.signed_in(parts.person(parts.guide_office())).get(address).content.decode()
    nav = page.partition('class="global"')[2].partition("</nav>")[0]
    assert re.findall(r'aria-current="page"\s*>(.*?)<', nav) == [tab]
