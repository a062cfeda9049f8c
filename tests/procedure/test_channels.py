"""Start days and before/after say the same in every channel: calendar page, list without script, API, rule (X-04, X-02)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from nss.account import tokens
from nss.application import drafts, filing
from nss.application.case import Case
from nss.application.edits import changes_of
from nss.base import clock
from nss.calendar.schedule import generate
from nss.calendar.verdict import verdicts
from nss.document import adapter
from nss.procedure.kit import schedule
from tests import parts

from .items import ITEMS
from .samples import stocked

pytestmark = pytest.mark.django_db
KINDS = {"abolish": None, "add": "id-number", "plan": "fee-plan", "works": "terminal"}


def world() -> tuple[Any, Client, Client]:
    office = stocked()
    who = parts.person(office)
    browser, machine = (
        Client(),
        Client(headers={"Authorization": f"Bearer {tokens.create_token(office, who, 'test')}"}),
    )
    browser.force_login(who)
    return office, browser, machine


def drafted(office: Any, kind: str) -> Any:
    key = KINDS[kind]
    if key is None:
        return parts.draft(office, office.people.get(), parts.abolish(office, "1ANACA0A"))
    sample = ITEMS[key].sample(office)
    return parts.draft(office, office.people.get(), sample.edits, extra=sample.extra)


@pytest.mark.parametrize("kind", KINDS)
def test_every_one_of_120_days_has_one_verdict_in_every_channel(kind):
    # Holds C26, X-04.
    office, browser, machine = world()
    revision = drafted(office, kind)
    pk, today = revision.application_id, clock.today()
    need = Case.of_draft(revision).need
    spec = {
        v.day: v
        for v in verdicts(today, 120, today, generate(today, today.replace(year=today.year + 1)), need)
    }
    told = {d["day"]: d for d in machine.get(f"/api/v1/drafts/{pk}/days").json()}
    assert len(told) == 120
    pages = "".join(browser.get(f"/drafts/{pk}/day/?from={today:%Y-%m}").content.decode() for _ in range(1))
    pages += browser.get(
        f"/drafts/{pk}/day/?from={(today.replace(day=28)).replace(month=(today.month + 2) % 12 + 1, year=today.year + (today.month + 2) // 12):%Y-%m}"
    ).content.decode()
    wrong = []
    for day, v in spec.items():
        api = told[day.isoformat()]
        if (api["allowed"], api["advised"], [r["text"]["ja"] for r in api["reasons"]]) != (
            v.allowed,
            v.advised,
            [r.text.ja for r in v.reasons],
        ):
            wrong.append(f"API {day}")
        button = f'value="{day.isoformat()}"' in pages
        if button != v.allowed:
            wrong.append(f"calendar {day}")
        judged = schedule.problems(day, today, need)
        if (not judged) != (v.allowed and v.advised):
            wrong.append(f"typed {day}")
    assert not wrong, wrong
    offered = re.findall(
        r'name="wish_day" value="(\d{4}-\d\d-\d\d)"', browser.get(f"/drafts/{pk}/start/").content.decode()
    )
    best = [d.isoformat() for d, v in spec.items() if v.advised][: len(offered)]
    assert offered[: len(best)] == best


def test_a_forbidden_day_is_refused_when_typed_and_an_offered_one_is_named():
    office, browser, _ = world()
    pk = drafted(office, "plan").application_id
    page = browser.post(
        f"/drafts/{pk}/start/",
        {"wish_day": "typed", "wish_typed": f"{clock.today():%Y%m}15", "reason_pick": "料金を見直すため"},
    )
    assert page.status_code == 422
    assert "1日だけを選べます" in page.content.decode() or "過去の日です" in page.content.decode()
    revision = drafts.of_office(office, pk)
    drafts.save(revision, office.people.get(), wish_date=clock.today())
    page = browser.get(f"/drafts/{pk}/check/").content.decode()
    day = re.search(r'name="set_day" value="(\d{4}-\d\d-\d\d)"', page)
    assert day, "the confirm page names days that can be met"
    browser.post(f"/drafts/{pk}/check/", {"set_day": day.group(1)})
    assert drafts.of_office(office, pk).wish_date.isoformat() == day.group(1)


@pytest.mark.parametrize("kind", ["abolish", "add", "works"])
def test_before_and_after_is_the_same_in_panel_confirm_api_paper_and_review(kind):
    # Holds, F-09.
    office, browser, machine = world()
    revision = drafted(office, kind)
    pk = revision.application_id
    want = [c.to_json() for c in Case.of_draft(revision).changes]
    assert machine.get(f"/api/v1/drafts/{pk}").json()["changes"] == want
    a = filing.submit(pk, office.people.get())
    assert machine.get(f"/api/v1/applications/{a.number}").json()["changes"] == want
    filed = a.revisions.get()
    assert [c.to_json() for c in changes_of(filed.edit_list)] == want
    paper = adapter.paper_of(a, filed, "form", clock.today())
    told = [(i.action, i.label) for i in paper.sections[0].items]
    assert told == [
        ({"add": "追加", "change": "変更", "end": "廃止"}[c.action], c.label.ja)
        for c in changes_of(filed.edit_list)
    ]
    reviewer = Client()
    reviewer.force_login(parts.reviewer())
    review = reviewer.get(f"/center/applications/{a.number}/").content.decode()
    look = browser.get(f"/applications/{a.number}/").content.decode()
    block = re.compile(r'<p class="diff-count">.*?(?=</section>)', re.S)
    assert block.search(review).group(0).split() == block.search(look).group(0).split()


def test_a_strangers_token_and_no_token_learn_nothing():
    office, _, machine = world()
    pk = drafted(office, "abolish").application_id
    other = parts.office("XYZ001")
    stranger = Client(
        headers={"Authorization": f"Bearer {tokens.create_token(other, parts.person(other, 'x'), 'x')}"}
    )
    for path in (f"/api/v1/drafts/{pk}", f"/api/v1/drafts/{pk}/days", "/api/v1/applications/260001A"):
        assert stranger.get(path).status_code == 404
        assert Client().get(path).status_code == 401
    assert {r["kind"] for r in machine.get("/api/v1/contract").json()["rows"]} >= {
        "user_id",
        "terminal",
        "plan",
    }
    assert "1ANAC" not in stranger.get("/api/v1/contract").content.decode()
