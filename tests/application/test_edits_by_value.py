"""Edits, what they make of a contract and what of it is shown, signed and counted: by value, without a database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nss.application import edits
from nss.application.edits import (
    Edit,
    add,
    change,
    changes_on,
    count_edits,
    diff,
    digest_of,
    end,
    merged,
    preview,
)
from nss.base.words import W
from nss.contract.snapshot import Contract, Row

DAY = date(2026, 12, 9)
CODE = Row("user_code", 7, {"code": "1ANAC", "system_class": "sea", "stats_paid": False})
NUMBER = Row("user_id", 8, {"code": "1ANAC", "number": "A01", "method": "net", "business": ["01"]})
HOLDER = Row("holder", 9, {"name": "輸出入 太郎", "title": "社長"})


def contract(*rows: Row) -> Contract:
    return Contract(1, "NAC001", DAY, rows)


def test_an_edit_is_made_of_what_differs_and_of_nothing_else() -> None:
    assert change("x", HOLDER, dict(HOLDER.values)) is None
    changed = change("x", HOLDER, {**HOLDER.values, "title": "会長"}, day="2026-12-24")
    assert changed == Edit("x", "change", "holder", 9, HOLDER.values, {"title": "会長"}, day="2026-12-24")
    assert end("x", HOLDER, derived=True) == Edit("x", "end", "holder", 9, HOLDER.values, {}, derived=True)
    assert add("x", "holder", {"name": "a"}, count=2) == Edit(
        "x", "add", "holder", None, {}, {"name": "a"}, count=2
    )
    assert edits.ends_contract([end("x", Row("contract", 1, {}))])
    assert not edits.ends_contract([end("x", HOLDER), add("x", "contract", {})])
    assert (
        str(changed.name) == "契約者"
        and str(add("x", "user_id", {"code": "1ANAC"}).name) == "1ANAC（発行前）"
    )
    assert str(Edit("x", "change", "mailbox", 1, {"name": "a"}, {"name": "b"}).name) == "b"


@pytest.mark.parametrize(
    "said",
    [{"count": 2}, {"count": 0}, {"ref": "a"}, {"parent": "a"}, {"derived": True}, {"day": "2026-12-09"}],
)
def test_what_an_edit_says_beside_its_values_is_stored_when_it_is_said(said: dict[str, Any]) -> None:
    plain, more = add("x", "holder", {}), add("x", "holder", {}, **said)  # type: ignore[typeddict-item]
    assert more.to_json() == {"procedure": "x", "action": "add", "kind": "holder", **said}
    assert plain.to_json() == {"procedure": "x", "action": "add", "kind": "holder"}
    assert Edit.from_json(more.to_json()) == more
    full = Edit("x", "change", "holder", 2**60 + 1, {"name": "a"}, {"name": "b"}, options={"scope": "own"})
    assert full.to_json() == {
        "procedure": "x",
        "action": "change",
        "kind": "holder",
        "target": "1152921504606846977",
        "before": {"name": "a"},
        "after": {"name": "b"},
        "options": {"scope": "own"},
    }
    assert Edit.from_json(full.to_json()) == full


def test_a_preview_numbers_additions_by_their_place_and_leaves_alone_what_is_not_there() -> None:
    asked = [
        end("x", Row("holder", 5, {})),
        add("x", "mailbox", {"name": ""}, count=3),
        add("x", "holder", {}, ref="h"),
    ]
    after = preview(contract(HOLDER), [*asked, Edit("x", "change", "holder", None, {}, {"name": "x"})])
    assert [(r.kind, r.identity, r.ref, r.count) for r in after.rows] == [
        ("holder", 9, "", 1),
        ("mailbox", -2, "#2", 3),
        ("holder", -3, "h", 1),
    ]
    assert preview(contract(HOLDER), [end("x", Row("mailbox", 9, {}))]).rows == (HOLDER,)


def said(changes: list[edits.Change]) -> list[tuple[str, str, int, int]]:
    return [(c.action, c.kind, c.identity, c.count) for c in changes]


def test_a_difference_stands_in_the_order_of_the_contract_with_additions_last() -> None:
    mailbox, other = Row("mailbox", 3, {"name": "b"}), Row("mailbox", 4, {"name": "a"})
    before = contract(other, mailbox, NUMBER, HOLDER)
    after = contract(
        Row("mailbox", -1, {"name": ""}, count=2),
        other.with_values(name="z"),
        HOLDER,
        NUMBER.with_values(method="mail"),
    )
    assert said(diff(before, after)) == [
        ("change", "user_id", 8, 1),
        ("change", "mailbox", 4, 1),
        ("end", "mailbox", 3, 1),
        ("add", "mailbox", -1, 2),
    ]
    assert diff(before, before) == []


def cells(change: edits.Change) -> dict[str, tuple[str, str, bool]]:
    return {c.column.name: (str(c.before), str(c.after), c.changed) for c in change.cells}


def test_every_cell_is_shown_before_and_after_and_says_whether_it_changed() -> None:
    one = diff(contract(HOLDER), contract(HOLDER.with_values(title="会長")))[0]
    assert cells(one) == {"name": ("輸出入 太郎", "輸出入 太郎", False), "title": ("社長", "会長", True)}
    added = diff(contract(), contract(Row("mailbox", -1, {"name": ""})))[0]
    assert cells(added) == {"name": ("", "（発行前）", True)} and str(added.name) == "（発行前）"
    ended = diff(contract(HOLDER), contract())[0]
    assert cells(ended) == {"name": ("輸出入 太郎", "", True), "title": ("社長", "", True)}
    assert ended.key == "holder:9" == HOLDER.key and ended.label.en == "Contract holder"


def test_a_change_is_given_out_in_japanese_with_only_the_cells_that_changed() -> None:
    one = diff(contract(NUMBER), contract(NUMBER.with_values(method="mail")))[0]
    assert one.to_json() == {
        "action": "change",
        "kind": "user_id",
        "name": "1ANACA01",
        "count": 1,
        "day": "",
        "scope": "",
        "cells": [{"column": "method", "before": "net", "after": "メール"}],
    }
    pending = diff(contract(), contract(Row("mailbox", -1, {"name": ""})))[0].to_json()
    assert pending["name"] == "（発行前）" and isinstance(pending["name"], str)


def test_a_change_says_its_later_day_and_for_whom_a_shared_code_ends() -> None:
    asked = [
        end("x", CODE, options={"scope": "own"}),
        end("x", NUMBER, day="2026-12-24", options={"scope": "own"}),
        end("x", HOLDER),
        add("x", "mailbox", {"name": ""}, day="2026-12-31"),
    ]
    base = contract(CODE, NUMBER, HOLDER)
    found = changes_on(base, preview(base, asked), asked)
    assert [(c.kind, c.day, c.scope) for c in found] == [
        ("holder", "", ""),
        ("user_code", "", "own"),
        ("user_id", "2026-12-24", ""),
        ("mailbox", "", ""),
    ]


def test_what_was_filed_is_shown_from_the_edits_themselves() -> None:
    asked = [end("x", NUMBER), add("x", "mailbox", {"name": ""}), end("x", CODE, options={"scope": "all"})]
    base = edits.base_of(asked)
    assert {(r.kind, r.identity): dict(r.values) for r in base.rows} == {
        ("user_id", 8): NUMBER.values,
        ("user_code", 7): CODE.values,
    }
    assert (base.office_id, base.office_code, base.day) == (0, "", date.min)
    assert [(c.action, c.kind, c.scope) for c in edits.changes_of(asked)] == [
        ("end", "user_code", "all"),
        ("end", "user_id", ""),
        ("add", "mailbox", ""),
    ]


def test_a_digest_is_of_the_changes_and_of_all_that_is_said_beside_them() -> None:
    one = diff(contract(HOLDER), contract())
    other = diff(contract(), contract(HOLDER))
    some = [
        digest_of(one),
        digest_of(other),
        digest_of([]),
        digest_of(one, a=1),
        digest_of(one, a=2),
        digest_of(one, b=1),
    ]
    assert len(set(some)) == 6
    assert digest_of(one, a=1, b=DAY) == digest_of(one, b=DAY, a=1)


def test_rows_are_counted_by_what_is_asked_of_them() -> None:
    asked = [add("x", "user_id", {}, count=3), add("x", "user_id", {}), end("x", NUMBER), end("x", HOLDER)]
    found = count_edits([*asked, Edit("x", "change", "user_id", 8)])
    assert found["user_id"] == {"add": 4, "change": 1, "end": 1} and found["line"] == {
        "add": 0,
        "change": 0,
        "end": 0,
    }
    assert "holder" not in found


def test_of_rows_that_are_taken_out_a_code_that_was_to_end_with_them_stays_too() -> None:
    other = Row("user_code", 17, {"code": "1BNAC"})
    number, code, elsewhere, holder = end("x", NUMBER), end("x", CODE), end("x", other), end("x", HOLDER)
    new = add("x", "user_id", {"code": "1ANAC"})
    changed = Edit("x", "change", "user_code", 7, CODE.values, {"stats_paid": True})
    assert edits.without_rows([number, code, elsewhere, new, changed, holder], {"user_id:8"}) == (
        [number],
        [elsewhere, new, changed, holder],
    )
    assert edits.without_rows([number, code], {"holder:8", "user_id:7"}) == ([], [number, code])
    moved = Edit("x", "change", "user_id", 8, NUMBER.values, {"method": "mail"})
    assert edits.without_rows([moved, code], {"user_id:8"}) == ([moved], [code]), "a number that only changed"
    assert edits.without_rows([holder, code], {"holder:9"}) == ([holder], [code])


def test_several_edits_of_a_row_are_one_with_the_first_place() -> None:
    first, second = (Edit("x", "change", "holder", 9, HOLDER.values, {k: "neu"}) for k in ("name", "title"))
    found = merged([first, end("x", CODE), second])
    assert [(e.kind, dict(e.after)) for e in found] == [
        ("holder", {"name": "neu", "title": "neu"}),
        ("user_code", {}),
    ]
    assert merged([first, end("a", HOLDER), end("b", HOLDER)]) == [end("a", HOLDER)]


def test_for_whom_a_code_ends_is_said_in_both_languages() -> None:
    assert {k: isinstance(w, W) and bool(w.ja and w.en) for k, w in edits.SCOPES.items()} == {
        "own": True,
        "all": True,
    }
