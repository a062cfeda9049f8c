"""The second factor: codes as people type them, and each change and failure in the record and told by mail."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from nss.account.models import Access, Person
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ASKED = "/account/factor/authenticate/"


def code_of(secret: str) -> str:
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"


def before_the_factor(**more: Any) -> tuple[Client, Person, str]:
    """Somebody whose password was right and who is asked for a code."""
    person, secret, client = parts.person(parts.office(), **more), generate_totp_secret(), Client()
    TOTP.activate(person, secret)
    typed = {"office_code": "NAC001", "login_id": "hanako", "password": parts.PASSWORD}
    assert client.post("/login/", typed).headers["Location"].startswith(ASKED)
    return client, person, secret


def test_a_code_is_read_in_full_width_and_with_what_is_not_seen() -> None:
    client, _, secret = before_the_factor()
    typed = f" {code_of(secret).translate(FULL_WIDTH)}\u200b"
    assert client.post(ASKED, {"code": typed}).status_code == 302
    assert client.get("/contract/").status_code == 200


def test_a_wrong_code_stands_in_the_record_and_says_that_one_may_have_to_wait() -> None:
    client, person, _ = before_the_factor()
    page = client.post(ASKED, {"code": "000000"}).content.decode()
    line = Access.objects.get(what="factor_wrong")
    assert line.actor == person and line.address == "127.0.0.1" and line.detail == {"kind": "totp"}
    assert "番号が正しくありません" in page and "5分ほど待って" in page


def test_a_factor_that_comes_or_goes_stands_in_the_record_and_is_told_by_mail(
    django_capture_on_commit_callbacks: Any,
) -> None:
    client, person, secret = before_the_factor()
    client.post(ASKED, {"code": code_of(secret)})
    client.post("/account/again/", {"password": parts.PASSWORD})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/factor/recovery-codes/generate/")
    client.post("/account/factor/totp/deactivate/")
    assert not Authenticator.objects.filter(user=person).exists()
    lines = Access.objects.filter(actor=person, what__startswith="factor").order_by("at", "id")
    assert [(a.what, a.detail) for a in lines] == [
        ("factor_codes", {}),
        ("factor", {"kind": "totp"}),
        ("factor", {"kind": "recovery_codes"}),
    ]
    subjects = list(Mail.objects.filter(kind="account").order_by("id").values_list("subject", flat=True))
    assert subjects == [
        "【NSS】二段階認証の予備の番号が再作成されました",
        "【NSS】二段階認証の認証アプリが解除されました",
        "【NSS】二段階認証の予備の番号が解除されました",
    ]
