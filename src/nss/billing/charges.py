"""What a month costs each office, from the rows that were live on at least one of its days and from what was used.

Pure: plain values in, lines of invoices out. The rules stand in docs/billing.md. Offices are named by their codes,
amounts are whole yen without tax.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from nss.contract.choices import NET_METHODS, BusinessType, Device, Method, Plan, SharedUseKind, Tab

Line = tuple[str, int, int, int]
"""Label, quantity, unit price, amount."""

WORDS: dict[str, str] = {Tab.GENERAL: "一般NACCS", Tab.NET: "netNACCS"}
MATERIALS = (("stats_paid", "管理統計資料（有料分）"), ("bonded_storage", "保税管理資料保存サービス"))


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A version of a row as its office held it: live on day D when `starts <= D < ends`.

    `name` is what the thing is called in every office: the terminal's name, the mailbox, the code, code + number.
    """

    office: str
    kind: str
    identity: int
    name: str
    starts: date
    ends: date
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class IdUsage:
    """What one user ID of an office used on one side in the month, in yen."""

    office: str
    user_id: str
    tab: str
    amount: int


@dataclass(frozen=True, slots=True)
class Fees:
    """Yen a month: `basic` for a charging unit on plan A, the others for a user code; `tax` in percent."""

    basic: int
    stats_paid: int
    bonded_storage: int
    tax: int


def next_month(month: date) -> date:
    """The first day of the month after that of `month`."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def tab_of(method: str) -> str:
    """The side of the contract that a 処理方式 belongs to."""
    return Tab.NET if method in NET_METHODS else Tab.GENERAL


def with_tax(net: int, percent: int) -> tuple[int, int]:
    """Tax in yen, worked out once a bill and rounded down (T-12), and the total with it."""
    tax = net * percent // 100
    return tax, net + tax


class Holdings:
    """The rows of a month, with the questions that charges and the check of usage ask of them."""

    def __init__(self, rows: Iterable[HeldRow], month: date) -> None:
        self.first, self.after = month, next_month(month)
        self.by_kind: dict[str, list[HeldRow]] = defaultdict(list)
        self._of: dict[tuple[str, str], list[HeldRow]] = defaultdict(list)
        for r in sorted(rows, key=lambda r: (r.starts, r.office, r.identity)):
            if r.starts < self.after and r.ends > self.first:
                self.by_kind[r.kind].append(r)
                self._of[r.office, r.kind].append(r)
        self._exporters = {r.office for r in self.by_kind["user_id"] if _exporter(r)}
        self._free: dict[tuple[str, str], frozenset[date]] = {}
        self._plans: dict[tuple[str, str], str] = {}
        self._guests = self._of_partners()

    def of(self, office: str, kind: str) -> list[HeldRow]:
        """Versions of one kind that an office held, oldest first."""
        return self._of.get((office, kind), [])

    def days(self, row: HeldRow) -> list[date]:
        """The days of the month on which a version is live."""
        first, after = max(row.starts, self.first), min(row.ends, self.after)
        return [first + timedelta(days=n) for n in range((after - first).days)]

    def units(self, office: str, tab: str) -> list[HeldRow]:
        """Charging units of a side: terminals and mailboxes; servers are none (D-38)."""
        if tab == Tab.NET:
            return self.of(office, "net_terminal")
        return [*filter(_is_pc, self.of(office, "terminal")), *self.of(office, "mailbox")]

    def plan(self, office: str, tab: str) -> str:
        """The plan of a side for the whole month: the one of its first day on which the side has one (D-67). The net side
        without a terminal is on plan B; on the general side plan A may be taken without a unit, for the fee of one (D-70)."""
        known = self._plans.get((office, tab))
        if known is None:
            chosen = next((r for r in self.of(office, "plan") if r.values["tab"] == tab), None)
            without = tab == Tab.NET and not self.units(office, tab)
            known = Plan.B if chosen is None or without else str(chosen.values["plan"])
            self._plans[office, tab] = known
        return known

    def plan_of_id(self, office: str, user_id: str, tab: str) -> str:
        """The plan that prices what an ID uses: through another office's SMTP server that of its owner (D-71)."""
        host = self._guests.get(office)
        if host and tab == Tab.GENERAL and self._by_smtp(office, user_id):
            return self.plan(host, tab)
        return self.plan(office, tab)

    def _by_smtp(self, office: str, user_id: str) -> bool:
        return any(
            r.name == user_id and r.values["method"] == Method.SMTP for r in self.of(office, "user_id")
        )

    def _of_partners(self) -> dict[str, str]:
        """Offices without an SMTP server of their own -> the office whose server they use."""
        routers: dict[str, set[str]] = defaultdict(set)
        for r in self.by_kind["terminal"]:
            if r.values["device"] == Device.SMTP:
                routers[r.office].add(str(r.values["router"]))
        found: dict[str, str] = {}
        for r in self.by_kind["shared_use"]:
            partner, shared = str(r.values["partner"]), r.values["use"] == SharedUseKind.EQUIPMENT
            if shared and r.office not in routers and r.values["object"] in routers.get(partner, ()):
                found.setdefault(r.office, partner)
        return found

    def free_days(self, office: str, code: str = "") -> frozenset[date]:
        """Days on which an office, or one of its codes, has user IDs and every one is an exporter's under the Foreign
        Exchange Act, which costs nothing (D-42)."""
        if office not in self._exporters:
            return frozenset()
        known = self._free.get((office, code))
        if known is None:
            free: set[date] = set()
            paid: set[date] = set()
            for r in self.of(office, "user_id"):
                if not code or r.values["code"] == code:
                    (free if _exporter(r) else paid).update(self.days(r))
            known = self._free[office, code] = frozenset(free - paid)
        return known

    def free_id(self, office: str, user_id: str) -> bool:
        """Whether an ID served nothing but the Foreign Exchange Act on all its days of the month (D-69)."""
        if office not in self._exporters:
            return False
        mine = [r for r in self.of(office, "user_id") if r.name == user_id]
        return bool(mine) and all(map(_exporter, mine))

    def first_paid_day(self, row: HeldRow, free: frozenset[date]) -> date | None:
        """The first day of a version that is not free; None where every one is."""
        if not free:
            return max(row.starts, self.first)
        return next((d for d in self.days(row) if d not in free), None)

    def minimum(self, office: str) -> int:
        """Units that plan A on the general side costs without any unit: one where an ID is used under it (D-70)."""
        tab = Tab.GENERAL
        if self.plan(office, tab) != Plan.A or self.units(office, tab):
            return 0
        free, guest = self.free_days(office), office in self._guests
        for r in self.of(office, "user_id"):
            method = str(r.values["method"])
            followed = guest and method == Method.SMTP
            if tab_of(method) == tab and not followed and self.first_paid_day(r, free) is not None:
                return 1
        return 0


def _exporter(row: HeldRow) -> bool:
    return bool(row.values["business"]) and set(row.values["business"]) <= {BusinessType.FOREX_EXPORTER}


def _is_pc(row: HeldRow) -> bool:
    return bool(row.values["device"] == Device.PC)


def things(rows: list[HeldRow]) -> list[list[HeldRow]]:
    """Versions of one kind, oldest first, parted into the things that they are versions of.

    One thing is what has one identity, or one name in one office; and what another office takes over under the same name
    on the very day on which the first one gives it up (付替, 地位の承継; D-68).
    """
    spans: dict[tuple[str, Any], list[HeldRow]] = defaultdict(list)
    for r in rows:
        spans[r.office, r.identity].append(r)
        spans[r.office, r.name].append(r)
    known: dict[tuple[str, Any], list[HeldRow]] = {}
    given_up: dict[tuple[str, date], list[list[HeldRow]]] = defaultdict(list)
    found: list[list[HeldRow]] = []
    for r in rows:
        mine = ((r.office, r.identity), (r.office, r.name))
        thing = known.get(mine[0]) or known.get(mine[1])
        if thing is None and given_up[r.name, r.starts]:
            thing = given_up[r.name, r.starts].pop(0)
        if thing is None:
            thing = []
            found.append(thing)
        thing.append(r)
        known[mine[0]] = known[mine[1]] = thing
        if not any(o.starts <= r.ends < o.ends for key in mine for o in spans[key]):
            given_up[r.name, r.ends].append(thing)
    return found


def lines(
    rows: Iterable[HeldRow], usage: Iterable[IdUsage], month: date, fees: Fees
) -> dict[str, list[Line]]:
    """Lines of the invoices of a month by office; an office that has nothing to pay is left out."""
    held = Holdings(rows, month)
    basic = _basic(held)
    materials = _materials(held)
    used: Counter[tuple[str, str, str]] = Counter()
    for u in usage:
        used[u.office, u.tab, held.plan_of_id(u.office, u.user_id, u.tab)] += u.amount
    found: dict[str, list[Line]] = defaultdict(list)
    for office in sorted({key[0] for key in (*basic, *materials, *used)}):
        for tab, word in WORDS.items():
            if n := basic[office, tab]:
                found[office].append((f"基本料金（{word}、Aプラン）", n, fees.basic, n * fees.basic))
            for plan in Plan:
                if amount := used[office, tab, plan]:
                    found[office].append((f"従量料金（{word}、{plan}プラン）", 1, amount, amount))
        for flag, label in MATERIALS:
            if n := materials[office, flag]:
                price = getattr(fees, flag)
                found[office].append((label, n, price, n * price))
    return dict(found)


def _basic(held: Holdings) -> Counter[tuple[str, str]]:
    """Charging units by office and side. A unit costs its month whole (D-66), once, where it first stands on plan A."""
    count: Counter[tuple[str, str]] = Counter()
    for kind, tab in (
        ("terminal", Tab.GENERAL),
        ("mailbox", Tab.GENERAL),
        ("net_terminal", Tab.NET),
    ):
        for thing in things(held.by_kind[kind]):
            claims = [
                (day, r.office)
                for r in thing
                if (kind != "terminal" or _is_pc(r)) and held.plan(r.office, tab) == Plan.A
                if (day := held.first_paid_day(r, held.free_days(r.office)))
            ]
            if claims:
                count[min(claims)[1], tab] += 1
    for office in {r.office for r in held.by_kind["plan"]}:
        if n := held.minimum(office):
            count[office, Tab.GENERAL] += n
    return count


def _materials(held: Holdings) -> Counter[tuple[str, str]]:
    """User codes with a paid material by office and material, in the same way (D-37)."""
    count: Counter[tuple[str, str]] = Counter()
    for thing in things(held.by_kind["user_code"]):
        for flag, _ in MATERIALS:
            claims = [
                (day, r.office)
                for r in thing
                if r.values[flag]
                if (day := held.first_paid_day(r, held.free_days(r.office, r.name)))
            ]
            if claims:
                count[min(claims)[1], flag] += 1
    return count
