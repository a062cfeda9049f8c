"""識別番号 (追加・削除)."""

from __future__ import annotations

import pytest

from tests.procedure.item import Item, Typed, Walk
from tests.procedure.samples import case_of, stocked

from .test_user_code import end_one_id

pytestmark = pytest.mark.django_db
ITEM = Item(
    "id-number",
    lambda office: [
        Typed({"add_business_0": ["10"], "add_method_0": "interactive", "add_count_0": "2"}, "code", "1DNAC")
    ],
    Walk(end_one_id),
)


def test_two_numbers_of_one_code_are_one_change_of_two():
    office = stocked()
    (added,) = case_of(office, ITEM.sample(office).edits).changes
    assert (added.kind, added.action, added.count) == ("user_id", "add", 2)
