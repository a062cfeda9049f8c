"""Writes versions and takes them back. Called only by a decision, inside its transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .dated import DatedRow
from .models import ROW_TYPES, Office, RowWrite


class RowMoved(Exception):
    """A row is not what the edit was made for: another application changed or ended it."""

    def __init__(self, kind: str, identity: int, decided_by: int | None = None) -> None:
        super().__init__(f"{kind} {identity}")
        self.kind = kind
        self.identity = identity
        self.decided_by = decided_by
        """Key of that other application, where it is known."""


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
    """Write all; gives index of the write -> identity of its row.

    The newest version of a thing is cut on the day. Where its end was decided for a later day, an end moves that end
    forward and a change holds until it. Raises RowMoved where the newest version has ended by the day or begins on it or
    later: then somebody else decided something about it.
    """
    writes = list(writes)
    newest = _lock_newest(writes)
    identities: dict[int, int] = {}
    fresh: dict[str, list[DatedRow]] = defaultdict(list)
    ledger: list[RowWrite] = []
    for i, w in enumerate(writes):
        model = ROW_TYPES[w.kind]
        if w.identity is None:
            row = model(
                **_owner(model, w.office), starts=w.day, by_application=application, **(w.values or {})
            )
            identities[i] = row.identity
        else:
            identities[i] = w.identity
            last = newest.get((w.kind, w.identity))
            if last is None or last.ends <= w.day or last.starts >= w.day:
                by = (
                    None
                    if last is None
                    else last.by_application
                    if last.starts >= w.day
                    else ended_by(w.kind, last.pk)
                )
                raise RowMoved(w.kind, w.identity, by)
            ledger.append(
                RowWrite(
                    application=application,
                    kind=w.kind,
                    version=last.pk,
                    inserted=False,
                    ends_before=last.ends,
                    ends_after=w.day,
                )
            )
            model._default_manager.filter(pk=last.pk).update(ends=w.day)
            if w.values is None:
                continue
            same = {c.name: getattr(last, c.name) for c in model.columns}
            row = model(
                **_owner(model, w.office),
                identity=w.identity,
                starts=w.day,
                ends=last.ends,
                previous_ends=w.day,
                by_application=application,
                **{**same, **w.values},
            )
        fresh[w.kind].append(row)
        ledger.append(
            RowWrite(application=application, kind=w.kind, version=row.pk, inserted=True, ends_after=row.ends)
        )
    for kind, rows in fresh.items():
        ROW_TYPES[kind]._default_manager.bulk_create(rows)
    RowWrite.objects.bulk_create(ledger)
    return identities


def _lock_newest(writes: Iterable[Write]) -> dict[tuple[str, int], DatedRow]:
    """The newest version of each thing that is written, locked."""
    touched: dict[str, set[int]] = defaultdict(set)
    for w in writes:
        if w.identity is not None:
            touched[w.kind].add(w.identity)
    newest: dict[tuple[str, int], DatedRow] = {}
    for kind in sorted(touched):
        versions = ROW_TYPES[kind]._default_manager.select_for_update().filter(identity__in=touched[kind])
        for version in versions.order_by("identity", "starts"):
            newest[kind, version.identity] = version
    return newest


def ended_by(kind: str, version: int) -> int | None:
    """The application that decided the end of a version; None where nobody did here (it came with the register)."""
    cuts = RowWrite.objects.filter(kind=kind, version=version, inserted=False).order_by("-id")
    return cuts.values_list("application", flat=True).first()


def newest_decision(versions: Iterable[int], but: int) -> int | None:
    """The application that wrote or cut one of these versions last, apart from one."""
    found = RowWrite.objects.filter(version__in=list(versions)).exclude(application=but).order_by("-id")
    return found.values_list("application", flat=True).first()


def offices_of(application: int) -> set[int]:
    """The offices that have rows among what `apply` wrote for an application."""
    versions: dict[str, list[int]] = defaultdict(list)
    for kind, version in RowWrite.objects.filter(application=application).values_list("kind", "version"):
        versions[kind].append(version)
    found: set[int] = set()
    for kind, some in versions.items():
        rows = ROW_TYPES[kind]._default_manager.filter(pk__in=some, office__isnull=False)
        found.update(rows.values_list("office_id", flat=True))
    return found


def take_back(application: int) -> None:
    """Undo what `apply` wrote for an application: the contract is again exactly what it was.

    Raises RowMoved where a later application already stands on one of these versions.
    """
    ledger = list(RowWrite.objects.filter(application=application).order_by("-id"))
    by_kind: dict[str, list[RowWrite]] = defaultdict(list)
    for w in ledger:
        by_kind[w.kind].append(w)
    for kind, writes in sorted(by_kind.items()):
        manager = ROW_TYPES[kind]._default_manager
        versions = manager.select_for_update().in_bulk([w.version for w in writes])
        for w in writes:
            version = versions.get(w.version)
            if version is None or version.ends != (w.ends_after or version.ends):
                raise RowMoved(kind, version.identity if version else w.version, ended_by(kind, w.version))
        manager.filter(pk__in=[w.version for w in writes if w.inserted]).delete()
        for w in writes:
            if not w.inserted:
                manager.filter(pk=w.version).update(ends=w.ends_before)
    RowWrite.objects.filter(application=application).delete()
