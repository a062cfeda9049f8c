"""The invoices of a month, reckoned from the rows of the database in whole numbers: read by plain SQL, charged by `replay`, priced
and taxed here. Nothing of the system is imported; the rules are those of docs/requirements.md (D-37, D-38, D-66 to D-73, T-12)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from .replay import Days, Stay, World, met, month_of

Query = Callable[[str], list[tuple[Any, ...]]]
"""Asks the database."""
Bill = dict[str, Any]
FEES = {"basic": 5000, "stats_paid": 1000, "bonded_storage": 1000, "tax": 10}
SIDES = (("general", "一般NACCS"), ("net", "netNACCS"))
MATERIALS = (
    ("paid", "管理統計資料（有料分）", "stats_paid"),
    ("storage", "保税管理資料保存サービス", "bonded_storage"),
)
NET = {"net", "web", "netapi"}


def months(first: date, after: date) -> list[date]:
    """The firsts from one to before another."""
    found = []
    while first < after:
        found.append(first)
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return found


class Oracle:
    """What the rows of the database come to."""

    def __init__(self, query: Query) -> None:
        self.query, self.world = query, World()
        for office, tab, plan, first, last in self._rows("feeplan", "r.tab, r.plan"):
            self.world.plans.append(Stay(office, first, last, {"tab": tab, "plan": plan}))
        self._units("terminal", "CASE r.device WHEN 'pc' THEN 'pc' ELSE 'server' END")
        self._units("mailbox", "'mailbox'")
        self._units("netterminal", "'net'")
        columns = "r.code, r.stats_paid, r.bonded_storage"
        for office, code, paid, storage, first, last in self._rows("usercode", columns):
            stay = Stay(office, first, last, {"paid": paid, "storage": storage})
            self.world.codes.setdefault(code, []).append(stay)
        columns = "r.code, r.number, r.business, r.method"
        for office, code, number, business, method, first, last in self._rows("userid", columns):
            facts = {
                "code": code,
                "exporter": business == ["18"],
                "net": method in NET,
                "smtp": method == "smtp",
            }
            self.world.ids.setdefault((office, code + number), []).append(Stay(office, first, last, facts))
        self.servers = list(self._rows("terminal", "r.router", "AND r.device = 'smtp'"))
        self.shared = list(self._rows("shareduse", "r.partner, r.object", "AND r.use = 'equipment'"))
        self.paid_by = list(self._rows("paymentmethod", "r.method"))
        self.prices = query("SELECT transaction, plan_a, plan_b, since FROM billing_price ORDER BY since")
        self.fees = query("SELECT kind, amount, since FROM billing_fee ORDER BY since")

    def _rows(self, table: str, columns: str, condition: str = "") -> list[tuple[Any, ...]]:
        """Office, columns, first and last day."""
        return self.query(
            f"SELECT o.code, {columns}, r.starts, r.ends - 1 FROM contract_{table} r "  # noqa: S608
            f"JOIN contract_office o ON o.id = r.office_id WHERE true {condition} ORDER BY r.starts, r.id"
        )

    def _units(self, table: str, kind: str) -> None:
        """Terminals or mailboxes; one that is renamed stays one."""
        rows = self._rows(table, f"r.identity, r.name, {kind}")
        same: dict[str, str] = {}

        def root(name: str) -> str:
            while same.get(name, name) != name:
                name = same[name]
            return name

        called: dict[int, str] = {}
        for _, identity, name, *_ in rows:
            same[root(name)] = root(called.setdefault(identity, name))
        for office, _, name, what, first, last in rows:
            found = self.world.units.setdefault(f"{table} {root(name)}", (what, []))
            found[1].append(Stay(office, first, last))

    def of(self, month: date) -> Days:
        """A month; which office uses whose server is told by its days."""
        days = Days(self.world, month)
        first, last = days.days[0], days.days[-1]
        own = {(o, router) for o, router, begin, end in self.servers if begin <= last and end >= first}
        having = {office for office, _ in own}
        self.world.guests = {
            office: partner
            for office, partner, router, begin, end in self.shared
            if begin <= last and end >= first and office not in having and (partner, router) in own
        }
        return days

    def sides(self, days: Days, office: str, user_id: str) -> set[str]:
        """The sides on which an ID was used in the month; none where it was not the office's."""
        there = days.there(self.world.ids.get((office, user_id), []))
        return {"net" if stay.facts["net"] else "general" for stay in there}

    def is_free(self, days: Days, office: str, user_id: str) -> bool:
        """Whether an ID served nothing but the Foreign Exchange Act in the month."""
        return all(stay.facts["exporter"] for stay in days.there(self.world.ids[office, user_id]))

    def prices_of(self, days: Days, job: str, plan: str) -> list[int]:
        """The prices of a transaction on the days of the month, each once."""
        found: list[int] = []
        for day in days.days:
            known = [(a, b) for name, a, b, since in self.prices if name == job and since <= day]
            price = known[-1]["AB".index(plan)]
            if price not in found:
                found.append(price)
        met["two prices in a month"] += len(found) > 1
        return found

    def bills(self, days: Days, used: list[tuple[str, str, str, int]]) -> dict[str, Bill]:
        """The invoices of a month by office: lines, sum, tax, total, way of paying."""
        month = days.days[0]
        fee = FEES | {kind: amount for kind, amount, since in self.fees if since <= month}
        self.world.used = used
        counted: Counter[tuple[Any, ...]] = Counter(month_of(self.world, month))
        lines: dict[str, list[list[Any]]] = defaultdict(list)
        for office in sorted({str(key[1]) for key in counted}):
            for side, word in SIDES:
                if n := counted["basic", office, side]:
                    price = fee["basic"]
                    lines[office].append([f"基本料金（{word}、Aプラン）", n, price, n * price])
                for plan in "AB":
                    if yen := counted["used", office, side, plan]:
                        lines[office].append([f"従量料金（{word}、{plan}プラン）", 1, yen, yen])
            for what, word, kind in MATERIALS:
                if n := counted[what, office]:
                    lines[office].append([word, n, fee[kind], n * fee[kind]])
        return {office: self._bill(office, found, fee["tax"], days) for office, found in lines.items()}

    def _bill(self, office: str, lines: list[list[Any]], percent: int, days: Days) -> Bill:
        net = sum(line[3] for line in lines)
        exact = Decimal(net) * percent / 100
        tax = int(exact.to_integral_value(ROUND_DOWN))
        met["tax rounded down"] += exact != tax
        first, last = days.days[0], days.days[-1]
        ways = [way for o, way, begin, end in self.paid_by if o == office and begin <= last and end >= first]
        met["paid in another way within the month"] += len(ways) > 1
        return {
            "lines": lines,
            "net": net,
            "tax": tax,
            "tax_percent": percent,
            "total": net + tax,
            "method": ways[-1] if ways else "transfer",
        }
