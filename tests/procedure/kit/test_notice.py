"""ID通知内容: old beside new, and what can be revealed, on edits that are written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nss.application.edits import add, change, end
from nss.base.words import W
from nss.issuing.models import SecretKind
from nss.procedure.kit.notice import Block, notice_tables
from tests.procedure.plainly import number, row

BOX = Block("mailbox", (), ("name",), SecretKind.MAILBOX_PASSWORD)
LINE = Block("line", ("system_class", "speed"), ("router",))
ID = Block("user_id", ("business",), ("code", "number"), SecretKind.USER_PASSWORD, W("ID", "ID"))
HELD = row("mailbox", 1, name="1ANAC001")


@dataclass(frozen=True)
class Sealed:
    name: str


def lines(blocks: list[Block], edits: list[Any], secrets: Any = None) -> list[tuple[Any, ...]]:
    found = []
    for table in notice_tables(blocks, edits, secrets or {}):
        for x in table.lines:
            texts = [tuple(str(t) for t in part) for part in (x.facts, x.old, x.new)]
            found.append((table.block.kind, *texts, x.name, x.secret))
    return found


def test_what_comes_has_nothing_old_and_what_ends_nothing_new():
    come, gone = add("mailbox", "mailbox", {"name": "1ANAC002"}), end("mailbox", HELD)
    assert lines([BOX], [come, gone]) == [
        ("mailbox", (), ("",), ("1ANAC002",), "1ANAC002", None),
        ("mailbox", (), ("1ANAC001",), ("",), "1ANAC001", None),
    ]


def test_what_changes_shows_both_with_what_stays():
    held = row("line", 2, router="09143", system_class="sea", speed="1Mbps")
    changed = change("line", held, {"speed": "3Mbps"})
    ((_, facts, old, new, name, _),) = lines([LINE], [changed])
    assert (facts, old, new, name) == (("海上", "3Mbps"), ("09143",), ("09143",), "09143")


def test_a_block_that_nothing_is_about_has_no_table_and_labels_stand_over_its_columns():
    assert notice_tables([BOX, LINE], [], {}) == []
    (table,) = notice_tables([BOX, LINE], [end("mailbox", HELD)], {})
    assert table.block is BOX and table.fact_labels == []
    assert [w.ja for w in table.value_labels] == [BOX.column("name").label.ja]
    (joined,) = notice_tables([ID], [end("user-code", number("1ANAC", 3))], {})
    assert [w.ja for w in joined.value_labels] == ["ID"] and [w.ja for w in joined.fact_labels] == [
        ID.column("business").label.ja
    ]
    assert (BOX.width, LINE.width, ID.width, Block("user_id", (), ("code", "number")).width) == (1, 1, 1, 2)


def test_a_password_stands_beside_its_row_and_one_that_was_issued_again_in_a_row_of_its_own():
    mine, again, other = Sealed("mine"), Sealed("again"), Sealed("other")
    secrets = {
        ("user_password", "1ANACA02"): mine,
        ("user_password", "1ANACA01"): again,
        ("mailbox_password", "1ANAC001"): other,
    }
    come = add("user-code", "user_id", {"code": "1ANAC", "number": "A02", "business": ["01"]})
    assert lines([ID], [come], secrets) == [
        ("user_id", ("通関",), ("",), ("1ANACA02",), "1ANACA02", mine),
        ("user_id", ("",), ("1ANACA01",), ("1ANACA01",), "1ANACA01", again),
    ]
    assert lines([BOX], [], secrets) == [("mailbox", (), ("1ANAC001",), ("1ANAC001",), "1ANAC001", other)]
    assert lines([LINE], [], secrets) == []
