"""A passkey as second factor, with Chromium's virtual authenticator."""

from __future__ import annotations

from typing import Any

import pytest

from tests import parts

from .steps import follow, press, shows, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_passkey_is_added_and_asked_for_at_the_next_sign_in(browser_page: Any) -> None:
    page = browser_page
    parts.person(parts.guide_office())
    dev = page.context.new_cdp_session(page)
    dev.send("WebAuthn.enable")
    dev.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, "NAC001", "hanako")
    follow(page, "アカウントと二段階認証")
    follow(page, "二段階認証を設定する")
    follow(page, "パスキーを管理する")
    follow(page, "パスキーを追加する")
    page.get_by_label("パスワード").fill(parts.PASSWORD)
    press(page, "確認する")
    press(page, "追加する")
    page.wait_for_url("**/recovery-codes/**")
    page.goto("/account/factor/webauthn/")
    shows(page, "この端末")
    page.goto("/")
    sign_out(page)
    sign_in(page, "NAC001", "hanako")
    assert "/account/factor/authenticate/" in page.url
    page.goto("/contract/")
    assert "/login/" in page.url
    sign_in(page, "NAC001", "hanako")
    press(page, "パスキーでログインする")
    page.get_by_role("heading", name="メニュー一覧").wait_for()
    assert page.goto("/contract/").status == 200
