"""The back button leads to pages of items that are not chosen any more: nothing of them is stored."""

from __future__ import annotations

import re

import pytest

from nss.application import drafts
from nss.procedure.catalogue import CATALOGUE
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["cancel", "move", "manager", "survey", "new-contract"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_of_an_item_that_is_not_chosen_leads_to_the_draft_and_stores_nothing(key, method):
    office = parts.guide_office()
    who = parts.person(office)
    pk = parts.draft(office, who, [], items=["holder"], wish_date=None).application_id
    client = parts.signed_in(who)
    path = f"/drafts/{pk}/item/{key}/{CATALOGUE[key].steps[0].slug}/"
    answer = getattr(client, method)(path, {"sure": "on", "manager.name": "山田"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/drafts/{pk}/")
    assert "選択されていません" in client.get(f"/drafts/{pk}/").content.decode()
    left = drafts.of_office(office, pk)
    assert (left.items, left.other, left.edits) == (["holder"], "", [])


def test_a_page_that_two_items_share_opens_for_either():
    office = parts.line_office()
    who = parts.person(office)
    client = parts.signed_in(who)
    for chosen, other in (("line", "terminal"), ("terminal", "line")):
        pk = parts.draft(office, who, [], items=[chosen], wish_date=None).application_id
        for key in (chosen, other):
            answer = client.get(f"/drafts/{pk}/item/{key}/list/", {"q": "09143"}, follow=True)
            assert answer.status_code == 200
            steps = re.findall(r'aria-current="step">\s*<a href="([^"]+)"', answer.content.decode())
            assert steps == [f"/drafts/{pk}/item/{chosen}/list/"] == [answer.request["PATH_INFO"]]
            assert answer.request["QUERY_STRING"] == "q=09143"


def test_the_page_of_a_row_stands_under_the_step_of_its_list():
    office = parts.line_office()
    client = parts.signed_in(who := parts.person(office))
    pk = parts.draft(office, who, [], items=["line", "terminal"], wish_date=None).application_id
    for path in ("line/line/09143/", "terminal/new/"):
        page = client.get(f"/drafts/{pk}/item/{path}").content.decode()
        steps = re.findall(r'aria-current="step">\s*<a href="([^"]+)"', page)
        assert steps == [f"/drafts/{pk}/item/line/list/"], path
