"""デジタル証明書の再発行."""

from __future__ import annotations

import pytest

from tests.procedure.item import Item, Typed
from tests.procedure.samples import case_of, first, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "certificate",
    lambda office: [Typed({f"one_{first(office, 'web_certificate')}": "on", "reason": "expired"})],
    "tests/browser/test_beside.py::test_a_certificate_is_re_issued_and_fetched",
)


def test_a_re_issue_without_a_certificate_is_refused():
    case = case_of(stocked(), items=["certificate"])
    assert "no_certificate" in [p.code for p in case.problems]
