"""利用業種: which types exist in which class, under which code, and what may be stored, on rows that are written down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nss.application.edits import Edit, add, change, end
from nss.contract.choices import BusinessType, SystemClass
from nss.procedure.codes import business_rules as rules
from nss.procedure.codes.business import business_types_free
from tests.procedure.plainly import DAY, TODAY, case, codes, number, one_more, row

AIR = {"03", "04", "05", "06"}
SEA = {"08", "09", "11", "12", "13", "16"}
CODE = row("user_code", 1, code="1ANAC", system_class="sea")
V1 = row("user_code", 2, code="V1NAC", system_class="common")
A01 = number("1ANAC", 11)


def test_types_of_the_air_stand_under_no_code_of_the_sea_or_a_port_and_those_of_the_sea_under_none_of_the_air():
    refused = {
        (b.value, s.value) for b in BusinessType for s in SystemClass if rules.class_problem(b.value, s.value)
    }
    assert refused == {(b, s) for b in AIR for s in ("sea", "port")} | {(b, "air") for b in SEA}


def typed(edit: Edit, *business: str) -> Edit:
    changed = change(edit.procedure, A01, {"business": list(business)})
    assert changed is not None
    return changed


def of(kind: str, **values: str) -> Edit:
    return add("business", kind, values, ref="b")


NEW = add("user-code", "user_code", {"code": "", "system_class": "sea"}, ref="c")


@pytest.mark.parametrize(
    ("rows", "edits", "refused"),
    [
        ([CODE], [one_more("1ANAC", "01")], []),
        ([CODE], [one_more("1ANAC", "01", "05")], ["business_class at user-code"]),
        ([CODE], [one_more("1ANAC", "05", ref="i")], ["business_class at i"]),
        ([], [NEW, one_more("", "05", parent="c")], ["business_class at c"]),
        ([], [NEW, one_more("", "08", parent="c")], []),
        ([], [replace(NEW, ref="d"), one_more("", "05", parent="c")], []),
        ([CODE, A01], [typed(NEW, "01", "05")], ["business_class at user_id:11"]),
        ([CODE, A01], [typed(NEW, "07")], []),
        ([replace(CODE, starts=TODAY + DAY)], [one_more("1ANAC", "05")], ["business_class at user-code"]),
        ([replace(CODE, office=2)], [one_more("1ANAC", "05")], []),
        ([], [of("business", business="05", system_class="sea")], ["business_class at b"]),
        ([], [of("business", business="05", system_class="air")], []),
        ([row("business", 7, business="05", system_class="sea")], [], []),
        ([CODE], [end("user-code", number("1ANAC", 12, business=["05"]))], []),
        ([CODE], [replace(one_more("1ANAC", "05"), kind="mailbox")], []),
    ],
)
def test_a_type_is_judged_by_the_class_of_the_code_that_its_number_stands_under(rows, edits, refused):
    assert codes(rules.business_types_exist_in_class(case(rows, edits))) == refused


def test_a_code_of_another_class_is_judged_by_the_types_of_its_numbers():
    held = [
        replace(CODE, values={**CODE.values, "system_class": "common"}),
        number("1ANAC", 11, business=["05"]),
    ]
    to_sea = change("user-code", held[0], {"system_class": "sea"})
    to_air = change("user-code", held[0], {"system_class": "air"})
    paid = change("user-code", held[0], {"stats_paid": True})
    assert to_sea is not None and to_air is not None and paid is not None
    refused = [codes(rules.business_types_exist_in_class(case(held, [e]))) for e in (to_sea, to_air, paid)]
    assert refused == [["business_class at user_code:1"], [], []]
    without = [to_sea, end("user-code", held[1])]
    assert rules.business_types_exist_in_class(case(held, without)) == []


@pytest.mark.parametrize(
    ("edits", "refused"),
    [
        ([one_more("1ANAC", "18")], ["exporter_code at user-code"]),
        ([one_more("V1NAC", "18")], []),
        ([one_more("V1NAC", "01")], ["exporter_code at user-code"]),
        ([NEW, one_more("", "18", parent="c")], []),
        ([NEW, one_more("", "18", parent="c"), one_more("", "01", parent="c")], ["exporter_code at c"]),
        ([NEW, one_more("", "18", parent="c"), one_more("", "01", parent="d")], []),
        ([NEW, one_more("", "01", parent="c"), one_more("", "07", parent="c")], []),
    ],
)
def test_exporters_stand_under_a_code_of_their_own(edits, refused):
    found = codes(rules.business_types_exist_in_class(case([CODE, V1], edits)))
    assert [c for c in found if c.startswith("exporter")] == refused


def test_a_number_that_keeps_its_types_is_not_asked_about_exporters():
    held = number("V1NAC", 12, business=["01"])
    other = replace(change("user-code", held, {"method": "web"}) or one_more(""), after={"method": "web"})
    assert rules.business_types_exist_in_class(case([V1, held], [other])) == []


def test_a_new_code_is_for_exporters_where_one_of_its_numbers_is():
    ids = [one_more("", "01", parent="c"), one_more("", "18", parent="d"), one_more("1ANAC", "18")]
    assert not rules.for_exporters(NEW, ids)
    assert rules.for_exporters(replace(NEW, ref="d"), ids)
    assert not rules.for_exporters(replace(NEW, ref="d"), [replace(x, kind="business") for x in ids])
    named = replace(NEW, after={"code": "1AXYZ"})
    judged = (NEW, named, replace(NEW, action="end"), ids[0])
    assert [rules.is_new_code(e) for e in judged] == [True, False, False, False]


# -- stored records --------------------------------------------------------------------------------------------------


def stored(code_row, *edits: Edit, rows=()) -> list[str]:
    wanted = change("storage", code_row, {"bonded_storage": True})
    assert wanted is not None
    return codes(rules.storage_allowed(case([code_row, *rows], [*edits, wanted])))


@pytest.mark.parametrize("business", [b.value for b in BusinessType])
def test_bonded_records_are_stored_for_four_types(business):
    refused = stored(CODE, rows=[number("1ANAC", 11, business=[business])])
    assert refused == ([] if business in ("11", "10", "04", "05") else ["storage_type at user_code:1"])


def test_what_a_code_is_stored_for_is_what_its_own_numbers_are_and_will_be():
    other = number("1BNAC", 12, business=["10"])
    assert stored(CODE, rows=[A01, other]) == ["storage_type at user_code:1"]
    assert stored(CODE, one_more("1ANAC", "10"), rows=[A01]) == []
    assert stored(CODE, one_more("1BNAC", "10"), rows=[A01]) == ["storage_type at user_code:1"]
    assert stored(CODE, replace(one_more("1ANAC", "10"), kind="business")) == ["storage_type at user_code:1"]


def test_a_new_code_is_stored_for_the_numbers_that_come_with_it():
    new = replace(NEW, after={**NEW.after, "bonded_storage": True})
    for types, refused in ((["10"], []), (["01"], ["storage_type at c"])):
        edits = [new, one_more("", *types, parent="c"), one_more("", "10", parent="d")]
        assert codes(rules.storage_allowed(case([], edits))) == refused
    without = replace(NEW, after={**NEW.after, "bonded_storage": False})
    assert rules.storage_allowed(case([], [without])) == []
    assert codes(rules.storage_allowed(case([], [without, new]))) == ["storage_type at c"]


# -- types that go ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "edits", "refused"),
    [
        ([A01], [], ["business_in_use at business:7"]),
        ([number("1ANAC", 11, business=["10"])], [], []),
        ([A01], [end("business", A01)], []),
        ([replace(A01, starts=TODAY + DAY)], [], ["business_in_use at business:7"]),
        ([replace(A01, starts=TODAY + DAY)], [end("business", A01)], []),
        ([replace(A01, office=2)], [], []),
        ([A01, row("business", 8, business="01", system_class="air")], [], []),
        ([A01], [typed(NEW, "07")], []),
    ],
)
def test_a_type_goes_when_no_number_carries_it_or_it_stays_in_another_class(rows, edits, refused):
    held = row("business", 7, business="01", system_class="sea")
    assert codes(business_types_free(case([held, *rows], [*edits, end("business", held)]))) == refused
