"""Writes versions and takes them back. Called only by a decision, inside its transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nss.base.clock import FOREVER

from .dated import DatedRow
from .models import ROW_TYPES, Office, RowWrite


class RowMoved(Exception):
    """A row is not what the edit was made for: another application changed or ended it."""

    def __init__(self, kind: str, identity: int) -> None:
        super().__init__(f"{kind} {identity}")
        self.kind = kind
        self.identity = identity


@dataclass(frozen=True, slots=True)
class Write:
    """What is to be done to one thing on `day`: add (identity None), change (values set), end (values None)."""

    office: Office
    kind: str
    identity: int | None
    values: Mapping[str, Any] | None
    day: date


def _owner(model: type[DatedRow], office: Office) -> dict[str, Any]:
    return {"company_id": office.company_id, "office_id": None if model.of_company else office.pk}


def apply(writes: Iterable[Write], application: int) -> dict[int, int]:
    """Write all; gives index of the write -> identity of its row. Raises RowMoved where the newest version of a thing
    has ended or begins after the day: then somebody else decided something about it."""
    writes = list(writes)
    identities: dict[int, int] = {}
    touched: dict[str, set[int]] = defaultdict(set)
    for w in writes:
        if w.identity is not None:
            touched[w.kind].add(w.identity)
    newest: dict[tuple[str, int], DatedRow] = {}
    for kind in sorted(touched):
        found = (
            ROW_TYPES[kind]
            ._default_manager.select_for_update()
            .filter(identity__in=touched[kind])
            .order_by("identity", "starts")
        )
        for version in found:
            newest[kind, version.identity] = version
    fresh: dict[str, list[DatedRow]] = defaultdict(list)
    ledger: list[RowWrite] = []
    for i, w in enumerate(writes):
        model = ROW_TYPES[w.kind]
        if w.identity is None:
            row = model(
                **_owner(model, w.office), starts=w.day, by_application=application, **(w.values or {})
            )
            fresh[w.kind].append(row)
            ledger.append(RowWrite(application=application, kind=w.kind, version=row.pk, inserted=True))
            identities[i] = row.identity
            continue
        identities[i] = w.identity
        last = newest.get((w.kind, w.identity))
        if last is None or last.ends != FOREVER or last.starts >= w.day:
            raise RowMoved(w.kind, w.identity)
        ledger.append(
            RowWrite(
                application=application, kind=w.kind, version=last.pk, inserted=False, ends_before=last.ends
            )
        )
        model._default_manager.filter(pk=last.pk).update(ends=w.day)
        if w.values is not None:
            same = {c.name: getattr(last, c.name) for c in model.columns}
            row = model(
                **_owner(model, w.office),
                identity=w.identity,
                starts=w.day,
                previous_ends=w.day,
                by_application=application,
                **{**same, **w.values},
            )
            fresh[w.kind].append(row)
            ledger.append(RowWrite(application=application, kind=w.kind, version=row.pk, inserted=True))
    for kind, rows in fresh.items():
        ROW_TYPES[kind]._default_manager.bulk_create(rows)
    RowWrite.objects.bulk_create(ledger)
    return identities


def take_back(application: int) -> None:
    """Undo what `apply` wrote for an application: the contract is again exactly what it was.

    Raises RowMoved where a later application already stands on one of these versions.
    """
    ledger = list(RowWrite.objects.filter(application=application).order_by("-id"))
    for w in ledger:
        if w.inserted:
            gone, _ = ROW_TYPES[w.kind]._default_manager.filter(pk=w.version, ends=FOREVER).delete()
            if not gone:
                raise RowMoved(w.kind, w.version)
    for w in ledger:
        if not w.inserted:
            ROW_TYPES[w.kind]._default_manager.filter(pk=w.version).update(ends=w.ends_before)
    RowWrite.objects.filter(application=application).delete()
