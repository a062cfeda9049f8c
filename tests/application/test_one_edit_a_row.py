"""What several items ask of one row becomes one edit, by value: no part of the oracle is the product's own."""

from __future__ import annotations

import pytest

from nss.application.edits import Edit, merged, preview
from nss.base import clock
from nss.contract.snapshot import Contract, Row

BEFORE = {"code": "1ANAC", "stats_paid": False, "bonded_storage": False}


def change(**after: object) -> Edit:
    return Edit("statistics", "change", "user_code", 7, BEFORE, after)


END = Edit("user-code", "end", "user_code", 7, BEFORE)
ADD = Edit("user-code", "add", "user_code", None, {}, {"code": ""})


def said(edits: list[Edit]) -> list[tuple[str, str, int | None, dict]]:
    return [(e.action, e.kind, e.target, dict(e.after)) for e in edits]


@pytest.mark.parametrize("asked", [[END, change(stats_paid=True)], [change(stats_paid=True), END]])
def test_an_end_outweighs_a_change_of_the_same_row_in_either_order(asked):
    assert said(merged(asked)) == [("end", "user_code", 7, {})]


def test_two_changes_of_a_row_are_one_with_the_values_of_both():
    found = merged([change(stats_paid=True), change(bonded_storage=True)])
    assert said(found) == [("change", "user_code", 7, {"stats_paid": True, "bonded_storage": True})]
    assert dict(found[0].before) == BEFORE


def test_of_two_values_for_one_column_the_later_one_counts():
    found = merged([change(stats_paid=True), change(stats_paid=False)])
    assert said(found) == [("change", "user_code", 7, {"stats_paid": False})]


def test_additions_stay_apart_and_rows_of_other_kinds_with_the_same_identity_too():
    other = Edit("user-code", "end", "user_id", 7, {"number": "A01"})
    assert said(merged([ADD, ADD, END, other])) == [
        ("add", "user_code", None, {"code": ""}),
        ("add", "user_code", None, {"code": ""}),
        ("end", "user_code", 7, {}),
        ("end", "user_id", 7, {}),
    ]


def test_a_preview_holds_what_is_added_changes_what_is_changed_and_drops_what_ends():
    held = Row("user_code", 7, BEFORE), Row("user_code", 8, BEFORE), Row("user_id", 7, {"number": "A01"})
    asked = [ADD, change(stats_paid=True), Edit("user-code", "end", "user_code", 8, BEFORE)]
    after = preview(Contract(1, "NAC001", clock.today(), held), asked)
    assert [(r.kind, r.identity, dict(r.values)) for r in after.rows] == [
        ("user_code", 7, BEFORE | {"stats_paid": True}),
        ("user_id", 7, {"number": "A01"}),
        ("user_code", -1, {"code": ""}),
    ]


def test_an_edit_is_stored_without_what_it_does_not_say_and_read_as_it_was():
    assert ADD.to_json() == {
        "procedure": "user-code",
        "action": "add",
        "kind": "user_code",
        "after": {"code": ""},
    }
    several = Edit(
        "user-code", "add", "user_id", None, {}, {"code": ""}, count=2, parent="code1", derived=True
    )
    assert several.to_json()["count"] == 2
    for edit in (END, ADD, several, change(stats_paid=True)):
        assert Edit.from_json(edit.to_json()) == edit
