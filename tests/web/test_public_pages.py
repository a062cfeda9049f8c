"""What anybody may read, signed in or not: the pages at the foot, the icon, whom to tell of a weakness; and whom a refused person may ask."""

from __future__ import annotations

import gzip
import re
import struct
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from nss.account.models import Role
from nss.base import clock
from nss.record import retention
from nss.runtime import environment
from tests import parts

pytestmark = pytest.mark.django_db
FOOT = {
    "/terms/": ("利用規程", "Terms of use"),
    "/privacy/": ("個人情報の取扱い", "Personal data"),
    "/accessibility/": ("アクセシビリティ方針", "Accessibility"),
}
SECURITY = "/.well-known/security.txt"


def english() -> Client:
    client = Client()
    client.cookies["nss_lang"] = "en"
    return client


@pytest.mark.parametrize("path", ["/login/", "/help/", "/nothing-here/", *FOOT])
def test_at_the_foot_of_every_page_stand_terms_personal_data_and_accessibility(path: str) -> None:
    for language, client in enumerate((Client(), english())):
        foot = client.get(path).content.decode().partition("<footer")[2]
        for address, words in FOOT.items():
            assert f'<a href="{address}">{words[language]}</a>' in foot


@pytest.mark.parametrize("path", FOOT)
def test_each_of_them_is_read_without_signing_in_in_both_languages(path: str) -> None:
    for language, client in enumerate((Client(), english())):
        answer = client.get(path)
        assert answer.status_code == 200
        assert FOOT[path][language] in answer.content.decode().partition("<h1>")[2].partition("</h1>")[0]


def test_the_foot_of_a_page_follows_the_language_and_the_numbers_that_are_set(settings: Any) -> None:
    for number in ("0120-111-222", "0120-333-444"):
        settings.HELPDESK_PHONE = number
        for language, word, other in (
            ("en", "Help desk", "ヘルプデスク"),
            ("ja", "ヘルプデスク", "Help desk"),
        ):
            client = Client()
            client.cookies["nss_lang"] = language
            foot = client.get("/login/").text.partition('<footer class="site">')[2]
            assert number in foot and word in foot and other not in foot
            said = re.sub(r"<[^>]*>", "", foot)
            assert 'id="idle"' in foot
            assert "まもなくログアウト" not in said and "signed out soon" not in said, (
                "for who hears all text"
            )


def test_they_are_read_by_somebody_who_has_to_set_a_password_first() -> None:
    client = Client()
    client.force_login(parts.person(parts.office(), must_change_password=True))
    assert client.get("/contract/").status_code == 302
    assert [client.get(path).status_code for path in FOOT] == [200, 200, 200]


def test_the_page_on_personal_data_says_the_terms_by_which_data_are_erased() -> None:
    page = Client().get("/privacy/").content.decode()
    assert len(retention.terms()) > 5
    for term in retention.terms():
        assert f"{term.word.ja}：" in page
    assert "ログイン・閲覧の記録：3年間" in page and "データの変更履歴：10年間" in page


def test_the_accessibility_page_says_what_was_not_tested_and_claims_no_conformity() -> None:
    page = Client().get("/accessibility/").content.decode()
    assert "JIS X 8341-3" in page and "スクリーンリーダー" in page and "表明していません" in page


def test_a_browser_that_asks_for_the_icon_at_the_root_is_led_to_a_real_one() -> None:
    answer = Client().get("/favicon.ico")
    found = re.fullmatch(r"/static/(nss/favicon(?:\.\w+)?\.ico)", answer.headers["Location"])
    assert answer.status_code == 301 and found
    file = Path(str(finders.find("nss/favicon.ico"))).read_bytes()
    kind, count = struct.unpack("<2xHH", file[:6])
    assert (kind, [file[6 + 16 * n] for n in range(count)]) == (1, [16, 32, 48])
    assert "nss/favicon" in Client().get("/login/").content.decode()


def test_security_txt_names_the_contact_and_never_expires_within_a_month(settings: Any) -> None:
    settings.SECURITY_CONTACT, settings.PUBLIC_URL = (
        "mailto:security@nss.example.jp",
        "https://nss.example.jp",
    )
    answer = Client().get(SECURITY)
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert set(said) == {"Contact", "Expires", "Preferred-Languages", "Canonical"}
    assert said["Contact"] == "mailto:security@nss.example.jp" and said["Preferred-Languages"] == "ja, en"
    assert said["Canonical"] == "https://nss.example.jp/.well-known/security.txt"
    ends = date.fromisoformat(said["Expires"].removesuffix("T00:00:00Z"))
    assert timedelta(days=31) < ends - clock.today() < timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(settings: Any) -> None:
    settings.SECURITY_CONTACT = ""
    assert Client().get(SECURITY).status_code == 404


def test_a_contact_is_a_mail_address_a_page_or_a_telephone_and_nothing_else() -> None:
    def read(contact: str) -> str:
        return environment.read({"NSS_ENV": "test", "NSS_SECURITY_CONTACT": contact}).security_contact

    assert read("security@example.jp") == "mailto:security@example.jp"
    assert read("https://example.jp/report") == "https://example.jp/report"
    for wrong in ("somebody", "http://example.jp", "mailto:a@b.jp\nEncryption: x"):
        with pytest.raises(environment.Misconfigured, match="NSS_SECURITY_CONTACT"):
            read(wrong)


def refused(person: Any, method: str, path: str) -> str:
    client = Client()
    client.force_login(person)
    answer = client.generic(method, path)
    assert answer.status_code == 403
    return str(answer.content.decode().partition("<main")[2].partition("</main>")[0])


def test_who_is_refused_reads_which_manager_of_the_own_office_to_ask() -> None:
    own, other = parts.shared_offices()[:2]
    parts.person(own, "boss", Role.MANAGER, names=("上野", "一郎", "ウエノ イチロウ"))
    parts.person(own, "gone", Role.MANAGER, names=("退職", "済み", "タイショク スミ"), is_active=False)
    parts.person(other, "boss", Role.MANAGER, names=("他社", "二郎", "タシャ ジロウ"))
    parts.person(None, "kanri", Role.ADMIN, names=("管理", "三郎", "カンリ サブロウ"))
    page = refused(parts.person(own, "reader", Role.READER), "GET", "/apply/change/items/")
    assert re.search(r"管理責任者：\s*上野 一郎", page)
    assert not [word for word in ("退職", "他社", "管理 三郎", "@") if word in page], (
        "nobody else, no address"
    )


def test_who_is_refused_at_the_center_reads_which_administrator_to_ask() -> None:
    parts.person(parts.office(), "boss", Role.MANAGER, names=("上野", "一郎", "ウエノ イチロウ"))
    parts.person(None, "kanri", Role.ADMIN, names=("管理", "三郎", "カンリ サブロウ"))
    page = refused(parts.person(None, "works", Role.WORKS), "POST", "/center/billing/")
    assert re.search(r"管理：\s*管理 三郎", page) and "上野" not in page


def test_who_is_not_signed_in_is_told_of_nobody() -> None:
    parts.person(parts.office(), "boss", Role.MANAGER, names=("上野", "一郎", "ウエノ イチロウ"))
    parts.person(None, "kanri", Role.ADMIN, names=("管理", "三郎", "カンリ サブロウ"))
    from django.test import RequestFactory

    from nss.web import errors

    page = errors.forbidden(RequestFactory().get("/center/")).content.decode()
    assert "上野" not in page and "三郎" not in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_first_visit_asks_for_six_things_at_most_and_less_than_sixty_kilobytes(browser_page: Any) -> None:
    came: list[Any] = []
    browser_page.on("response", lambda answer: came.append(answer))
    browser_page.goto("/login/")
    browser_page.wait_for_load_state("networkidle")
    sizes = {
        r.url: len(r.body()) if "text/html" in r.headers["content-type"] else len(gzip.compress(r.body()))
        for r in came
    }
    assert 3 <= len(sizes) <= 6 and sum(sizes.values()) < 60_000, sizes
