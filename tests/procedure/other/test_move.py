"""事業所間の登録情報の移動 (付替)."""

from __future__ import annotations

from datetime import date

import pytest

from nss.application import after_decision, decision, filing
from nss.application.edits import end
from nss.base import clock
from nss.base.problems import Refused
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
from nss.procedure.lines import drawing
from tests import parts
from tests.browser.labels import several, tick
from tests.procedure.item import Item, Typed, Walk
from tests.procedure.samples import first, neighbours, posted, stocked

from .steps import CONSULTED, agree, consulted, decide, file

pytestmark = pytest.mark.django_db
ITEM = Item(
    "move",
    lambda office: [
        Typed(
            {
                **CONSULTED,
                "to": "NAC555",
                f"row_{first(office, 'user_code', code='1ANAC')}": "on",
                f"row_{first(office, 'line')}": "on",
            }
        )
    ],
    Walk(
        several(consulted, tick("NAC555 東京港営業所"), tick("メールボックス 1ANAC001を移動する")),
        asked="NAC555",
    ),
)


def test_a_move_ends_here_and_begins_there_on_one_day_under_the_same_numbers():
    # Holds D-09.
    office = stocked()
    neighbours()
    other = Office.objects.get(code="NAC555")
    who = parts.person(office)
    a = file(office, who, "move", ITEM.sample(office))
    agree(a)
    start = decide(a)
    there = load(other, start, ROW_TYPES)
    assert {str(r.name) for r in there.of("user_id")} == {"1ANACA01", "1ANACA0A"}
    assert {r.values["name"] for r in there.of("terminal")} == {"25130M", "27264C"}
    here = load(office, start, ROW_TYPES)
    assert not here.of("line") and {r.values["code"] for r in here.of("user_code")} == {"1DNAC"}


def moved(office: Office, code: str) -> tuple[Office, date]:
    """A code of an office moved to NAC555, decided; that office and the day."""
    other = Office.objects.get(code="NAC555")
    typed = {**CONSULTED, "to": "NAC555", f"row_{first(office, 'user_code', code=code)}": "on"}
    a = file(office, parts.person(office), "move", posted(office, "move", "form", **typed))
    agree(a)
    return other, decide(a)


def test_a_code_brings_its_mailboxes_and_the_business_types_of_its_numbers():
    office = stocked()
    neighbours()
    other, start = moved(office, "1ANAC")
    there, here = load(other, start, ROW_TYPES), load(office, start, ROW_TYPES)
    assert [r.values["name"] for r in there.of("mailbox")] == ["1ANAC001"] and not here.of("mailbox")
    assert [(r.values["system_class"], r.values["business"]) for r in there.of("business")] == [("sea", "01")]


def test_a_code_that_the_other_office_shares_already_it_has_once():
    office, other, _ = parts.shared_offices()
    _, start = moved(office, "1BNAC")
    there = load(other, start, ROW_TYPES)
    assert len(there.where("user_code", code="1BNAC")) == 1
    assert {str(r.name) for r in there.of("user_id")} == {"1BNACB01", "1BNACB0B", "1BNACC01", "1BNACC0C"}
    assert not load(office, start, ROW_TYPES).where("user_code", code="1BNAC")


@pytest.mark.parametrize("kind", ["user_code", "mailbox"])
def test_what_is_to_end_later_does_not_move_and_live_on_there(kind):
    """The order of the days is that of the table: the end stands, and the move says by which application and when."""
    office = stocked()
    neighbours()
    who = parts.person(office)
    (box,) = load(office, clock.today(), ("mailbox",)).of("mailbox")
    edits = parts.abolish(office, "1ANACA0A") if kind == "user_code" else [end("mailbox", box)]
    late = parts.wish(edits, 9)
    ended = parts.filed(office, who, edits, wish_date=late)
    parts.approve(ended.pk, parts.reviewer(), late)
    row = first(office, kind, **({"code": "1ANAC"} if kind == "user_code" else {}))
    moved = posted(office, "move", "form", **CONSULTED, to="NAC555", **{f"row_{row}": "on"})
    with pytest.raises(Refused) as refused:
        file(office, who, "move", moved)
    told = next(p for p in refused.value.problems if p.code == "moved_row_ends")
    assert f"申込{ended.number}により{late:%Y/%m/%d}に廃止" in told.text.ja
    other = posted(
        office, "move", "form", **CONSULTED, to="NAC555", **{f"row_{first(office, 'net_terminal')}": "on"}
    )
    assert file(office, who, "move", other).number


@pytest.mark.parametrize("kind", ["mailbox", "terminal", "user_id"])
def test_what_comes_back_to_a_code_or_a_line_before_its_move_is_decided_goes_along(kind):
    """What was to end before the move was not asked to move; once that end is taken back it belongs to what moves."""
    office = stocked()
    neighbours()
    who, other = parts.person(office), Office.objects.get(code="NAC555")
    whole = "line" if kind == "terminal" else "user_code"
    row = next(
        r for r in load(office, clock.today(), (kind,)).rows if kind != "user_id" or r.name == "1ANACA0A"
    )
    key = {"mailbox": "mailbox", "terminal": "terminal", "user_id": "user-code"}[kind]
    edits = [end(key, row)]
    drawn = {"drawing": {"way": "drawn", "seen": drawing.digest(edits)}} if kind == "terminal" else {}
    ended = parts.filed(office, who, edits, wish_date=parts.wish(edits, 0), extra=drawn)
    decide(ended)
    typed = {**CONSULTED, "to": "NAC555", f"row_{first(office, whole)}": "on"}
    a = file(office, who, "move", posted(office, "move", "form", **typed), nth=6)
    agree(a)
    after_decision.revoke(ended.pk, parts.second(), "誤り")
    with pytest.raises(Refused) as refused:
        decide(a)
    assert "同意の後に、対象となる登録情報が変わりました" in str(refused.value.problems)
    decision.query(a.pk, parts.second(), [("", "同意の取り直し")])
    filing.submit(a.pk, who)
    agree(a)
    start = decide(a)
    assert row.name in [r.name for r in load(other, start, (kind,)).rows]
    assert row.name not in [r.name for r in load(office, start, (kind,)).rows]
    told = a.consents.order_by("-id")[0]
    assert row.name in [e.name for e in told.edit_list], "and the other office reads what it gets"
