"""S16: passwords are hidden before the window, shown inside after a click, 403 afterwards (X-09, D-44); receipts print (F-22)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from nss.application import decision
from nss.issuing import vault
from nss.issuing.models import Secret
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db


def approved(method: str = "net"):
    office = parts.guide_office()
    who = parts.person(office)
    a = parts.filed(office, who, parts.ids_to_add("1ANAC", 1, method))
    decision.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)
    a.refresh_from_db()
    return office, who, a


def test_a_password_is_in_no_page_before_the_click_and_in_no_mail_log_or_paper(client, caplog):
    office, who, a = approved()
    secret = Secret.objects.get()
    client.force_login(who)
    pages = [
        client.get(f"/applications/{a.number}/").content,
        client.get(f"/applications/{a.number}/ids/").content,
    ]
    pages.append(client.get(f"/applications/{a.number}/form.pdf").content)
    text = vault.reveal(secret.pk, office, who.pk, secret.opens_on)
    shown = client.post(f"/applications/{a.number}/ids/{secret.pk}/reveal/")
    assert text in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert not any(text.encode() in p for p in pages)
    assert not any(text in m.body + m.subject for m in Mail.objects.all())
    assert text not in caplog.text
    assert text.encode() not in bytes(Secret.objects.get().ciphertext)


def test_outside_the_window_it_is_403_with_the_way_on_and_the_page_says_so(client, moved_clock):
    _, who, a = approved()
    secret = Secret.objects.get()
    client.force_login(who)
    moved_clock(secret.closes_on)
    assert client.post(f"/applications/{a.number}/ids/{secret.pk}/reveal/").status_code == 200
    moved_clock(secret.closes_on + timedelta(days=1))
    answer = client.post(f"/applications/{a.number}/ids/{secret.pk}/reveal/")
    assert answer.status_code == 403
    assert "再発行" in answer.content.decode()
    assert "参照期間は終了しました" in client.get(f"/applications/{a.number}/ids/").content.decode()
    assert [v.outcome for v in secret.views.order_by("id")] == ["shown", "closed"]


def test_the_menu_reminds_until_the_passwords_are_acknowledged(client):
    _, who, a = approved()
    client.force_login(who)
    assert "パスワードを参照できるのは" in client.get("/").content.decode()
    client.post(f"/applications/{a.number}/ids/acknowledge/")
    assert "パスワードを参照できるのは" not in client.get("/").content.decode()


def test_in_english_every_page_of_the_way_speaks_english(client):
    _, who, a = approved()
    client.force_login(who)
    client.post("/language/", {"language": "en", "next": "/"})
    page = client.get(f"/applications/{a.number}/").content.decode()
    assert '<html lang="en">' in page
    assert "Before and after" in page and "変更前・変更後" not in page
    client.post("/language/", {"language": "ja", "next": "/"})
    assert "変更前・変更後" in client.get(f"/applications/{a.number}/").content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_receipt_prints_on_one_sheet_of_a4(browser_page: Any):
    import io

    from pypdf import PdfReader

    from tests.browser.steps import sign_in

    page = browser_page
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    sign_in(page, "NAC001", "hanako")
    page.goto(f"/applications/{a.number}/received/")
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert len(printed.pages) == 1
    text = printed.pages[0].extract_text()
    assert a.number in text
    assert "ログアウト" not in text
