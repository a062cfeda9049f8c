"""A plain replay of dated facts: what offices have on which days after a series of decisions, and what must hold on every
day of it. It knows the rules of the trade as sentences and nothing of how the product is built: it imports nothing of it.

An ended thing ends on its day, or earlier if it ends already. A code ends with the last of its IDs; one that ends for
everybody ends with every sharer's IDs. A line takes what hangs on it along, and its sharing at both offices; the end of
sharing takes along what the other office has behind the router. The end of an office ends all it has but what the last
invoices need. What moves begins on that day at the other office under the same name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

NEVER = date(9999, 12, 31)
Values = Mapping[str, Any]

NAMED: dict[str, tuple[str, ...]] = {
    "user_code": ("code",),
    "user_id": ("code", "number"),
    "line": ("router",),
    "terminal": ("name",),
    "address_block": ("network",),
    "mail_address": ("address",),
    "net_terminal": ("name",),
    "web_certificate": ("name",),
    "mailbox": ("name",),
    "plan": ("tab",),
    "shared_use": ("partner", "object"),
}
"""What people call a thing of a kind; of the others an office has one."""
SERVICE = (
    "user_code",
    "user_id",
    "line",
    "address_block",
    "terminal",
    "mail_address",
    "net_terminal",
    "web_certificate",
    "mailbox",
)
"""What a move or a succession takes to another office."""
STAYS = ("office", "holder", "manager", "billing", "billing_contact", "payment")
"""What outlives a contract: where the last invoices go, and who may be written to."""
WITH_CERTIFICATE = ("net_terminal", "web_certificate")


@dataclass
class Life:
    """One thing at one office: its first day, its first day without, and its values from which days on. `by` says whose
    decision brought a value, None where it was there before all of them."""

    office: str
    kind: str
    first: date
    last: date
    steps: list[tuple[date, Values, int | None]]

    def lives(self, day: date) -> bool:
        return self.first <= day < self.last

    def on(self, day: date) -> Values:
        return max((s for s in self.steps if s[0] <= max(day, self.first)), key=lambda s: s[0])[1]

    @property
    def name(self) -> str:
        return name_of(self.kind, self.steps[-1][1])

    @property
    def key(self) -> tuple[Any, ...]:
        """All that is said of it, in one value that can be compared."""
        said: list[tuple[date, str]] = []
        for day, values, _ in sorted(self.steps, key=lambda s: s[0]):
            text = json.dumps({k: v for k, v in values.items() if v}, sort_keys=True, ensure_ascii=False)
            if day < self.last and (not said or said[-1][1] != text):
                said.append((day, text))
        return self.office, self.kind, self.first, self.last, tuple(said)


def name_of(kind: str, values: Values) -> str:
    return "".join(str(values.get(n) or "") for n in NAMED.get(kind, ()))


@dataclass
class Facts:
    """Everything that offices had, have and will have."""

    all: list[Life] = field(default_factory=list)

    def copy(self) -> Facts:
        return Facts([replace(x, steps=list(x.steps)) for x in self.all])

    # Reading

    def of(self, office: str, kind: str, day: date, **values: Any) -> list[Life]:
        """What an office has on a day of a kind, with these values."""
        return [
            x
            for x in self.all
            if x.office == office
            and x.kind == kind
            and x.lives(day)
            and all(x.on(day).get(k) == v for k, v in values.items())
        ]

    def called(self, office: str, kind: str, name: str, day: date) -> Life:
        return next(
            x for x in self.all if (x.office, x.kind, x.name) == (office, kind, name) and x.lives(day)
        )

    def left(self, office: str, kind: str, names: Iterable[str], day: date) -> list[Life]:
        """The things of these names that are still there on a day: what has ended need not be ended."""
        wanted = set(names)
        return [
            x for x in self.all if (x.office, x.kind) == (office, kind) and x.name in wanted and x.lives(day)
        ]

    def owns(self, office: str, router: str, day: date) -> bool:
        return bool(router) and bool(self.of(office, "line", day, router=router))

    def behind(self, office: str, router: str, day: date) -> list[Life]:
        """What an office has behind a router."""
        terminals = self.of(office, "terminal", day, router=router)
        found = [*terminals, *self.of(office, "address_block", day, router=router)]
        for t in terminals:
            found += self.of(office, "mail_address", day, terminal=t.name)
        return found

    @property
    def said(self) -> Counter[tuple[Any, ...]]:
        return Counter(x.key for x in self.all if x.first < x.last)

    # What happens

    def begin(self, office: str, kind: str, values: Values, day: date, by: int | None = None) -> None:
        self.all.append(Life(office, kind, day, NEVER, [(day, dict(values), by)]))

    def change(self, life: Life, values: Values, day: date, by: int) -> None:
        life.steps.append((day, {**life.on(day), **values}, by))

    def correct(self, office: str, kind: str, before: Values, after: Values, by: int | None) -> None:
        """What was written down wrongly is put right where it stands; from which day it holds stays as it is."""
        for x in self.all:
            for n, (day, values, whose) in enumerate(x.steps):
                there = (x.office, x.kind, whose) == (office, kind, by)
                if there and all((values.get(k) or None) == (v or None) for k, v in before.items()):
                    x.steps[n] = day, {**values, **after}, whose
                    return

    @staticmethod
    def end(lives: Iterable[Life], day: date) -> None:
        for x in lives:
            x.last = min(x.last, day)

    def end_ids(self, office: str, names: Sequence[str], day: date, everybody: bool) -> None:
        """IDs end; a code that keeps none ends with the last, for this office or for everybody."""
        self.end(self.left(office, "user_id", names, day), day)
        for code in sorted({n[:5] for n in names}):
            mine = [x for x in self.all if (x.office, x.kind) == (office, "user_id") and x.name[:5] == code]
            last = max([day, *(x.last for x in mine if x.last > day)])
            held = self.of(office, "user_code", day, code=code)
            if last == NEVER or not held or held[0].last <= last:
                continue  # it keeps an ID, or its end is decided already
            offices = {
                x.office for x in self.all if x.kind == "user_code" and x.name == code and x.last > day
            }
            for other in offices if everybody else [office]:
                kinds = ("user_code", "user_id")
                theirs = [x for x in self.all if x.office == other and x.kind in kinds and x.name[:5] == code]
                self.end(theirs, last)

    def end_line(self, office: str, router: str, day: date) -> None:
        self.end(self.behind(office, router, day), day)
        for x in self.of(office, "shared_use", day, object=router):
            self.end_sharing(x, day)
        self.end(self.left(office, "line", [router], day), day)

    def end_terminal(self, office: str, name: str, day: date) -> None:
        self.end(self.of(office, "mail_address", day, terminal=name), day)
        self.end(self.left(office, "terminal", [name], day), day)

    def other_side(self, side: Life, day: date) -> list[Life]:
        v = side.on(day)
        return self.of(v["partner"], "shared_use", day, use=v["use"], object=v["object"], partner=side.office)

    def end_sharing(self, side: Life, day: date) -> None:
        """Both sides end, and what either has behind a router that is not its own."""
        for x in (side, *self.other_side(side, day)):
            router = x.on(day)["object"]
            if router and not self.owns(x.office, router, day):
                self.end(self.behind(x.office, router, day), day)
            self.end([x], day)

    def hand_on(self, side: Life, to: str, day: date, by: int) -> None:
        """The router of a sharing, or an office that shares, goes over to another office, and the sharing with it."""
        v = dict(side.on(day))
        for x in self.other_side(side, day):
            if x.office == to:
                self.end([x], day)
            else:
                self.change(x, {"partner": to}, day, by)
                self.begin(to, "shared_use", v, day, by)
        self.end([side], day)

    def share(self, office: str, partner: str, use: str, router: str, day: date, by: int) -> None:
        for one, other in ((office, partner), (partner, office)):
            self.begin(one, "shared_use", {"use": use, "partner": other, "object": router}, day, by)

    def end_office(self, office: str, day: date) -> None:
        for x in [x for x in self.all if x.office == office and x.kind == "shared_use" and x.lives(day)]:
            self.end_sharing(x, day)
        self.end((x for x in self.all if x.office == office and x.kind not in STAYS), day)

    def move(self, office: str, to: str, things: Sequence[tuple[str, str]], day: date, by: int) -> None:
        """Things with their parts: a code with its IDs and the mailboxes that are named after it, a line with what hangs on it and
        with its sharing. A code that the other office uses already it has once."""
        whole: list[Life] = []
        for kind, name in things:
            whole.append(self.called(office, kind, name, day))
            if kind == "user_code":
                whole += self.of(office, "user_id", day, code=name)
                boxes = [x for x in self.of(office, "mailbox", day) if x.name.startswith(name)]
                whole += [x for x in boxes if ("mailbox", x.name) not in things]
            if kind == "line":
                whole += self.behind(office, name, day)
                for side in self.of(office, "shared_use", day, object=name):
                    self.hand_on(side, to, day, by)
        codes = {x.name for x in self.of(to, "user_code", day)}
        for x in whole:
            if x.kind != "user_code" or x.name not in codes:
                self.begin(to, x.kind, x.on(day), day, by)
        self.end(whole, day)

    def succeed(self, heir: str, company: str, takes: bool, day: date, by: int) -> None:
        """The contracts of all offices of a company end. What they have ends, or the heir takes it over: a code that it has
        already once, and what they share with offices that stay."""
        contracts = [x for x in self.all if x.kind == "contract" and x.last > day]
        offices = sorted(x.office for x in contracts if x.office[:3] == company)
        if takes:
            self._take_over(heir, offices, day, by)
        for office in offices:
            self.end_office(office, day)

    def _take_over(self, heir: str, offices: Sequence[str], day: date, by: int) -> None:
        codes = {x.name for x in self.of(heir, "user_code", day)}
        shared = {self._side(x, day) for x in self.of(heir, "shared_use", day)}
        for office in offices:
            for x in [x for x in self.all if x.office == office and x.kind in SERVICE and x.lives(day)]:
                if x.kind != "user_code" or x.name not in codes:
                    codes |= {x.name} if x.kind == "user_code" else set()
                    self.begin(heir, x.kind, x.on(day), day, by)
            for x in self.of(office, "shared_use", day):
                if x.on(day)["partner"] in (heir, *offices):
                    self.end([x, *self.other_side(x, day)], day)
                elif self._side(x, day) in shared:
                    self.end_sharing(x, day)
                else:
                    shared.add(self._side(x, day))
                    self.hand_on(x, heir, day, by)

    @staticmethod
    def _side(x: Life, day: date) -> tuple[str, str, str]:
        v = x.on(day)
        return v["use"], v["partner"], v["object"]

    # What must hold

    def days(self, since: date) -> list[date]:
        """Every day on which something begins, changes or ends."""
        found = {since}
        for x in self.all:
            found |= {d for d in (x.first, x.last, *(s[0] for s in x.steps)) if since < d < NEVER}
        return sorted(found)

    def faults(self, since: date) -> set[tuple[str, str, str, date]]:
        """Rule, office, name and day of whatever is not as it should be."""
        found = set()
        for day in self.days(since):
            live = [(x.office, x.kind, x.on(day)) for x in self.all if x.lives(day)]
            found |= {(rule, office, name, day) for rule, office, name in faults_on(live)}
        ends = {x.office: x.last for x in self.all if x.kind == "contract"}
        for x in self.all:
            last = ends.get(x.office, NEVER)
            if x.kind not in STAYS and x.first < x.last and x.last > last:
                found.add(("nothing_after_the_end", x.office, x.name, max(last, x.first)))
        return found


def faults_on(live: Sequence[tuple[str, str, Values]]) -> set[tuple[str, str, str]]:
    """What is wrong with the things that live on one day: (office, kind, values) each."""
    has = Counter((o, k, name_of(k, v)) for o, k, v in live)
    ids = {(o, v["code"]) for o, k, v in live if k == "user_id"}
    sides = {(o, v["use"], v["partner"], v["object"]) for o, k, v in live if k == "shared_use"}
    lines = {(o, v["router"]) for o, k, v in live if k == "line"}
    reached = lines | {(o, router) for o, _, _, router in sides if router}
    found = set()

    def fault(rule: str, office: str, kind: str, values: Values) -> None:
        found.add((rule, office, name_of(kind, values)))

    for o, k, v in live:
        if k == "user_code" and (o, v["code"]) not in ids:
            fault("code_has_ids", o, k, v)
        if k == "user_id" and not has[o, "user_code", v["code"]]:
            fault("id_has_code", o, k, v)
        if k in ("terminal", "address_block") and (o, v["router"]) not in reached:
            fault("terminal_has_line", o, k, v)
        if k == "mail_address" and not has[o, "terminal", v["terminal"]]:
            fault("mail_address_has_terminal", o, k, v)
        if k == "shared_use":
            if (v["partner"], v["use"], o, v["object"]) not in sides:
                fault("sharing_has_two_sides", o, k, v)
            if v["object"] and not {(o, v["object"]), (v["partner"], v["object"])} & lines:
                fault("shared_router_has_line", o, k, v)
    once = Counter(_called(o, k, v) for o, k, v in live)
    for o, k, v in live:
        if _called(o, k, v) and once[_called(o, k, v)] > 1:
            fault("names_are_unique", o, k, v)
    return found


def _called(office: str, kind: str, values: Values) -> tuple[str, ...] | None:
    """What only one thing may be called on a day; None for what the Center has not named yet."""
    if kind == "shared_use":
        return kind, office, values["use"], values["partner"], values["object"]
    name = name_of(kind, values)
    if kind in ("user_code", "plan") or kind not in NAMED:
        return kind, office, name
    return (kind, name) if name else None


class Table:
    """The rows of the table of decisions out of order."""

    END_BEFORE_END = "ends on L, ended on D < L: the end moves to D"
    CHANGE_BEFORE_END = "ends on L, changed on D < L: holds from D to L"
    BEFORE_CHANGE = "changes on L, changed or ended on D < L: stopped"
    BEFORE_BEGIN = "begins on L, anything on D <= L: stopped"
    OFFICE_ENDS = "the office ends on L, starts on or after L or lives beyond it: stopped"
    GONE = "has ended by D: stopped"
    ROWS = (END_BEFORE_END, CHANGE_BEFORE_END, BEFORE_CHANGE, BEFORE_BEGIN, OFFICE_ENDS, GONE)
    ALLOWED = (END_BEFORE_END, CHANGE_BEFORE_END)


def table_row(
    versions: Sequence[tuple[date, date]] | None,
    office_ends: date,
    ending: bool,
    day: date,
    whole: bool = False,
) -> str:
    """Which row speaks of something to be done on `day` to a thing with these versions (first day, first day without); of
    something new (None) only the office's end does. '' where nothing is decided about it. `whole`: the thing is the
    contract of the office itself."""
    if versions is None:
        return Table.OFFICE_ENDS if office_ends != NEVER else ""
    if not versions or versions[-1][1] <= day:
        return Table.GONE
    if versions[0][0] >= day:
        return Table.BEFORE_BEGIN
    if any(first >= day for first, _ in versions):
        return Table.BEFORE_CHANGE
    if not whole and (office_ends < day if ending else office_ends <= day):
        return Table.OFFICE_ENDS
    if versions[-1][1] != NEVER:
        return Table.END_BEFORE_END if ending else Table.CHANGE_BEFORE_END
    return ""
