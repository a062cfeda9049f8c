"""Deadlines that follow from a day. All counts are business days (D-18); `closed` are days announced by the Center."""

from __future__ import annotations

from datetime import date

from .days import NONE, add_business_days, next_business_day
from .leads import LeadKind, lead

PASSWORD_DAYS = 2
"""Business days after the start on which passwords can still be read (D-44)."""
CONSENT_DAYS = 5
"""Business days that a sharer has to answer (D-46)."""

QUERY_DAYS = 10
"""Business days that an office has to answer a query."""


def query_due(asked_on: date, closed: frozenset[date] = NONE) -> date:
    """By when an office is to answer the Center's query."""
    return add_business_days(asked_on, QUERY_DAYS, closed)


def setting_deadline(start: date, closed: frozenset[date] = NONE) -> date:
    """システム設定申込締切日: the last day to complete settings, so many business days before the start as the lead of its day
    says (D-43, with its worked example)."""
    return add_business_days(start, -lead(LeadKind.SETTING, start), closed)


def password_window(notice_day: date, start: date, closed: frozenset[date] = NONE) -> tuple[date, date]:
    """First and last day on which passwords can be read: the day of the notice to 2 business days after the start
    (D-44). A notice after the start counts from the notice."""
    return notice_day, add_business_days(max(start, notice_day), PASSWORD_DAYS, closed)


def answer_expected(received_on: date, closed: frozenset[date] = NONE) -> date:
    """The first day on which an answer can come: the next business day (D-45)."""
    return next_business_day(received_on, closed)


def consent_due(asked_on: date, settings_by: date, closed: frozenset[date] = NONE) -> date:
    """By when sharers must have answered: 5 business days after being asked or when the settings for the wished start are due
    (`settings_by`), whichever is earlier, but never before the next business day (D-46)."""
    due = min(add_business_days(asked_on, CONSENT_DAYS, closed), settings_by)
    return max(due, next_business_day(asked_on, closed))
