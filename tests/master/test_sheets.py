"""What the sheets of the masters let in, and until when a row can be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nss.base import clock
from nss.base.columns import FlagColumn, LongColumn
from nss.base.problems import Refused
from nss.calendar.days import add_business_days, is_business_day
from nss.master import sheet as sheets_of
from nss.master import state
from nss.master.models import Blackout, ClosedDay, ScheduleDay
from nss.master.schedule import registered
from nss.master.sheets import SHEETS
from tests import parts

pytestmark = pytest.mark.django_db


def named(key: str, values: dict, today: date | None = None) -> list[str]:
    return [p.where for p in SHEETS[key].check(values, today or clock.today())]


def test_a_text_of_a_master_may_be_as_long_as_the_database_keeps_it_and_no_longer():
    asked, kept = {}, {}
    for key, sheet in SHEETS.items():
        for column in sheet.fields:
            length = getattr(sheet.model._meta.get_field(column.name), "max_length", None)
            if getattr(column, "length", None) and length is not None:
                asked[key, column.name], kept[key, column.name] = column.length, length
    assert len(asked) > 15
    assert asked == kept


def test_what_the_database_keeps_empty_may_be_left_out_and_everything_else_is_asked_for():
    asked, kept = set(), set()
    for key, sheet in SHEETS.items():
        for column in sheet.fields:
            field = sheet.model._meta.get_field(column.name)
            if isinstance(column, FlagColumn):
                continue
            asked |= {(key, column.name)} if column.must else set()
            kept |= set() if field.blank or field.null or field.has_default() else {(key, column.name)}
    # For whom an announcement is, and since when a price counts, are asked for although the database has a default.
    assert asked - kept == {("announcements", "audience"), ("prices", "since")}
    assert kept <= asked


def test_a_list_of_a_master_leaves_out_long_bodies_where_something_shorter_tells_its_rows_apart():
    left_out = {(k, c.name) for k, sheet in SHEETS.items() for c in sheet.fields if not c.listed}
    assert left_out == {
        *(("mail-templates", name) for name in ("text_ja", "text_en")),
        *(("announcements", name) for name in ("title_en", "text_ja", "text_en")),
        *(("terms", name) for name in ("text_ja", "text_en")),
    }
    assert {c.rows for s in SHEETS.values() for c in s.fields if isinstance(c, LongColumn)} == {5}


def test_days_prices_and_fees_are_taken_in_from_a_file_and_no_other_master_is():
    assert {key for key, sheet in SHEETS.items() if sheet.imports} == {
        "schedule",
        "closed",
        "capacity",
        "leads",
        "prices",
        "fees",
    }


@pytest.mark.parametrize("ends, open_still", [(0, True), (-1, False), (1, True)])
def test_a_period_is_changed_until_its_last_day_has_passed(ends, open_still):
    now = clock.now()
    row = Blackout(first_at=now - timedelta(days=9), last_at=now + timedelta(days=ends), text_ja="x")
    assert SHEETS["blackout"].open(row, clock.today()) == open_still


@pytest.mark.parametrize("begins, open_still", [(-1, False), (0, False), (1, True)])
def test_a_day_is_changed_until_it_comes(begins, open_still):
    row = ClosedDay(day=clock.today() + timedelta(days=begins), name_ja="x")
    assert SHEETS["closed"].open(row, clock.today()) == open_still


def test_a_row_that_has_begun_is_neither_changed_nor_taken_away():
    person = parts.person(None, "kanri")
    row = ClosedDay.objects.create(day=clock.today(), name_ja="創立記念日", changed_at=clock.now())
    for act in (
        lambda: sheets_of.remove(SHEETS["closed"], row.pk, ""),
        lambda: sheets_of.store(
            SHEETS["closed"], row.pk, {"day": clock.today() + timedelta(days=5), "name_ja": "別"}, person
        ),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert [p.code for p in refused.value.problems] == ["frozen"]
    assert ClosedDay.objects.get() == row


def test_a_registration_day_stands_on_a_business_day_after_its_deadlines():
    day = date(2027, 1, 6)
    before = day - timedelta(days=1)
    today = date(2026, 12, 1)
    assert (
        named("schedule", {"day": day, "offered": True, "apply_by": before, "setting_by": before}, today)
        == []
    )
    assert named("schedule", {"day": day, "offered": True, "apply_by": day}, today) == ["apply_by"]
    assert named("schedule", {"day": day, "offered": True, "setting_by": day}, today) == ["setting_by"]
    sunday = date(2027, 1, 10)
    assert named("schedule", {"day": sunday, "offered": True}, today) == ["day"]
    assert named("schedule", {"day": sunday, "offered": False}, today) == []
    assert named("schedule", {"day": today, "offered": False}, today) == ["day"]


def test_a_period_ends_after_it_begins_and_not_in_the_past():
    now = clock.now()
    first, last = now - timedelta(hours=2), now + timedelta(hours=2)
    assert named("blackout", {"first_at": first, "last_at": last}) == []
    assert named("blackout", {"first_at": last, "last_at": last}) == ["last_at"]
    assert named("blackout", {"first_at": first, "last_at": now - timedelta(hours=1)}) == ["last_at"]


def test_an_announcement_for_named_offices_names_them():
    period = {"first_at": clock.now(), "last_at": clock.now() + timedelta(days=1)}
    assert named("announcements", period | {"audience": "named"}) == ["codes"]
    assert named("announcements", period | {"audience": "named", "codes": ["NAC001"]}) == []
    assert named("announcements", period | {"audience": "offices"}) == []


def test_a_deadline_that_is_not_given_follows_from_the_rules_and_one_that_is_given_counts():
    # Holds N07.
    today, day = date(2026, 12, 1), date(2027, 1, 8)  # a Friday, no registration day of the rules
    row = ScheduleDay.objects.create(day=day, changed_at=clock.now())
    state.changed()
    state.refresh()

    def found():
        return next((r.apply_by, r.setting_by) for r in registered(today) if r.day == day)

    assert found() == (date(2026, 12, 21), date(2027, 1, 4))
    for field, own in (("apply_by", date(2026, 12, 18)), ("setting_by", date(2026, 12, 24))):
        setattr(row, field, own)
        row.save()
        state.changed()
        state.refresh()
    assert found() == (date(2026, 12, 18), date(2026, 12, 24))


def test_the_schedule_reaches_from_today_to_the_four_hundredth_day():
    today = date(2026, 12, 1)
    for n in (-1, 0, 400, 401):
        ScheduleDay.objects.create(day=today + timedelta(days=n), changed_at=clock.now())
    state.changed()
    state.refresh()
    days = [r.day for r in registered(today)]
    assert (days[0], days[-1]) == (today, today + timedelta(days=400))


def test_a_row_names_who_changed_it_last_and_what_is_taken_away_counts_no_more():
    boss, day = parts.person(None, "kanri", parts.Role.ADMIN), add_business_days(clock.today(), 30)
    values = {"day": day, "works": False, "name_ja": "棚卸", "name_en": ""}
    sheets_of.store(SHEETS["closed"], None, values, boss)
    row = ClosedDay.objects.get()
    assert row.changed_by_id == boss.pk
    state.refresh()
    assert not is_business_day(day)
    sheets_of.remove(SHEETS["closed"], row.pk, sheets_of.mark(SHEETS["closed"], row))
    state.refresh()
    assert is_business_day(day)
    sheets_of.store(SHEETS["closed"], None, values, None)
    assert ClosedDay.objects.get().changed_by_id is None, "by a command"


def test_a_row_without_a_day_stays_open():
    row = ClosedDay(day=clock.today() - timedelta(days=400))
    sheet = SHEETS["closed"]
    assert not sheet.open(row, clock.today())
    assert replace(sheet, begins=lambda r: None).open(row, clock.today())
