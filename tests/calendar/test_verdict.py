"""Every day has a verdict and says why (X-04, F-20, F10)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nss.base.days import last_day
from nss.base.words import W
from nss.calendar import leads
from nss.calendar.days import add_business_days
from nss.calendar.schedule import RegistrationDay, generate
from nss.calendar.verdict import Need, Why, nearest, next_days, verdict, verdicts

DAYS = st.dates(date(2012, 1, 1), date(2040, 12, 31))
NEEDS = st.builds(
    Need,
    lead=st.sampled_from([0, 10, 15, 30]),
    setting=st.booleans(),
    first_of_month=st.booleans(),
)
TODAY = date(2026, 11, 21)
SCHEDULE = generate(TODAY, TODAY + timedelta(days=400))


def why(day: date, need: Need | None = None, today: date = TODAY, **more) -> tuple[bool, bool, list[str]]:
    found = verdict(day, today, SCHEDULE, need or Need(), **more)
    return found.allowed, found.advised, [r.code for r in found.reasons]


def text(day: date, need: Need | None = None, **more) -> W:
    return verdict(day, TODAY, SCHEDULE, need or Need(), **more).reasons[0].text


def test_past_days_and_today_are_refused_and_tomorrow_is_heard():
    assert why(TODAY - timedelta(days=1)) == (False, False, ["past"])
    assert why(TODAY) == (False, False, ["today"])
    assert why(TODAY + timedelta(days=1)) == (True, False, ["closed"])


def test_the_last_day_that_may_be_asked_for_is_heard_and_the_next_is_not():
    last = last_day(today=TODAY)
    assert why(last)[0]
    assert why(last + timedelta(days=1)) == (False, False, ["beyond"])


def test_a_registration_day_in_time_is_advised():
    assert why(date(2026, 12, 9)) == (True, True, [])


def test_a_day_off_the_schedule_is_heard_with_a_warning():
    assert why(date(2026, 12, 8)) == (True, False, ["not_registration_day"])


def test_the_application_deadline_is_met_on_its_day_and_missed_on_the_next():
    row = next(r for r in SCHEDULE if r.day == date(2026, 12, 9))
    assert row.apply_by == date(2026, 11, 25)
    assert why(row.day, today=row.apply_by)[1]
    late = row.apply_by + timedelta(days=1)
    assert why(row.day, today=late) == (True, False, ["deadline_over"])
    found = verdict(row.day, late, SCHEDULE, Need()).reasons[0].text
    assert found == W("申込締切日（2026/11/25）を過ぎています", "Applications were due by 2026/11/25")


def test_a_closed_day_is_called_by_its_name():
    assert text(date(2027, 1, 1)) == W("休業日（元日）です", "The Center is closed (New Year's Day)")
    assert text(date(2026, 12, 29)).ja == "休業日（年末年始）です"
    assert text(date(2026, 12, 5)).ja == "休業日（土日）です"
    shut = frozenset({date(2026, 12, 9)})
    assert text(date(2026, 12, 9), closed=shut).ja == "休業日（センターの休業日）です"
    assert why(date(2026, 12, 9), closed=shut) == (True, False, ["closed"])


def test_works_need_their_business_days():
    # Holds T-08.
    assert add_business_days(TODAY, 12) == date(2026, 12, 9)
    assert why(date(2026, 12, 9), Need(lead=12))[1], "enough on the very day"
    assert why(date(2026, 12, 9), Need(lead=13)) == (True, False, ["works"])
    assert why(date(2026, 12, 9), Need(lead=15)) == (True, False, ["works"])
    assert why(date(2026, 12, 16), Need(lead=15))[1]
    assert text(date(2026, 12, 9), Need(lead=15)) == W(
        "工事の準備に15営業日が必要です", "Installation work needs 15 business days"
    )


def test_settings_that_were_due_by_today_cannot_be_finished():
    # Holds D-43.
    schedule = (RegistrationDay(date(2026, 12, 9), date(2026, 12, 8), date(2026, 12, 3)),)
    for today, code in ((date(2026, 12, 2), []), (date(2026, 12, 3), ["setting"])):
        found = verdict(date(2026, 12, 9), today, schedule, Need(setting=True))
        assert [r.code for r in found.reasons] == code
        assert found.allowed


def test_the_deadlines_that_the_center_keeps_count_and_not_the_usual_ones():
    early = (RegistrationDay(date(2026, 12, 9), date(2026, 12, 8), date(2026, 11, 27)),)
    found = verdict(date(2026, 12, 9), date(2026, 11, 27), early, Need(setting=True))
    assert [r.code for r in found.reasons] == ["setting"]
    assert "2026/11/27" in found.reasons[0].text.ja


def test_the_deadline_that_the_center_keeps_counts_on_the_first_of_a_month_too():
    first = date(2027, 2, 1)
    kept = (RegistrationDay(first, date(2027, 1, 29), date(2027, 1, 29)),)
    for need in (Need(), Need(first_of_month=True)):
        assert verdict(first, date(2027, 1, 29), kept, need).advised, "the usual one has passed"


def test_a_plan_starts_on_a_first_and_on_no_other_day():
    # Holds D-39.
    need = Need(first_of_month=True)
    assert why(date(2026, 12, 9), need) == (False, False, ["first_of_month"])
    assert why(date(2027, 2, 1), need) == (True, True, [])
    assert why(date(2027, 1, 1), need) == (True, True, [])


def test_a_plan_on_a_closed_first_has_an_application_deadline_too():
    need, first = Need(first_of_month=True), date(2027, 1, 1)
    assert why(first, need, today=date(2026, 12, 15))[1]
    assert why(first, need, today=date(2026, 12, 16)) == (True, False, ["deadline_over"])
    assert why(first, need, today=date(2026, 12, 31)) == (True, False, ["deadline_over"])
    leads.announce([("application", first, 5)])
    assert why(first, need, today=date(2026, 12, 16))[1]


def test_a_full_day_is_heard_with_a_warning_and_not_offered():
    # Holds N07.
    day, other = date(2026, 12, 9), date(2026, 12, 10)
    full = Need(full=frozenset({day}))
    assert why(day, full) == (True, False, ["full"])
    assert why(other, full) == (True, True, [])
    assert day not in next_days(TODAY, SCHEDULE, full) and nearest(day, TODAY, SCHEDULE, full) == other
    assert why(day, full, today=date(2026, 11, 26))[2] == ["full", "deadline_over"]


def test_a_day_before_the_consents_are_due_is_refused():
    # Holds D-46.
    need = Need(consent_by=date(2026, 12, 9))
    assert why(date(2026, 12, 9), need) == (False, False, ["consent"])
    assert why(date(2026, 12, 10), need)[1]


@pytest.mark.parametrize("day", [date(9999, 12, 31), date.max - timedelta(days=400), date(1, 1, 1)])
def test_any_day_that_can_be_typed_gets_a_verdict(day):
    for need in (Need(), Need(setting=True, lead=30), Need(first_of_month=True)):
        found = verdict(day, TODAY, SCHEDULE, need)
        assert not found.advised and found.reasons


def test_every_reason_has_its_words_in_both_languages_and_codes_are_stable():
    assert {w.value for w in Why} == {
        "past",
        "beyond",
        "today",
        "closed",
        "not_registration_day",
        "deadline_over",
        "works",
        "setting",
        "first_of_month",
        "consent",
        "full",
    }
    assert all(w.word.ja and w.word.en for w in Why)


def test_a_moved_schedule_offers_the_nearest_day():
    wish = date(2026, 12, 16)
    assert nearest(wish, TODAY, SCHEDULE, Need()) == wish
    moved = tuple(r for r in SCHEDULE if r.day != wish)
    assert nearest(wish, TODAY, moved, Need()) == date(2026, 12, 17)
    assert nearest(date(2026, 12, 13), TODAY, SCHEDULE, Need()) == date(2026, 12, 16)
    between = tuple(r for r in SCHEDULE if r.day in (date(2026, 12, 10), date(2026, 12, 16)))
    assert nearest(date(2026, 12, 13), TODAY, between, Need()) == date(2026, 12, 16), "the later one of two"
    assert nearest(date(9999, 12, 31), TODAY, SCHEDULE, Need()) == SCHEDULE[-1].day
    assert nearest(date(2000, 1, 1), TODAY, SCHEDULE, Need()) == next_days(TODAY, SCHEDULE, Need(), 1)[0]
    assert nearest(wish, TODAY, (), Need()) is None


def test_the_only_day_is_found_from_the_other_end_of_the_schedule():
    far = date(2028, 1, 12)
    assert nearest(date(2000, 1, 1), TODAY, (RegistrationDay(far, TODAY, TODAY),), Need()) == far
    near = date(2026, 11, 25)
    only = RegistrationDay(near, TODAY, TODAY)
    assert nearest(date(9999, 1, 1), TODAY, (only,), Need()) == near


def test_tomorrow_is_offered_where_it_can_still_be_applied_for():
    today, tomorrow = date(2026, 12, 1), date(2026, 12, 2)
    schedule = (RegistrationDay(tomorrow, apply_by=today, setting_by=today),)
    assert nearest(date(2000, 1, 1), today, schedule, Need()) == tomorrow
    assert next_days(today, schedule, Need()) == [tomorrow]


@pytest.mark.parametrize("ahead, found", [(400, True), (401, False)])
def test_days_are_looked_for_400_days_ahead_where_the_schedule_ends_sooner(ahead, found):
    first = date(2028, 1, 1)
    today = first - timedelta(days=ahead)
    offered = next_days(today, (), Need(first_of_month=True), 100)
    assert (first in offered) == found
    assert (nearest(first, today, (), Need(first_of_month=True)) == first) == found


@settings(max_examples=40)
@given(DAYS, NEEDS, st.frozensets(st.integers(0, 130), max_size=5))
def test_the_single_verdict_equals_the_one_of_the_calendar(today, need, shut):
    closed = frozenset(today + timedelta(days=n) for n in shut)
    schedule = generate(today, today + timedelta(days=200), closed=closed)
    batch = verdicts(today - timedelta(days=2), 120, today, schedule, need, closed)
    assert len(batch) == 120
    for found in batch:
        assert found == verdict(found.day, today, schedule, need, closed)


@settings(max_examples=40)
@given(DAYS, NEEDS)
def test_a_day_without_a_reason_is_advised_and_no_other(today, need):
    schedule = generate(today, today + timedelta(days=200))
    for found in verdicts(today - timedelta(days=2), 120, today, schedule, need):
        assert found.advised == (not found.reasons)
        assert found.allowed or not found.advised
        for reason in found.reasons:
            assert "{" not in reason.text.ja + reason.text.en


@settings(max_examples=40)
@given(DAYS, NEEDS)
def test_the_offered_days_are_the_advised_days_of_the_calendar(today, need):
    schedule = generate(today, today + timedelta(days=400))
    offered = next_days(today, schedule, need)
    assert len(offered) == 6
    reach = (offered[-1] - today).days
    calendar = verdicts(today + timedelta(days=1), reach, today, schedule, need)
    assert offered == [v.day for v in calendar if v.advised]
    assert nearest(offered[0], today, schedule, need) == offered[0]


@settings(max_examples=40)
@given(DAYS, NEEDS, st.integers(-30, 300))
def test_no_advised_day_is_closer_than_the_nearest(today, need, ahead):
    schedule = generate(today, today + timedelta(days=400))
    wish = today + timedelta(days=ahead)
    found = nearest(wish, today, schedule, need)
    every = next_days(today, schedule, need, 500)
    assert found == min(every, key=lambda d: (abs((d - wish).days), -d.toordinal()))
