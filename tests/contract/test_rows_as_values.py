"""The contract as plain values: what rows are called, how they are found, and what is read once in a request."""

from __future__ import annotations

from datetime import date
from typing import Any

from nss.base.words import W
from nss.contract import snapshot
from nss.contract.snapshot import Contract, Row, row_name

DAY = date(2026, 12, 9)


def both(name: str | W) -> tuple[str, str] | str:
    return (name.ja, name.en) if isinstance(name, W) else name


def test_a_row_is_called_by_the_values_that_name_it() -> None:
    assert both(row_name("user_id", {"code": "1ANAC", "number": "A0A"})) == "1ANACA0A"
    assert both(row_name("plan", {"tab": "general", "plan": "A"})) == ("一般NACCS", "General NACCS")
    assert both(row_name("plan", {"tab": "net"})) == "netNACCS"
    assert both(row_name("business", {"business": "01"})) == ("通関", "Customs broker")
    assert both(row_name("holder", {"name": "輸出入 太郎"})) == ("契約者", "Contract holder")


def test_a_row_that_the_center_has_yet_to_name_says_so_as_far_as_it_is_not_named() -> None:
    assert both(row_name("user_id", {"code": "", "number": ""})) == both(row_name("mailbox", {}))
    assert both(row_name("mailbox", {"name": ""})) == ("（発行前）", "(not issued yet)")
    assert both(row_name("user_id", {"code": "1ANAC", "number": ""})) == (
        "1ANAC（発行前）",
        "1ANAC(not issued yet)",
    )
    assert both(row_name("user_id", {"number": "A01"})) == ("A01（発行前）", "A01(not issued yet)")
    assert both(row_name("shared_use", {"partner": "NAC555", "object": ""})) == "NAC555", (
        "joint use has no object"
    )


ROWS = (
    Row("mailbox", 5, {"name": "a", "size": 1}),
    Row("mailbox", 6, {"name": "b", "size": 1}),
    Row("holder", 5, {"name": "a"}),
)
HELD = Contract(1, "NAC001", DAY, ROWS)


def test_rows_of_a_contract_are_found_by_kind_identity_and_values() -> None:
    assert HELD.of("mailbox") == ROWS[:2] and HELD.of("mailbox", "holder") == ROWS and HELD.of() == ()
    assert HELD.find("holder", 5) is ROWS[2] and HELD.find("mailbox", 5) is ROWS[0]
    assert HELD.find("holder", 6) is None and HELD.find("line", 5) is None
    assert HELD.where("mailbox", size=1) == ROWS[:2] and HELD.where("mailbox", size=1, name="b") == (ROWS[1],)
    assert (
        HELD.where("holder", name="b") == () == HELD.where("mailbox", name="c")
        and HELD.where("holder") == ROWS[2:]
    )
    assert HELD.first("mailbox") is ROWS[0] and HELD.first("holder") is ROWS[2] and HELD.first("line") is None
    assert ROWS[0].key == "mailbox:5" and ROWS[0].name == "a"
    assert ROWS[0].with_values(name="z").values == {"name": "z", "size": 1}
    assert [c.name for c in ROWS[2].columns] == ["name", "title"]


def test_days_are_kept_as_iso_text_and_everything_else_as_it_is() -> None:
    assert [snapshot.to_json(v) for v in (DAY, "a", None, ["a"], 3)] == ["2026-12-09", "a", None, ["a"], 3]


def test_what_a_request_reads_twice_is_read_once_and_never_after_it_was_dropped() -> None:
    asked: list[Any] = []

    def read() -> int:
        asked.append(1)
        return len(asked)

    assert [snapshot.remembered(("a",), read) for _ in range(2)] == [1, 2], "outside a request each time"
    with snapshot.cached_reads():
        assert [snapshot.remembered((k,), read) for k in ("a", "a", "b", "a")] == [3, 3, 4, 3]
        with snapshot.cached_reads():
            assert snapshot.remembered(("a",), read) == 5
        assert snapshot.remembered(("a",), read) == 3
        snapshot.drop_cached_reads()
        assert [snapshot.remembered(("a",), read) for _ in range(2)] == [6, 7]
    assert [snapshot.remembered(("a",), read) for _ in range(2)] == [8, 9]
