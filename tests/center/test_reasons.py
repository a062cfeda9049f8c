"""Whoever of the Center does something with somebody's account says why: it is asked, kept and told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory

from nss.account import roster
from nss.account.models import Access, Person, Role
from nss.account.reasons import REASON
from nss.base.problems import Refused
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db
WHY = "本人からの電話（折り返しで確認済み）のため"
NEW = {
    "login_id": "saburo",
    "family_name": "三",
    "given_name": "郎",
    "email": "s@example.jp",
    "role": "reader",
}
ACTS: list[dict[str, Any]] = [
    {"what": "link"},
    {"what": "end"},
    {"what": "factor"},
    {"what": "role", "role": "reader"},
    {"what": "stop"},
    {"what": "start"},
]


@pytest.fixture
def admin() -> Client:
    return parts.signed_in(parts.person(None, "kanri", Role.ADMIN))


@pytest.fixture
def hanako() -> Person:
    office = parts.guide_office()
    parts.person(office, "ichiro", Role.MANAGER, email="ichiro@example.jp")
    return parts.person(office, email="hanako@example.jp")


@pytest.mark.parametrize("act", ACTS, ids=lambda a: a["what"])
def test_nothing_is_done_to_a_person_without_a_reason(
    admin: Client, hanako: Person, act: dict[str, Any]
) -> None:
    for reason in ("", " 　\n"):
        answer = admin.post(f"/center/people/{hanako.pk}/act/", {**act, "reason": reason})
        page = answer.content.decode()
        assert answer.status_code == 422 and "理由を入力してください。" in page
        assert f'href="#id_reason_{hanako.pk}"' in page, "the summary leads to the field of this person"
    hanako.refresh_from_db()
    assert hanako.is_active and hanako.role == Role.APPLICANT
    assert not Mail.objects.exists() and not Access.objects.exclude(what="signed_in").exists()


@pytest.mark.parametrize("act", ACTS, ids=lambda a: a["what"])
def test_the_reason_of_every_act_stands_in_its_line_of_the_record(
    admin: Client, hanako: Person, act: dict[str, Any]
) -> None:
    admin.post(f"/center/people/{hanako.pk}/act/", {**act, "reason": WHY})
    line = Access.objects.exclude(what="signed_in").get()
    assert line.detail["reason"] == WHY and line.detail["about"] == "NAC001/hanako"
    assert WHY in admin.get("/center/record/?kind=access&q=NAC001").content.decode()


def test_the_managers_read_why_somebody_was_let_in_changed_or_stopped(admin: Client, hanako: Person) -> None:
    admin.post("/center/offices/NAC001/people/", {**NEW, "reason": WHY})
    for act in ACTS[2:]:
        admin.post(f"/center/people/{hanako.pk}/act/", {**act, "reason": WHY})
    told = [m.body for m in Mail.objects.all() if m.to == ["ichiro@example.jp"]]
    assert len(told) == 5 and all(f"理由：{WHY}" in body and f"Reason: {WHY}" in body for body in told)


def test_nobody_is_let_in_without_a_reason_and_what_was_typed_stays(admin: Client, hanako: Person) -> None:
    answer = admin.post("/center/offices/NAC001/people/", NEW)
    page = answer.content.decode()
    assert answer.status_code == 422 and "理由を入力してください。" in page and 'value="s@example.jp"' in page
    assert not Person.objects.filter(login_id="saburo").exists()


def test_a_reason_that_is_too_long_is_counted_and_stays_with_the_chosen_role(
    admin: Client, hanako: Person
) -> None:
    assert REASON.length is not None
    long = "あ" * (REASON.length + 1)
    sent = {"what": "role", "role": "reader", "reason": long}
    answer = admin.post(f"/center/people/{hanako.pk}/act/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and f"{REASON.length + 1}文字あります" in page and long in page
    assert re.search(r'<option value="reader"\s+selected', page)
    sent["reason"] = long[1:]
    assert admin.post(f"/center/people/{hanako.pk}/act/", sent).status_code == 302


def test_a_refused_act_keeps_its_reason_on_the_page(admin: Client) -> None:
    chief = parts.person(parts.guide_office(), "ichiro", Role.MANAGER)
    answer = admin.post(f"/center/people/{chief.pk}/act/", {"what": "stop", "reason": WHY})
    assert answer.status_code == 422 and WHY in answer.content.decode()
    answer = admin.post(f"/center/people/{chief.pk}/act/", {"what": "role", "role": "manager", "reason": WHY})
    assert answer.status_code == 422 and "役割は変わっていません" in answer.content.decode()


def test_the_center_says_why_among_its_own_people_too(admin: Client) -> None:
    other = parts.reviewer()
    assert admin.post(f"/people/{other.pk}/act/", {"what": "stop"}).status_code == 422
    assert admin.post(f"/people/{other.pk}/act/", {"what": "stop", "reason": WHY}).status_code == 302
    assert Access.objects.get(what="stopped").detail["reason"] == WHY


def test_a_manager_says_nothing_about_her_own_people(hanako: Person) -> None:
    chief = parts.signed_in(Person.objects.get(login_id="ichiro"))
    assert 'name="reason"' not in chief.get("/people/").content.decode()
    assert chief.post(f"/people/{hanako.pk}/act/", {"what": "stop"}).status_code == 302
    assert "reason" not in Access.objects.get(what="stopped").detail


def test_the_rule_holds_below_the_pages_too(hanako: Person) -> None:
    request = RequestFactory().post("/")
    request.user = parts.person(None, "kanri", Role.ADMIN)
    for attempt in (
        lambda: roster.act(request, hanako, "stop"),
        lambda: roster.invite(request, hanako.office, NEW),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert [p.code for p in refused.value.problems] == ["no_reason"]
