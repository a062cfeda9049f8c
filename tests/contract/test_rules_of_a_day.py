"""What holds for every contract on every day, rule by rule, on plain rows: what is found, from which day, and what is not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from nss.contract import consistency
from nss.contract.consistency import Rows, broken_by, violations
from nss.contract.dated import FOREVER
from nss.contract.snapshot import Row
from nss.contract.timeline import Timeline

BEGIN, DAY, LATER = date(2026, 4, 1), date(2026, 12, 9), date(2026, 12, 16)
ONE = timedelta(days=1)
OFFICES = {1: "NAC001", 2: "NAC555", 3: "XYZ001"}


def row(kind: str, office: int = 1, count: int = 1, identity: int = 7, **values: Any) -> Row:
    return Row(kind, identity, values, BEGIN, office=office, count=count)


def share(office: int, partner: int, thing: str = "", use: str = "joint") -> Row:
    return row("shared_use", office, use=use, partner=OFFICES[partner], object=thing)


def found(rule: str, *rows: Row) -> list[Row]:
    return [*getattr(consistency, rule)(Rows(rows, OFFICES))]


CODE, NUMBER = row("user_code", code="1ANAC"), row("user_id", code="1ANAC", number="A01")
LINE, TERMINAL = row("line", router="09143"), row("terminal", router="09143", name="25130M")
BLOCK, MAIL = row("address_block", router="09143"), row("mail_address", terminal="25130M", address="a@b")


@pytest.mark.parametrize(
    "rule, asked, needed",
    [
        ("code_has_ids", CODE, NUMBER),
        ("id_has_code", NUMBER, CODE),
        ("terminal_has_line", TERMINAL, LINE),
        ("terminal_has_line", BLOCK, LINE),
        ("terminal_has_line", TERMINAL, share(1, 2, "09143")),
        ("mail_address_has_terminal", MAIL, TERMINAL),
    ],
)
def test_a_row_needs_another_one_of_its_office_with_its_name(rule: str, asked: Row, needed: Row) -> None:
    assert found(rule, asked, needed) == []
    assert found(rule, asked) == [asked]
    elsewhere = Row(needed.kind, 7, needed.values, office=2)
    assert found(rule, asked, elsewhere) == [asked], "that of another office does not do"
    other = needed.with_values(**dict.fromkeys(needed.values, "other"))
    assert found(rule, asked, other) == [asked], "nor that of another name"
    name = {"user_code": "code", "user_id": "code", "mail_address": "terminal"}.get(asked.kind, "router")
    unnamed = asked.with_values(**{name: ""})
    assert found(rule, unnamed) == [], "what has no name yet needs nothing yet"
    second = Row(asked.kind, 8, {**asked.values, name: "other"}, office=1)
    assert found(rule, asked, second, needed) == [second]


def test_sharing_stands_at_both_offices_with_the_same_use_and_object() -> None:
    mine, theirs = share(1, 2, "09143", "equipment"), share(2, 1, "09143", "equipment")
    assert found("sharing_has_two_sides", mine, theirs) == []
    assert found("sharing_has_two_sides", mine) == [mine]
    for other in (share(2, 3, "09143", "equipment"), share(2, 1, "09144", "equipment"), share(2, 1, "09143")):
        assert found("sharing_has_two_sides", mine, other) == [mine, other]


def test_a_shared_router_is_that_of_one_of_the_two() -> None:
    mine, theirs = share(1, 2, "09143", "equipment"), share(2, 1, "09143", "equipment")
    assert found("shared_router_has_line", mine, theirs, LINE) == []
    assert found("shared_router_has_line", mine, theirs) == [mine, theirs]
    assert found("shared_router_has_line", mine, theirs, row("line", 3, router="09143")) == [mine, theirs]
    assert found("shared_router_has_line", mine, row("line", 2, router="09143")) == []
    assert found("shared_router_has_line", share(1, 2), share(2, 1)) == [], "joint use has no router"


def test_no_two_rows_of_one_name_live_on_one_day() -> None:
    again = row("user_code", code="1ANAC", identity=8)
    assert found("names_are_unique", CODE, again) == [again]
    assert (
        found("names_are_unique", CODE, row("user_code", 2, code="1ANAC"), row("user_code", code="1BNAC"))
        == []
    )
    assert found("names_are_unique", NUMBER, row("user_id", 2, code="1ANAC", number="A01", identity=8)) != []
    assert found("names_are_unique", row("user_code", code=""), row("user_code", code="")) == [], (
        "none is named yet"
    )
    unnamed = row("user_code", code="", identity=9)
    assert found("names_are_unique", unnamed, CODE, unnamed, again) == [again]
    half = row("user_id", code="1ANAC", number="")
    assert found("names_are_unique", half, half) == []


def test_each_set_of_columns_that_names_a_row_counts_by_itself() -> None:
    one = row("terminal", name="25130M", address="10.20.13.250")
    assert found("names_are_unique", one, row("terminal", name="27264C", address="10.20.13.250")) != []
    assert found("names_are_unique", one, row("terminal", name="25130M", address="10.20.13.251")) != []
    unnamed = row("terminal", name="", address="10.20.13.250")
    assert found("names_are_unique", one, unnamed) == [unnamed], "its address is known though its name is not"


def test_of_what_an_office_has_once_two_are_too_many() -> None:
    holder = row("holder", name="輸出入 太郎")
    assert found("names_are_unique", holder, row("holder", 2)) == []
    assert found("names_are_unique", holder, row("holder", name="別人")) != []
    assert found("names_are_unique", row("holder", count=2)) != []
    assert found("names_are_unique", row("company", count=2)) != []
    assert found("names_are_unique", row("mailbox", name="", count=2), row("plan", tab="net", count=2)) == []


def dated(kind: str, starts: date | None, ends: date = FOREVER, identity: int = 7, **values: Any) -> Row:
    return Row(kind, identity, values, starts, ends, office=1)


def timeline(*rows: Row) -> Timeline:
    return Timeline(BEGIN, rows, OFFICES)


def said(found: list[consistency.Violation]) -> list[tuple[str, int, date]]:
    return [(v.rule, v.row.identity, v.day) for v in found]


def test_a_fault_is_named_once_from_the_first_day_on_which_it_stands() -> None:
    code = dated("user_code", BEGIN, code="1ANAC")
    number = dated("user_id", BEGIN, DAY, code="1ANAC", number="A01")
    other = dated("mailbox", LATER, identity=9, name="1ANAC001")
    assert said(violations(timeline(code, number, other))) == [("code_has_ids", 7, DAY)]
    assert said(violations(timeline(code))) == [("code_has_ids", 7, BEGIN)]


def test_nothing_outlives_the_contract_but_what_the_last_bill_needs() -> None:
    ended = dated("contract", BEGIN, DAY)
    for kind in ("office", "holder", "billing", "company", "head_office"):
        assert violations(timeline(ended, dated(kind, BEGIN))) == []
    assert violations(timeline(ended, dated("mailbox", BEGIN, DAY, name="m"))) == []
    assert said(violations(timeline(ended, dated("mailbox", BEGIN, DAY + ONE, name="m")))) == [
        ("nothing_after_the_end", 7, DAY)
    ]
    assert said(violations(timeline(ended, dated("mailbox", LATER, name="m")))) == [
        ("nothing_after_the_end", 7, LATER)
    ]
    assert said(violations(timeline(ended, dated("mailbox", None, name="m")))) == [
        ("nothing_after_the_end", 7, DAY)
    ]
    several = [dated("mailbox", BEGIN, identity=n, name=str(n)) for n in (1, 2)]
    assert len(violations(timeline(ended, dated("holder", BEGIN), *several))) == 2


def test_what_was_broken_before_is_no_news_unless_it_breaks_earlier() -> None:
    code = dated("user_code", BEGIN, code="1ANAC")

    def until(day: date) -> Timeline:
        return timeline(code, dated("user_id", BEGIN, day, code="1ANAC", number="A01"))

    assert broken_by(until(DAY), until(DAY)) == [] == broken_by(until(DAY), until(LATER))
    assert said(broken_by(until(LATER), until(DAY))) == [("code_has_ids", 7, DAY)]
    assert said(broken_by(until(FOREVER), until(DAY))) == [("code_has_ids", 7, DAY)]


def test_rows_know_the_codes_of_their_offices() -> None:
    rows = Rows([CODE], OFFICES)
    assert rows.office(CODE) == "NAC001" and rows.office(row("line", 9)) == ""
