"""The form by which an application was filed, sent once more: by a second press, or because the first answer was lost."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from nss.application import decision, filing
from nss.application.models import Application, Revision
from tests import parts
from tests.office.test_two_tabs import opened

pytestmark = pytest.mark.django_db
ORIGIN = {"Origin": "http://testserver"}


class Clerk:
    """Somebody of the guide's office with the page before filing open."""

    def __init__(self) -> None:
        self.office = parts.guide_office()
        self.person = parts.person(self.office)
        self.client = parts.signed_in(self.person)
        self.pk = parts.draft(self.office, self.person, parts.abolish(self.office, "1ANACA0A")).application_id
        self.path = f"/drafts/{self.pk}/check/"
        self.form = {**opened(self.client, self.path), "remark": " 急ぎません\r\n"}

    @property
    def application(self) -> Application:
        return Application.objects.get(pk=self.pk)

    def press(self, client: Client | None = None, **other: str) -> tuple[int, str]:
        """Status, and where it leads or what the page says."""
        answer = (client or self.client).post(self.path, {**self.form, **other}, headers=ORIGIN)
        return answer.status_code, answer.headers.get("Location") or answer.content.decode()


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


def test_a_second_press_leads_where_the_first_one_led_and_files_nothing_more(clerk: Clerk) -> None:
    # Holds F1.
    colleague = parts.signed_in(parts.person(clerk.office, "jiro"))
    theirs = opened(colleague, clerk.path)
    first = clerk.press()
    received = (302, f"/applications/{clerk.application.number}/received/")
    assert first == received == clerk.press()
    assert clerk.press(colleague, **theirs) == received, "whoever of the office sends it"
    assert Application.objects.count() == 1 and Revision.objects.get().remark == "急ぎません"


def test_another_text_or_another_content_is_told_that_it_came_too_late(clerk: Clerk) -> None:
    clerk.press()
    status, page = clerk.press(remark="別の備考")
    assert status == 200 and "この申込は受付済みです" in page and "別の備考" in page
    for other in ({"digest": "x"}, {"digest": ""}, {"remark": "あ" * 241}):
        status, page = clerk.press(**other)
        assert status == 200 and "この申込は受付済みです" in page
    looked = clerk.client.get(clerk.path).content.decode()
    assert "この申込は受付済みです" in looked, "a look is no press"


def test_once_it_is_taken_back_or_decided_nothing_is_said_to_be_received(clerk: Clerk) -> None:
    clerk.press()
    a = clerk.application
    assert clerk.press()[0] == 302
    filing.withdraw(a.pk, clerk.person, "不要になりました")
    status, page = clerk.press()
    assert status == 200 and "この申込は受付済みです" in page


def test_a_draft_that_was_never_filed_is_not_said_to_be_received(clerk: Clerk) -> None:
    Application.objects.filter(pk=clerk.pk).update(state="discarded")
    status, page = clerk.press(digest="")
    assert status == 200 and "この下書きは削除されています" in page


def test_an_answer_that_is_sent_twice_leads_twice_to_its_receipt(clerk: Clerk) -> None:
    clerk.press()
    a = clerk.application
    decision.query(a.pk, parts.reviewer(), [("", "理由をお知らせください。")])
    path = f"/applications/{a.number}/answer/"
    shown = clerk.client.get(path).content.decode()
    (field,) = re.findall(r'name="(answer_\d+)"', shown)
    form = {**opened(clerk.client, path), field: "  閉鎖のため ", "file": "1"}
    unseen = clerk.client.post(path, {**form, "digest": ""})
    assert unseen.status_code == 422 and "もう一度" in unseen.content.decode(), "nothing says what was signed"
    received = f"/applications/{a.number}/received/"
    assert [clerk.client.post(path, form).headers["Location"] for _ in range(2)] == [received, received]
    application = f"/applications/{a.number}/"
    for other in ({field: "別の理由"}, {"digest": "x"}, {field: "あ" * 5000}):
        assert clerk.client.post(path, {**form, **other}).headers["Location"] == application
    kept = {k: v for k, v in form.items() if k != "file"}
    assert clerk.client.post(path, kept).headers["Location"] == application, "saved, not sent"
    filing.withdraw(a.pk, clerk.person, "不要になりました")
    assert clerk.client.post(path, form).headers["Location"] == application
