"""An office whose contract has ended sees what it can still look up, in words for it, and nothing that would then be refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from nss.account.models import OFFICE_ROLES, Role
from nss.application.models import Application
from nss.base import clock
from nss.contract.models import ROW_TYPES
from tests import parts

pytestmark = pytest.mark.django_db
ENDED = "この事業所の利用契約は終了しました"
REFUSED = "この事業所の利用契約は終了しているため、この操作は行えません"
GONE = (
    "契約内容の変更",
    "申込実施",
    "下書き",
    "再発行",
    "システム設定",
    "通関士ID",
    "証明書",
    "事業所の追加",
)
KEPT = ("契約内容の確認", "申込内容の確認", "請求金額の参照", "契約手続き用パスワードの変更")


def end(office, ago: int = 3):
    """The contract of an office has ended so many days ago, with all that goes with it."""
    day = clock.today() - timedelta(days=ago)
    for model in ROW_TYPES.values():
        if not (model.of_company or model.outlives):
            model.objects.filter(office=office).update(ends=day)
    return day


@pytest.fixture
def office():
    return parts.guide_office()


def page_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_the_menu_says_so_and_offers_only_what_opens(office, role):
    day = end(office)
    client = parts.signed_in(parts.person(office, "jiro", role))
    page = page_of(client, "/")
    assert ENDED in page and f"{day.year}年{day.month}月{day.day}日" in page
    main = page.partition("<nav")[2].partition("</main>")[0]
    assert [w for w in GONE if w in main] == []
    assert [w for w in KEPT if w not in main] == []
    for address in {a.partition("#")[0] for a in re.findall(r'<a [^>]*href="(/[^"?]*)', main)}:
        assert client.get(address).status_code in (200, 302), address


def test_the_contract_is_shown_as_on_its_last_day(office):
    end(office)
    client = parts.signed_in(parts.person(office))
    page = page_of(client, "/contract/")
    assert "A0A" in page and ENDED in page
    assert "変更する" not in page and "廃止する" not in page
    assert "1ANAC" in client.get("/contract/csv/").content.decode()
    earlier = page_of(client, "/contract/?day=2020/01/01")
    assert "最後の日の契約に戻る" in earlier and "本日の契約" not in earlier


def test_what_takes_a_contract_is_refused_with_the_reason(office):
    who = parts.person(office)
    pk = parts.draft(office, who, parts.abolish(office, "1ANACA0A")).application_id
    end(office)
    client = parts.signed_in(who)
    posts = {
        "/contract/abolish/": {"row": "user_id:1"},
        "/apply/change/items/": {"items": "user-code"},
        "/apply/new-office/": {"terms": "1"},
        "/apply/survey/begin/": {},
        "/apply/certificate/begin/": {},
        "/apply/reissue/begin/": {},
        f"/drafts/{pk}/check/": {"digest": ""},
        f"/drafts/{pk}/items/": {"items": "user-code"},
        f"/drafts/{pk}/restore/": {},
    }
    before = Application.objects.count()
    for address, values in posts.items():
        answer = client.post(address, values)
        assert answer.status_code == 403 and REFUSED in answer.content.decode(), address
    for address in ("/apply/change/guide/", "/drafts/", f"/drafts/{pk}/", "/apply/survey/begin/"):
        answer = client.get(address)
        assert answer.status_code == 403 and REFUSED in answer.content.decode(), address
    assert Application.objects.count() == before


def test_who_may_only_read_is_told_whom_to_ask_as_ever(office):
    parts.person(office, "kanri", Role.MANAGER)
    end(office)
    page = parts.signed_in(parts.person(office, "jiro", Role.READER)).get("/apply/change/guide/")
    assert page.status_code == 403 and "権限のある担当者" in page.content.decode()


def test_an_application_that_is_still_open_can_be_withdrawn_and_not_answered(office):
    who = parts.person(office)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    Application.objects.filter(pk=a.pk).update(state="query")
    end(office)
    client = parts.signed_in(who)
    page = page_of(client, f"/applications/{a.number}/")
    assert "この申込を取り下げる" in page and "確認事項に回答する" not in page
    menu = page_of(client, "/")
    assert f'href="/applications/{a.number}/withdraw/"' in menu
    assert page_of(client, f"/applications/{a.number}/withdraw/")
    assert client.post(f"/applications/{a.number}/answer/", {"file": "1"}).status_code == 403


def test_a_contract_that_ends_tomorrow_is_one_still(office):
    end(office, -1)
    client = parts.signed_in(parts.person(office))
    page = page_of(client, "/")
    assert ENDED not in page and "契約内容の変更" in page
    assert client.get("/apply/change/guide/").status_code == 200


def test_an_office_that_never_had_a_contract_has_not_ended():
    office = parts.office()
    ROW_TYPES["contract"].objects.filter(office=office).delete()
    type(office).objects.update(provisional=True)
    assert ENDED not in page_of(parts.signed_in(parts.person(office)), "/")
