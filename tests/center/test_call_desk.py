"""A caller's office on one page: found by anything that is said on the telephone, and what can be said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from nss.account.models import Access, Role
from nss.application import decision
from nss.base import clock
from nss.base.days import NO_DAY
from nss.center import search
from nss.center.search import offices_with
from nss.contract.models import Office
from nss.issuing import vault
from nss.issuing.models import Secret
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return parts.signed_in(parts.person(None, "uketsuke", Role.RECEPTION))


@pytest.fixture
def office():
    made = parts.guide_office()
    parts.person(made, email="hanako@example.jp")
    other = parts.office("XYZ001", name="大阪支店", company_name="別会社海運")
    parts.person(other, "taro", names=("税関", "太郎", "ゼイカン タロウ"), email="taro@xyz.example")
    with connection.cursor() as cursor:
        for statement in (
            "UPDATE contract_officeprofile SET phone = '0698765432', address = '大阪市港区', postal_code = '5520001' WHERE office_id = %s",
            "UPDATE contract_headoffice h SET phone = '0698765432', address = '大阪市港区', postal_code = '5520001' "
            "FROM contract_office o WHERE o.company_id = h.company_id AND o.id = %s",
            "UPDATE contract_companyprofile p SET name = '別会社海運', name_kana = 'ベツガイシャカイウン' "
            "FROM contract_office o WHERE o.company_id = p.company_id AND o.id = %s",
            "UPDATE contract_systemmanager SET name = '港一郎', name_kana = '', phone = '', email = '' WHERE office_id = %s",
            "UPDATE contract_contractholder SET name = '港次郎' WHERE office_id = %s",
            "UPDATE contract_billingrecipient SET name = '', address = '', postal_code = '' WHERE office_id = %s",
            "UPDATE contract_billingcontact SET name = '', phone = '', email = '' WHERE office_id = %s",
        ):
            cursor.execute(statement, [other.pk])
    return made


@pytest.mark.parametrize(
    "typed",
    [
        "ナックス",
        "なっくす商事",
        "ﾅｯｸｽ商事",
        "クス商",
        "第一営業部",
        "営業部",
        "ナックス商事　第一営業部",
        "通関花子",
        "通関 花子",
        "つうかん",
        "ツウカンハナコ",
        "03-1234-5678",
        "０３−１２３４−５６７８",
        "(03)1234 5678",
        "12345678",
        "hanako@example",
        "ＨＡＮＡＫＯ＠",
        "渋谷区渋谷",
        "150-0002",
        "ナックス 通関",
        "通関花子 第一営業部 03-1234",
    ],
)
def test_an_office_is_found_by_any_part_of_what_is_written_about_it(office, typed):
    # Holds N15.
    assert offices_with(typed) == {office.pk}


@pytest.mark.parametrize("typed", ["海運", "大阪", "税関", "06-9876", "taro@xyz", "港区"])
def test_another_office_is_found_by_its_own(office, typed):
    assert office.pk not in offices_with(typed) and len(offices_with(typed)) == 1


@pytest.mark.parametrize("typed", ["商", "ー", "-", "%", "|", "ナックス 大阪", "ナックス 税関", "存在しない"])
def test_what_is_too_short_or_not_of_one_office_finds_none(office, typed):
    assert offices_with(typed) == set()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("林", {"XYZ001", "NAC001"}),
        ("林 次郎", {"XYZ001"}),
        ("林 通関", {"NAC001"}),
        ("次郎 林", {"XYZ001"}),
        ("森", set()),
        ("竹", {"NAC001"}),
        ("j", set()),
        ("0", set()),
        ("林 0 j", {"XYZ001", "NAC001"}),
        ("ハ", {"XYZ001"}),
        ("は", {"XYZ001"}),
    ],
)
def test_a_name_of_one_letter_is_found_where_a_name_begins(office, typed, found):
    other = Office.objects.get(code="XYZ001")
    parts.person(other, "jiro", names=("林", "次郎", "ハヤシ ジロウ"), email="j@xyz.example")
    parts.person(
        office,
        "saburo",
        names=(
            "林田",
            "三郎",
            "",
        ),
        email="",
    )
    parts.person(office, "shiro", names=("竹", "林", ""), email="")
    assert {Office.objects.get(pk=pk).code for pk in offices_with(typed)} == found


@pytest.mark.parametrize("typed", ["9" * 100_000, "株式 " * 5_000])
def test_of_a_text_that_somebody_pasted_only_the_beginning_is_looked_for(desk, monkeypatch, typed):
    looked: list[list[str]] = []
    monkeypatch.setattr(search, "offices_written", lambda words, most: looked.append(list(words)) or set())
    assert desk.get("/center/offices/", {"q": typed}).status_code == 200
    assert looked
    for words in looked:
        assert len(words) <= search.MOST_WORDS
        assert sum(map(len, words)) <= search.MOST_TYPED


def test_a_question_on_the_telephone_takes_two_actions(desk, office):
    # Typed and pressed: the page of the only office that is found opens at once.
    answer = desk.get("/center/offices/", {"q": "ナックス"}, follow=True)
    assert answer.redirect_chain == [("/center/offices/NAC001/", 302)]
    assert "お伝えできること" in answer.content.decode()


def test_the_page_of_an_office_answers_what_callers_ask_and_every_look_is_recorded(desk, office):
    # Holds N18.
    who, reviewer = office.people.get(), parts.reviewer()
    done = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    decision.approve(done.pk, reviewer, done.revisions.get().wish_date)
    asked = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    decision.query(asked.pk, reviewer, [("reason", "補記してください。")])
    waiting = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    secret = Secret.objects.get()
    vault.reveal(secret.pk, office, who.pk, secret.opens_on)
    Mail.objects.filter(kind="M02").update(state="failed", last_error="550 no such user")
    parts.signed_in(who)
    page = desk.get("/center/offices/NAC001/").content.decode()
    for text in (
        f"申込{asked.number}は、申込者の回答",
        f"申込{waiting.number}は、センターが審査しています",
        f"申込{done.number}は、システム設定の申込を待っています（締切 ",
        "通関 花子",
        "ログイン中",
        "届いていません",
        "550 no such user",
        "1ANACA0A",
        secret.label,
        "（期間外のため表示されていません）" if secret.opens_on < clock.today() else "すでに参照されています",
    ):
        assert text in page, text
    assert vault._open(secret) not in page
    line = Access.objects.get(what="office_seen")
    assert (line.actor.login_id, line.office.code, line.detail["day"]) == (
        "uketsuke",
        "NAC001",
        str(clock.today()),
    )


def test_the_contract_is_that_of_the_chosen_day(desk, office):
    early = desk.get(
        "/center/offices/NAC001/", {"day": str(parts.SINCE - timedelta(days=1))}
    ).content.decode()
    assert "この日に契約はありません" in early and "1ANACA0A" not in early
    later = desk.get("/center/offices/NAC001/", {"day": f"{parts.SINCE:%Y/%m/%d}"}).content.decode()
    assert "1ANACA0A" in later
    wrong = desk.get("/center/offices/NAC001/", {"day": "ゆうべ"})
    assert wrong.status_code == 200 and NO_DAY.ja in wrong.content.decode()
