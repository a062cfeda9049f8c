"""The states of an application as a table: what each transition sends, what people read, and what pages carry of it."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from nss.application import group, lifecycle, status, works
from nss.application.edits import Edit
from nss.application.handover import foreign_exchange_edits
from nss.application.lifecycle import Event, NotAllowed, State, may, status_of, transition
from nss.application.models import Application, Attachment, Comment, Revision, Work
from nss.application.queue import due_on, late_since
from nss.application.rulebook import Linked
from nss.application.shown import ShownCase, stage_of
from nss.base import clock

DAY = date(2026, 12, 9)
ONE = timedelta(days=1)
SILENT = {Event.SUBMIT, Event.ASK, Event.ANSWER, Event.ANSWER_ASK, Event.TAKE, Event.DISCARD, Event.RESTORE}
MAILS = {
    "": {Event.DISCARD, Event.RESTORE, Event.TAKE, Event.SETTING_DONE},
    "M01": {Event.SUBMIT, Event.ASK, Event.ANSWER, Event.ANSWER_ASK},
    "M02": {Event.APPROVE, Event.APPROVE_WAIT},
    "M03": {Event.SEND_BACK, Event.LEADER_GONE, Event.QUERY_BACK},
    "M04": {Event.WITHDRAW, Event.REVOKE},
    "M05": {Event.INVALIDATE},
    "M06": {Event.REFUSE},
    "M07": {Event.EXTEND},
    "M09": {Event.AGREED, Event.REFUSED_CONSENT},
    "M16": {Event.MOVE_START},
}


@pytest.mark.parametrize("t", lifecycle.TRANSITIONS, ids=lambda t: f"{t.event}-{t.source}")
def test_each_transition_sends_its_mail_and_is_news_unless_the_office_itself_acts(
    t: lifecycle.Transition,
) -> None:
    assert t.event in MAILS[t.mail]
    assert t.news == (t.event not in SILENT)


def test_a_transition_is_found_by_state_and_event_and_nothing_else_is_allowed() -> None:
    listed = {(t.source, t.event): t for t in lifecycle.TRANSITIONS}
    for state in State:
        for event in Event:
            found = listed.get((state, event))
            assert may(state, event) == (found is not None)
            if found is not None:
                assert transition(state, event) is found
                continue
            with pytest.raises(NotAllowed, match=f"{event} from {state}") as no:
                transition(state, event)
            assert (no.value.state, no.value.event) == (state, event)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("start", [None, DAY - ONE, DAY, DAY + ONE])
def test_an_approved_application_is_in_use_from_its_start_on(state: State, start: date | None) -> None:
    revoked = state is State.WITHDRAWN and start is not None
    begun = state is State.APPROVED and start is not None and start <= DAY
    assert status.begun(state, start, DAY) == begun
    for left, code in ((False, "active"), (True, "works_left")):
        expected = code if begun else "revoked" if revoked else state.value
        words = {**dict(status.BEGUN), "revoked": lifecycle.REVOKED}
        assert status_of(state, start, DAY, left) == (expected, words.get(expected) or state.word)
    assert status_of(state, start, DAY) == status_of(state, start, DAY, False)


def test_what_was_taken_up_meanwhile_is_at_the_same_stage() -> None:
    stages = {s: stage_of(Application(state=s.value)) for s in State}
    same = {State.RECEIVED, State.RESUBMITTED, State.REVIEWING}
    assert {s for s, stage in stages.items() if stage == "review"} == same
    assert all(stage == s.value for s, stage in stages.items() if s not in same)


@pytest.mark.parametrize(
    "text", ["", ".", "2026-12-09", "2026-12-09.", "tomorrow.abc", ".abc.review", "2026-12-09..review"]
)
def test_what_no_page_of_ours_sent_is_not_read(text: str) -> None:
    assert ShownCase.read(text) is None


def test_what_a_page_showed_is_read_as_it_was_written() -> None:
    for seen in (ShownCase(DAY, "abc", "review"), ShownCase(DAY, "abc")):
        assert ShownCase.read(str(seen)) == seen
    assert str(ShownCase(DAY, "abc", "query")) == "2026-12-09.abc.query"
    assert ShownCase.read("2026-12-09.abc") == ShownCase(DAY, "abc") == ShownCase.read("2026-12-09.abc..more")


# Friday 2026-12-04 ... Thursday 2026-12-10, without a holiday between.
@pytest.mark.parametrize(
    "today, since, due",
    [(4, 3, 7), (5, 4, 7), (6, 4, 7), (7, 4, 8), (8, 7, 9), (9, 8, 10), (10, 9, 11)],
)
def test_an_answer_is_due_on_the_next_business_day_and_late_after_it(
    today: int, since: int, due: int
) -> None:
    day = date(2026, 12, today)
    assert late_since(day) == date(2026, 12, since)
    assert due_on(day) == date(2026, 12, due)


# A group


def need(since: date | None = None, **more: Any) -> Linked:
    return Linked(("a", "b"), since=since, **more)


@pytest.mark.parametrize(
    "day, since, fine",
    [
        (DAY, None, True),
        (DAY - ONE, None, False),
        (DAY + ONE, None, False),
        (DAY - ONE, DAY - ONE, True),
        (DAY - 2 * ONE, DAY - ONE, False),
        (DAY + ONE, DAY - ONE, False),
        (DAY, DAY + ONE, True),
        (DAY + ONE, DAY + ONE, False),
    ],
)
def test_one_of_a_group_starts_with_the_other_or_when_it_may(
    day: date, since: date | None, fine: bool
) -> None:
    found = group._day_problem("261209A", day, need(since), DAY, "start")
    assert [(p.code, p.where) for p in found] == ([] if fine else [("group_day", "start")])
    if found:
        first = min(since or DAY, DAY)
        assert [f"{d:%Y/%m/%d}" in str(found[0].text) for d in (day, first, DAY)] == [True] * 3
        assert (
            "261209A" in str(found[0].text) and group._day_problem("", day, need(since), DAY)[0].where == ""
        )


def draft(items: list[str], edits: tuple[Edit, ...] = (), filed: bool = False, **extra: str) -> Revision:
    stored = [e.to_json() for e in edits]
    return Revision(items=items, edits=stored, extra=extra, frozen_at=clock.now() if filed else None)


def test_one_of_a_group_is_known_by_what_it_was_begun_for_and_then_by_what_it_edits() -> None:
    edit = Edit("b", "add", "holder")
    assert (
        group.is_it(need(), draft(["b"]))
        and not group.is_it(need(), draft(["c"]))
        and not group.is_it(need(), draft([]))
    )
    assert group.is_it(need(extra={"k": "1"}), draft(["a"], k="1", other="2"))
    assert not group.is_it(need(extra={"k": "1"}), draft(["a"], k="2"))
    assert not group.is_it(need(extra={"k": "1"}), draft(["a"], filed=True))
    assert group.is_it(need(kind="holder"), draft(["c"], (edit,), filed=True))
    assert not group.is_it(need(kind="mailbox"), draft(["a"], (edit,), filed=True))
    assert group.is_it(need(), draft(["c"], filed=True))
    assert need().key == "a:" and need(about="NAC001").key == "a:NAC001" and Linked(()).key == ""


def test_one_of_a_group_is_filed_once_it_has_a_number() -> None:
    assert not group.Standing(need(), None).filed and not group.Standing(need(), Application()).filed
    assert group.Standing(need(), Application(number="261209A")).filed
    assert str(group.Standing(need(), None).status) == ""
    for state in State:
        decided = group.Follower(Application(state=state.value), need()).decided
        assert decided == (state in (State.APPROVED, State.SETTING_WAIT))


# What is stored


def test_a_revision_gives_its_items_in_their_order_and_its_edits_as_asked_for_or_issued() -> None:
    assert Revision(items=["a", "b"], other="c").chosen_items == ["a", "b", "c"]
    assert Revision(items=["a"]).chosen_items == ["a"] and Revision(other="c").chosen_items == ["c"]
    asked, issued = Edit("x", "add", "mailbox"), Edit("x", "add", "mailbox", after={"name": "m"})
    one = Revision(edits=[asked.to_json()])
    assert one.edit_list == [asked] == one.issued_list
    one.issued = []
    assert one.issued_list == []
    one.issued = [issued.to_json()]
    assert one.issued_list == [issued] and one.edit_list == [asked]
    one.set_edits([issued, asked])
    assert one.edit_list == [issued, asked]


def test_what_is_stored_is_called_by_its_names() -> None:
    assert str(Application(number="261209A")) == "261209A" and str(Application(pk=7)) == "draft 7"
    assert str(Revision(application_id=7, no=2)) == "7 r2"
    assert str(Work(application_id=7, kind="remote")) == "7 remote"
    assert str(Attachment(name="a.pdf")) == "a.pdf" and str(Comment(application_id=7, where="x")) == "7 x"


def test_works_are_fixed_on_the_day_of_their_half_day() -> None:
    assert Work().fixed_on is None and Work(fixed="2026-12-09/am").fixed_on == DAY


def test_what_touches_a_number_of_the_foreign_exchange_act_is_found_before_and_after() -> None:
    def number(action: str, before: list[str], after: list[str], kind: str = "user_id") -> Edit:
        return Edit("x", action, kind, 1, {"business": before}, {"business": after} if after else {})

    hit = [number("end", ["01", "18"], []), number("change", ["01"], ["18"]), number("add", [], ["18", "01"])]
    miss = [number("end", ["01"], []), number("add", [], ["18"], "business"), Edit("x", "add", "user_id")]
    revision = Revision(edits=[e.to_json() for e in (*miss, *hit)])
    assert foreign_exchange_edits(revision) == hit


# Works


@pytest.mark.parametrize(
    "slot, ja, en",
    [
        ("2026-12-09/am", "2026/12/09 午前（9:00〜12:00）", "2026-12-09 morning (9:00-12:00)"),
        ("2026-12-09/pm", "2026/12/09 午後（13:00〜17:00）", "2026-12-09 afternoon (13:00-17:00)"),
        ("2026-12-09", "2026/12/09 ", "2026-12-09 "),
    ],
)
def test_a_half_day_is_read_in_both_languages(slot: str, ja: str, en: str) -> None:
    word = works.slot_word(slot)
    assert (word.ja, word.en) == (ja, en)
    assert [(s, w.ja) for s, w in works.words_of_slots([slot, slot])] == [(slot, ja)] * 2


def test_works_go_from_state_to_state_as_their_table_says_and_cost_so_many_minutes() -> None:
    steps = {str(e): (sorted(map(str, sources)), str(target)) for e, (sources, target) in works.STEPS.items()}
    assert steps == {
        "work_proposed": (["countered", "failed", "fixed", "proposed", "waiting"], "proposed"),
        "work_countered": (["proposed"], "countered"),
        "work_fixed": (["countered", "proposed"], "fixed"),
        "work_done": (["fixed"], "done"),
        "work_failed": (["fixed"], "failed"),
        "work_cancelled": (["countered", "failed", "fixed", "proposed", "waiting"], "cancelled"),
        "work_reopened": (["cancelled"], "waiting"),
        "work_undone": (["done"], "fixed"),
    }
    assert works.OUTAGE == {"remote": 180, "on_site": 120, "laying": 0, "removal": 0}


def test_a_page_of_works_shows_another_state_once_anything_of_it_moved() -> None:
    def work(**more: Any) -> Any:
        a = SimpleNamespace(state="approved", start_date=more.pop("start_date", DAY))
        plain = {"state": "fixed", "slots": [], "wished": [], "fixed": "", "wish": None, "note": ""}
        plain |= {"vendor_id": None, "result": "", "cancelled_for": ""}
        return (
            SimpleNamespace(**plain, application=a)
            if not more
            else SimpleNamespace(**{**plain, **more}, application=a)
        )

    seen = works.shown(work())
    assert works.changed_since(work(), seen) == []
    moved = [
        {"state": "done"},
        {"slots": ["a"]},
        {"wished": ["a"]},
        {"fixed": "a"},
        {"wish": DAY},
        {"note": "a"},
        {"vendor_id": 1},
        {"result": "a"},
        {"cancelled_for": "a"},
    ]
    for more in (*moved, {"start_date": DAY + ONE}):
        assert works.changed_since(work(**more), seen) == [works.MOVED_ON]


def slots(*typed: str, start: date | None = None) -> Any:
    try:
        return works._read_slots(typed, Application(start_date=start))
    except works.Refused as no:
        return [(p.code, p.where) for p in no.problems]


def test_dates_of_works_are_half_business_days_from_tomorrow_to_the_eve_of_the_start(
    moved_clock: Any,
) -> None:
    moved_clock(date(2026, 12, 9))  # a Wednesday
    good, bad = "2026-12-10/am", [("bad_slot", "slots")]
    assert slots(good) == [good] and slots(good, good, "2026-12-10/pm") == [good, "2026-12-10/pm"]
    for typed in (
        "2026-12-09/am",
        "2026-12-12/am",
        "2026-12-10",
        "2026-12-10/xx",
        "x/am",
        "2026-13-01/am",
        "",
    ):
        assert slots(typed) == bad and slots(good, typed) == bad
    assert slots() == [("no_slot", "slots")]
    assert slots(good, start=date(2026, 12, 10)) == [("works_too_late", "slots")]
    assert slots(good, start=date(2026, 12, 11)) == [good]
    assert slots(good, start=date(2026, 12, 9)) == [good], "a start that has come is no bound any more"
