"""The schedule in force: the days that the rules generate, with the Center's exceptions (N07, D-19, T-08)."""

from __future__ import annotations

from datetime import date, timedelta

from nss.calendar.deadlines import setting_deadline as by_rule
from nss.calendar.schedule import RegistrationDay, Rules, apply_deadline, generate

from . import state

HORIZON = 400
"""Days ahead for which the schedule is generated."""
RULES = Rules()


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
    found = {r.day: r for r in generate(today, last, RULES)}
    for day, own in state.current().schedule.items():
        if not today <= day <= last:
            continue
        if own.offered:
            found[day] = RegistrationDay(
                day, own.apply_by or apply_deadline(day, RULES), own.setting_by or by_rule(day)
            )
        else:
            found.pop(day, None)
    return tuple(found[d] for d in sorted(found))


def setting_deadline(start: date) -> date:
    """システム設定申込締切日 of a start day: the schedule's own, else 4 business days before."""
    own = state.current().schedule.get(start)
    return own.setting_by if own and own.offered and own.setting_by else by_rule(start)
