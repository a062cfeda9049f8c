"""Edits, preview and diff: what an application asks for, as pure functions on plain values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypedDict, Unpack

from nss.base.choices import Choice
from nss.base.columns import Column
from nss.base.words import W
from nss.contract.models import ROW_TYPES
from nss.contract.rows.office import OfficeContract
from nss.contract.snapshot import Contract, Row, row_name


class Action(Choice):
    """申込内容."""

    ADD = "add", W("追加", "Add")
    CHANGE = "change", W("変更", "Change")
    END = "end", W("廃止", "Discontinue")


@dataclass(frozen=True, slots=True)
class Edit:
    """One asked-for change of one row.

    `before`: the row's values when the edit was made (empty for ADD); `after`: the values that it gets (ADD: all known,
    CHANGE: only those that change). `count`: how many rows of these values (ADD). `ref` names an ADD within its
    application, `parent` the ADD whose number this row will carry. `derived`: follows from other edits by a rule.
    `options` says how, where a procedure offers ways (e.g. a shared code for everyone or for this office only).
    `day` (ISO) is set where it takes effect later than its application (a code ends with the last of its numbers).
    """

    procedure: str
    action: str
    kind: str
    target: int | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    count: int = 1
    ref: str = ""
    parent: str = ""
    derived: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    day: str = ""

    @property
    def name(self) -> str | W:
        """How people call the row, with the values that it gets."""
        return row_name(self.kind, {**self.before, **self.after})

    @property
    def for_all(self) -> bool:
        """Whether it ends a shared code for everybody who shares it."""
        return self.action == Action.END and self.options.get("scope") == "all"

    def to_json(self) -> dict[str, Any]:
        """Without the defaults, so that a draft stays small."""
        data: dict[str, Any] = {"procedure": self.procedure, "action": str(self.action), "kind": self.kind}
        if self.target is not None:
            data["target"] = str(self.target)  # beyond the exact integers of JSON readers
        for key in ("before", "after", "options"):
            if getattr(self, key):
                data[key] = dict(getattr(self, key))
        if self.count != 1:
            data["count"] = self.count
        for key in ("ref", "parent", "derived", "day"):
            if getattr(self, key):
                data[key] = getattr(self, key)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Edit:
        """The inverse of `to_json`."""
        target = data.get("target")
        return cls(**{**data, "target": int(target) if target is not None else None})


class EditFields(TypedDict, total=False):
    """What else an edit may say; see `Edit`."""

    count: int
    ref: str
    parent: str
    derived: bool
    options: Mapping[str, Any]
    day: str


def add(procedure: str, kind: str, after: Mapping[str, Any], **more: Unpack[EditFields]) -> Edit:
    """An ADD of one row (`count` for several) with these values."""
    return Edit(procedure, Action.ADD, kind, None, {}, after, **more)


def change(procedure: str, row: Row, after: Mapping[str, Any], **more: Unpack[EditFields]) -> Edit | None:
    """A CHANGE with only the values that differ; None where nothing does."""
    real = {k: v for k, v in after.items() if row.values.get(k) != v}
    if not real:
        return None
    return Edit(procedure, Action.CHANGE, row.kind, row.identity, dict(row.values), real, **more)


def end(procedure: str, row: Row, **more: Unpack[EditFields]) -> Edit:
    """An END of a row of the contract."""
    return Edit(procedure, Action.END, row.kind, row.identity, dict(row.values), {}, **more)


def ends_contract(edits: Iterable[Edit]) -> bool:
    """Whether an office has no contract any more once these are done."""
    return any(e.kind == OfficeContract.kind and e.action == Action.END.value for e in edits)


def merged(edits: Iterable[Edit]) -> list[Edit]:
    """One edit a row: what several items ask of one row together; an end outweighs a change. Order is kept."""
    found: dict[object, Edit] = {}
    for n, e in enumerate(edits):
        key = (e.kind, e.target) if e.target is not None else n
        known = found.get(key)
        if known is None:
            found[key] = e
        elif Action.END in (known.action, e.action):
            found[key] = known if known.action == Action.END else e
        else:
            found[key] = replace(known, after={**known.after, **e.after})
    return list(found.values())


def preview(contract: Contract, edits: Iterable[Edit]) -> Contract:
    """The contract as it would be with the edits done. Pure; an edit whose row is gone has no effect here (the rules
    report it)."""
    rows = {(r.kind, r.identity): r for r in contract.rows}
    for n, e in enumerate(edits, start=1):
        if e.action == Action.ADD:
            rows[e.kind, -n] = Row(e.kind, -n, dict(e.after), ref=e.ref or f"#{n}", count=e.count)
        elif e.target is not None and (e.kind, e.target) in rows:
            if e.action == Action.CHANGE:
                rows[e.kind, e.target] = rows[e.kind, e.target].with_values(**e.after)
            else:
                del rows[e.kind, e.target]
    return replace(contract, rows=tuple(rows.values()))


def changes_on(contract: Contract, after: Contract, edits: Iterable[Edit]) -> list[Change]:
    """The difference, each row with what its edit says beyond values: a later day, and for whom a shared code ends."""
    more = {
        (e.kind, e.target): (e.day, str(e.options.get("scope", ""))) for e in edits if e.target is not None
    }
    found = []
    for c in diff(contract, after):
        day, scope = more.get((c.kind, c.identity), ("", ""))
        found.append(replace(c, day=day, scope=scope if c.kind == "user_code" else "") if day or scope else c)
    return found


@dataclass(frozen=True, slots=True)
class DiffCell:
    """One value before and after, as text."""

    column: Column
    before: str | W
    after: str | W
    changed: bool


SCOPES = {
    "own": W(
        "自事業所のみ（共用しているほかの事業所は引き続き利用）",
        "this office only; the others go on using it",
    ),
    "all": W("共用している全事業所", "every office that shares it"),
}
"""For whom a shared code ends, by the option of its edit."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row that differs between two contracts: the unit of every before/after display."""

    action: str
    kind: str
    identity: int
    name: str | W
    cells: tuple[DiffCell, ...]
    count: int = 1
    day: str = ""
    """Set (ISO) where it takes effect later than the rest."""
    scope: str = ""
    """`own` or `all` where a shared code ends for this office only or for everybody who shares it."""

    @property
    def label(self) -> W:
        """What the kind of row is called."""
        return ROW_TYPES[self.kind].label

    @property
    def key(self) -> str:
        """Kind and identity of the row as one text, the same as `Row.key`."""
        return f"{self.kind}:{self.identity}"

    def to_json(self) -> dict[str, Any]:
        """Canonical form: what the API gives and what the digest is taken of."""
        return {
            "action": self.action,
            "kind": self.kind,
            "name": _ja(self.name),
            "count": self.count,
            "day": self.day,
            "scope": self.scope,
            "cells": [
                {"column": c.column.name, "before": _ja(c.before), "after": _ja(c.after)}
                for c in self.cells
                if c.changed
            ],
        }


def _ja(text: str | W) -> str:
    return text.ja if isinstance(text, W) else str(text)


def diff(before: Contract, after: Contract) -> list[Change]:
    """What differs, in the order of the row types, then of the contract, additions last."""
    old = {(r.kind, r.identity): r for r in before.rows}
    new = {(r.kind, r.identity): r for r in after.rows}
    order = {k: i for i, k in enumerate(ROW_TYPES)}
    changes: list[Change] = []
    for key in sorted({**old, **new}, key=lambda k: order[k[0]]):
        a, b = old.get(key), new.get(key)
        if a is not None and b is not None and a.values == b.values:
            continue
        row = b or a
        assert row is not None  # noqa: S101  (the key came from one of the two)
        action = Action.ADD if a is None else Action.END if b is None else Action.CHANGE
        cells = []
        for column in row.columns:
            before_text = column.show_in(a.values if a else None)
            after_text = column.show_in(b.values if b else None)
            cells.append(DiffCell(column, before_text, after_text, before_text != after_text))
        changes.append(Change(action, row.kind, row.identity, row.name, tuple(cells), row.count))
    return changes


def base_of(edits: Iterable[Edit]) -> Contract:
    """The rows that the edits stand on, from what the edits themselves remember."""
    rows = {(e.kind, e.target): Row(e.kind, e.target, dict(e.before)) for e in edits if e.target is not None}
    return Contract(0, "", date.min, tuple(rows.values()))


def changes_of(edits: Sequence[Edit]) -> list[Change]:
    """The before/after of a frozen application, whatever the contract has become since."""
    base = base_of(edits)
    return changes_on(base, preview(base, edits), edits)


def digest_of(changes: Iterable[Change], **more: object) -> str:
    """SHA-256 over the canonical form: equal digests mean that two people saw the same."""
    body = json.dumps([[c.to_json() for c in changes], more], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(body.encode()).hexdigest()


def count_edits(edits: Iterable[Edit]) -> dict[str, dict[str, int]]:
    """kind -> action -> how many, for the 対象項目 table of the look-up screen (S15)."""
    table = {k: {a.value: 0 for a in Action} for k, m in ROW_TYPES.items() if m.counted}
    for e in edits:
        if e.kind in table:
            table[e.kind][str(e.action)] += e.count
    return table


def without_rows(edits: Sequence[Edit], gone: Container[str]) -> tuple[list[Edit], list[Edit]]:
    """The edits of these rows (`kind:identity`), and all others. A code that was to end with a number that stays does not."""
    out = [e for e in edits if e.target is not None and f"{e.kind}:{e.target}" in gone]
    staying = {e.before.get("code") for e in out if e.kind == "user_id" and e.action == Action.END.value}
    kept = [
        e
        for e in edits
        if e not in out
        and not (e.kind == "user_code" and e.action == Action.END.value and e.before.get("code") in staying)
    ]
    return out, kept
