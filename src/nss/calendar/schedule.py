"""The published schedule: registration days (システム登録日) with their deadlines (D-19, T-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .days import NONE, add_business_days, is_business_day


@dataclass(frozen=True, slots=True)
class RegistrationDay:
    """A day on which changes are registered; apply by `apply_by`, finish system settings by `setting_by`."""

    day: date
    apply_by: date
    setting_by: date


@dataclass(frozen=True, slots=True)
class Rules:
    """Lead times in business days and which days are registration days."""

    application_lead: int = 10
    setting_lead: int = 4
    line_lead: int = 30
    spare_router_lead: int = 15
    remote_work_lead: int = 10
    weekdays: tuple[int, ...] = (2, 3)
    """0 is Monday."""
    first_of_month: bool = True


def generate(
    from_day: date, until: date, rules: Rules | None = None, closed: frozenset[date] = NONE
) -> tuple[RegistrationDay, ...]:
    """Registration days from `from_day` to `until`, both included."""
    rules = rules or Rules()
    found, day = [], from_day
    while day <= until:
        fits = day.weekday() in rules.weekdays or (rules.first_of_month and day.day == 1)
        if fits and is_business_day(day, closed):
            found.append(
                RegistrationDay(
                    day, add_business_days(day, -rules.application_lead, closed),
                    add_business_days(day, -rules.setting_lead, closed),
                )
            )  # fmt: skip
        day += timedelta(days=1)
    return tuple(found)
