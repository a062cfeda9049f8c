"""地位の承継."""

from __future__ import annotations

import pytest

from nss.application.case import Case
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.other.merger import VANISH, Merger
from tests import parts
from tests.browser.labels import change, several, tick
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import Sample, case_of, neighbours, stocked

from .mergers import renamed
from .steps import CONSULTED, agree, consulted, decide, file, kinds_on

pytestmark = pytest.mark.django_db
ITEM = Item(
    "succession",
    one(**CONSULTED, case="3", source="XYZ001"),
    Walk(
        several(
            consulted,
            tick("双方が利用しており、相手を吸収して相手の利用者コードを引き継ぐ"),
            change("承継元の事業所コード", "XYZ001"),
        ),
        asked="XYZ001",
    ),
)


@pytest.mark.parametrize("case", [c for c in Merger if c not in VANISH and c is not Merger.ABSORBS_OUTSIDER])
def test_where_no_office_of_naccs_vanishes_none_is_asked_for(case):
    office = stocked()
    form = CATALOGUE["succession"].page("form").form(case_of(office), "", {**CONSULTED, "case": case.value})
    assert form.is_valid(), form.errors


@pytest.mark.parametrize("case", list(Merger))
def test_each_case_of_succession_leads_to_what_it_needs(case):
    # Holds D-52, X-11.
    office = stocked()
    neighbours()
    gone = Office.objects.get(code="XYZ001")
    who = parts.person(office)
    form = (
        CATALOGUE["succession"]
        .page("form")
        .form(case_of(office), "", {**CONSULTED, "case": case.value, "source": "XYZ001"})
    )
    if case is Merger.ABSORBS_OUTSIDER:
        assert not form.is_valid() and "必要ありません" in str(form.errors["case"])
        return
    assert form.is_valid(), form.errors
    sample = Sample(form.edits(), form.extras())
    a = file(office, who, "succession", sample)
    renames = case in (Merger.RENAMED, Merger.NEW_WITH_OUTSIDER, Merger.NEW_TOGETHER)
    assert bool(Case.of_filed(parts.revision_of(a)).linked) == renames
    ends = case in (Merger.OURS_STAY, Merger.THEIRS_COME, Merger.NEW_TOGETHER)
    assert (a.state == "consent") == ends
    agree(a)
    if renames:
        renamed(a)
    start = decide(a)
    theirs = kinds_on(gone, start)
    assert ("user_id" in theirs) != ends
    mine = {str(r.name) for r in load(office, start, ROW_TYPES).of("user_id")}
    assert ("1AXYZA01" in mine) == (case is Merger.THEIRS_COME)
