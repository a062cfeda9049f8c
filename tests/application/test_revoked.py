"""The Center takes a decision back: its office reads that, and not that it withdrew the application itself."""

from __future__ import annotations

import pytest

from nss.application import after_decision, figures, filing
from nss.application.models import Application
from nss.application.status import status
from nss.base import clock
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def both() -> tuple[Application, Application]:
    """One whose decision is revoked, and one that its office withdrew."""
    office = parts.guide_office()
    who = parts.person(office)
    revoked = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    parts.approve(revoked.pk, parts.reviewer(), parts.revision_of(revoked).wish_date)
    withdrawn = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    after_decision.revoke(revoked.pk, parts.second(), "登録の誤り")
    filing.withdraw(withdrawn.pk, who, "見直し")
    return Application.objects.get(pk=revoked.pk), Application.objects.get(pk=withdrawn.pk)


def test_the_mail_says_who_took_it_back_and_that_numbers_and_passwords_are_void(both):
    revoked, withdrawn = (Mail.objects.filter(application_id=a.pk, kind="M04").get() for a in both)
    assert "審査終了の取消し" in revoked.subject and "登録の誤り" in revoked.body
    assert "番号とパスワードは使用できません" in revoked.body and "cannot be used" in revoked.body
    assert "取下げ" in withdrawn.subject and "見直し" in withdrawn.body and "パスワード" not in withdrawn.body


def test_its_state_reads_as_taken_back_by_the_center_wherever_it_is_listed(both):
    today = clock.today()
    assert [status(a, today)[0] for a in both] == ["revoked", "withdrawn"]
    assert {code: n for _, code, n in figures.by_state(today, today)} == {"revoked": 1, "withdrawn": 1}
    client = parts.signed_in(parts.Person.objects.get(login_id="hanako"))
    for code, shown, hidden in (("revoked", *both), ("withdrawn", *reversed(both))):
        page = client.get("/applications/", {"state": code}).content.decode()
        assert str(shown.number) in page and str(hidden.number) not in page
    page = client.get(f"/applications/{both[0].number}/").content.decode()
    assert "審査終了の取消し" in page and "番号とパスワードは使用できません" in page
    table = parts.signed_in(parts.second()).get("/center/figures/state.csv").content.decode()
    assert "審査終了の取消し,1" in table and "取下げ,1" in table
