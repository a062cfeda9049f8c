"""利用者コード (追加・変更・削除)."""

from __future__ import annotations

from typing import Any

import pytest

from nss.application.case import Case
from nss.application.edits import Edit
from nss.contract.models import Office
from nss.procedure.codes.user_code.rows import COLUMNS, REQUESTED_COLUMNS, requested_rows
from tests import parts
from tests.browser.labels import go, press
from tests.procedure.item import Item, Typed, Walk
from tests.procedure.samples import case_of, first, neighbours, posted, stocked

pytestmark = pytest.mark.django_db


def end_one_id(page: Any) -> None:
    """From the list into the detail, and back to the list."""
    go(page.get_by_role("link", name="変更 1ANACA0A"))
    page.get_by_label("1ANACA0Aを廃止する").check()
    press(page, "この内容で設定する")
    page.wait_for_url("**/list/")


ITEM = Item(
    "user-code",
    lambda office: [
        Typed(
            {
                "add_business_0": ["01"],
                "add_method_0": "net",
                "add_count_0": "1",
                f"end_{first(office, 'user_id', number='A0A')}": "on",
            },
            "code",
            "1ANAC",
        )
    ],
    Walk(end_one_id),
)


def test_one_id_may_end_and_another_begin_in_one_application():
    office = stocked()
    case = case_of(office, ITEM.sample(office).edits)
    assert [(c.kind, c.action) for c in case.changes] == [("user_id", "end"), ("user_id", "add")]


def said(office: Office, *names: str) -> str:
    """What is to be read before filing the end of these numbers."""
    case = Case.of_edits(office, parts.abolish(office, *names), items=["user-code"])
    return "".join(n.ja for n in case.notes)


def test_what_is_still_paid_for_when_a_code_goes_is_said():
    # Holds X-08.
    office = stocked()
    one = said(office, "1ANACA01", "1ANACA0A")
    assert "メールボックス（1ANAC001）は廃止になりません" in one and "基本料金は引き続き" not in one
    every = said(office, "1ANACA01", "1ANACA0A", "1DNACD01", "1DNACD0D")
    assert "Aプランの基本料金は引き続き発生します" in every
    assert "廃止になりません" not in said(office, "1DNACD01", "1DNACD0D")


def test_a_list_of_numbers_has_no_column_twice():
    for columns in (COLUMNS, REQUESTED_COLUMNS):
        names = [c.name for c in columns]
        assert len(names) == len(set(names))
    assert {c.name for c in REQUESTED_COLUMNS} - {c.name for c in COLUMNS} == {"count"}


def test_what_is_asked_for_leads_back_to_the_page_on_which_it_was_entered():
    office = stocked()
    edits = [
        *ITEM.sample(office).edits,
        *posted(office, "user-code", "new", "", system_class="sea", **NUMBERS).edits,
        *shared_code(office),
    ]
    led = {(r.subject, r.page) for r in requested_rows(case_of(office, edits))}
    assert led == {("1ANAC", ""), ("code1", "new"), ("share1", "share")}


def test_a_code_that_is_shared_brings_no_materials_with_it():
    (code, *_) = shared_code(stocked())
    assert [code.after[n] for n in ("stats_paid", "stats_free", "bonded_storage")] == [False, False, False]
    assert code.after["system_class"] == "sea" and code.options == {"partner": "XYZ001"}


NUMBERS = {"add_business_0": ["01"], "add_method_0": "net", "add_count_0": "1"}


def shared_code(office: Office) -> list[Edit]:
    """The page of a code that another office lends, filled in."""
    neighbours()
    return posted(office, "user-code", "share", "", partner="XYZ001", code="1AXYZ", **NUMBERS).edits
