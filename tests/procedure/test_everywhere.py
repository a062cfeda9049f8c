"""One application of every item, followed through all that shows it: selection, steps, confirm page, look-up, review, API,
papers, and then tab and history of the contract. None of them is told which items there are."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from nss.account import tokens
from nss.application import filing
from nss.application.case import Case
from nss.base import clock
from nss.contract.models import ROW_TYPES
from nss.document import adapter
from nss.document.data import APPROVAL, FORM, Paper
from nss.office.views.contract import ID_KINDS
from nss.procedure.catalogue import CATALOGUE
from tests import parts
from tests.office.every_draft import filled

from .item import Walk
from .items import ITEMS

pytestmark = pytest.mark.django_db
KEYS = [k for k, item in ITEMS.items() if isinstance(item.walk, Walk) and item.walk.changes]
"""The rows of the selection screen that change the contract."""


def text_of(client: Client, url: str) -> str:
    """What a page shows in its own part, values of its fields included."""
    answer = client.get(url)
    assert answer.status_code == 200, f"{answer.status_code} {url}"
    html = answer.content.decode()
    body = html[html.index("<main") : html.index("</main>")]
    values = " ".join(re.findall(r'value="([^"]*)"', body))
    return unescape(re.sub(r"<[^>]+>", " ", body) + " " + values)


def words_of(paper: Paper) -> str:
    """What a paper says of the rows that it changes, and the items that it marks."""
    items = [i for s in paper.sections for i in s.items if i.marked]
    return " ".join([f"{i.label} {i.name}" for i in items] + [str(c.after) for i in items for c in i.cells])


@pytest.mark.parametrize("key", KEYS)
def test_an_application_is_the_same_wherever_it_is_shown(key, moved_clock):
    # Holds X-18.
    procedure = CATALOGUE[key]
    label = str(procedure.entry.label)
    office, who, revision = filled(key)
    pk, reviewer = revision.application_id, parts.reviewer()
    browser, center = parts.signed_in(who), parts.signed_in(reviewer)
    machine = Client(headers={"Authorization": f"Bearer {tokens.create_token(office, who, 'test')}"})
    changes = Case.of_draft(revision).changes
    words = {str(c.label) for c in changes}
    words |= {str(x.after) for c in changes for x in c.cells if x.changed and x.after}

    def missing(text: str) -> list[str]:
        return sorted(w for w in words if w not in text)

    # Entered: selection, steps, confirm page.
    assert label in text_of(browser, "/apply/change/items/")
    for page in procedure.steps:
        assert str(page.title) in text_of(browser, f"/drafts/{pk}/item/{key}/{page.slug}/")
    assert missing(text_of(browser, f"/drafts/{pk}/check/")) == []

    # Filed: look-up, review, API, the form as a paper.
    a = filing.submit(pk, who)
    for client, url in (
        (browser, f"/applications/{a.number}/"),
        (center, f"/center/applications/{a.number}/"),
    ):
        assert missing(text_of(client, url)) == []
        assert label in text_of(client, url)
    assert machine.get(f"/api/v1/applications/{a.number}").json()["changes"] == [c.to_json() for c in changes]
    form = words_of(adapter.paper_of(a, parts.revision_of(a), FORM, clock.today()))
    assert missing(form) == [] and label in form
    assert browser.get(f"/applications/{a.number}/{FORM}.pdf").content.startswith(b"%PDF")

    # Decided and begun: contract by API and on its tab, history, the approval as a paper.
    for c in a.consents.all():
        filing.answer_consent(c.pk, c.office, None, True)
    done = parts.approve(pk, reviewer, revision.wish_date)
    moved_clock(done.start_date)
    browser = parts.signed_in(who)
    written = done.revisions.get().issued_list
    added = [e for e in written if e.action != "end"]
    held = machine.get("/api/v1/contract").json()["rows"]
    for e in added:
        assert any(
            r["kind"] == e.kind and all(r["values"][k] == v for k, v in e.after.items()) for r in held
        ), e
    history = text_of(browser, "/contract/?tab=history")
    for e in added:
        model = ROW_TYPES[e.kind]
        tab = text_of(browser, f"/contract/?tab={model.contract_tab.value}")
        assert str(model.label) in history
        assert e.kind in ID_KINDS or str(model.label) in tab
        for column in model.columns:
            value = str(column.show(e.after.get(column.name)))
            assert value in history and value in tab, (e.kind, column.name)
    if done.state == "approved":
        notice = words_of(adapter.paper_of(done, parts.revision_of(done), APPROVAL, clock.today()))
        assert label in notice
        assert browser.get(f"/applications/{a.number}/{APPROVAL}.pdf").content.startswith(b"%PDF")
