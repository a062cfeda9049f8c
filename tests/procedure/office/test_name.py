"""企業名、事業所名、所在地等."""

from __future__ import annotations

import pytest

from nss.base.problems import Refused
from nss.contract.snapshot import load
from tests import parts
from tests.browser.labels import change
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, posted, stocked

pytestmark = pytest.mark.django_db
ITEM = Item("office-data", one(**{"office.phone": "03-9999-0000"}), Walk(change("FAX番号", "03-5555-6666")))


def test_an_office_with_a_line_that_moves_must_take_the_line_item_along():
    # Holds D-55.
    office = stocked()
    who = parts.person(office)
    moved = posted(office, "office-data", "form", **{"office.address": "東京都港区海岸1-1-1"})
    with pytest.raises(Refused) as refused:
        parts.filed(office, who, moved.edits)
    assert [p.code for p in refused.value.problems] == ["line_must_move"]
    hours = posted(office, "line", "line", "09143", maintenance="always")
    with pytest.raises(Refused) as refused:
        parts.filed(office, who, [*moved.edits, *hours.edits], extra=parts.line_extra(hours.edits))
    assert "line_must_move" in [p.code for p in refused.value.problems], "other changes of the line do not do"
    line = posted(office, "line", "line", "09143", address="東京都港区海岸1-1-1")
    a = parts.filed(office, who, [*moved.edits, *line.edits], extra=parts.line_extra(line.edits))
    assert a.number


def test_company_data_change_for_every_office_of_the_company_and_the_page_says_so():
    # Holds D-56.
    office, other = stocked(), parts.office("NAC555")
    changed = posted(office, "office-data", "form", **{"company.name": "ナックス物流株式会社"})
    told = [n.ja for n in case_of(office, changed.edits).notes]
    assert any("全2事業所（NAC001、NAC555）" in x for x in told)
    a = parts.filed(office, parts.person(office), changed.edits)
    start = a.revisions.get().wish_date
    parts.approve(a.pk, parts.reviewer(), start)
    assert load(other, start, ("company",)).first("company").values["name"] == "ナックス物流株式会社"
