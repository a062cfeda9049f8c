"""New rows beside those that are there, judged by what holds for every contract on every day (`contract.consistency`). Only
offices that something ties together are looked at together, so that a register of any size is judged in good time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from nss.contract import consistency
from nss.contract.consistency import Violation
from nss.contract.dated import DatedRow
from nss.contract.rows.sharing import SharedUse
from nss.contract.snapshot import Row, to_json
from nss.contract.timeline import Timeline


def violations(
    new: Sequence[DatedRow], there: Sequence[DatedRow], offices: Mapping[int, str]
) -> Iterator[Violation]:
    """What the new rows break that was not broken without them. `offices`: code of each office by its key."""
    groups = Groups()
    keys = {code: key for key, code in offices.items()}
    for row in (*there, *new):
        for tie in _ties(row, keys):
            groups.join(_owner(row), tie)
    before, after = defaultdict(list), defaultdict(list)
    for row in there:
        before[groups.of(_owner(row))].append(_plain(row))
    for row in new:
        after[groups.of(_owner(row))].append(_plain(row))
    for group, rows in after.items():
        old = before[group]
        since = min(r.starts for r in (*old, *rows) if r.starts is not None)
        whose = {r.office: offices.get(r.office, "") for r in (*old, *rows)}
        yield from consistency.broken_by(
            Timeline(since, tuple(old), whose), Timeline(since, (*old, *rows), whose)
        )


class Groups:
    """Things that are tied together, each named by one of them."""

    def __init__(self) -> None:
        self._parent: dict[Hashable, Hashable] = {}

    def of(self, thing: Hashable) -> Hashable:
        while (parent := self._parent.setdefault(thing, thing)) != thing:
            self._parent[thing] = self._parent[parent]
            thing = self._parent[thing]
        return thing

    def join(self, one: Hashable, other: Hashable) -> None:
        self._parent[self.of(one)] = self.of(other)


def _owner(row: DatedRow) -> int:
    """Whose the row is: an office, or a company for all of its offices."""
    return row.office_id or row.company_id


def _ties(row: DatedRow, keys: Mapping[str, int]) -> Iterator[Hashable]:
    """What ties the owner of a row to others: a name that lives once, a code or router that several use, a partner."""
    for names in row.unique_by:
        if not {"office", "company"} & set(names):
            yield row.kind, names, *(str(getattr(row, n)) for n in names)
    for name in ("code", "router"):
        if value := getattr(row, name, ""):
            yield name, value
    if isinstance(row, SharedUse):
        yield "router", row.object
        yield keys.get(row.partner, row.partner)


def _plain(row: DatedRow) -> Row:
    values: dict[str, Any] = {c.name: to_json(getattr(row, c.name)) for c in row.columns}
    return Row(row.kind, row.identity, values, row.starts, row.ends, office=_owner(row), version=row.pk)
