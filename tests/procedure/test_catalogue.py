"""The catalogue: what it refuses, and what it answers for all procedures together."""

from __future__ import annotations

import pytest

from nss.application.lifecycle import Event
from nss.base.words import W
from nss.contract.models import ROW_TYPES
from nss.notice.models import Category
from nss.procedure.catalogue import CATALOGUE, Catalogue, Misplaced, find_procedures
from nss.procedure.kit.procedure import Procedure
from nss.procedure.kit.selection import Entry, Group, Menu, Series
from nss.procedure.office.holder import Holder


def entry(key: str, group: Group = Group.OFFICE, **more: object) -> Entry:
    return Entry(key, group, 99, W("試験", "Test"), **more)  # type: ignore[arg-type]


def placed(entry: Entry, module: str = "nss.procedure.office.toy", **more: object) -> Procedure:
    """A procedure as if its module stood there."""
    made = type("Toy", (Procedure,), {"entry": entry, "__module__": module, **more})()
    assert isinstance(made, Procedure)
    return made


def test_a_key_that_is_there_twice_is_refused():
    with pytest.raises(Misplaced, match=r"'holder' is taken by nss\.procedure\.office"):
        Catalogue([Holder(), placed(entry("holder"))])


@pytest.mark.parametrize(
    ("group", "module"),
    [
        (Group.CODES, "nss.procedure.office.toy"),
        (Group.BILLING, "nss.procedure.billing.toy"),
        (Group.FILES, "nss.procedure.other.toy"),
        (Group.OFFICE, "nss.procedure.toy"),
    ],
)
def test_a_module_outside_the_folder_of_its_group_is_refused(group, module):
    with pytest.raises(Misplaced, match=f"stand in {group.folder}/"):
        Catalogue([placed(entry("toy", group), module)])


@pytest.mark.parametrize(
    ("group", "module"),
    [
        (Group.OFFICE, "nss.procedure.office.toy"),
        (Group.CODES, "nss.procedure.codes.toy.rules"),
        (Group.BILLING, "nss.procedure.charges.toy"),
        (Group.FILES, "nss.procedure.beside.toy"),
    ],
)
def test_a_module_in_the_folder_of_its_group_is_taken(group, module):
    assert "toy" in Catalogue([placed(entry("toy", group), module)])


def test_one_letter_of_reception_numbers_has_one_set_of_words():
    other = Series("A", W("別の分類", "Another"), W("別", "Other"))
    with pytest.raises(Misplaced, match="series 'A'"):
        Catalogue([placed(entry("toy", series=other))])


def test_one_purpose_of_consents_has_one_set_of_words():
    one = placed(entry("one"), consent_purposes={"toy": W("{code}の共用", "sharing {code}")})
    two = placed(entry("two"), consent_purposes={"toy": W("{code}の廃止", "ending {code}")})
    with pytest.raises(Misplaced, match="consent 'toy'"):
        Catalogue([one, two])


def test_the_screen_follows_groups_and_orders_whatever_the_order_of_the_modules():
    expected = list(CATALOGUE.procedures)
    assert list(Catalogue(reversed(find_procedures())).procedures) == expected
    assert expected[:3] == ["new-contract", "office-data", "holder"]
    assert [e.key for e in CATALOGUE.screen][-2:] == ["succession", "cancel"]
    assert not {e.group for e in CATALOGUE.screen} & {Group.NEW, Group.BESIDE}


def test_the_menu_offers_what_begins_there():
    assert [e.key for e in CATALOGUE.menu(Menu.APPLY)] == ["survey", "specialist", "certificate"]
    assert [e.key for e in CATALOGUE.menu(Menu.PEOPLE)] == ["reissue"]


def test_whatever_begins_on_the_menu_carries_its_reason_and_says_what_it_is_for():
    for e in CATALOGUE.entries:
        assert (e.group is Group.BESIDE) == (e.menu is not None)
        if e.menu is not None:
            assert e.reason and e.about


def test_every_series_has_its_letter_and_words():
    assert "".join(CATALOGUE.series) == "ABCDE"
    assert CATALOGUE.series["D"].word.ja == "証明書再発行" and CATALOGUE.series["D"].short.ja == "証明書"


def test_tables_of_the_id_notice_stand_in_the_order_of_the_contract():
    kinds = [b.kind for b in CATALOGUE.notices]
    assert kinds == [k for k in ROW_TYPES if k in kinds]
    assert {"user_code", "terminal", "mailbox"} < set(kinds)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("items", "event", "category", "text"),
    [
        (["survey"], Event.APPROVE, Category.SETTING, "システム設定申込の審査を終了しました"),
        (["survey"], Event.SEND_BACK, Category.SETTING, "システム設定申込内容に確認事項があります"),
        (["survey"], Event.WITHDRAW, Category.SETTING, "取り下げ"),
        (["specialist"], Event.APPROVE, Category.APPLICATION, "通関士IDの追加申込の審査を終了しました"),
        (["certificate"], Event.APPROVE, Category.CERTIFICATE, "デジタル証明書を再発行しました"),
        (["certificate"], Event.WITHDRAW, Category.APPLICATION, "取り下げ"),
        (["reissue"], Event.APPROVE_WAIT, Category.APPLICATION, "パスワードを再発行しました"),
        (["holder"], Event.APPROVE, Category.APPLICATION, "利用申込の審査が終了しました"),
        (["survey", "holder"], Event.APPROVE, Category.APPLICATION, "利用申込の審査が終了しました"),
    ],
)
def test_news_of_an_application_is_that_of_its_only_item_or_the_usual(items, event, category, text):
    line = CATALOGUE.news_line(items, event)
    assert line.category == category
    assert text in line.text.ja


def test_an_item_with_pages_begins_in_the_list_of_steps():
    missing = [p.key for p in CATALOGUE.procedures.values() if p.pages and p.steps[:1] != (p.pages[0],)]
    assert not missing
