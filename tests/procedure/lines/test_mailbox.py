"""一般NACCSのメールボックス (追加・廃止)."""

from __future__ import annotations

import pytest

from nss.application.edits import Action, add, change, end
from nss.application.rulebook import IssueJob
from nss.contract.snapshot import load
from nss.procedure.lines import mailbox
from tests import parts
from tests.browser.labels import change as filled
from tests.procedure.item import Item, Typed, Walk
from tests.procedure.samples import case_of, first, posted, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "mailbox",
    lambda office: [Typed({"count": "1", f"end_{first(office, 'mailbox')}": "on"})],
    Walk(filled("メールボックスの追加数", "2")),
)


def test_a_mailbox_needs_a_user_code():
    office = parts.office()
    made = posted(office, "mailbox", "form", count="1")
    case = case_of(office, made.edits, items=["mailbox"])
    assert "mailbox_without_code" in [p.code for p in case.problems]


def test_the_code_may_come_or_be_changed_with_the_mailbox_but_not_end():
    office = parts.guide_office()
    code = load(office, parts.SINCE, ("user_code",)).of("user_code")[0]
    mine = add("mailbox", "mailbox", {"name": ""}, count=1)
    changed = change("user-code", code, {"system_class": "air"})
    assert changed is not None
    for others, is_refused in (([], False), ([changed], False), ([end("user-code", code)], True)):
        problems = case_of(office, [mine, *others], items=["mailbox"]).problems
        assert ("mailbox_without_code" in [p.code for p in problems]) is is_refused, others


def test_a_mailbox_is_issued_of_the_code_with_its_password_and_one_that_ends_is_left_alone():
    office = stocked()
    old = load(office, parts.SINCE, ("mailbox",)).of("mailbox")[0]
    asked = [add("mailbox", "mailbox", {"name": ""}, count=2), end("mailbox", old)]
    job = IssueJob(office, parts.filed(office, parts.person(office), asked).pk, parts.wish(asked))
    one, two, ended = mailbox.PROCEDURE.issue(job, asked)
    assert [e.after["name"][:5] for e in (one, two)] == ["1ANAC", "1ANAC"]
    assert "1ANAC001" != one.after["name"] != two.after["name"] and (one.count, two.count) == (1, 1)
    assert ended == asked[1] and ended.action == Action.END
    assert [(s.kind, s.label) for s in job.secrets] == [
        ("mailbox_password", e.after["name"]) for e in (one, two)
    ]
