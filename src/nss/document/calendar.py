"""The fixed day of works as a calendar entry (RFC 5545), for the office and the Center alike."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings

from nss.application.models import Work, WorkKind
from nss.base import clock

HOURS = {"am": (time(9), time(12)), "pm": (time(13), time(17))}


def entry(work: Work) -> bytes | None:
    """One entry; a later change of date comes with a higher SEQUENCE and the same UID. None while no date is fixed."""
    day = work.fixed_on
    if day is None:
        return None
    from icalendar import Alarm, Calendar, Event  # four megabytes that most processes never need

    first, last = HOURS[work.fixed.partition("/")[2]]
    application = work.application
    event = Event()
    event.add("uid", f"work-{work.pk}@nss")
    event.add("sequence", work.sequence)
    event.add("dtstamp", work.changed_at)
    event.add("dtstart", datetime.combine(day, first, clock.TOKYO))
    event.add("dtend", datetime.combine(day, last, clock.TOKYO))
    event.add("summary", f"【NSS】{WorkKind(work.kind).word.ja}（{application.number}、回線 {work.line}）")
    vendor = f"業者：{work.promised_vendor.name}\n" if work.promised_vendor else ""
    address = f"{settings.PUBLIC_URL}/applications/{application.number}/works/"
    event.add("description", f"通信断の見込み：最大{work.outage}分\n{vendor}{address}")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "NACCS回線工事の前日です")
    alarm.add("trigger", timedelta(days=-1))
    event.add_component(alarm)
    book = Calendar()
    book.add("prodid", "-//NSS//works//JA")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add_component(event)
    book.add_missing_timezones()  # RFC 5545, 3.2.19: a zone that is named must be told
    return bytes(book.to_ical())
