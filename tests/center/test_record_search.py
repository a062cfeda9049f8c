"""The record is searched by whoever and whatever a text means: a code or a number, any part of a name, a reading, a telephone, a
mail or an address, in any width; and by nothing that stands in no line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db.models import QuerySet

from nss.account.models import Access, Person, Role
from nss.application import filing
from nss.base import clock
from nss.center.record_lines import (
    _accesses,
    _application_row,
    _applications,
    _history,
    _history_row,
    _view_row,
    _views,
    meant,
    when,
)
from nss.center.search import offices_with
from nss.contract.models import Office
from nss.contract.rows.ids import UserId
from nss.issuing.models import Secret, SecretView
from nss.record.models import History
from nss.record.triggers import act_as
from tests import parts

pytestmark = pytest.mark.django_db
BY_ANY_PART = (
    *("通関美咲", "通関 美咲", "美咲", "つうかんみさき", "ﾂｳｶﾝ", "ツウカン　ミサキ"),
    *("misaki", "ＭＩＳＡＫＩ", "NAC001/misaki", "ｎａｃ００１／Misaki", "NAC001/mis"),
    *("0120-794-550", "０１２０７９４", "misaki.t@nacs", "MISAKI.T@NACS.EXAMPLE"),
)
OFFICE_BY_ANY_PART = (
    *(
        "NAC001",
        "ｎａｃ００１",
        "NAC0",
        "1ANAC",
        "1ANACA0A",
        "ナックス商事",
        "ﾅｯｸｽ",
        "なっくす商事　第一営業",
    ),
    *("第一営業部", "渋谷区渋谷1", "渋谷１－２－３", "03-1234-5678", "１５０－０００２", "manager-nac001@"),
)


@pytest.fixture
def two() -> tuple[Office, Office]:
    """NAC001 with somebody who applies, and an office of which nothing reads alike."""
    other = parts.rows.company(
        "KOB", "神戸港運株式会社", "", "神戸市中央区港島1-1", "6500045", "0783333333", parts.SINCE
    )
    made = (
        parts.guide_office(),
        parts.rows.office(
            other,
            "KOB001",
            "港島支店",
            "神戸港運株式会社",
            "神戸市中央区港島1-1",
            "6500045",
            "0783333333",
            parts.SINCE,
        ),
    )
    parts.person(made[0], "misaki", names=("通関", "美咲", "ツウカン ミサキ"), email="misaki.t@nacs.example")
    parts.person(
        made[1], "saburo", names=("輸出", "三郎", "ユシュツ サブロウ"), email="saburo-nac001@kob.example"
    )
    Person.objects.filter(login_id="saburo").update(phone="0781112222")
    return made


def test_somebody_is_meant_by_any_part_of_what_is_known_of_them_in_any_width(two):
    misaki = Person.objects.get(login_id="misaki")
    found = {typed: meant(typed) for typed in BY_ANY_PART}
    assert found == dict.fromkeys(BY_ANY_PART, (set(), {misaki.pk}))


def test_an_office_is_meant_by_a_code_or_any_part_of_what_is_written_about_it(two):
    found = {typed: meant(typed) for typed in OFFICE_BY_ANY_PART}
    assert found == dict.fromkeys(OFFICE_BY_ANY_PART, ({two[0].pk}, set()))
    assert offices_with("NAC001") == {two[0].pk}, "though somebody elsewhere has it in their mail address"


def test_what_is_written_of_nobody_and_of_no_office_means_nobody(two):
    for typed in ("大阪", "9ZZZZ", "美咲三郎", "-", "(", "(-)", "美", "\u200b"):
        assert meant(typed) == (set(), set()), typed


def test_a_text_of_an_office_s_name_and_of_somebody_elsewhere_means_both(two):
    named = parts.person(two[1], "nakku", names=("ナックス", "一郎", "ナックス イチロウ"))
    assert meant("ナックス") == ({two[0].pk}, {named.pk})
    both = parts.person(two[0], "nakkusu", names=("ナックス", "二郎", "ナックス ジロウ"))
    assert meant("ナックス") == ({two[0].pk}, {named.pk, both.pk}), (
        "an office that is called so, whoever works there"
    )


def test_the_centers_people_are_meant_by_the_user_name_that_the_record_shows(two):
    reviewer = parts.reviewer()
    for typed in ("NACCS/shinsa", "ＮＡＣＣＳ／ＳＨＩＮＳＡ", "naccs/", "NACCS", "shinsa"):
        assert meant(typed) == (set(), {reviewer.pk}), typed


def newest(found: QuerySet) -> list[int]:
    return list(found.values_list("pk", flat=True))


def test_applications_are_found_by_number_office_and_who_acted_newest_first(two):
    jiro = parts.person(two[0], "jiro", names=("貿易", "次郎", "ボウエキ ジロウ"))
    misaki = Person.objects.get(login_id="misaki")
    first = parts.filed(two[0], misaki, parts.abolish(two[0], "1ANACA0A"))
    second = parts.filed(two[0], jiro, parts.ids_to_add("1ANAC"))
    filing.withdraw(first.pk, jiro, "二重のため")
    everything = newest(_applications("", ""))
    assert everything == sorted(everything, reverse=True)
    of_first = [r.pk for r in _applications(str(first.number), "")]
    assert of_first == sorted(first.record.values_list("pk", flat=True), reverse=True)
    assert newest(_applications(str(first.number).lower(), "")) == of_first
    assert newest(_applications("ナックス", "")) == everything
    assert {r.actor_id for r in _applications("美咲", "")} == {misaki.pk}
    assert {(r.application_id, r.event) for r in _applications("ｼﾞﾛｳ", "")} == {
        (first.pk, "withdraw"),
        *second.record.values_list("application_id", "event"),
    }
    assert [r.event for r in _applications("次郎", "withdraw")] == ["withdraw"]
    assert not _applications("神戸", "")


def test_accesses_are_found_by_reference_address_office_person_master_and_what_was_typed(two):
    misaki = Person.objects.get(login_id="misaki")
    made = {
        "reference": Access(what="signed_in", reference="ABCDEFGH23", actor=parts.reviewer()),
        "address": Access(what="signed_in", address="198.51.100.7"),
        "office": Access(what="office_seen", office=two[0]),
        "person": Access(what="signed_in", actor=misaki),
        "master": Access(what="master", detail={"sheet": "closed"}),
        "typed": Access(what="failed", detail={"name": "NAC001/misaka"}),
        "other": Access(what="office_seen", office=two[1], detail={"name": "NAC001/misaka"}),
    }
    for line in made.values():
        line.at = clock.now()
        line.save()

    def found(text: str, what: str = "") -> set[str]:
        pks = newest(_accesses(text, what))
        assert pks == sorted(pks, reverse=True)
        return {name for name, line in made.items() if line.pk in pks}

    assert found("") == set(made)
    assert found("", "signed_in") == {"reference", "address", "person"}
    assert found("abcdefgh23") == {"reference"} and found("ABCDEFGH23", "failed") == set()
    assert found("198.51.100.7") == {"address"}
    assert found("第一営業部") == {"office"} and found("ﾐｻｷ") == {"person"}
    assert found("休業日") == found("Closed days") == {"master"}
    assert found("misaka") == {"typed"}
    assert found("misaki", "office_seen") == set()


def test_changes_of_rows_are_found_by_name_kind_of_row_office_and_person(two):
    misaki, reviewer = Person.objects.get(login_id="misaki"), parts.reviewer()
    act_as(reviewer.pk, "QRSTUVWX23")
    Person.objects.filter(pk=misaki.pk).update(department="通関課")
    two[1].billing_code = "1234567"
    two[1].save()
    act_as(None, "")

    def found(text: str, what: str = "") -> set[tuple[str, int]]:
        return {(h.table, h.row) for h in _history(text, what)}

    person, offices = ("people_person", misaki.pk), [("contract_office", o.pk) for o in two]
    assert (
        found("qrstuvwx23")
        == {person, offices[1]}
        == found("NACCS/shinsa") - {("people_person", reviewer.pk)}
    )
    of_office = found("NAC001")
    assert {t for t, _ in of_office} >= {
        "contract_office",
        "contract_officeprofile",
        "contract_userid",
        "contract_companyprofile",
        "people_person",
    }
    assert offices[0] in of_office and offices[1] not in of_office and person in of_office
    assert found("ナックス") == of_office
    assert {t for t, _ in found("1ANACA0A")} == {"contract_userid"} and len(found("1ANACA0A")) == 1
    assert found("識別番号") == found("", "contract_userid") and len(found("識別番号")) == 2
    assert found("NAC001", "contract_userid") == found("識別番号")
    assert found("美咲") == {person} and found("美咲", "contract_userid") == set()
    assert found("大阪") == set() == found("contract_userid")
    named = parts.person(two[1], "nakku", names=("ナックス", "一郎", "ナックス イチロウ"))
    act_as(named.pk, "")
    Office.objects.filter(pk=two[1].pk).update(billing_code="7654321")
    act_as(None, "")
    assert found("ナックス") == of_office | {offices[1], ("people_person", named.pk)}, (
        "and what somebody called so did"
    )
    pks = newest(_history("NAC001", ""))
    assert pks == sorted(pks, reverse=True)


def test_passwords_that_were_read_are_found_by_office_person_and_outcome_and_say_it_in_words(two):
    misaki = Person.objects.get(login_id="misaki")
    for office, outcome in zip(two, ("shown", "closed"), strict=True):
        secret = Secret.objects.create(
            company_id=office.company_id,
            office=office,
            label="1ANACA0A",
            kind="user_password",
            opens_on=clock.today(),
            closes_on=clock.today(),
            application_id=1,
        )
        SecretView.objects.create(secret=secret, person_id=misaki.pk, at=clock.now(), outcome=outcome)
    names = {misaki.pk: "NAC001/misaki"}
    by_text = {
        text: [_view_row(v, names)[1:] for v in _views(text, "")] for text in ("", "KOB001", "美咲", "三郎")
    }
    shown = ["NAC001", "1ANACA0A", "NAC001/misaki", "表示"]
    closed = ["KOB001", "1ANACA0A", "NAC001/misaki", "期間外のため表示せず"]
    assert by_text == {"": [closed, shown], "KOB001": [closed], "美咲": [closed, shown], "三郎": []}
    assert [_view_row(v, names)[-1] for v in _views("", "shown")] == ["表示"]


def test_a_row_that_changed_is_called_by_its_name_whatever_of_it_changed(two):
    client = parts.signed_in(parts.person(None, "kanri", Role.ADMIN))
    row = UserId.objects.get(office=two[0], number="A0A")
    row.method = "web"
    row.save()
    changed = History.objects.filter(table="contract_userid", row=row.pk, action="update").get()
    assert changed.before["method"] == "net" and set(changed.after) == {
        "office_id",
        "company_id",
        "code",
        "number",
        "method",
    }
    page = client.get("/center/record/", {"kind": "history", "q": "1ANACA0A"}).content.decode()
    assert '<td data-label="行">1ANACA0A</td>' in page and "処理方式：net → web" in page


def test_a_moment_is_written_to_the_second_in_tokyo_and_what_nobody_did_the_system_did(two):
    assert when(datetime(2026, 11, 30, 15, 0, 1, tzinfo=UTC)) == "2026/12/01 00:00:01"
    a = parts.filed(two[0], Person.objects.get(login_id="misaki"), parts.ids_to_add("1ANAC"))
    line = a.record.order_by("-pk")[0]
    line.actor, line.detail = None, {"reason": "", "text": "期限を過ぎたため", "to": "次郎"}
    assert _application_row(line, {})[1:] == [
        a.number,
        "NAC001",
        "利用申込",
        "下書き",
        "受付済み",
        "システム",
        "期限を過ぎたため",
    ]
    changed = History(
        at=clock.now(),
        table="contract_office",
        row=1,
        action="delete",
        actor=None,
        before={"office_id": 5, "code": "NAC001"},
    )
    assert _history_row(changed, {5: "NAC001"})[1:] == [
        "事業所",
        "NAC001",
        "NAC001",
        "削除",
        "システム",
        "",
        "事業所コード：NAC001",
    ]
