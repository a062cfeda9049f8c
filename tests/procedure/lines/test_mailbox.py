"""一般NACCSのメールボックス (追加・廃止)."""

from __future__ import annotations

import pytest

from tests import parts
from tests.browser.labels import change
from tests.procedure.item import Item, Typed, Walk
from tests.procedure.samples import case_of, first, posted

pytestmark = pytest.mark.django_db
ITEM = Item(
    "mailbox",
    lambda office: [Typed({"count": "1", f"end_{first(office, 'mailbox')}": "on"})],
    Walk(change("メールボックスの追加数", "2")),
)


def test_a_mailbox_needs_a_user_code():
    office = parts.office()
    made = posted(office, "mailbox", "form", count="1")
    case = case_of(office, made.edits, items=["mailbox"])
    assert "mailbox_without_code" in [p.code for p in case.problems]
