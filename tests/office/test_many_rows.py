"""An office of three hundred IDs: no page is long unasked, a search runs over all, what is meant can be all that was found, and
what is filed is summed up."""

from __future__ import annotations

import re

import pytest

from nss.application.edits import change
from nss.application.models import Application
from nss.base import clock, many
from nss.contract.snapshot import load
from nss.issuing import certificates
from nss.procedure.codes import user_code
from nss.runtime.demo import rows
from nss.web import diffs
from tests import parts

pytestmark = pytest.mark.django_db
LIMIT = 100_000
"""Bytes of a page."""


def number(n: int) -> str:
    return f"{chr(65 + n // 100)}{n % 100:02d}"


@pytest.fixture
def office():
    """1ANAC has some numbers already; it gets 300 more."""
    made = parts.guide_office()
    for n in range(300):
        values = {"code": "1ANAC", "number": number(n + 500), "business": ["01"], "method": "net"}
        rows.row(made, "user_id", parts.SINCE, **values)
    return made


@pytest.fixture
def client(office):
    return parts.signed_in(parts.person(office))


def text(answer) -> str:
    return answer.content.decode()


def ticks(page: str) -> int:
    return len(re.findall(r'type="checkbox" name="row"', page))


def test_the_contract_page_shows_a_part_and_finds_over_all(client):
    answer = client.get("/contract/", {"tab": "net"})
    assert len(answer.content) < LIMIT
    assert ticks(text(answer)) == many.PER_PAGE
    found = client.get("/contract/", {"tab": "net", "q": "1ANAC-H99，1anach98\n1ＡＮＡＣＨ９７"})
    assert {"1ANACH99", "1ANACH97"} <= set(re.findall(r"選択 (\w+)<", text(found)))
    later = client.get("/contract/", {"tab": "net", "page": "2"})
    assert not set(re.findall(r'value="(user_id:\d+)"', text(later))) & set(
        re.findall(r'value="(user_id:\d+)"', text(answer))
    )


def test_a_small_contract_is_shown_whole_and_without_a_search():
    office = parts.guide_office("CTO001")
    page = text(parts.signed_in(parts.person(office, "jiro")).get("/contract/", {"tab": "net"}))
    assert 'role="search"' not in page and 'class="paging"' not in page


def test_all_that_was_found_is_chosen_but_what_another_application_holds(client, office):
    who = office.people.first()
    taken = parts.filed(office, who, parts.abolish(office, "1ANACH99"))
    answer = client.post("/contract/abolish/", {"tab": "net", "all": "1", "q": "1ANACH"}, follow=True)
    assert "申込中の1件（1ANACH99）は除きました。" in text(answer)
    draft = parts.revision_of(Application.objects.exclude(pk=taken.pk).get())
    names = {e.before["number"] for e in draft.edit_list}
    assert names == {number(n) for n in range(700, 799)} - {"H99"}


def drafted(client, office, count: int = 300):
    ids = [r.identity for r in load(office, clock.today(), ("user_id",)).of("user_id")][-count:]
    edits = user_code.abolish(load(office, clock.today(), ("user_code", "user_id")), ids)
    who = office.people.first()
    return parts.draft(office, who, edits)


def test_the_pages_of_the_list_and_of_a_code_are_short(client, office):
    pk = drafted(client, office, 40).application_id
    for address in (f"/drafts/{pk}/item/user-code/list/", f"/drafts/{pk}/item/user-code/code/1ANAC/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert len(answer.content) < LIMIT, address


def test_the_confirm_page_sums_up_and_names_every_row(client, office):
    pk = drafted(client, office).application_id
    answer = client.get(f"/drafts/{pk}/check/")
    assert len(answer.content) < LIMIT
    page = text(answer)
    assert "識別番号 300件" in page
    for n in (500, 650, 799):
        assert f"1ANAC{number(n)}" in page


def test_a_few_changes_are_shown_one_by_one(client, office):
    pk = drafted(client, office, diffs.FEW).application_id
    page = text(client.get(f"/drafts/{pk}/check/"))
    assert f"識別番号 {diffs.FEW}件" not in page


def test_ticks_of_rows_that_are_not_shown_are_kept_while_one_looks_further(client, office):
    pk = drafted(client, office, 3).application_id
    address = f"/drafts/{pk}/item/user-code/code/1ANAC/"
    page = text(client.get(address))
    values = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert sum(n.startswith("end_") for n in values) == 3, "ticked, on a later page"
    code = next(
        r for r in load(office, clock.today(), ("user_code",)).of("user_code") if r.values["code"] == "1ANAC"
    )
    yes_no = {f: "1" if code.values[f] else "0" for f in ("stats_paid", "stats_free", "bonded_storage")}
    form = {**values, **yes_no, "system_class": code.values["system_class"]}
    answer = client.post(address, {**form, "find": "1ANACF10", "look": "1"})
    assert answer.status_code == 302 and "find=1ANACF10" in answer["Location"]
    again = text(client.get(answer["Location"]))
    assert "1ANACF10を廃止する" in again and "1ANACF11を廃止する" not in again
    assert (
        len([e for e in parts.revision_of(Application.objects.get(pk=pk)).edit_list if e.action == "end"])
        == 3
    )


def test_rows_of_another_application_are_named_and_left_out_by_a_press(client, office):
    who = office.people.first()
    pk = drafted(client, office, 5).application_id
    parts.filed(office, who, parts.abolish(office, "1ANACH99"))
    page = client.get(f"/drafts/{pk}/check/")
    sent = dict(re.findall(r'<input type="hidden" name="(digest|shown)" value="([^"]*)"', text(page)))
    refused = client.post(f"/drafts/{pk}/check/", {**sent, "remark": ""})
    assert "「1ANACH99」は、審査中の申込" in text(refused)
    assert 'name="leave_out"' in text(refused)
    after = client.post(f"/drafts/{pk}/check/", {"leave_out": "1"}, follow=True)
    assert "1ANACH99（1件）をこの申込から外しました。" in text(after)
    left = parts.revision_of(Application.objects.get(pk=pk)).edit_list
    assert len(left) == 4 and "H99" not in {e.before["number"] for e in left}


def test_long_tables_beside_the_ids_are_folded_and_all_their_rows_are_a_press_away(client, office):
    for n in range(60):
        rows.row(office, "net_terminal", parts.SINCE, net_kind="net", name=f"310{n:02d}N")
    page = text(client.get("/contract/", {"tab": "net"}))
    assert "31000N" in page.partition("<details>")[2] and "31059N" not in page
    assert "31059N" in text(client.get("/contract/", {"tab": "net", "all": "1"}))
    ever = text(client.get("/contract/", {"tab": "history"}))
    assert len(re.findall("<details>", ever)) > 5 and "すべての行を表示する" in ever


def test_certificates_are_shown_in_parts_and_found_over_all(client, office):
    for n in range(60):
        certificates.issue(f"310{n:02d}N", office, 1, clock.today())
    first = text(client.get("/certificates/"))
    names = set(re.findall(r">(310\d\dN)<", first))
    assert len(names) == many.PER_PAGE
    assert not names & set(re.findall(r">(310\d\dN)<", text(client.get("/certificates/", {"page": "2"}))))
    assert set(re.findall(r">(310\d\dN)<", text(client.get("/certificates/", {"q": "31059N"})))) == {"31059N"}


def test_the_notice_of_many_ids_is_shown_in_parts_and_found_over_all(client, office):
    who = office.people.first()
    a = parts.filed(office, who, parts.ids_to_add("1ANAC", 90, "interactive"))
    parts.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)
    address = f"/applications/{a.number}/ids/"
    page = text(client.get(address))
    assert page.count("表示する</button>") + page.count("表示する<span") == many.PER_PAGE
    last = text(client.get(address, {"page": "7"}))
    one = re.findall(r'class="hidden"> (1ANAC\w+)</span>', last)[0]
    assert one not in page and one in text(client.get(address, {"q": one}))


def test_the_comments_on_single_rows_are_folded_where_there_are_many(office):
    who = office.people.first() or parts.person(office, "jiro")
    few, many_rows = drafted_and_filed(office, who, 20), drafted_and_filed(office, who, 21)
    reviewer = parts.signed_in(parts.reviewer())
    fold = "行ごとのコメントを入力する"
    assert fold not in text(reviewer.get(f"/center/applications/{few}/"))
    page = text(reviewer.get(f"/center/applications/{many_rows}/"))
    assert fold in page and page.count('name="comment:user_id:') == 21


def drafted_and_filed(office, who, count: int) -> str:
    """The number of an application that ends so many IDs, others than those of the application before."""
    taken = Application.objects.count() * 30
    ids = [r.identity for r in load(office, clock.today(), ("user_id",)).of("user_id")][taken : taken + count]
    edits = user_code.abolish(load(office, clock.today(), ("user_code", "user_id")), ids)
    return str(parts.filed(office, who, edits).number)


def test_the_register_of_the_center_is_shown_in_parts(office):
    reviewer = parts.signed_in(parts.reviewer())
    address = "/center/offices/NAC001/register/"
    page = reviewer.get(address, {"kind": "user_id"})
    assert len(page.content) < LIMIT and "1ANACH99" not in text(page)
    found = text(reviewer.get(address, {"kind": "user_id", "q": "1ANACH99"}))
    assert "H99" in found and "H98" not in found


def test_many_single_changes_are_one_table_behind_a_press_with_every_row_in_it(client, office):
    held = load(office, clock.today(), ("user_id",)).of("user_id")[-30:]
    types = (["02"], ["01", "02"], ["03"])
    edits = [change("user-code", r, {"business": types[n % 3]}) for n, r in enumerate(held)]
    pk = parts.draft(office, office.people.first(), [e for e in edits if e]).application_id
    page = text(client.get(f"/drafts/{pk}/check/")).partition("<aside")[0]
    assert page.count('<div class="change ') == diffs.WHOLE
    assert f"ほかの変更 {30 - diffs.WHOLE}件" in page
    assert all(str(r.name) in page for r in held)


def retyped(client, office, count: int):
    """A draft that changes the business types of so many IDs; the page of their code as it stands then."""
    held = load(office, clock.today(), ("user_id",)).of("user_id")[-count:]
    edits = [change("user-code", r, {"business": ["02"]}) for r in held]
    pk = parts.draft(office, office.people.first(), edits).application_id
    return f"/drafts/{pk}/item/user-code/code/1ANAC/", held


def fold_of(page: str) -> tuple[str, str]:
    """The fold with the rows that change already, and what stands before and after it."""
    found = re.search(r'<details class="changing".*?</details>', page, re.S)
    assert found
    return found[0], page.replace(found[0], "")


def test_many_rows_that_change_are_folded_with_their_number_and_all_their_fields(client, office):
    address, held = retyped(client, office, 40)
    fold, rest = fold_of(text(client.get(address)))
    assert "変更中の40件を表示する" in fold and not fold.startswith('<details class="changing" open')
    assert all(f'name="opened" value="{r.identity}"' in fold for r in held)
    assert 'name="opened"' not in rest


def test_the_row_whose_button_was_pressed_stands_beside_the_fold(client, office):
    address, held = retyped(client, office, 40)
    fold, rest = fold_of(text(client.get(address, {"open": held[3].identity})))
    assert f'name="opened" value="{held[3].identity}"' in rest
    assert "変更中の39件を表示する" in fold


def test_a_few_rows_that_change_are_not_folded(client, office):
    address, _ = retyped(client, office, 5)
    assert '<details class="changing"' not in text(client.get(address))
