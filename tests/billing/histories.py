"""Twelve offices whose contracts change over two years, drawn from a seed and written into the register: they begin and end in
mid-month, things are renamed, move and change, plans change on firsts and, seldom, between them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from nss.base.clock import FOREVER
from nss.contract.models import ROW_TYPES, Office
from tests import parts

from .samples import plans

FIRST, AFTER = date(2026, 11, 1), date(2028, 11, 1)
"""The two years; a leap day is among them."""
LONG_AGO = parts.SINCE
CODES = [f"{company}{n:03d}" for company in ("AAA", "BBB", "CCC", "DDD") for n in (1, 2, 3)]
METHODS = ("interactive", "interactive", "mail", "gw", "smtp", "net", "net", "web", "netapi")
EXPORTER = ["18"]
BUSINESS = (["07"], ["01"], ["18", "07"], EXPORTER)


class Histories:
    """Draws and writes; `lives` are the days of each contract."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.lives: dict[str, tuple[date, date]] = {}
        self.offices: dict[str, Office] = {}
        self.names = 10_000

    def write(self) -> None:
        """Everything, into an empty database."""
        for n, code in enumerate(CODES):
            self._office(code, begins_later=n % 3 == 1, ends=n % 4 == 2)
        for code in CODES:
            for _ in range(self.random.randint(1, 6)):
                self._unit(code)
            for n in range(self.random.randint(1, 3)):
                self._user_code(code, f"{n + 1}{code[0]}{code[-1]}{code[:2]}")
        self._shared_code("1A1AA", "BBB001")
        self._exporters("CCC002", "V1CCC")
        self._joint_server("AAA001", "AAA003", "09143")
        self._joint_server("DDD001", "BBB003", "09144")

    def day(self, after: date, before: date) -> date | None:
        """A day between two, often beside the turn of a month."""
        lo, hi = max(after, FIRST - timedelta(days=40)), min(before, AFTER + timedelta(days=20))
        if (hi - lo).days < 2:
            return None
        drawn = lo + timedelta(days=self.random.randint(1, (hi - lo).days - 1))
        turn = drawn.replace(day=1) + timedelta(days=self.random.choice((-1, 0, 1)))
        return turn if self.random.random() < 0.5 and lo < turn < hi else drawn

    def versions(
        self, office: str, kind: str, starts: date, ends: date, *values: Mapping[str, Any]
    ) -> list[date]:
        """One thing in versions that follow each other; gives the days on which they begin."""
        begins = [starts]
        for _ in values[1:]:
            if (day := self.day(begins[-1], ends)) is None:
                break
            begins.append(day)
        model, made = ROW_TYPES[kind], None
        for n, day in enumerate(begins):
            before, owner = made, self.offices[office]
            made = model(company_id=owner.company_id, office=owner, starts=day, **values[n])
            made.ends = begins[n + 1] if n + 1 < len(begins) else ends
            if before is not None:
                made.identity, made.previous_ends = before.identity, day
            made.save()
        return begins

    def span(self, office: str) -> tuple[date, date]:
        """Days of something of an office: as long as the contract or shorter."""
        begin, end = self.lives[office]
        starts = (self.day(begin, end) or begin) if self.random.random() < 0.5 else begin
        return starts, (self.day(starts, end) or end) if self.random.random() < 0.5 else end

    def _office(self, code: str, begins_later: bool, ends: bool) -> None:
        made = self.offices[code] = parts.office(code)
        begin = (self.day(FIRST, date(2028, 3, 1)) if begins_later else None) or LONG_AGO
        end = (self.day(max(begin, date(2027, 3, 1)), AFTER) if ends else None) or FOREVER
        self.lives[code] = begin, end
        for kind in ("contract", "payment"):
            ROW_TYPES[kind]._default_manager.filter(office=made).delete()
        self.versions(code, "contract", begin, end, {})
        self.versions(code, "payment", begin, end, {"method": "debit"}, {"method": "transfer"})
        for tab in ("general", "net"):
            self._plans(made, tab, begin, end)

    def _plans(self, office: Office, tab: str, begin: date, end: date) -> None:
        changes, plan = [(begin, self.random.choice("AAB"))], self.random.choice("AB")
        for _ in range(self.random.randint(0, 4)):
            day = self.day(max(changes[-1][0], FIRST), min(end, AFTER))
            if day is None:
                break
            first = day.replace(day=1)
            irregular = self.random.random() < 0.2
            if irregular or changes[-1][0] < first < end:
                changes.append((day if irregular else first, plan))
                plan = "AB"[plan == "A"]
        plans(office, tab, *changes)
        ROW_TYPES["plan"]._default_manager.filter(office=office, tab=tab, ends=FOREVER).update(ends=end)

    def _unit(self, office: str) -> None:
        """A terminal or mailbox, which may be renamed or pass to another office from one day to the next."""
        kind = self.random.choice(("pc", "pc", "gw", "mailbox", "net", "net"))
        row = {"mailbox": "mailbox", "net": "net_terminal"}.get(kind, "terminal")
        more = {"terminal": {"device": kind, "router": "00001", "system_class": "sea"}}.get(row, {})
        if row == "net_terminal":
            more = {"net_kind": "net"}
        names = [self._name() for _ in range(self.random.choice((1, 1, 2)))]
        starts, ends = self.span(office)
        begun = self.versions(office, row, starts, ends, *({"name": n, **more} for n in names))
        heir = self.random.choice(CODES)
        begin, end = self.lives[heir]
        if heir != office and begin <= ends < end and self.random.random() < 0.7:
            until = self.day(ends, end) or end
            self.versions(heir, row, ends, until, {"name": names[len(begun) - 1], **more})

    def _name(self) -> str:
        self.names += 1
        return f"{self.names}C"

    def _user_code(self, office: str, code: str) -> None:
        starts, ends = self.lives[office] if code.startswith("1") else self.span(office)
        flags = [
            {"stats_paid": self.random.random() < 0.5, "bonded_storage": self.random.random() < 0.4}
            for _ in range(self.random.choice((1, 2, 3)))
        ]
        self.versions(
            office, "user_code", starts, ends, *({"code": code, "system_class": "sea", **f} for f in flags)
        )
        for n in range(self.random.randint(1, 4)):
            self._user_id(office, code, f"A{n:02d}", starts, ends)

    def _user_id(self, office: str, code: str, number: str, begin: date, end: date) -> None:
        starts = (self.day(begin, end) or begin) if self.random.random() < 0.4 else begin
        ends = (self.day(starts, end) or end) if self.random.random() < 0.4 else end
        values = [
            {
                "code": code,
                "number": number,
                "business": self.random.choice(BUSINESS),
                "method": self.random.choice(METHODS),
            }
            for _ in range(self.random.choice((1, 1, 2, 3)))
        ]
        self.versions(office, "user_id", starts, ends, *values)

    def _shared_code(self, code: str, office: str) -> None:
        """The code of one office is another one's, too, with numbers of its own."""
        row = {"code": code, "system_class": "sea", "stats_paid": True}
        starts, ends = self.lives[office]
        self.versions(office, "user_code", starts, ends, row)
        self._user_id(office, code, "B01", starts, ends)

    def _exporters(self, office: str, code: str) -> None:
        """An office that uses nothing but what is free, until its code serves something else."""
        ROW_TYPES["user_id"]._default_manager.filter(office=self.offices[office]).delete()
        starts, ends = self.lives[office]
        self.versions(office, "user_code", starts, ends, {"code": code, "system_class": "sea"})
        row = {"code": code, "number": "A01", "method": "web", "business": EXPORTER}
        self.versions(office, "user_id", starts, ends, row, {**row, "business": ["18", "07"]}, row)

    def _joint_server(self, host: str, guest: str, router: str) -> None:
        """An office has an SMTP server that another one uses for a time."""
        server = {"name": self._name(), "device": "smtp", "router": router, "system_class": "sea"}
        self.versions(host, "terminal", *self.lives[host], server)
        starts = max(self.lives[host][0], self.lives[guest][0])
        ends = min(self.lives[host][1], self.lives[guest][1])
        until = self.day(max(starts, date(2028, 1, 1)), ends) or ends
        for office, partner in ((host, guest), (guest, host)):
            row = {"use": "equipment", "partner": partner, "object": router}
            self.versions(office, "shared_use", starts, until, row)
        code = f"7{guest[0]}{guest[-1]}{guest[:2]}"
        self.versions(guest, "user_code", *self.lives[guest], {"code": code, "system_class": "sea"})
        row = {"code": code, "number": "S01", "business": ["07"], "method": "smtp"}
        self.versions(guest, "user_id", *self.lives[guest], row)
