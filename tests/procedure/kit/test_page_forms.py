"""What pages have in common: rows that open, parts of long tables, and the edits of a page among those of a draft."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from nss.application.edits import end
from nss.base.words import W
from nss.procedure.charges import payment
from nss.procedure.kit.pages import FieldRow, ItemForm, ListRow, Pair
from nss.procedure.office import holder, manager
from tests.procedure.plainly import case, row

BOXES = [row("mailbox", n, name=f"1ANAC{n:03d}") for n in range(1, 61)]


class Form(ItemForm):
    """A page of mailboxes that end by tick."""

    key = "mailbox"
    fields: dict[str, forms.Field]

    def add_fields(self) -> None:
        for r in self.case.contract.of("mailbox"):
            self.tick(f"end_{r.identity}", str(r.name))

    def edits(self) -> Any:
        return [
            end(self.key, r) for r in self.case.contract.of("mailbox") if self.ticked(f"end_{r.identity}")
        ]


def page(data: Any = None, initial: Any = None, edits: Any = (), rows: Any = BOXES[:3]) -> Form:
    return Form(case(rows, edits), "", data, initial)


def test_a_tick_is_set_as_it_was_sent_else_as_it_is_stored():
    assert page({"end_1": "on"}, {"end_2": True}).ticked("end_1")
    assert not page({"end_1": "on"}, {"end_2": True}).ticked("end_2")
    assert page(None, {"end_2": True}).ticked("end_2") and not page(None, {"end_2": True}).ticked("end_1")
    assert page({}).ticks == {"end_1": "1ANAC001", "end_2": "1ANAC002", "end_3": "1ANAC003"}


def test_all_that_was_sent_under_a_name_is_read_and_what_is_empty_is_not():
    assert page(QueryDict("a=1&a=&a=2")).sent("a") == ["1", "2"]
    assert page({"a": 7}).sent("a") == ["7"] and page({}).sent("a") == [] == page({"a": ""}).sent("a")


def test_without_a_tick_the_complaint_leads_to_the_first():
    form = page({})
    form.is_valid()
    form.ask_for_a_tick(W("x", "x"))
    assert (form.unticked, form.non_field_errors()) == ("end_1", ["x"])
    empty = page({}, rows=[])
    empty.is_valid()
    empty.ask_for_a_tick(W("x", "x"))
    assert empty.unticked == ""


def test_rows_stand_open_that_changed_were_open_or_were_opened_just_now():
    def opened(form: Form, changed: Any = ()) -> list[int]:
        return [r.identity for r in form.rows_open("f_", BOXES[:3], changed)]

    assert opened(page()) == []
    assert opened(page(), {2}) == [2]
    assert opened(page(None, {"open": "3"})) == [3]
    assert opened(page({}, {"open": "3"})) == []
    assert opened(page(QueryDict("opened=1&opened=2"))) == [1, 2]
    assert opened(page({"f_2": ""})) == [2]


def test_the_field_that_was_opened_just_now_has_the_cursor_and_the_others_have_a_button():
    form = page(None, {"open": "2"})
    widgets = [form.opening(r, forms.TextInput()) for r in BOXES[:3]]
    assert [w.attrs for w in widgets] == [{}, {"autofocus": True}, {}]
    form.fields["f_2"] = forms.CharField()
    line, word = FieldRow({}, ("a",)), W("開く", "Open")
    shut, opened = (form.opening_row(line, r, f"f_{r.identity}", word) for r in BOXES[:2])
    assert (shut.fields, shut.opens, shut.opened, shut.opener) == (("a",), "1", "", word)
    assert (opened.fields, opened.opens, opened.opened, opened.opener) == (("a", "f_2"), "", "2", None)


def table(count: int, *with_fields: int) -> list[FieldRow]:
    return [
        FieldRow(
            {"name": r.name}, ("f",) if r.identity in with_fields else (), r.name, (f"end_{r.identity}",)
        )
        for r in BOXES[:count]
    ]


def shown(form: Form, rows: list[FieldRow]) -> list[str]:
    return [str(r.name)[-2:] for r in form.part_of(rows).rows]


def test_a_short_table_stands_whole_and_a_long_one_in_parts_with_what_stands_open():
    assert len(shown(page(), table(50))) == 50
    assert shown(page(), table(60)) == [f"{n:02d}" for n in range(1, 11)]
    assert shown(page(None, {"page": "2"}), table(60))[0] == "11"
    assert shown(page({"page": "2"}), table(60))[0] == "01", "what is sent is shown from its beginning"
    assert shown(page(), table(60, 2, 40)) == ["40", *(f"{n:02d}" for n in range(1, 11))]
    assert shown(page(None, {"find": "1ANAC04"}), table(60)) == [str(n) for n in range(40, 50)]
    assert shown(page({"find": "1ANAC041"}), table(60)) == ["41"]
    assert shown(page(), table(50, 3)) == [f"{n:02d}" for n in range(1, 51)]


def test_ticks_of_rows_that_are_not_shown_are_carried_along():
    def carried(form: Form, count: int) -> list[str]:
        rows = table(count)
        return form.unseen(form.part_of(rows), rows)

    ticked = {"end_1": "on", "end_30": "on"}
    assert carried(page(ticked, rows=BOXES), 60) == ["end_30"]
    assert carried(page(ticked, rows=BOXES), 50) == []
    assert carried(page({}, rows=BOXES), 60) == []


def test_a_page_is_shown_again_where_another_part_or_a_row_was_asked_for():
    assert page({}).shown_again_at() is None
    assert page({"look": "3", "find": "A 1"}).shown_again_at() == "find=A+1&page=3"
    assert page({"open": "12"}).shown_again_at() == "open=12"
    assert page({"open": "x"}).shown_again_at() is None


def test_what_a_page_writes_takes_the_place_of_what_it_wrote_before():
    first, last = end("line", row("line", 70)), end("terminal", row("terminal", 71))
    mine = [end("mailbox", BOXES[0]), end("mailbox", BOXES[1])]
    form = page({"end_3": "on"}, edits=[first, *mine, last])
    form.is_valid()
    assert [(e.procedure, e.target) for e in form.all_edits()] == [
        ("line", 70),
        ("mailbox", 3),
        ("terminal", 71),
    ]
    new = page({"end_3": "on"}, edits=[first, last])
    new.is_valid()
    assert [e.target for e in new.all_edits()] == [70, 71, 3]


def test_a_listed_row_knows_the_numbers_of_its_edits():
    assert ListRow("edit:3,14", {}, "x").edits == (3, 14)
    assert ListRow("line:3", {}, "x").edits == ()


def test_the_two_tables_of_a_pair_carry_its_word():
    pair = Pair((), lambda c: [], lambda c: [])
    assert [w.ja for w in pair.titles] == ["契約情報", "申込情報"]
    worded = replace(pair, word=W("回線", "lines")).titles
    assert [w.ja for w in worded] == ["契約情報（回線）", "申込情報（回線）"]
    assert [w.en for w in worded] == ["Contract (lines)", "Application (lines)"]


@pytest.mark.parametrize(
    ("procedure", "must", "may"),
    [
        (holder, {"holder.name", "holder.title"}, set()),
        (payment, {"payment.method"}, set()),
        (
            manager,
            {"manager.name", "manager.name_kana", "manager.phone", "manager.email"},
            {"manager.emergency_fax"},
        ),
    ],
)
def test_what_must_be_filled_is_marked_and_nothing_else_is(procedure, must, may):
    page = procedure.PROCEDURE.pages[0].form(case(()), "")
    marked = {name: field.widget.is_required for name, field in page.fields.items()}
    assert marked == dict.fromkeys(must, True) | dict.fromkeys(may, False)
