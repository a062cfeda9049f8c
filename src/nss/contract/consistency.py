"""What holds for every contract on every day, and what an edit would break of it.

Each rule looks at the rows of one day and names the rows that are not as they should be. The same rules are asked before
something is filed, at the decision and when one is taken back; tests ask them of whole registers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .models import ROW_TYPES
from .rows.ids import UserCode, UserId
from .rows.lines import AddressBlock, Line, MailAddress, Terminal
from .rows.sharing import SharedUse
from .snapshot import Row
from .timeline import Timeline

RELATED_KINDS = (
    frozenset({UserCode.kind, UserId.kind}),
    frozenset({Line.kind, Terminal.kind, AddressBlock.kind, MailAddress.kind, SharedUse.kind}),
)
"""Kinds that rules look at together: who reads one of them reads all of them."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A row that a rule finds fault with, from `day` on."""

    rule: str
    row: Row
    day: date

    @property
    def key(self) -> tuple[str, str, int]:
        """What makes two violations the same: rule, kind and identity, whatever the day."""
        return self.rule, self.row.kind, self.row.identity


class Rows(dict[str, list[Row]]):
    """The rows of one day by their kinds, of the offices whose codes are given by their keys."""

    def __init__(self, rows: Iterable[Row], offices: Mapping[int, str]) -> None:
        self.offices = offices
        for r in rows:
            self.setdefault(r.kind, []).append(r)

    def office(self, row: Row) -> str:
        """The code of the office that has a row."""
        return self.offices.get(row.office, "")


Rule = Callable[[Rows], Iterator[Row]]


def code_has_ids(rows: Rows) -> Iterator[Row]:
    """A user code without an identification number cannot be signed on with, yet is billed (D-33)."""
    used = {(r.office, r.values.get("code")) for r in rows.get(UserId.kind, ())}
    return (
        r
        for r in rows.get(UserCode.kind, ())
        if r.values.get("code") and (r.office, r.values["code"]) not in used
    )


def id_has_code(rows: Rows) -> Iterator[Row]:
    """An identification number belongs to a user code of its office."""
    held = {(r.office, r.values.get("code")) for r in rows.get(UserCode.kind, ())}
    return (
        r
        for r in rows.get(UserId.kind, ())
        if r.values.get("code") and (r.office, r.values["code"]) not in held
    )


def terminal_has_line(rows: Rows) -> Iterator[Row]:
    """A terminal and a block of addresses belong to a line of the office or on one that it shares."""
    lines = {(r.office, r.values.get("router")) for r in rows.get(Line.kind, ())}
    shared = {(r.office, r.values.get("object")) for r in rows.get(SharedUse.kind, ())}
    for kind in (Terminal.kind, AddressBlock.kind):
        for r in rows.get(kind, ()):
            if r.values.get("router") and (r.office, r.values["router"]) not in lines | shared:
                yield r


def mail_address_has_terminal(rows: Rows) -> Iterator[Row]:
    """An SMTP mail address belongs to a server of the office."""
    names = {(r.office, r.values.get("name")) for r in rows.get(Terminal.kind, ())}
    return (
        r
        for r in rows.get(MailAddress.kind, ())
        if r.values.get("terminal") and (r.office, r.values["terminal"]) not in names
    )


def sharing_has_two_sides(rows: Rows) -> Iterator[Row]:
    """What an office shares with another stands at both, so that neither goes on with one that has left."""
    shared = rows.get(SharedUse.kind, ())
    sides = {
        (rows.office(r), r.values.get("partner"), r.values.get("use"), r.values.get("object")) for r in shared
    }
    for r in shared:
        v = r.values
        if (v.get("partner"), rows.office(r), v.get("use"), v.get("object")) not in sides:
            yield r


def shared_router_has_line(rows: Rows) -> Iterator[Row]:
    """A router that two offices share is that of a line of one of them."""
    lines = {(rows.office(r), r.values.get("router")) for r in rows.get(Line.kind, ())}
    for r in rows.get(SharedUse.kind, ()):
        router = r.values.get("object")
        if router and not {(rows.office(r), router), (r.values.get("partner"), router)} & lines:
            yield r


def names_are_unique(rows: Rows) -> Iterator[Row]:
    """No two rows of one name live on one day (`DatedRow.unique_by`); what the Center has not named yet has none."""
    for kind, some in rows.items():
        issued = {c.name for c in ROW_TYPES[kind].columns if c.issued}
        for columns in ROW_TYPES[kind].unique_by:
            seen: set[tuple[object, ...]] = set()
            for r in some:
                if any(not r.values.get(c) for c in columns if c in issued):
                    continue
                parts = tuple(r.office if c in ("office", "company") else r.values.get(c) for c in columns)
                if parts in seen or (r.count > 1 and {"office", "company"}.issuperset(columns)):
                    yield r
                seen.add(parts)


RULES: tuple[Rule, ...] = (
    code_has_ids,
    id_has_code,
    terminal_has_line,
    mail_address_has_terminal,
    sharing_has_two_sides,
    shared_router_has_line,
    names_are_unique,
)


def violations(timeline: Timeline) -> list[Violation]:
    """What is not as it should be on any day of a timeline, each with the first such day."""
    found: dict[tuple[str, str, int], Violation] = {}
    for day in timeline.days():
        rows = Rows(timeline.live(day), timeline.offices)
        for rule in RULES:
            for r in rule(rows):
                v = Violation(rule.__name__, r, day)
                found.setdefault(v.key, v)
    for v in _after_the_end(timeline):
        found.setdefault(v.key, v)
    return list(found.values())


def _after_the_end(timeline: Timeline) -> Iterable[Violation]:
    """Rows that outlive the contract of their office, but for those that stay for the last invoices."""
    for r in timeline.rows:
        if ROW_TYPES[r.kind].outlives or ROW_TYPES[r.kind].of_company:
            continue
        ends = timeline.ends(r.office)
        if r.ends > ends:
            yield Violation("nothing_after_the_end", r, max(ends, r.starts or ends))


def broken_by(before: Timeline, after: Timeline) -> list[Violation]:
    """What `after` breaks that `before` did not, or breaks earlier."""
    known = {v.key: v.day for v in violations(before)}
    return [v for v in violations(after) if v.key not in known or v.day < known[v.key]]
