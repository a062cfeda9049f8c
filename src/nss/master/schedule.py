"""The schedule in force: the days that the rules generate, with the Center's exceptions and bounds (N07, D-19, T-08)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from nss.calendar.deadlines import setting_deadline as by_rule
from nss.calendar.schedule import RegistrationDay, apply_deadline, generate

from . import state

HORIZON = 400
"""Days ahead for which the schedule is generated."""


def registered(today: date) -> tuple[RegistrationDay, ...]:
    """The registration days from today on."""
    made = state.current().made
    if today not in made:
        if len(made) > 8:
            made.clear()
        made[today] = _registered(today)
    return made[today]


def _registered(today: date) -> tuple[RegistrationDay, ...]:
    last = today + timedelta(days=HORIZON)
    found = {r.day: r for r in generate(today, last)}
    for day, own in state.current().schedule.items():
        if not today <= day <= last:
            continue
        if own.offered:
            found[day] = RegistrationDay(
                day, own.apply_by or apply_deadline(day), own.setting_by or by_rule(day)
            )
        else:
            found.pop(day, None)
    return tuple(found[d] for d in sorted(found))


def setting_deadline(start: date) -> date:
    """システム設定申込締切日: the schedule's own of a start day, else by its lead."""
    own = state.current().schedule.get(start)
    return own.setting_by if own and own.offered and own.setting_by else by_rule(start)


def bounds(today: date) -> Mapping[date, int]:
    """How many applications may start on each registration day from today on; days without a bound are left out."""
    masters = state.current()
    if not masters.capacities and all(s.capacity is None for s in masters.schedule.values()):
        return {}
    found = {row.day: bound(row.day) for row in registered(today)}
    return {day: most for day, most in found.items() if most is not None}


def bound(day: date) -> int | None:
    """How many applications may start on a registration day: its own capacity, else the usual one of its time; None for as
    many as come."""
    own = state.current().schedule.get(day)
    return own.capacity if own is not None and own.capacity is not None else usual_bound(day)


def usual_bound(day: date) -> int | None:
    """The capacity of the days that have none of their own, by the newest row that counts on a day."""
    newest = next((c for c in reversed(state.current().capacities) if c.since <= day), None)
    return newest.most if newest is not None else None
