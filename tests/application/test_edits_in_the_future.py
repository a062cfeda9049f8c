"""How edits stand in the future of the contracts that they touch, on plain timelines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from nss.application import decision_checks, edit_checks, holds
from nss.application.edits import Edit, add, end
from nss.application.models import Application
from nss.base.problems import Problem
from nss.contract.dated import FOREVER
from nss.contract.models import Office, RowWrite
from nss.contract.snapshot import Row
from nss.contract.timeline import Clash, ClashReason, Step, Timeline
from tests import parts

BEGIN, DAY, LATER = date(2026, 4, 1), date(2026, 12, 9), date(2026, 12, 16)
ONE = timedelta(days=1)
MINE, THEIRS = Office(pk=1, code="NAC001"), Office(pk=2, code="NAC555")


def row(
    kind: str, starts: date = BEGIN, ends: date = FOREVER, identity: int = 5, office: int = 1, **values: Any
) -> Row:
    return Row(kind, identity, values, starts, ends, office=office)


def change(before: dict[str, Any], after: dict[str, Any], identity: int = 5, **more: Any) -> Edit:
    return Edit("x", "change", "holder", identity, before, after, **more)


WAS = {"name": "a", "title": "b"}
HELD = Timeline(BEGIN, (row("holder", **WAS), row("mailbox", ends=LATER, identity=6, name="m")))


def effective(*asked: Edit, day: date = DAY) -> list[Edit]:
    return edit_checks.effective(HELD, asked, day)


def test_only_what_still_changes_something_counts_each_on_the_row_as_it_is() -> None:
    same = change(WAS, {"name": "z"})
    assert effective(same)[0] is same
    assert effective(change(WAS, {"name": "a"})) == []
    assert effective(change(WAS, {"name": "a", "title": "z"})) == [change(WAS, {"title": "z"})]
    old = {"name": "x", "title": "b"}
    assert effective(change(old, {"name": "z"})) == [change(WAS, {"name": "z"})]
    ending = end("x", HELD.rows[0])
    assert effective(ending)[0] is ending
    assert effective(replace(ending, before=old)) == [ending]
    new = add("x", "holder", {})
    assert effective(new, same, new) == [new, same, new]


def test_what_has_ended_need_not_be_ended_and_a_change_of_it_is_kept_to_be_refused() -> None:
    ending = end("x", HELD.rows[1])
    assert effective(ending, day=LATER - ONE) == [ending]
    assert effective(ending, day=LATER) == [] == effective(ending, day=LATER + ONE)
    assert effective(replace(ending, target=7)) == []
    moved = Edit("x", "change", "mailbox", 6, {"name": "m"}, {"name": "n"})
    assert effective(moved, day=LATER) == [moved]
    assert effective(ending, day=BEGIN - ONE) == [ending], "it has not begun, and is not over"


def codes(found: list[Problem]) -> list[tuple[str, str]]:
    return [(p.code, p.where) for p in found]


@pytest.mark.parametrize(
    "asked, text",
    [
        ([change(WAS, {"name": "z"}), Edit("y", "end", "holder", 5, WAS)], edit_checks.BOTH),
        ([change(WAS, {"name": "z"}), change(WAS, {"name": "y"})], edit_checks.TWO_VALUES),
        (
            [change(WAS, {"name": "z"}), change(WAS, {"title": "z"}), change(WAS, {"title": "y"})],
            edit_checks.TWO_VALUES,
        ),
        ([change(WAS, {"name": "z"}), change(WAS, {"name": "z"})], None),
        ([change(WAS, {"name": "z"}), change(WAS, {"title": "y"})], None),
        ([change(WAS, {"name": "z"}), change(WAS, {"name": "y"}, identity=6)], None),
        ([add("x", "holder", {"name": "a"}), add("x", "holder", {"name": "b"})], None),
    ],
)
def test_what_cannot_be_done_together_is_named_at_its_row(asked: list[Edit], text: Any) -> None:
    expected = [Problem("contradiction", text.format(name="契約者"), "holder:5")] if text else []
    assert [(p.code, p.where, str(p.text)) for p in edit_checks.contradictions(asked)] == [
        (p.code, p.where, str(p.text)) for p in expected
    ]


def test_each_row_is_judged_by_itself_and_later_ones_too() -> None:
    fine = change(WAS, {"name": "z"}, identity=4)
    bad = [change(WAS, {"name": n}, identity=i) for i in (5, 6) for n in ("y", "z")]
    assert codes(edit_checks.contradictions([fine, *bad])) == [
        ("contradiction", "holder:5"),
        ("contradiction", "holder:6"),
    ]


def test_steps_are_what_edits_write_at_an_office_but_not_elsewhere() -> None:
    asked = [
        end("x", HELD.rows[1], day="2026-12-24"),
        add("x", "mailbox", {"name": ""}, ref="box", count=2),
        change(WAS, {"name": "z"}),
        add("x", "mailbox", {}, options={"at": "NAC555"}),
    ]
    assert edit_checks.steps_of(asked, MINE, DAY) == [
        Step(1, "mailbox", 6, None, date(2026, 12, 24)),
        Step(1, "mailbox", None, {"name": ""}, DAY, "box", 2),
        Step(1, "holder", 5, {"name": "z"}, DAY),
    ]


def test_an_edit_takes_effect_on_the_day_of_its_application_or_on_a_later_one_of_its_own() -> None:
    edit = add("x", "mailbox", {})
    assert edit_checks.day_of(edit, DAY) == DAY
    assert edit_checks.day_of(replace(edit, day=LATER.isoformat()), DAY) == LATER
    assert edit_checks.day_of(replace(edit, day=DAY.isoformat()), LATER) == LATER


LINED = Timeline(
    BEGIN,
    (
        row("line", router="09143", identity=1),
        row("terminal", router="09143", name="25130M", identity=2),
        row("mail_address", terminal="25130M", address="a@b", identity=3),
        row("contract", identity=4),
    ),
    {1: "NAC001"},
)


def broken(*asked: Edit) -> list[tuple[str, str]]:
    return codes(edit_checks.violations_caused(LINED, edit_checks.steps_of(asked, MINE, DAY)))


def test_what_would_not_hold_any_more_is_named_at_the_row_that_is_left() -> None:
    line, terminal, address, contract = (end("x", r) for r in LINED.rows)
    assert broken(line) == [("line_gone", "terminal:2")]
    assert broken(line, terminal) == [("terminal_gone", "mail_address:3")]
    assert broken(line, terminal, address) == []
    assert broken(contract) == [
        ("outlives", "line:1"),
        ("outlives", "terminal:2"),
        ("outlives", "mail_address:3"),
    ]
    assert broken(add("x", "terminal", {"router": "1", "name": "n", "address": "10.0.0.1"}, ref="t")) == [
        ("line_gone", "t")
    ]
    assert broken(add("x", "user_code", {"code": "1ANAC"})) == [("ids_left", "#1")]
    assert broken(add("x", "user_id", {"code": "1ANAC"})) == [("ids_left", "#1")]
    assert broken(add("x", "line", {"router": "09143"})) == [("twice", "#1")]
    alone = {"use": "equipment", "partner": "NAC555", "object": "1"}
    assert broken(add("x", "shared_use", alone)) == [("sharing_left", "#1"), ("line_gone", "#1")]
    assert set(edit_checks.BREAKS) == {
        "nothing_after_the_end",
        *(r.__name__ for r in edit_checks.consistency.RULES),
    }


# The sentences


def told(clash: Clash, office: Office = MINE) -> str:
    return str(edit_checks._clash_text(clash, "契約者", office, MINE))


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit_checks, "decided_by", lambda clash, reader: edit_checks.REGISTER)


@pytest.mark.parametrize(
    "why, words",
    [("gone", edit_checks.GONE), ("later", edit_checks.LATER), ("office_ends", edit_checks.OFFICE_ENDS)],
)
def test_a_clash_says_what_was_decided_by_what_and_for_which_day(
    register: None, why: str, words: Any
) -> None:
    expected = words.format(name="契約者", by="契約の登録", day="2026/12/16")
    assert told(Clash(why, LATER, HELD.rows[0])) == str(expected)
    assert told(Clash("gone", LATER, None)) == str(edit_checks.NEVER.format(name="契約者"))


def test_of_another_office_only_its_end_is_said(register: None) -> None:
    clash = Clash("office_ends", LATER, HELD.rows[0])
    assert told(clash, THEIRS) == str(
        edit_checks.OTHERS_ENDS.format(office="NAC555", day="2026/12/16", name="契約者")
    )
    assert told(Clash("later", LATER, HELD.rows[0]), THEIRS) != told(clash, THEIRS)


def clashes(
    timeline: Timeline, *asked: Edit, office: Office = MINE, day: date = DAY
) -> list[tuple[str, str]]:
    return codes(edit_checks.clashes(timeline, asked, office, day, MINE))


ENDING = Timeline(
    BEGIN,
    (
        row("contract", ends=LATER, identity=1),
        row("contract", ends=LATER, identity=11, office=2),
        row("mailbox", ends=DAY, identity=6, name="m"),
        row("holder", starts=LATER, identity=7),
        row("holder", ends=LATER, identity=7),
    ),
)


def test_clashes_are_named_at_their_rows_and_the_end_of_an_office_once(register: None) -> None:
    gone = Edit("x", "change", "mailbox", 6, {"name": "m"}, {"name": "n"})
    later = Edit("x", "end", "holder", 7, {})
    new = [add("net", "mailbox", {}, ref="box"), add("net", "plan", {})]
    assert clashes(ENDING, new[0], gone, new[1], later) == [
        ("row_office_ends", "box"),
        ("row_gone", "mailbox:6"),
        ("row_later", "holder:7"),
    ]
    assert clashes(ENDING, new[1]) == [("row_office_ends", "net")]
    assert clashes(ENDING, add("x", "billing", {}), new[1]) == [("row_office_ends", "net")], (
        "what outlives may be added"
    )
    assert clashes(ENDING, gone, gone, replace(gone, target=8)) == [
        ("row_gone", "mailbox:6"),
        ("row_gone", "mailbox:8"),
    ]
    assert clashes(ENDING, new[0], office=THEIRS) == [("row_office_ends", "")], "not a row of the reader's"
    assert clashes(ENDING, replace(later, day=(LATER + ONE).isoformat())) == [("row_office_ends", "holder:7")]
    assert clashes(HELD, new[0], change(WAS, {"name": "z"})) == []


# What a decision asks of the rows that were filed for


class Filed:
    """As much of a case as these checks read."""

    def __init__(
        self, *asked: Edit, now: tuple[Edit, ...] = (), timeline: Timeline = HELD, day: date = DAY
    ) -> None:
        self.requested, self.edits, self.timeline = asked, now, timeline
        self.contract = timeline.on(1, day)
        self.revision = self

    @property
    def edit_list(self) -> tuple[Edit, ...]:
        return self.requested


def moved(*asked: Edit, day: date = DAY) -> list[tuple[str, str]]:
    return codes(decision_checks.changed_meanwhile(Filed(*asked, day=day)))  # type: ignore[arg-type]


def test_a_row_that_is_not_what_it_was_filed_for_stops_a_change_of_what_moved() -> None:
    assert moved(add("x", "holder", {}), change(WAS, {"name": "z"})) == []
    assert moved(change({"name": "x", "title": "b"}, {"name": "z"})) == [("row_changed", "holder:5")]
    assert moved(change({"name": "x", "title": "b"}, {"title": "z"})) == [], (
        "the other value is not its business"
    )
    assert moved(Edit("x", "end", "holder", 5, {"name": "x"})) == [], "an end stands whatever the row says"


def test_an_end_of_what_is_over_is_stopped_and_one_of_what_is_still_to_begin_is_not() -> None:
    ending = end("x", HELD.rows[1])
    assert moved(ending, day=LATER - ONE) == []
    assert moved(ending, day=LATER) == [("row_changed", "mailbox:6")]
    assert moved(ending, day=BEGIN - ONE) == []
    assert moved(replace(ending, target=8), ending) == [("row_changed", "mailbox:8")]
    assert moved(change(WAS, {"name": "z"}, identity=8)) == [], "a change of what is gone is for the clashes"


def test_what_was_signed_as_a_consequence_and_does_not_follow_any_more_is_named() -> None:
    derived = replace(end("x", HELD.rows[0]), derived=True)

    def left(*asked: Edit, now: tuple[Edit, ...] = (), day: date = DAY) -> list[tuple[str, str]]:
        return codes(decision_checks.no_longer_following(Filed(*asked, now=now, day=day)))  # type: ignore[arg-type]

    assert left(derived) == [("not_any_more", "holder:5")]
    assert left(derived, now=(derived,)) == []
    assert left(derived, now=(replace(derived, kind="mailbox"),)) == [("not_any_more", "holder:5")]
    assert left(replace(derived, derived=False)) == [], "that was asked for"
    assert left(replace(add("x", "holder", {}), derived=True)) == []
    assert left(replace(derived, target=8)) == [] == left(derived, day=BEGIN - ONE), "it is not there to stay"


def test_rows_are_compared_by_their_keys_and_new_ones_by_what_stands_in_them() -> None:
    new = add("x", "mailbox", {"b": LATER, "a": 1})
    assert decision_checks.targets([new, end("x", HELD.rows[0])]) == {
        ("mailbox", '{"a": 1, "b": "2026-12-16"}'),
        ("holder", 5),
    }
    assert decision_checks.targets([add("x", "mailbox", {"a": 1, "b": LATER})]) == decision_checks.targets(
        [new]
    )


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["gone", "later"])
def test_the_register_is_named_where_no_application_decided(why: str) -> None:
    clash = Clash(why, LATER, HELD.rows[0])
    assert edit_checks.decided_by(clash, MINE) == edit_checks.REGISTER
    assert not Application.objects.exists()


@pytest.mark.django_db
def test_what_decided_is_named_by_its_number_to_the_offices_of_that_application_and_to_nobody_else() -> None:
    applicant, office, stranger = parts.guide_office(), parts.office("NAC555"), parts.office("XYZ001")
    a = parts.filed(applicant, parts.person(applicant), parts.abolish(applicant, "1ANACA0A"))
    Application.objects.filter(pk=a.pk).update(office=office)  # filed for another office
    RowWrite.objects.create(kind="holder", version=7, application=a.pk, inserted=False)
    decided = replace(HELD.rows[0], by=a.pk, version=7)
    number = f"申込{a.number}"
    for clash in (
        Clash(ClashReason.LATER, LATER, decided),
        Clash(ClashReason.GONE, LATER, replace(decided, by=None)),
    ):
        said = [str(edit_checks.decided_by(clash, o)) for o in (applicant, office, stranger)]
        assert said == [number, number, str(edit_checks.ANOTHER)]
    assert a.number not in str(edit_checks.ANOTHER)


@pytest.mark.django_db
def test_what_holds_a_row_is_named_by_its_number_to_the_offices_of_that_application_and_to_nobody_else() -> (
    None
):
    applicant, office, stranger = parts.guide_office(), parts.office("NAC555"), parts.office("XYZ001")
    a = parts.filed(applicant, parts.person(applicant), parts.abolish(applicant, "1ANACA0A"))
    Application.objects.filter(pk=a.pk).update(office=office)
    (wanted,) = parts.abolish(applicant, "1ANACA0A")

    def said_to(reader: Office) -> str:
        """The refusal that an office reads which wants to end the same row."""
        case = SimpleNamespace(
            edits=[wanted], consents=[], office=reader, revision=SimpleNamespace(application_id=None)
        )
        (problem,) = holds.held_by_others(case)  # type: ignore[arg-type]
        return str(problem.text)

    own = str(holds.HELD.format(name=wanted.name, by=f"申込{a.number}"))
    assert [said_to(o) for o in (applicant, office)] == [own, own]
    assert said_to(stranger) == str(holds.HELD.format(name=wanted.name, by=holds.HELD_BY_ANOTHER))
    assert a.number not in said_to(stranger)
