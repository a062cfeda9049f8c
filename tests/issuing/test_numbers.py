"""Numbers, keys and passwords that the Center hands out: their forms, and that none comes twice."""

from __future__ import annotations

import re
from datetime import date

import pytest

from nss.application import decision
from nss.base.problems import Refused
from nss.base.words import W
from nss.contract.models import Office
from nss.issuing import numbers, shapes
from nss.issuing.ahead import Ahead
from nss.issuing.models import Counter, Issued
from nss.runtime.demo import rows
from tests import parts

READ_AS_DIGITS = set("IO")


def test_an_access_key_is_sixteen_capitals_and_digits_that_are_not_easily_confused():
    # Holds D-03.
    keys = {numbers.access_key() for _ in range(200)}
    assert len(keys) == 200
    assert all(re.fullmatch(r"[A-Z0-9]{16}", k) for k in keys)
    assert not set("".join(keys)) & set("IO01")


def test_a_user_password_is_eight_capitals_and_digits_with_at_least_one_of_each():
    # Holds D-59.
    words = {numbers.user_password() for _ in range(500)}
    assert len(words) == 500
    for word in words:
        assert re.fullmatch(r"[A-Z0-9]{8}", word)
        assert re.search(r"[A-Z]", word) and re.search(r"[0-9]", word)


@pytest.mark.django_db
def test_a_mailbox_id_is_the_user_code_and_three_digits_and_none_comes_twice():
    # Holds D-05.
    office = parts.guide_office()
    assert [numbers.mailbox_id("1ANAC", office, 1) for _ in range(3)] == ["1ANAC001", "1ANAC002", "1ANAC003"]
    assert numbers.mailbox_id("1BNAC", office, 1) == "1BNAC001"


@pytest.mark.django_db
def test_the_letters_i_and_o_are_left_out_of_what_is_issued_automatically():
    # Holds D-06.
    office = parts.office()
    codes = [numbers.user_code(office, 1) for _ in range(20)]
    ids = [numbers.id_number(codes[0], True, "H", office, 1) for _ in range(250)]
    seconds = {c[1] for c in codes}
    lasts = {i[-1] for i in ids}
    assert {"H", "J", "N", "P"} <= seconds and {"H", "J", "N", "P"} <= lasts
    assert {i[0] for i in ids} >= {"H", "A"}
    assert not (seconds | lasts | {i[0] for i in ids}) & READ_AS_DIGITS


@pytest.mark.django_db
def test_a_billing_code_has_seven_digits_and_none_comes_twice():
    # Holds D-21.
    office = parts.office()
    codes = [numbers.billing_code(office) for _ in range(3)]
    assert len(set(codes)) == 3 and all(re.fullmatch(r"[0-9]{7}", c) for c in codes)
    assert codes == sorted(codes) and codes[0] > "1000000", "they grow from the first on"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("user_id", "1ANACa0b"),
        ("user_id", "1ANACＡ０Ｃ"),
        ("user_id", "1ANACA0"),
        ("user_code", "0ANAC"),
        ("user_code", "1anac"),
        ("terminal", "60777s"),
        ("terminal", "60777X"),
        ("router", "９１４３０"),
        ("router", "9143"),
    ],
)
def test_what_is_no_number_of_its_kind_does_not_get_into_the_register(kind, value):
    with pytest.raises(shapes.BadNumber):
        numbers.claim(kind, value, parts.office())
    assert not Issued.objects.filter(kind=kind, value=value).exists()


def approved_with(typed: str, method: str) -> str:
    """The number under which one more ID of 1ANAC is issued where a reviewer types it, past the form."""
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC", method=method))
    done = decision.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date, {"id0.0": typed})
    return str(done.revisions.get().issued_list[0].after["number"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "method"), [("0A9", "interactive"), ("10Z", "net"), ("IO1", "interactive")]
)
def test_the_last_character_of_a_typed_number_decides_and_the_others_are_free(typed, method):
    # Holds D-06.
    assert approved_with(typed, method) == typed


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "method"), [("0A9", "net"), ("10Z", "interactive"), ("a0b", "net")])
def test_a_typed_number_for_the_other_connection_is_refused_at_the_decision(typed, method):
    with pytest.raises(Refused) as refused:
        approved_with(typed, method)
    assert [p.code for p in refused.value.problems] == ["bad_number"]
    assert typed in refused.value.problems[0].text.ja


@pytest.mark.django_db
def test_a_company_gets_the_code_it_wished_for_or_the_next_that_begins_like_it():
    assert numbers.company_code("NAC") == "NAC"
    parts.office("NAC001")
    assert numbers.company_code("NAC") == "NAA"
    parts.office("NAA001")
    assert numbers.company_code("NAC") == "NAB"
    assert numbers.company_code("") == "AAA"
    assert numbers.company_code("Q") == "QAA", "what is no code is a beginning"


@pytest.mark.django_db
def test_an_office_gets_the_lowest_number_of_its_company_that_nobody_has():
    assert numbers.office_code("NAC") == "NAC001"
    parts.office("NAC001")
    parts.office("NAC003")
    assert numbers.office_code("NAC") == "NAC002"


@pytest.mark.django_db
def test_a_company_whose_numbers_are_all_taken_is_told_so():
    company = parts.office("NAC001").company
    Office.objects.bulk_create(
        Office(company=company, code=f"NAC{n:03d}", name="支店", company_name="ナックス商事")
        for n in range(2, 999)
    )
    assert numbers.office_code("NAC") == "NAC999"
    Office.objects.create(company=company, code="NAC999", name="支店", company_name="ナックス商事")
    with pytest.raises(numbers.PoolEmpty):
        numbers.office_code("NAC")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("peek", "issue"),
    [
        (lambda ahead: ahead.terminal("M"), lambda o: numbers.terminal_name("M", o, 1)),
        (lambda ahead: ahead.router(), lambda o: numbers.router_number(o, 1)),
    ],
)
def test_what_is_suggested_for_several_at_once_is_what_is_issued_one_after_the_other(
    peek, issue, monkeypatch
):
    monkeypatch.setattr("nss.issuing.ahead.READ", 2)
    office = parts.office()
    issue(office)
    ahead = Ahead()
    shown = [peek(ahead) for _ in range(6)]
    assert len(set(shown)) == 6
    assert [issue(office) for _ in range(6)] == shown


@pytest.mark.django_db
def test_a_look_at_many_numbers_reads_each_pool_once(django_assert_max_num_queries):
    office, ahead = parts.office(), Ahead()
    with django_assert_max_num_queries(5):
        codes = [ahead.user_code(office) for _ in range(9)]
        ids = [ahead.id_number("1ANAC", True, "A") for _ in range(30)]
        names = [ahead.terminal("M" if n % 2 else "S")[:5] for n in range(30)]
    assert [len(set(found)) for found in (codes, ids, names)] == [9, 30, 30]


@pytest.mark.django_db
def test_nothing_is_suggested_where_a_pool_is_empty():
    office, ahead = parts.office(), Ahead()
    Counter.objects.create(name="terminal", value=99_997)
    codes = [ahead.user_code(office) for _ in range(35)]
    assert len({*codes[:34]}) == 34 and codes[-1] == ""
    assert [ahead.terminal("M") for _ in range(4)] == ["99998M", "99999M", "", ""]


@pytest.mark.django_db
def test_each_router_has_addresses_of_its_own():
    ahead = Ahead()
    first, second = ["10.20.0.0/29"], ["10.20.0.8/29", "10.20.0.16/29"]
    shown = [ahead.address(r, n) for r, n in (("00001", first), ("00002", second)) for _ in range(6)]
    assert shown[:6] == [*(f"10.20.0.{n}" for n in range(1, 6)), ""]
    assert shown[6:] == [*(f"10.20.0.{n}" for n in range(9, 14)), "10.20.0.17"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "peek", "issue"),
    [
        ("00001M", lambda o: Ahead().terminal("M"), lambda o: numbers.terminal_name("M", o, 1)),
        ("00001", lambda o: Ahead().router(), lambda o: numbers.router_number(o, 1)),
        ("1ANAC", lambda o: Ahead().user_code(o), lambda o: numbers.user_code(o, 1)),
        (
            "A0A",
            lambda o: Ahead().id_number("1ANAC", True, "A"),
            lambda o: numbers.id_number("1ANAC", True, "A", o, 1),
        ),
    ],
    ids=["terminal", "router", "user code", "identification number"],
)
def test_the_lowest_number_is_suggested_and_issued_where_none_comes_before_it(first, peek, issue):
    office = parts.office()
    assert (peek(office), issue(office)) == (first, first)
    assert peek(office) == issue(office) != first


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "had", "next_one", "peek", "issue"),
    [
        (
            "terminal",
            ("00001S", "00003M"),
            ("00002M", "00004M"),
            lambda: Ahead().terminal("M"),
            lambda o: numbers.terminal_name("M", o, 1),
        ),
        (
            "router",
            ("00001", "00003"),
            ("00002", "00004"),
            lambda: Ahead().router(),
            lambda o: numbers.router_number(o, 1),
        ),
    ],
    ids=["terminal", "router"],
)
def test_digits_that_came_with_the_register_are_passed_over_whatever_letter_follows_them(
    kind, had, next_one, peek, issue
):
    office = parts.office()
    for value in had:
        numbers.claim(kind, value, office)
    for value in next_one:
        assert (peek(), issue(office)) == (value, value)


@pytest.mark.django_db
def test_each_pool_has_its_size_and_is_low_when_less_than_a_tenth_is_left():
    office = parts.office()
    numbers.terminal_name("M", office, 1)
    numbers.router_number(office, 1)
    numbers.router_number(office, 1)
    assert [(level.name.en, level.used, level.size) for level in numbers.levels()] == [
        ("Logical terminal names", 1, 99_999),
        ("Router numbers", 2, 99_999),
        ("LAN address blocks", 0, 8_192),
    ]
    lows = [numbers.Level(W("甲", "A"), used, 1_000).low for used in (0, 899, 900, 901, 1_000)]
    assert lows == [False, False, False, True, True]


@pytest.mark.django_db
def test_five_digits_that_have_run_out_are_said_and_not_made_longer():
    office = parts.office()
    Counter.objects.create(name="router", value=99_998)
    assert numbers.router_number(office, 1) == "99999"
    with pytest.raises(numbers.PoolEmpty):
        numbers.router_number(office, 1)


@pytest.mark.django_db
def test_a_series_whose_last_digits_came_with_a_register_has_run_out():
    office = parts.office()
    for kind, value in (("router", "99999"), ("terminal", "99999M"), ("terminal", "99998S")):
        numbers.claim(kind, value, office)
    Counter.objects.create(name="router", value=99_998)
    Counter.objects.create(name="terminal", value=99_997)
    ahead = Ahead()
    assert (ahead.router(), ahead.terminal("G")) == ("", "")
    with pytest.raises(numbers.PoolEmpty) as empty:
        numbers.router_number(office, 1)
    assert empty.value.args == ("router",)
    with pytest.raises(numbers.PoolEmpty):
        numbers.terminal_name("G", office, 1)


@pytest.mark.django_db
def test_company_codes_that_have_run_out_are_said(monkeypatch):
    monkeypatch.setattr(numbers, "LETTERS", "AB")
    since = date(2026, 1, 1)
    for code in ("AAA", "AAB", "ABA", "ABB", "BAA", "BAB", "BBA"):
        rows.company(code, "商事", "", "東京都", "1000001", "0312345678", since)
    assert numbers.company_code("") == "BBB"
    rows.company("BBB", "商事", "", "東京都", "1000001", "0312345678", since)
    with pytest.raises(numbers.PoolEmpty):
        numbers.company_code("")


@pytest.mark.django_db
def test_address_blocks_that_have_run_out_are_said(monkeypatch):
    monkeypatch.setattr(numbers, "POOL", numbers.ipaddress.ip_network("10.0.0.0/28"))
    office = parts.office()
    assert [numbers.block(office, 1) for _ in range(2)] == ["10.0.0.0/29", "10.0.0.8/29"]
    with pytest.raises(numbers.PoolEmpty):
        numbers.block(office, 1)


@pytest.mark.django_db
def test_a_pool_of_which_nothing_was_taken_is_whole():
    assert [level.used for level in numbers.levels()] == [0, 0, 0]


@pytest.mark.django_db
def test_a_series_goes_on_behind_what_a_register_brought_and_does_not_search_it_again():
    office = parts.office()
    for n in range(1, 6):
        numbers.claim("router", f"{n:05d}", office)
    assert numbers.router_number(office, 1) == "00006"
    assert Counter.objects.get(name="router").value == 6
