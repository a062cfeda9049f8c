"""The published schedule: registration days (システム登録日) with their deadlines (D-19, T-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .days import NONE, add_business_days, is_business_day
from .deadlines import setting_deadline
from .leads import LeadKind, lead


@dataclass(frozen=True, slots=True)
class RegistrationDay:
    """A day on which changes are registered; apply by `apply_by`, finish system settings by `setting_by`, both
    days included."""

    day: date
    apply_by: date
    setting_by: date


@dataclass(frozen=True, slots=True)
class Rules:
    """Which days are registration days; the defaults are those of T-08."""

    weekdays: tuple[int, ...] = (2, 3)
    """Registration days of a week; 0 is Monday, so Wednesday and Thursday."""
    first_of_month: bool = True
    """Whether the 1st of a month is a registration day too."""


RULES = Rules()
"""The defaults of T-08."""


def generate(
    from_day: date, until: date, rules: Rules = RULES, closed: frozenset[date] = NONE
) -> tuple[RegistrationDay, ...]:
    """Registration days from `from_day` to `until`, both included: those of the rules that are business days."""
    found, day = [], from_day
    while day <= until:
        fits = day.weekday() in rules.weekdays or (rules.first_of_month and day.day == 1)
        if fits and is_business_day(day, closed):
            found.append(RegistrationDay(day, apply_deadline(day, closed), setting_deadline(day, closed)))
        day += timedelta(days=1)
    return tuple(found)


def apply_deadline(day: date, closed: frozenset[date] = NONE) -> date:
    """The last day to apply for a start on the day (T-08)."""
    return add_business_days(day, -lead(LeadKind.APPLICATION, day), closed)
