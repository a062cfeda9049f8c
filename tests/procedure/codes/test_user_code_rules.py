"""利用者コード: what follows, what is refused, who is affected and what is said, on rows that are written down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nss.application.edits import add, change, end
from nss.calendar import leads
from nss.procedure.codes.user_code import rules
from nss.procedure.codes.user_code.rows import abolish, combined, requested_rows
from tests.procedure.plainly import DAY, OTHER, TODAY, case, codes, named, number, one_more, row

CODE = row("user_code", 1, code="1ANAC", system_class="sea")
FREE = row("user_code", 2, code="1BNAC", system_class="common")
A01, A02, B01 = number("1ANAC", 11), number("1ANAC", 12, "A02"), number("1BNAC", 13, "B01")
ROWS = (CODE, FREE, A01, A02, B01)
THEIRS = row("user_code", 3, office=2, code="1ANAC", system_class="sea")
THEIR_ID = number("1ANAC", 14, "C01", office=2)
LATE = TODAY + 30 * DAY


def ends(*rows, key="user-code", **more):
    return [end(key, r, **more) for r in rows]


# -- what follows --------------------------------------------------------------------------------------------------


def test_a_code_ends_with_the_last_of_its_numbers_and_not_before():
    assert rules.derived_edits(case(ROWS, ends(A01))) == []
    (gone,) = rules.derived_edits(case(ROWS, ends(A01, A02)))
    assert named([gone]) == ["end user_code 1"]
    assert (gone.procedure, gone.options, gone.day) == ("user-code", {}, "")
    both = rules.derived_edits(case(ROWS, ends(A01, A02, B01)))
    assert named(both) == ["end user_code 1", "end user_code 2"]


def test_a_code_that_ends_already_or_gets_another_number_does_not_end_by_itself():
    assert rules.derived_edits(case(ROWS, ends(A01, A02, CODE))) == []
    assert rules.derived_edits(case(ROWS, [*ends(A01, A02), one_more("1ANAC", "01")])) == []
    assert named(rules.derived_edits(case(ROWS, [*ends(A01, A02), one_more("1BNAC", "01")]))) == [
        "end user_code 1"
    ]
    # what is found of one code says nothing of the next
    edits = [*ends(A01, A02, B01), one_more("1ANAC", "01")]
    assert named(rules.derived_edits(case(ROWS, edits))) == ["end user_code 2"]


def test_a_code_ends_on_the_day_of_its_last_number_where_that_ends_later():
    later = (CODE, A01, replace(A02, ends=LATE))
    (gone,) = rules.derived_edits(case(later, ends(A01)))
    assert gone.day == LATE.isoformat()
    (gone,) = rules.derived_edits(case(later, ends(A01, A02)))
    assert gone.day == ""
    assert rules.derived_edits(case((replace(CODE, ends=LATE), *later[1:]), ends(A01))) == []
    assert rules.derived_edits(case((replace(CODE, ends=LATE - DAY), *later[1:]), ends(A01))) == []
    (moved,) = rules.derived_edits(case((replace(CODE, ends=LATE + DAY), *later[1:]), ends(A01)))
    assert moved.day == LATE.isoformat()


def test_a_code_that_others_use_too_ends_for_all_of_them():
    shared = (*ROWS, THEIRS)
    (gone,) = rules.derived_edits(case(shared, ends(A01, A02)))
    assert gone.options == {"scope": "all"}
    (gone,) = rules.derived_edits(case(shared, ends(B01)))
    assert gone.options == {}
    assert rules.other_users(case(shared), "1ANAC") == [THEIRS]
    assert rules.later_users(case((*shared, THEIR_ID)), "1ANAC") == [THEIRS, THEIR_ID]


# -- what is refused -----------------------------------------------------------------------------------------------


def test_a_code_does_not_end_before_its_numbers_whoever_asks():
    assert codes(rules.ended_code_has_no_numbers(case(ROWS, ends(CODE, A01)))) == ["ids_left at user_code:1"]
    (told,) = rules.ended_code_has_no_numbers(case(ROWS, ends(CODE)))
    assert "1ANACA01、1ANACA02の廃止も" in told.text.ja
    for key in ("user-code", "id-number", "business"):
        assert rules.ended_code_has_no_numbers(case(ROWS, ends(CODE, A01, A02, key=key))) == []
    other = ends(CODE, key="cancel")
    assert rules.ended_code_has_no_numbers(case(ROWS, other)) == []
    assert len(rules.ended_code_has_no_numbers(case(ROWS, [*ends(A01), *other, *ends(FREE)]))) == 1


def test_a_code_may_end_on_the_day_of_its_last_number():
    rows = (CODE, replace(A01, ends=LATE))
    assert rules.ended_code_has_no_numbers(case(rows, ends(CODE, day=LATE.isoformat()))) == []
    early = (LATE - DAY).isoformat()
    assert len(rules.ended_code_has_no_numbers(case(rows, ends(CODE, day=early)))) == 1


def test_a_code_does_not_end_for_all_before_another_office_begins_to_use_it():
    for whose in (THEIRS, THEIR_ID):
        begins = replace(whose, starts=LATE)
        rows = (CODE, begins)
        assert len(rules.ended_code_has_no_numbers(case(rows, ends(CODE, options={"scope": "all"})))) == 1
        assert rules.ended_code_has_no_numbers(case(rows, ends(CODE, options={"scope": "own"}))) == []
        on = ends(CODE, options={"scope": "all"}, day=LATE.isoformat())
        assert rules.ended_code_has_no_numbers(case(rows, on)) == []


@pytest.mark.parametrize(
    ("rows", "edits", "refused"),
    [
        (ROWS, [one_more("1ANAC", "01")], []),
        (ROWS, [one_more("1CNAC", "01")], ["code_ends at user-code"]),
        (ROWS, [one_more("1ANAC", "01"), *ends(FREE)], []),
        (ROWS, [one_more("1ANAC", "01"), *ends(CODE)], ["code_ends at user_code:1"]),
        ([replace(CODE, ends=LATE)], [one_more("1ANAC", "01")], ["code_ends at user_code:1"]),
        ([replace(CODE, starts=LATE)], [one_more("1ANAC", "01")], ["code_begins at user-code"]),
        ([replace(CODE, starts=LATE)], [one_more("1ANAC", "01", ref="i")], ["code_begins at i"]),
        ([], [one_more("1ANAC", "01", parent="c")], []),
        ([], [one_more("", "01")], []),
        ([], ends(A01), []),
    ],
)
def test_numbers_come_under_codes_that_stay(rows, edits, refused):
    assert codes(rules.code_has_no_end(case(rows, edits))) == refused


def test_one_number_that_is_fine_does_not_hide_the_next():
    edits = [*ends(A01), one_more("1ANAC", "01"), one_more("1CNAC", "01"), one_more("1DNAC", "01")]
    assert len(rules.code_has_no_end(case(ROWS, edits))) == 2


def test_the_first_day_of_a_code_after_the_start_is_named():
    rows = [
        replace(CODE, starts=LATE + DAY),
        replace(CODE, identity=9, starts=LATE),
        replace(FREE, starts=TODAY + DAY),
        replace(THEIRS, starts=TODAY + DAY),
    ]
    assert rules.beginning(case(rows), "1ANAC") == LATE
    assert rules.beginning(case(rows, wish_date=LATE), "1ANAC") == LATE + DAY
    assert rules.beginning(case(ROWS), "1ANAC") is None
    (told,) = rules.code_has_no_end(case(rows, [one_more("1ANAC", "01")]))
    assert f"{LATE:%Y/%m/%d}に利用を開始" in told.text.ja


def test_a_code_is_shared_only_by_an_office_that_keeps_it():
    def asked(*rows, partner="NAC555"):
        edit = add("user-code", "user_code", {"code": "1ANAC"}, ref="s", options={"partner": partner})
        return codes(rules.shared_code_is_held(case(rows, [*ends(A01), edit], named={"NAC555": OTHER})))

    assert asked(THEIRS) == []
    assert asked() == asked(CODE) == ["code_ends at s"]
    assert asked(replace(THEIRS, ends=LATE)) == ["code_ends at s"]
    assert asked(replace(THEIRS, values={**THEIRS.values, "code": "1CNAC"})) == ["code_ends at s"]
    assert asked(replace(THEIRS, kind="user_id")) == ["code_ends at s"]
    assert asked(THEIRS, partner="ZZZ999") == ["code_ends at s"]
    own = add("user-code", "user_code", {"code": ""}, ref="c")
    assert rules.shared_code_is_held(case([], [own])) == []


def test_a_new_code_without_a_number_is_refused():
    new, second = (add("user-code", "user_code", {"code": ""}, ref=r) for r in ("c1", "c2"))
    assert codes(rules.new_code_has_numbers(case([], [new, second, one_more("", "01", parent="c2")]))) == [
        "code_without_id at c1"
    ]
    assert rules.new_code_has_numbers(case([], [*ends(CODE), one_more("1ANAC", "01")])) == []


# -- settings, days, words -----------------------------------------------------------------------------------------


def changed(r, **values):
    edit = change("user-code", r, values)
    assert edit is not None
    return edit


@pytest.mark.parametrize(
    ("edits", "found"),
    [
        ([], []),
        (ends(A01), None),
        ([one_more("1BNAC", "01"), one_more("1ANAC", "01"), one_more("", "01")], ["1ANAC", "1BNAC"]),
        ([changed(A01, business=["07"])], ["1ANAC"]),
        ([changed(CODE, system_class="air")], ["1ANAC"]),
        ([changed(CODE, stats_paid=True)], None),
        ([one_more("", "01")], []),
    ],
)
def test_what_comes_or_changes_needs_a_setting_of_its_code_and_ends_and_materials_need_none(edits, found):
    assert rules.setting_codes(edits) == (found or [])
    assert rules.needs_setting(edits) == (bool(edits) and found is not None)


def test_an_exporter_waits_two_weeks_and_others_do_not():
    assert rules.need([one_more("1ANAC", "01"), *ends(A01)], TODAY).lead == 0
    exporter = [one_more("1ANAC", "01"), one_more("V1NAC", "18")]
    assert rules.need(exporter, TODAY).lead == 10
    leads.announce([("forex", TODAY, 12)])
    assert [rules.need(exporter, d).lead for d in (TODAY - DAY, TODAY)] == [10, 12]


def test_mailboxes_and_the_basic_fee_that_stay_are_said():
    box = row("mailbox", 21, name="1ANAC001")
    other = row("mailbox", 22, name="1BNAC001")
    plan = row("plan", 23, tab="general", plan="A")
    everything = ends(CODE, FREE, A01, A02, B01)

    def said(rows, edits):
        return [n.ja for n in rules.fees_that_stay(case((*ROWS, *rows), edits))]

    assert said([box, other], ends(CODE)) == [rules.MAILBOX_STAYS.format(code="1ANAC", names="1ANAC001").ja]
    assert said([box], [*ends(CODE), end("mailbox", box)]) == [] == said([box], ends(A01))
    assert said([plan], everything) == [rules.BASIC_FEE_STAYS.ja]
    assert said([plan], everything[:-1]) == []
    assert said([replace(plan, values={"tab": "net", "plan": "B"})], everything) == []
    assert rules.fees_that_stay(case([plan])) == [], "who never had a number learns nothing new"


# -- lists ---------------------------------------------------------------------------------------------------------


def test_a_number_is_listed_with_what_its_code_says():
    rows = (*ROWS, THEIRS)
    found = {r.key: r for r in combined(case(rows).contract, [A01, B01, number("1CNAC", 15)])}
    assert {k: (r.subject, r.values.get("system_class"), r.values["shared"]) for k, r in found.items()} == {
        "user_id:11": ("1ANAC", "sea", True),
        "user_id:13": ("1BNAC", "common", False),
        "user_id:15": ("1CNAC", None, False),
    }


def test_what_is_asked_for_is_listed_with_its_code_its_count_and_its_page():
    asked = [
        add("user-code", "user_code", {"code": "", "system_class": "air"}, ref="code1"),
        one_more("", "01", parent="code1", count=2),
        *ends(A01, key="id-number"),
        *ends(A02),
        one_more("1BNAC", "10", count=3),
        add("user-code", "user_code", {"code": "1AXYZ", "system_class": "sea"}, ref="share1"),
        changed(CODE, stats_paid=True),
    ]
    found = requested_rows(case((*ROWS, THEIRS), asked))
    assert [(r.key, r.subject, r.page, r.action) for r in found] == [
        ("edit:0", "code1", "new", "add"),
        ("edit:1", "code1", "new", "add"),
        ("edit:3", "1ANAC", "", "end"),
        ("edit:4", "1BNAC", "", "add"),
        ("edit:5", "share1", "share", "add"),
        ("edit:6", "1ANAC", "", "change"),
    ]
    assert [r.values.get("count") for r in found] == [None, 2, None, 3, None, None]
    assert [r.values.get("system_class") for r in found] == ["air", "air", "sea", "common", "sea", "sea"]
    assert [r.values.get("shared") for r in found] == [None, False, True, False, None, None]
    assert [r.key for r in requested_rows(case(ROWS, asked), "id-number")] == ["edit:2"]


def test_whole_codes_are_given_up_with_all_their_numbers_and_a_shared_one_for_all():
    contract = case((*ROWS, THEIRS)).contract
    assert named(abolish(contract, [11])) == ["end user_id 11"]
    assert named(abolish(contract, [], ["1BNAC"])) == ["end user_id 13"]
    whole = abolish(contract, [11, 12])
    assert named(whole) == ["end user_id 11", "end user_id 12", "end user_code 1"]
    assert whole[-1].options == {"scope": "all"}
    assert named(abolish(contract, [13], ["1ANAC"])) == [
        "end user_id 11",
        "end user_id 12",
        "end user_id 13",
        "end user_code 1",
    ]
    alone = case((CODE, THEIRS)).contract
    assert abolish(alone) == [], "without numbers there is nothing to tick"
