"""A deadline is missed, and a later decision stands on the row: nothing is undone by itself, and the Center sees that it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nss.application import after_decision, sweeps
from nss.application.edits import change
from nss.base.problems import Refused
from nss.contract.snapshot import load
from nss.procedure.codes import user_code
from tests import parts

pytestmark = pytest.mark.django_db


def test_what_a_later_decision_stands_on_stays_listed_as_over_until_that_one_is_taken_back(moved_clock):
    office = parts.guide_office()
    who, center = parts.person(office), parts.reviewer()
    added = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    wish = parts.revision_of(added).wish_date
    added = parts.approve(added.pk, center, wish)
    new = next(r for r in load(office, wish, ("user_id",)).rows if r.values["number"] not in ("A01", "A0A"))
    edit = change(user_code.KEY, new, {"business": ["02"]})
    assert edit is not None
    later = parts.filed(office, who, [edit], wish_date=parts.wish([edit], 3))
    parts.approve(later.pk, center, parts.revision_of(later).wish_date)
    after_decision.setting_done(later.pk, center, "完了")
    moved_clock(added.setting_deadline + timedelta(days=1))
    assert sweeps.sweep_deadlines() == []
    page = parts.signed_in(center).get("/center/deadlines/").content.decode()
    assert added.number in page and "超過" in page
    assert f"この申込の後に決定した申込{later.number}" in page
    with pytest.raises(Refused) as refused:
        after_decision.invalidate(added.pk, None, "締切")
    assert later.number in refused.value.problems[0].text.ja
    after_decision.revoke(later.pk, center, "もとの申込が無効となるため")
    assert "この申込の後に決定した" not in parts.signed_in(center).get("/center/deadlines/").content.decode()
    assert sweeps.sweep_deadlines() == [str(added.number)]
