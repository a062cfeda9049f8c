"""S03: every kind of row of an office is where one would look for it, on a tab and in the history."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from nss.application.edits import add
from nss.base import clock
from nss.contract.dated import ContractTab
from nss.contract.models import ROW_TYPES
from nss.contract.snapshot import load
from nss.office.show import ALONE, count_table
from nss.office.views.contract import HISTORY, ID_KINDS, TABS, kinds_on
from nss.runtime.demo import rows
from tests import parts
from tests.procedure.samples import stocked

pytestmark = pytest.mark.django_db
IDS = "利用者ID"
EMPTY = "登録はありません。"


def full_office():
    """An office with a row of every kind."""
    office = stocked()
    rows.row(office, "mail_address", parts.SINCE, terminal="25130M", address="smtp1@nac.example.jp")
    rows.row(office, "shared_use", parts.SINCE, use="equipment", partner="NAC555", object="09143")
    for kind in ROW_TYPES:
        if not load(office, clock.today(), (kind,)).of(kind):
            rows.row(office, kind, parts.SINCE)
    return office


@pytest.fixture
def office():
    return full_office()


@pytest.fixture
def client(office):
    return parts.signed_in(parts.person(office))


def blocks(client, tab: str, **more: str) -> dict[str, str]:
    """Caption -> the text of each block of a tab, in the order of the page."""
    page = client.get("/contract/", {"tab": tab, **more}).content.decode()
    found = re.findall(r'<section class="table-block"><h2[^>]*>(.*?)</h2>(.*?)</section>', page, re.S)
    return {unescape(name): unescape(re.sub(r"<[^>]+>", " ", body)) for name, body in found}


def test_every_kind_of_row_stands_on_exactly_one_tab(client):
    shown = {t.value: [*blocks(client, t.value)] for t in ContractTab}
    for kind, model in ROW_TYPES.items():
        name = IDS if kind in ID_KINDS else str(model.label)
        tabs = [t for t, names in shown.items() if name in names]
        wanted = ["net", "general", "code"] if kind in ID_KINDS else [model.contract_tab.value]
        assert tabs == wanted, kind


def test_the_tabs_stand_in_the_guides_order_and_the_history_last(client):
    page = client.get("/contract/").content.decode()
    assert re.findall(r'href="\?tab=(\w+)"', page)[:7] == [
        "office",
        "net",
        "general",
        "certificate",
        "billing",
        "code",
        "history",
    ]
    assert [*TABS] == [*(t.value for t in ContractTab), HISTORY]


def test_what_hangs_on_a_line_stands_with_it_on_the_general_tab(client):
    found = blocks(client, "general")
    assert [*found] == [
        IDS,
        "回線",
        "LAN側アドレスブロック",
        "論理端末",
        "SMTPメールアドレス",
        "メールボックス",
        "機器共用・共同利用",
    ]
    assert "10.20.13.248/29" in found["LAN側アドレスブロック"]
    assert "smtp1@nac.example.jp" in found["SMTPメールアドレス"]
    assert "NAC555" in found["機器共用・共同利用"]


def test_a_kind_of_which_the_office_has_nothing_says_so_on_its_tab(client, office):
    bare = parts.office("XYZ001")
    found = blocks(parts.signed_in(parts.person(bare, "x")), "general")
    assert EMPTY in found["SMTPメールアドレス"] and EMPTY in found["機器共用・共同利用"]


def test_the_values_of_a_code_are_read_beside_its_ids(client, office):
    whole = blocks(client, "code")[IDS]
    for row in load(office, clock.today(), ID_KINDS).rows:
        assert str(row.values["code"]) in whole
    assert kinds_on("code") == []


def test_every_kind_of_row_is_in_the_history(client):
    assert [*blocks(client, HISTORY)] == [str(m.label) for m in ROW_TYPES.values()]


def test_the_history_leaves_out_kinds_that_the_office_never_had():
    bare = parts.office("XYZ001")
    found = blocks(parts.signed_in(parts.person(bare, "x")), HISTORY)
    assert "契約者" in found and "回線" not in found and EMPTY not in "".join(found.values())


def test_the_history_shows_versions_that_have_ended(client, office):
    ended = clock.today() - timedelta(days=30)
    rows.row(office, "mailbox", parts.SINCE, ended, name="1ANAC009")
    assert "1ANAC009" not in blocks(client, "general")["メールボックス"]
    assert f"{ended:%Y/%m/%d}" in blocks(client, HISTORY)["メールボックス"]


def test_the_counts_of_an_application_say_that_mailboxes_never_change():
    edits = [*parts.ids_to_add("1ANAC", 2), add("mailbox", "mailbox", {"name": ""})]
    cells = re.findall(r"<tr><td[^>]*>(.*?)</td>" + r"<td[^>]*>(.*?)</td>" * 3, str(count_table(edits)))
    assert cells == [("識別番号数", "2", "0", "0"), ("メールボックス数", "1", "—", "0")]


def test_an_application_about_other_things_has_no_table_of_counts():
    assert count_table([]) == ""


@pytest.mark.parametrize("tab", ["office", "billing"])
def test_of_what_an_office_has_once_the_tab_lists_the_facts_and_leaves_out_what_is_empty(client, tab):
    page = client.get("/contract/", {"tab": tab}).content.decode()
    once = [m for m in ROW_TYPES.values() if m.contract_tab.value == tab and m.unique_by in ALONE]
    for model in once:
        block = page.partition(f'<h2 class="h3">{model.label}</h2>')[2].partition("</section>")[0]
        assert block.startswith('<dl class="facts wide">') and "利用開始日" in block, model.kind
    assert len(once) == page.count('<dl class="facts wide">') and "<dd></dd>" not in page


def test_a_section_of_what_is_registered_says_so_where_nothing_is():
    office = parts.guide_office()
    who = parts.person(office)
    draft = parts.draft(office, who, [], items=["business"]).application_id
    page = parts.signed_in(who).get(f"/drafts/{draft}/item/business/form/").content.decode()
    section = page.partition("登録している利用業種</legend>")[2].partition("</fieldset>")[0]
    assert "登録はありません。" in section
    assert page.count("登録はありません。") == 1


@pytest.mark.parametrize(("days", "now"), [(0, True), (-1, False), (1, False)])
def test_what_is_applied_for_now_and_the_way_to_change_stand_on_the_contract_of_today_alone(
    days: int, now: bool
) -> None:
    made = parts.guide_office()
    who = parts.person(made)
    parts.filed(made, who, parts.abolish(made, "1ANACA0A"))
    day = clock.today() + timedelta(days=days)
    page = parts.signed_in(who).get("/contract/", {"tab": "code", "day": day.isoformat()}).content.decode()
    assert ("申込中" in page) is now and ("契約情報を変更する" in page) is now
    assert ("本日の契約に戻る" in page) is not now
