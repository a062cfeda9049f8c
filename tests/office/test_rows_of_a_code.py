"""The page of a user code: its numbers are rows with a tick; fields come only for what somebody opens."""

from __future__ import annotations

import re
from typing import Any

import pytest

from nss.application.models import Revision
from nss.contract.snapshot import load
from nss.procedure.codes.user_code.forms import CodeForm
from tests import parts
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db


class Page:
    """The page of code 1ANAC of a draft, as somebody fills it in."""

    def __init__(self) -> None:
        self.office = parts.guide_office()
        self.who = parts.person(self.office)
        self.client = parts.signed_in(self.who)
        self.draft = parts.draft(self.office, self.who, [], items=["user-code"])
        self.url = f"/drafts/{self.draft.application_id}/item/user-code/code/1ANAC/"
        found = load(self.office, parts.SINCE, ("user_id",)).where("user_id", code="1ANAC")
        self.ids = {r.values["number"]: r.identity for r in found}

    def base(self) -> str:
        found = re.search(r'name="base" value="([^"]*)"', self.shown())
        assert found
        return found.group(1)

    def shown(self, query: str = "") -> str:
        return self.client.get(self.url + query).content.decode()

    def send(self, **typed: Any) -> Any:
        known = {"system_class": "sea", "stats_paid": "0", "stats_free": "1", "bonded_storage": "0"}
        return self.client.post(self.url, {**known, **typed})

    def edits(self) -> list[tuple[str, int | None]]:
        revision = Revision.objects.get(pk=self.draft.pk)
        return [(str(e.action), e.target) for e in revision.edit_list if e.kind == "user_id"]


def test_a_number_makes_no_form_field_and_a_tick_is_read_where_it_was_set():
    office = parts.guide_office()
    case = case_of(office)
    one = case.contract.where("user_id", code="1ANAC")[0].identity
    shown = CodeForm(case, "1ANAC")
    assert not [n for n in shown.fields if n[-1].isdecimal() and not n.startswith("add_")]
    assert f"end_{one}" in shown.ticks and not shown.ticked(f"end_{one}")
    assert CodeForm(case, "1ANAC", {f"end_{one}": "on"}).ticked(f"end_{one}")


def test_the_button_of_a_number_saves_what_was_entered_and_opens_its_business_types():
    page = Page()
    a, b = page.ids["A0A"], page.ids["A01"]
    answer = page.send(**{f"end_{a}": "on", "open": str(b)})
    assert answer.status_code == 302 and answer["Location"] == f"{page.url}?open={b}"
    assert page.edits() == [("end", a)]
    text = page.shown(f"?open={b}")
    assert f'name="business_{b}"' in text and f'name="opened" value="{b}"' in text
    assert f'name="business_{a}"' not in text


def test_where_the_button_was_just_pressed_one_can_type_at_once_and_nowhere_else():
    page = Page()
    b = page.ids["A01"]
    assert page.shown().count("autofocus") == 0
    page.send(**{"opened": str(b), f"business_{b}": ["01", "08"]})
    assert page.shown().count("autofocus") == 0, "what stands open since yesterday does not take the keyboard"
    shown = page.shown(f"?open={page.ids['A0A']}")
    assert shown.count("autofocus") == 1
    at = shown.index("autofocus")
    assert f'name="business_{page.ids["A0A"]}"' in shown[shown.rindex("<", 0, at) : shown.index(">", at)]


def test_an_opened_number_needs_a_business_type_and_keeps_what_was_chosen():
    page = Page()
    b = page.ids["A01"]
    refused = page.send(opened=str(b))
    assert refused.status_code == 422 and "業種を1つ以上選択してください" in refused.content.decode()
    assert page.send(**{"opened": str(b), f"business_{b}": ["01", "08"]}).status_code == 302
    assert page.edits() == [("change", b)]
    assert f'name="business_{b}"' in page.shown(), "what is changed stands open"


def test_two_tabs_that_tick_different_numbers_are_both_heard():
    page = Page()
    a, b = page.ids["A0A"], page.ids["A01"]
    base = page.base()
    assert page.send(**{"base": base, f"end_{a}": "on"}).status_code == 302
    assert page.send(**{"base": base, f"end_{b}": "on"}).status_code == 302
    assert sorted(page.edits()) == sorted([("end", a), ("end", b)])
    assert page.send(**{"base": page.base(), f"end_{b}": "on"}).status_code == 302
    assert page.edits() == [("end", b)], "a tick that was taken away goes"


@pytest.mark.parametrize("key", ["certificate", "reissue"])
def test_where_nothing_is_ticked_the_summary_leads_to_the_first_tick_and_it_says_so(key):
    office = stocked()
    who = parts.person(office)
    draft = parts.draft(office, who, [], items=[key])
    url = f"/drafts/{draft.application_id}/item/{key}/form/"
    client = parts.signed_in(who)
    assert "aria-invalid" not in client.get(url).content.decode()
    answer = client.post(url, {"reason": "broken"})
    page = answer.content.decode()
    first = re.search(r'<input type="checkbox"\s+name="(one_\d+)"', page)
    assert answer.status_code == 422 and first
    assert f'<a href="#id_{first[1]}">再発行する' in page
    assert page.count(f'id="id_{first[1]}-error"') == 1 and page.count('aria-invalid="true"') == 1


def test_of_the_rows_to_fill_in_one_stands_open_and_no_other_until_it_is_used():
    page = Page()

    def folded() -> list[str]:
        return re.findall(r'<details class="another">\s*<summary>(.*?)</summary>', page.shown())

    assert folded() == ["追加2を入力する", "追加3を入力する"]
    page.send(add_business_1=["01"], add_method_1="net", add_count_1="2")
    assert folded() == ["追加3を入力する", "追加4を入力する"], "what is filled in stands open"
