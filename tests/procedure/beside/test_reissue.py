"""利用者パスワードの再発行."""

from __future__ import annotations

import pytest

from tests.procedure.item import Item, Typed
from tests.procedure.samples import case_of, first, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "reissue",
    lambda office: [Typed({f"one_{first(office, 'user_id', number='A0A')}": "on"})],
    "tests/browser/test_beside.py::test_a_lost_password_is_re_issued_with_a_new_window",
)


def test_a_re_issue_names_what_it_is_for_and_without_that_is_refused():
    office = stocked()
    case = case_of(office, items=["reissue"], extra=ITEM.sample(office).extra)
    assert any("1ANACA0A" in str(value) for _, value in case.summary_lines)
    assert "no_password" in [p.code for p in case_of(office, items=["reissue"]).problems]
