"""Deadlines that follow from a day."""

from __future__ import annotations

from datetime import date

from .days import add_business_days, next_business_day


def setting_deadline(start: date) -> date:
    """システム設定申込締切日: 4 business days before the start (rules of 2019, domain.md 10)."""
    return add_business_days(start, -4)


def password_window(notice_day: date, start: date) -> tuple[date, date]:
    """First and last day on which passwords can be read: the day of the notice to 2 business days after the start
    (guide 'SMTP', page of the completion mail)."""
    return notice_day, add_business_days(max(start, notice_day), 2)


def answer_expected(received_on: date) -> date:
    """An answer comes on the next business day or later (both guides)."""
    return next_business_day(received_on)


def consent_due(asked_on: date, wish: date) -> date:
    """By when sharers must have answered: 5 business days, and 4 business days before the wished start, whichever is
    earlier, but never before the next business day."""
    return max(min(add_business_days(asked_on, 5), add_business_days(wish, -4)), next_business_day(asked_on))
