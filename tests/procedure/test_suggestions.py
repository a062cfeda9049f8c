"""What a reviewer is suggested is what a decision issues then, one after the other, for every kind of number."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from nss.application.edits import Edit, add
from nss.application.shown import case_of
from nss.contract.models import Office
from nss.issuing import numbers
from nss.issuing.ahead import Ahead
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.codes import user_code
from nss.procedure.codes.user_code.issue import suggest
from nss.runtime.demo import rows
from tests import parts
from tests.procedure.samples import posted, stocked

pytestmark = pytest.mark.django_db
BLANK = {"stats_paid": "0", "stats_free": "0", "bonded_storage": "0", "system_class": "sea"}


def ids(first: int, **counts: int) -> dict[str, Any]:
    """Additions on a page of a code: so many of each method, from a row on."""
    typed: dict[str, Any] = {}
    for n, (method, count) in enumerate(counts.items(), first):
        typed |= {f"add_business_{n}": ["01"], f"add_method_{n}": method, f"add_count_{n}": str(count)}
    return typed


def two_codes(office: Office) -> list[Edit]:
    first = posted(office, user_code.KEY, "new", **BLANK, **ids(0, interactive=2, net=1)).edits
    second = [
        Edit.from_json({**e.to_json(), "ref": e.ref and "code2", "parent": e.parent and "code2"})
        for e in first
    ]
    return [*first, *second]


ASKED = {
    "numbers of one code": lambda office: [
        *parts.ids_to_add("1ANAC", 2),
        *parts.ids_to_add("1ANAC", 2, "interactive"),
        *parts.ids_to_add("1ANAC"),
        *parts.ids_to_add("1DNAC"),
    ],
    "two new codes with their numbers": two_codes,
    "terminals of a line": lambda office: parts.server_edits(office, 2),
}


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_suggested_is_issued(asked):
    office = stocked()
    edits = ASKED[asked](office)
    a = parts.filed(office, parts.person(office), edits, extra=parts.line_extra(edits))
    suggested = CATALOGUE.suggestions(case_of(a, parts.revision_of(a).wish_date))
    assert len({s.key for s in suggested}) == len(suggested) == sum(e.count for e in edits)
    parts.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)
    column = {"user_code": "code", "user_id": "number", "terminal": "name"}
    issued = [e for e in parts.revision_of(a).issued_list if e.action == "add" and not e.derived]
    assert [s.value for s in suggested] == [str(e.after[column[e.kind]]) for e in issued]


def test_the_addresses_that_are_shown_are_those_of_each_router():
    office = stocked()
    rows.leased_line(office, "09144", "10.20.14.0/29", ("1500002", "東京都渋谷区渋谷1-2-3"), ())
    edits = parts.server_edits(office, 2)
    edits += [replace(e, ref="t-09144-smtp", after={**e.after, "router": "09144"}) for e in edits]
    a = parts.filed(office, parts.person(office), edits, extra=parts.line_extra(edits))
    day = a.revisions.get().wish_date
    labels = [s.label.ja for s in CATALOGUE.suggestions(case_of(a, day))]
    parts.approve(a.pk, parts.reviewer(), day)
    issued = [str(e.after["address"]) for e in parts.revision_of(a).issued_list if e.kind == "terminal"]
    assert labels == [f"論理端末名（IP {address}）" for address in issued]
    assert issued[2:] == ["10.20.14.1", "10.20.14.2"]


def test_names_of_two_items_do_not_meet():
    office = stocked()
    net = add("net-terminal", "net_terminal", {"net_kind": "net", "name": ""}, count=2)
    edits = [*parts.server_edits(office, 2), net]
    a = parts.filed(office, parts.person(office), edits, extra=parts.line_extra(edits))
    day = a.revisions.get().wish_date
    shown = [s.value for s in CATALOGUE.suggestions(case_of(a, day))]
    parts.approve(a.pk, parts.reviewer(), day)
    names = [str(e.after["name"]) for e in parts.revision_of(a).issued_list if not e.derived]
    assert shown == names and len({n[:5] for n in names}) == 4


def test_a_code_of_exporters_or_a_lent_one_takes_no_place_among_the_others():
    office = stocked()
    codes = [{"code": ""}, {"code": "1AXYZ"}, {"code": ""}]
    mine = [
        add("user-code", "user_code", {"system_class": "sea", **code}, ref=f"c{n}")
        for n, code in enumerate(codes)
    ]
    asked = SimpleNamespace(office=office, of=lambda key: mine)
    shown = [s.value for s in suggest(asked, "user-code", Ahead())]
    assert shown == [numbers.user_code(office, 1) for _ in range(2)]
