"""What a month costs, told a second time: every day of the month is gone through with what was known on it.

Written apart from the system to be compared with it: nothing of it is imported here, and last days are included where the
register's rows end on the day after. `met` counts how often each rule had something to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date, timedelta

RULES = {
    "plan begins in the month",
    "net side without a terminal",
    "charged pc",
    "charged mailbox",
    "charged net",
    "charged paid",
    "charged storage",
    "free unit",
    "minimum",
    "plan of the owner of the server",
    "passed on",
    "due later in the month",
}
"""What a comparison has to have met."""


@dataclass
class Stay:
    """Something at an office from a first to a last day, with what was true of it."""

    office: str
    first: date
    last: date
    facts: dict[str, object] = field(default_factory=dict)

    def on(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass
class World:
    """Facts with their days.

    `plans` have tab and plan; `units` are by name of the thing, with kind pc, server, mailbox or net; `codes` have paid
    and storage; `ids` are by (office, ID) and have code, exporter, net and smtp; `guests` name the office whose SMTP
    server an office uses; `used` are (office, ID, tab, yen).
    """

    plans: list[Stay] = field(default_factory=list)
    units: dict[str, tuple[str, list[Stay]]] = field(default_factory=dict)
    codes: dict[str, list[Stay]] = field(default_factory=dict)
    ids: dict[tuple[str, str], list[Stay]] = field(default_factory=dict)
    guests: dict[str, str] = field(default_factory=dict)
    used: list[tuple[str, str, str, int]] = field(default_factory=list)


met: Counter[str] = Counter()
SIDE = {"pc": "general", "mailbox": "general", "net": "net"}


class Days:
    """A month of a world, with what was known on its days."""

    def __init__(self, world: World, month: date) -> None:
        ahead = [month + timedelta(days=n) for n in range(31)]
        self.world, self.days = world, [day for day in ahead if day.month == month.month]
        self.has_unit = {
            (stay.office, SIDE[kind])
            for kind, stays in world.units.values()
            if kind in SIDE
            for stay in self.there(stays)
        }

    def there(self, stays: list[Stay]) -> list[Stay]:
        """Those of a day of the month at least."""
        return [stay for stay in stays if any(map(stay.on, self.days))]

    def plan(self, office: str, side: str) -> str:
        """Of the first day that knows one; the net side needs a terminal for plan A."""
        for day in self.days:
            for stay in self.world.plans:
                if stay.office == office and stay.facts["tab"] == side and stay.on(day):
                    if day > self.days[0]:
                        met["plan begins in the month"] += 1
                    if side == "net" and (office, side) not in self.has_unit:
                        met["net side without a terminal"] += stay.facts["plan"] == "A"
                        return "B"
                    return str(stay.facts["plan"])
        return "B"

    def plan_of_id(self, office: str, user_id: str, side: str) -> str:
        """What an ID uses through the SMTP server of another office is priced on that one's plan."""
        payer = office
        by_smtp = any(stay.facts["smtp"] for stay in self.there(self.world.ids[office, user_id]))
        if side == "general" and by_smtp and office in self.world.guests:
            payer = self.world.guests[office]
            met["plan of the owner of the server"] += 1
        return self.plan(payer, side)

    def ids_on(self, day: date, office: str, code: str = "") -> list[Stay]:
        return [
            stay
            for (owner, _), stays in self.world.ids.items()
            if owner == office
            for stay in stays
            if stay.on(day) and (not code or stay.facts["code"] == code)
        ]

    def free(self, day: date, office: str, code: str = "") -> bool:
        there = self.ids_on(day, office, code)
        return bool(there) and all(stay.facts["exporter"] for stay in there)


def month_of(world: World, month: date) -> dict[tuple[Hashable, ...], int]:
    """Numbers of units and codes, and yen of use, by what they are charged for and to whom."""
    known = Days(world, month)
    days, plan, free = known.days, known.plan, known.free
    bill: Counter[tuple[Hashable, ...]] = Counter()
    for kind, stays in world.units.values():
        if kind in SIDE:
            for office in _charged(
                days,
                known.there(stays),
                lambda stay, day, side=SIDE[kind]: (
                    plan(stay.office, side) == "A" and not free(day, stay.office)
                ),
            ):
                bill["basic", office, SIDE[kind]] += 1
                met[f"charged {kind}"] += 1
                met["free unit"] += any(free(d, s.office) for s in stays for d in days if s.on(d))
    for code, stays in world.codes.items():
        for flag in ("paid", "storage"):
            for office in _charged(
                days,
                known.there(stays),
                lambda stay, day, flag=flag, code=code: (
                    bool(stay.facts[flag]) and not free(day, stay.office, code)
                ),
            ):
                bill[flag, office] += 1
                met[f"charged {flag}"] += 1
    for office in sorted({stay.office for stay in world.plans}):
        under_own_plan = any(
            not stay.facts["net"] and not (stay.facts["smtp"] and office in world.guests)
            for day in days
            if not free(day, office)
            for stay in known.ids_on(day, office)
        )
        if under_own_plan and plan(office, "general") == "A" and (office, "general") not in known.has_unit:
            bill["basic", office, "general"] += 1
            met["minimum"] += 1
    for office, user_id, side, yen in world.used:
        bill["used", office, side, known.plan_of_id(office, user_id, side)] += yen
    return {what: n for what, n in bill.items() if n}


def _charged(days, stays, due):
    """The offices that pay for a thing in the month: it is charged once, on the first day on which it is due somewhere; what
    comes back to an office or passes on to another from one day to the next is the same thing."""
    thing_of: dict[str, int] = {}
    charged: set[int] = set()
    count = 0
    yesterday: dict[str, int] = {}
    for day in days:
        today: dict[str, int] = {}
        here = sorted({stay.office for stay in stays if stay.on(day)})
        leaving = sorted(set(yesterday) - set(here))
        for office in here:
            if office not in thing_of:
                if leaving:
                    thing_of[office] = yesterday[leaving.pop(0)]
                    met["passed on"] += 1
                else:
                    count += 1
                    thing_of[office] = count
            today[office] = thing_of[office]
        for office in here:
            if today[office] not in charged and any(
                stay.office == office and stay.on(day) and due(stay, day) for stay in stays
            ):
                charged.add(today[office])
                if day > days[0]:
                    met["due later in the month"] += 1
                yield office
        yesterday = today
