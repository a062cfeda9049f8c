"""What one decision wrote, moved to other days: the same things, versions and order, as if it had been decided so.

`writer` writes and takes back; this asks first, on plain rows, what would come of another day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max

from .dated import DatedRow
from .models import ROW_TYPES, RowWrite
from .timeline import Timeline
from .writer import RowMoved, ended_by


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One thing that a decision added (no `cut`), changed (both) or ended (no `inserted`), by its versions."""

    kind: str
    identity: int
    office: int | None
    """None for a row of the company."""
    inserted: DatedRow | None
    cut: DatedRow | None
    cut_from: date | None
    """The end of the cut version as it was before."""


def written_by(application: int) -> list[WrittenRow]:
    """All that a decision wrote, its versions locked. Raises RowMoved where a later decision stands on one of them."""
    ledger = list(RowWrite.objects.filter(application=application).order_by("id"))
    of_kind: dict[str, list[RowWrite]] = defaultdict(list)
    for w in ledger:
        of_kind[w.kind].append(w)
    found: list[WrittenRow] = []
    for kind, writes in sorted(of_kind.items()):
        versions = ROW_TYPES[kind]._default_manager.select_for_update().in_bulk([w.version for w in writes])
        made: dict[int, DatedRow] = {}
        cut: dict[int, tuple[DatedRow, date | None]] = {}
        for w in writes:
            version = versions.get(w.version)
            if version is None or version.ends != (w.ends_after or version.ends):
                raise RowMoved(kind, version.identity if version else w.version, ended_by(kind, w.version))
            if w.inserted:
                made[version.identity] = version
            else:
                cut[version.identity] = version, w.ends_before
        for identity in dict.fromkeys([*cut, *made]):
            before, cut_from = cut.get(identity, (None, None))
            after = made.get(identity)
            office = (after or before).office_id  # type: ignore[union-attr]  # one of them is there
            found.append(WrittenRow(kind, identity, office, after, before, cut_from))
    return found


def decided_after(application: int, versions: Iterable[int]) -> int | None:
    """The first application that wrote or cut one of these versions after another one was decided, if one did."""
    mine = RowWrite.objects.filter(application=application).aggregate(last=Max("id"))["last"]
    later = RowWrite.objects.filter(version__in=list(versions), id__gt=mine).exclude(application=application)
    found = later.order_by("id")
    return found.values_list("application", flat=True).first()


def timeline_without(timeline: Timeline, writes: Iterable[WrittenRow]) -> Timeline:
    """The timeline as it would be had these writes not been done."""
    made = {w.inserted.pk for w in writes if w.inserted is not None}
    cut = {w.cut.pk: w.cut_from for w in writes if w.cut is not None and w.cut_from is not None}
    rows = (r for r in timeline.rows if r.version not in made)
    return replace(
        timeline, rows=tuple(replace(r, ends=cut[r.version]) if r.version in cut else r for r in rows)
    )


def move(application: int, writes: Sequence[WrittenRow], days: Mapping[tuple[str, int], date]) -> None:
    """Date every write anew: the day of each by its kind and identity. Who asks has judged the days.

    What begins is moved before what ends where the day is a later one, and after it where it is earlier, so that no two
    versions ever live on one day.
    """
    later = [w for w in writes if days[w.kind, w.identity] > _day_of(w)]
    earlier = [w for w in writes if days[w.kind, w.identity] < _day_of(w)]
    for w in later:
        _begin(w, days[w.kind, w.identity])
    for w in later + earlier:
        _end(application, w, days[w.kind, w.identity])
    for w in earlier:
        _begin(w, days[w.kind, w.identity])


def _day_of(write: WrittenRow) -> date:
    """The day on which a write takes effect now."""
    if write.inserted is not None:
        return write.inserted.starts
    assert write.cut is not None  # noqa: S101  (a write is one or both)
    return write.cut.ends


def _begin(write: WrittenRow, day: date) -> None:
    if write.inserted is None:
        return
    fields: dict[str, date] = {"starts": day}
    if write.cut is not None:
        fields["previous_ends"] = day
    ROW_TYPES[write.kind]._default_manager.filter(pk=write.inserted.pk).update(**fields)


def _end(application: int, write: WrittenRow, day: date) -> None:
    if write.cut is None:
        return
    ROW_TYPES[write.kind]._default_manager.filter(pk=write.cut.pk).update(ends=day)
    RowWrite.objects.filter(application=application, version=write.cut.pk, inserted=False).update(
        ends_after=day
    )
