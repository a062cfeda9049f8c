"""How many applications a registration day takes: who has a place on it, at every gate, and who gives one up (N07)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from nss.account.models import Person
from nss.application import after_decision, decision, filing, places, touched
from nss.application.case import Case
from nss.application.lifecycle import Event
from nss.application.models import Application, Record
from nss.application.shown import case_of, last_filed
from nss.application.start import move_start
from nss.application.start_days import of_undated, start_problems
from nss.base import clock
from nss.base.problems import Refused
from nss.contract.models import Office
from nss.master import schedule as schedule_of_masters
from nss.master import state
from nss.master.models import Capacity, ScheduleDay
from nss.master.schedule import bound, bounds, registered
from nss.procedure.kit import schedule
from tests import parts
from tests.procedure.other.steps import file
from tests.procedure.samples import first, posted

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)


def kept(model: Any, **values: Any) -> None:
    model.objects.create(changed_at=clock.now(), **values)
    state.changed()
    state.refresh()


def capacity(most: int | None, since: date | None = None) -> None:
    """What a day takes, from a day on."""
    kept(Capacity, since=since or clock.today() + ONE, most=most)


@pytest.fixture
def office() -> Office:
    return parts.guide_office()


@pytest.fixture
def who(office: Office) -> Person:
    return parts.person(office)


@pytest.fixture
def center() -> Person:
    return parts.reviewer()


def day(nth: int = 1) -> date:
    """The nth day that one more ID may start on."""
    return parts.wish(parts.ids_to_add("1ANAC"), nth)


def asked(who: Person, on: date) -> Application:
    """One more ID, filed for a day."""
    assert who.office is not None
    return parts.filed(who.office, who, parts.ids_to_add("1ANAC"), wish_date=on)


def warned(who: Person, on: date) -> list[str]:
    """What a draft for a day is warned of, on its form and on the confirm page."""
    assert who.office is not None
    case = Case.of_draft(parts.draft(who.office, who, parts.ids_to_add("1ANAC"), wish_date=on))
    of_the_day = [p.code for p in case.problems if p.where == "wish_date"]
    assert of_the_day == [p.code for p in schedule.problems(on, clock.today(), case.need)]
    assert (on in schedule.offered(clock.today(), case.need, 12)) == (not of_the_day)
    return of_the_day


def stopped(a: Application, on: date) -> list[str]:
    """What stands against deciding it for a day."""
    a.refresh_from_db()
    return [p.code for p in start_problems(case_of(a), on)]


def test_who_files_first_has_the_place_and_who_comes_later_finds_the_day_full_at_every_gate(who, center):
    # Holds N07.
    on = day()
    capacity(2)
    a = asked(who, on)
    assert warned(who, on) == []
    b = asked(who, on)
    assert warned(who, on) == ["date_full"]
    c = asked(who, on)
    assert [stopped(x, on) for x in (a, b, c)] == [[], [], ["start_full"]]
    with pytest.raises(Refused) as refused:
        decision.approve(c.pk, center, on)
    (problem,) = refused.value.problems
    assert (problem.code, problem.where) == ("start_full", "start")
    assert "2件" in problem.text.ja and f"{day(0):%Y/%m/%d}" in problem.text.ja
    assert f"{on:%Y/%m/%d}" not in problem.text.ja, "a full day is not named as one that is possible"
    decision.approve(c.pk, center, on, over_full="緊急のため")
    assert Record.objects.get(application=c, event=Event.APPROVE_WAIT).detail["over_full"] == "緊急のため"
    assert decision.approve(a.pk, center, on).start_date == on
    assert stopped(b, on) == [], "what was told to it holds, whoever was put on the day beyond its capacity"
    assert places.taken(clock.today()) == {on: 3}


def test_a_reason_for_exceeding_a_day_is_kept_only_where_one_was_exceeded_and_blank_is_none(who, center):
    on = day()
    a, b = asked(who, on), asked(who, on)
    capacity(1)
    with pytest.raises(Refused):
        decision.approve(b.pk, center, on, over_full=" ")
    decision.approve(a.pk, center, on, over_full="念のため")
    assert "over_full" not in Record.objects.get(application=a, event=Event.APPROVE_WAIT).detail


def test_a_capacity_counts_from_its_day_on_and_a_day_may_have_its_own(who):
    first, second, third = (r.day for r in registered(clock.today())[4:7])
    capacity(5, second)
    kept(ScheduleDay, day=third, capacity=0)
    assert (bound(first), bound(second), bound(third)) == (None, 5, 0)
    assert first not in bounds(clock.today()) and bounds(clock.today())[second] == 5
    full = places.full_days(clock.today())
    assert third in full and second not in full, "none is one too many for a day that takes none"
    capacity(None, second + ONE)
    assert (bound(second), bound(third), bound(registered(clock.today())[7].day)) == (5, 0, None)


def test_the_center_adds_days_up_to_the_end_of_what_is_offered_and_not_beyond():
    last = clock.today() + timedelta(days=schedule_of_masters.HORIZON)
    for day_of_own in (last, last + ONE):
        kept(ScheduleDay, day=day_of_own, offered=True)
    days = {r.day for r in registered(clock.today())}
    assert last in days and last + ONE not in days


def test_a_day_that_is_no_registration_day_has_no_bound(who):
    capacity(0)
    today = clock.today()
    ahead = {r.day for r in registered(today)} - {today}
    assert places.full_days(today) == ahead
    assert today + ONE not in ahead or today + 3 * ONE not in ahead, "there are such days"


def gives_up(how: str, a: Application, who: Person, center: Person, on: date) -> None:
    other = day(3)
    if how == "withdrawn":
        filing.withdraw(a.pk, who, "不要になったため")
    elif how == "refused":
        decision.refuse(a.pk, center, "要件を満たさないため")
    elif how == "another wish":
        decision.query(a.pk, center, [("wish_date", "別の日をご指定ください。")])
        revision = a.revisions.order_by("-no")[0]
        revision.wish_date = other
        revision.save()
        filing.submit(a.pk, who)
    elif how == "decided for another day":
        decision.approve(a.pk, center, other, reason="都合により")
    elif how == "moved":
        decision.approve(a.pk, center, on)
        move_start(a.pk, center, other, "都合により")
    else:
        decision.approve(a.pk, center, on)
        (after_decision.revoke if how == "revoked" else after_decision.invalidate)(a.pk, center, "誤りのため")


@pytest.mark.parametrize(
    "how",
    ["withdrawn", "refused", "another wish", "decided for another day", "moved", "revoked", "void"],
)
def test_a_place_that_is_given_up_goes_to_who_waits_for_it(how, who, center):
    on = day()
    capacity(1)
    a, b = asked(who, on), asked(who, on)
    assert stopped(b, on) == ["start_full"]
    gives_up(how, a, who, center, on)
    assert stopped(b, on) == []
    assert places.taken(clock.today())[on] == 1
    assert warned(who, on) == ["date_full"]


def test_a_query_leaves_a_place_where_it_is_and_who_comes_back_from_another_day_is_last(who, center):
    on, other = day(), day(3)
    capacity(1)
    a, b = asked(who, on), asked(who, on)
    decision.query(a.pk, center, [("reason", "補記してください。")])
    assert stopped(b, on) == ["start_full"]
    open_one = a.revisions.order_by("-no")[0]
    open_one.application = a
    assert "date_full" not in [p.code for p in Case.of_draft(open_one).problems], "it still has its place"
    filing.submit(a.pk, who)
    assert [stopped(x, on) for x in (a, b)] == [[], ["start_full"]]
    for wish in (other, on):
        decision.query(a.pk, center, [("wish_date", "日を確認してください。")])
        revision = a.revisions.order_by("-no")[0]
        revision.wish_date = wish
        revision.save()
        filing.submit(a.pk, who)
    assert [stopped(x, on) for x in (a, b)] == [["start_full"], []]


def test_a_start_is_moved_to_a_full_day_only_with_a_reason_and_comes_last_there(who, center):
    on, other = day(), day(3)
    capacity(1)
    a, b = asked(who, on), asked(who, other)
    decision.approve(a.pk, center, on)
    with pytest.raises(Refused) as refused:
        move_start(a.pk, center, other, "工事のため")
    assert [(p.code, p.where) for p in refused.value.problems] == [("start_full", "day")]
    move_start(a.pk, center, other, "工事のため", over_full="先方の都合")
    moved = Record.objects.filter(application=a, event=Event.MOVE_START).latest("id")
    assert moved.detail["over_full"] == "先方の都合"
    assert stopped(b, other) == [] and places.taken(clock.today()) == {other: 2}
    c = asked(who, on)
    assert stopped(c, on) == [], "the day that it left is free"
    with pytest.raises(Refused):
        move_start(a.pk, center, on, "工事のため")


def test_whoever_is_decided_for_the_day_that_it_asked_for_keeps_its_place_there(who, center):
    a = asked(who, day())
    at = a.placed_at
    assert decision.approve(a.pk, center, day()).placed_at == at
    assert move_start(a.pk, center, day(3), "都合により").placed_at != at


def test_of_two_people_the_second_confirms_the_reason_of_the_first(office, who, center):
    on = day()
    a = file(office, who, "cancel", posted(office, "cancel", "form", sure="on"))
    on = last_filed(a).wish_date or on
    kept(ScheduleDay, day=on, capacity=0)
    with pytest.raises(Refused):
        decision.approve(a.pk, center, on)
    decision.approve(a.pk, center, on, over_full="契約の終了のため")
    assert decision.confirm(a.pk, parts.second()).start_date == on
    assert Record.objects.filter(application=a).latest("id").detail["over_full"] == "契約の終了のため"


def test_what_asks_for_no_start_day_takes_no_place(office, who, center):
    sample = posted(office, "reissue", "form", **{f"one_{first(office, 'user_id', number='A0A')}": "on"})
    a = parts.filed(office, who, sample.edits, items=["reissue"], extra=sample.extra)
    assert (a.wish_on, a.placed_at) == (None, None)
    capacity(0)
    decision.approve(a.pk, center, of_undated(clock.today()))
    done = decision.confirm(a.pk, parts.second())
    assert done.placed_at is None and places.taken(clock.today()) == {}
    assert done.start_date is not None and done.start_date > clock.today()
    assert (a.pk, "day") not in touched.standings(), "its start is no matter of the schedule"


def test_without_a_bound_nothing_is_asked_of_the_database(who, django_assert_num_queries):
    on = day()
    asked(who, on)
    with django_assert_num_queries(0):
        assert places.full_days(clock.today()) == frozenset()
        places.lock(on)
    capacity(1)
    with django_assert_num_queries(1):
        assert places.full_days(clock.today()) == {on}
    with django_assert_num_queries(1):
        places.lock(on)


def test_the_schedule_and_the_bounds_are_those_of_the_masters_at_hand_also_inside_a_change():
    today = clock.today()
    before = registered(today)
    ScheduleDay.objects.create(changed_at=clock.now(), day=before[0].day, offered=False)
    with state.as_stored():
        assert registered(today) == before[1:]
    assert registered(today) == before
