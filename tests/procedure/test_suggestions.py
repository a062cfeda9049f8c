"""What a reviewer is suggested is what a decision issues then, one after the other, for every kind of number."""

from __future__ import annotations

from typing import Any

import pytest

from nss.application.edits import Edit
from nss.application.shown import case_of
from nss.contract.models import Office
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.codes import user_code
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
