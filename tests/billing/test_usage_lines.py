"""A line of the usage file is taken only where the ID, its side and its price are those of the office in that month."""

from __future__ import annotations

import json
from datetime import date

import pytest

from nss.base.problems import Refused
from nss.billing import usage
from nss.billing.models import Month, Price, Usage
from nss.contract.models import ROW_TYPES
from nss.runtime.demo import rows
from tests import parts
from tests.procedure.samples import stocked

from .samples import GOOD, MONTH, ended, file, line, loaded, pc, plain, plans, prices

pytestmark = pytest.mark.django_db


def refused(*lines: str) -> list[str]:
    """What is said to a file; nothing of it is kept."""
    with pytest.raises(Refused) as found:
        loaded(*lines)
    assert not Month.objects.exists() and not Usage.objects.exists()
    return [p.text.ja for p in found.value.problems]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (line("NAC001", "9ZZZZQ77"), "利用者ID9ZZZZQ77は、2026/10に事業所NAC001のものではありません。"),
        (line("NAC001", "1E+05A01"), "利用者ID1E+05A01は、2026/10に事業所NAC001のものではありません。"),
        (line("NAC001", "1anacA01"), "利用者ID1anacA01は、2026/10に事業所NAC001のものではありません。"),
        (line("NAC001", "1BNACC01"), "利用者ID1BNACC01は、2026/10に事業所NAC001のものではありません。"),
        (line("NAC001", "1ANACA0A", price=30), "利用者ID1ANACA0Aの利用方式区分はnetです（一般）。"),
        (line("NAC001", "1ANACA01", "net"), "利用者ID1ANACA01の利用方式区分は一般です（net）。"),
        (line("NAC001", "1ANACA01", job="ZZZ", price=9999), "業務コードZZZが料金表にありません"),
        (line("NAC001", "1ANACA01", job="IDAXXXX", price=30), "業務コードIDAXXXXが料金表にありません"),
        (line("NAC001", "1ANACA01", job="", price=30), "業務コードが料金表にありません"),
        (line("NAC001", "1ANACA01", price=36), "IDAの単価36が料金表（Aプラン、30円）と一致しません。"),
        (line("NAC001", "1ANACA0A", "net", price=30), "IDAの単価30が料金表（Bプラン、36円）と一致しません。"),
        (
            "2026/10,1000009,NAC001,1ANAC,A01,一般,IDA,1,30,30",
            "請求先コード1000009が事業所NAC001のものではありません",
        ),
        (line("NAC001", "1ANACA01", count=99999999, price=30), "大きすぎます（2,147,483,647まで）"),
        (line("NAC001", "1ANACA01", price=30).replace(",10,", f",{'9' * 5000},"), "大きすぎます"),
        (line("NAC001", "1ANACA01", price=30).replace("10,30,300", "-10,30,-300"), "数字で入力"),
        (line("NAC001", "1ANACA01", price=30).replace("10,30,300", "10,30,３００"), "数字で入力"),
    ],
)
def test_a_line_that_is_not_the_offices_own_is_named(wrong, reason):
    # Holds D-72.
    office = stocked()
    office.billing_code = "1000001"
    office.save()
    other = parts.office("NAC555")
    rows.user_id(other, "1BNAC", "C01", ["10"], "interactive", parts.SINCE)
    said = refused(GOOD[0].replace("IDA,100,30,3000", "IDC,1,45,45"), wrong)
    assert len(said) == 1 and said[0].startswith("3行目：") and reason in said[0]


@pytest.mark.parametrize(("starts", "ends"), [(date(2026, 11, 1), None), (parts.SINCE, date(2026, 10, 1))])
def test_an_id_of_another_month_is_refused(starts, ends):
    office = plain("NAC001")
    rows.user_id(office, "1ANAC", "A01", ["01"], "interactive", starts, *([ends] if ends else []))
    assert "2026/10に事業所NAC001のものではありません" in refused(line("NAC001", "1ANACA01"))[0]


@pytest.mark.parametrize(("starts", "ends"), [(date(2026, 10, 31), None), (parts.SINCE, date(2026, 10, 2))])
def test_an_id_of_a_single_day_of_the_month_is_enough(starts, ends):
    office = plain("NAC001")
    rows.user_id(office, "1ANAC", "A01", ["01"], "interactive", starts, *([ends] if ends else []))
    assert loaded(line("NAC001", "1ANACA01")).rows == 1


def test_an_id_that_moved_in_the_month_may_have_been_used_by_both():
    old, new = plain("NAC001"), plain("NAC555")
    day = date(2026, 10, 14)
    rows.user_id(old, "1ANAC", "A01", ["01"], "interactive", parts.SINCE, day)
    rows.user_id(new, "1ANAC", "A01", ["01"], "interactive", day)
    assert loaded(line("NAC001", "1ANACA01"), line("NAC555", "1ANACA01")).rows == 2


def test_an_id_whose_side_changed_in_the_month_may_have_been_used_on_both():
    office = plain("NAC001")
    day = date(2026, 10, 14)
    rows.user_id(office, "1ANAC", "A01", ["01"], "interactive", parts.SINCE, day)
    rows.user_id(office, "1ANAC", "A01", ["01"], "net", day)
    assert loaded(line("NAC001", "1ANACA01"), line("NAC001", "1ANACA01", "net")).rows == 2


def test_a_line_that_stands_twice_is_refused_with_the_line_that_it_repeats():
    stocked()
    again = GOOD[0].replace("100,30,3000", "7,30,210")
    assert refused(*GOOD, GOOD[0]) == [
        "4行目：2行目と同じ利用者ID、利用方式区分、業務コード、単価の明細です。"
    ]
    assert refused(*GOOD, again)[0].startswith("4行目：2行目と同じ"), (
        "another count does not make it another line"
    )


def test_a_price_that_changed_in_the_month_may_stand_beside_the_one_before():
    stocked()
    prices()
    Price.objects.create(transaction="IDA", plan_a=40, plan_b=48, since=date(2026, 10, 15))
    Price.objects.create(transaction="IDA", plan_a=50, plan_b=60, since=date(2026, 11, 1))
    both = (line("NAC001", "1ANACA01", price=30), line("NAC001", "1ANACA01", price=40))
    assert loaded(*both).rows == 2
    Month.objects.all().delete()
    assert "料金表（Aプラン、30円・40円）" in refused(line("NAC001", "1ANACA01", price=50))[0]
    Price.objects.filter(since=date(2026, 10, 15)).update(since=date(2026, 10, 1))
    assert "料金表（Aプラン、40円）" in refused(line("NAC001", "1ANACA01", price=30))[0]


def test_a_transaction_whose_price_begins_later_has_none_yet():
    stocked()
    prices(date(2026, 11, 1))
    assert "料金表にありません" in refused(GOOD[0])[0]


def test_a_price_is_that_of_the_plan_of_the_month():
    office = stocked()
    plans(office, "general", (parts.SINCE, "A"), (date(2026, 10, 15), "B"), (date(2026, 11, 1), "B"))
    assert loaded(line("NAC001", "1ANACA01", price=30)).rows == 1


def test_what_an_exporter_used_is_kept_as_free_whatever_the_file_says():
    # Holds D-42, D-69.
    office = stocked()
    rows.user_code(office, "V1NAC", "common", parts.SINCE)
    rows.user_id(office, "V1NAC", "A0A", ["18"], "web", parts.SINCE)
    loaded(*GOOD, line("NAC001", "V1NACA0A", "net", "JAA", 5, 30))
    kept = Usage.objects.get(code="V1NAC")
    assert (kept.transaction, kept.count, kept.price, kept.amount) == ("JAA", 5, 0, 0)


def test_an_id_that_did_other_business_too_in_the_month_is_not_free():
    office = plain("NAC001")
    day = date(2026, 10, 31)
    rows.user_id(office, "V1NAC", "A0A", ["18"], "web", parts.SINCE, day)
    rows.user_id(office, "V1NAC", "A0A", ["18", "07"], "web", day)
    loaded(line("NAC001", "V1NACA0A", "net"))
    assert Usage.objects.get().amount == 360


def test_a_long_transaction_code_of_a_free_id_is_refused_and_not_cut():
    office = plain("NAC001")
    rows.user_id(office, "V1NAC", "A0A", ["18"], "web", parts.SINCE)
    assert "業務コードは1〜6文字" in refused(line("NAC001", "V1NACA0A", "net", "JAAAAAA"))[0]


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"rows": ["x" * 10] * 20_000}).replace(",", ";").encode(),
        file("2026/10,,NAC001,1ANAC,A01,一般," + "9" * 140_000),
        file('2026/10,,NAC001,1ANAC,A01,一般,"IDA,1,30,30\n' + "x,y\n" * 50_000),
    ],
    ids=["head", "line", "quote"],
)
def test_a_file_with_a_value_too_long_to_be_one_is_refused_with_a_sentence(body):
    stocked()
    with pytest.raises(Refused) as found:
        usage.load(MONTH, "u.csv", body, None)
    assert "行目：CSVとして読み取れません" in found.value.problems[0].text.ja
    assert "limit" not in found.value.problems[0].text.ja


@pytest.mark.parametrize("bad, named, last", [(200, 200, "201行目"), (201, 201, "ほか1行")])
def test_two_hundred_bad_lines_are_named_and_the_rest_are_counted(bad, named, last):
    stocked()
    found = refused(*["x"] * bad)
    assert len(found) == named and found[-1].startswith(last)


def test_a_file_is_read_in_few_statements_however_many_offices_it_names(django_assert_max_num_queries):
    for n in range(20):
        office = plain(f"NAC{n:03d}")
        pc(office, f"{n:05d}C")
        rows.user_id(office, "1ANAC", f"A{n:02d}", ["01"], "interactive", parts.SINCE)
    prices()
    body = file(*(line(f"NAC{n:03d}", f"1ANACA{n:02d}") for n in range(20)))
    with django_assert_max_num_queries(12):
        assert usage.read(body, MONTH).bad == []


def test_an_ended_contract_may_still_be_billed_for_the_days_that_it_had():
    office = stocked()
    ended(office, date(2026, 10, 16))
    assert loaded(*GOOD).rows == 2
    ROW_TYPES["user_id"]._default_manager.update(ends=date(2026, 10, 1))
    Month.objects.all().delete()
    assert len(refused(*GOOD)) == 2


def test_a_line_may_name_the_billing_code_of_its_office_and_no_other():
    office = stocked()
    office.billing_code = "1000001"
    office.save()
    assert loaded(GOOD[0].replace("2026/10,,", "2026/10,1000001,")).rows == 1
