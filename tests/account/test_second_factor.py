"""The second factor: codes as people type them, and each change and failure in the record and told by mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from django.utils.module_loading import import_string

from nss.account import throttle
from nss.account.factor_forms import Code
from nss.account.models import Access, Person
from nss.base import clock
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
AppCode = Callable[[str], str]
ASKED = "/account/factor/authenticate/"


def before_the_factor(**more: Any) -> tuple[Client, Person, str]:
    """Somebody whose password was right and who is asked for a code."""
    person, secret, client = parts.person(parts.office(), **more), generate_totp_secret(), Client()
    TOTP.activate(person, secret)
    typed = {"office_code": "NAC001", "login_id": "hanako", "password": parts.PASSWORD}
    assert client.post("/login/", typed).headers["Location"].startswith(ASKED)
    return client, person, secret


def test_a_code_is_read_in_full_width_and_with_what_is_not_seen(app_code: AppCode) -> None:
    client, _, secret = before_the_factor()
    typed = f" {app_code(secret).translate(FULL_WIDTH)}\u200b"
    assert client.post(ASKED, {"code": typed}).status_code == 302
    assert client.get("/contract/").status_code == 200


def test_a_wrong_code_stands_in_the_record_and_says_that_one_may_have_to_wait() -> None:
    client, person, _ = before_the_factor()
    page = client.post(ASKED, {"code": "000000"}).content.decode()
    line = Access.objects.get(what="factor_wrong")
    assert line.actor == person and line.address == "127.0.0.1" and line.detail == {"kind": "totp"}
    assert "番号が正しくありません" in page and "5分ほど待って" in page


def test_a_factor_that_comes_or_goes_stands_in_the_record_and_is_told_by_mail(
    django_capture_on_commit_callbacks: Any, app_code: AppCode
) -> None:
    client, person, secret = before_the_factor()
    client.post(ASKED, {"code": app_code(secret)})
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


def test_whoever_has_only_the_password_stays_a_stranger_of_whose_sign_in_the_person_is_told(
    app_code: AppCode,
) -> None:
    client, person, secret = before_the_factor()
    Person.objects.filter(pk=person.pk).update(last_login=clock.now())
    assert throttle.COOKIE not in client.cookies
    typed = {"office_code": "NAC001", "login_id": "hanako", "password": parts.PASSWORD}
    client.post("/login/", typed)
    assert client.post(ASKED, {"code": app_code(secret)}).status_code == 302
    assert Mail.objects.filter(kind="M15", to=[person.email]).count() == 1
    assert throttle.COOKIE in client.cookies, "now the browser is known"


def test_a_right_code_after_many_wrong_ones_is_told_that_one_has_to_wait(app_code: AppCode) -> None:
    client, _, secret = before_the_factor()
    for _ in range(12):
        answer = client.post(ASKED, {"code": "000000"})
    answer = client.post(ASKED, {"code": app_code(secret)})
    assert client.get("/contract/").status_code == 302 and "5分ほど待って" in answer.content.decode()
    assert isinstance(caches["default"], DatabaseCache), "the count is one over all processes"


def test_an_app_that_is_set_up_with_a_code_in_full_width_stands_in_the_record_and_is_told_by_mail(
    django_capture_on_commit_callbacks: Any, app_code: AppCode
) -> None:
    person, client = parts.person(parts.office()), Client()
    client.post("/login/", {"office_code": "NAC001", "login_id": "hanako", "password": parts.PASSWORD})
    client.post("/account/again/", {"password": parts.PASSWORD})
    client.get("/account/factor/totp/activate/")
    code = app_code(client.session["mfa.totp.secret"]).translate(FULL_WIDTH)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/factor/totp/activate/", {"code": f"{code}\u200b"})
    assert answer.status_code == 302
    line = Access.objects.get(what="factor_added", detail__kind="totp")
    assert line.actor == person
    assert Mail.objects.filter(subject="【NSS】二段階認証の認証アプリが追加されました").exists()


def test_every_form_that_asks_for_a_code_reads_it_kindly(settings: Any) -> None:
    forms = [import_string(path) for path in settings.MFA_FORMS.values()]
    assert len(forms) == 3 and all(isinstance(form.base_fields["code"], Code) for form in forms)
