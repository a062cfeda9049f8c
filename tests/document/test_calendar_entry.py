"""The calendar entry of works, as calendars of all makers read it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from nss.application.models import WorkKind
from nss.base import clock
from nss.document import calendar


def test_an_entry_brings_the_time_zone_that_it_names() -> None:
    work: Any = SimpleNamespace(
        pk=7,
        kind=WorkKind.choices()[0][0],
        line="1",
        outage=60,
        sequence=2,
        changed_at=clock.now(),
        fixed="2026-12-09/am",
        fixed_on=date(2026, 12, 9),
        promised_vendor=None,
        application=SimpleNamespace(number="260001A"),
    )
    text = cast(bytes, calendar.entry(work)).decode()
    assert "DTSTART;TZID=Asia/Tokyo:20261209T090000" in text
    assert "BEGIN:VTIMEZONE" in text and "TZID:Asia/Tokyo" in text and "TZOFFSETTO:+0900" in text
