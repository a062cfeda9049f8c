"""Queries of the ORM that are composed once a process: composing one takes five times as long as running it.

The models and the query set stay the source of the SQL. Only its text and the way from columns to instances are kept,
with slots for the values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)

Found = TypeVar("Found")
Value = int | str | date | datetime
SLOTS: dict[type, Callable[[int], Value]] = {
    int: lambda n: 2_011_013_017 + n,
    str: lambda n: f"⟨slot {n}⟩",
    date: lambda n: date(1, 1, 1 + n),
    datetime: lambda n: datetime(1, 1, 1 + n, tzinfo=UTC),
}
"""Placeholders for values while the query is composed: values that no query contains by itself."""


class CompiledQuery(Generic[Found]):
    """A query set as a function of its values:
    `CompiledQuery(lambda pk: Work.objects.filter(application_id=pk), int)`.

    The values are passed to the database as they are given: keys, texts, days and moments, never None (that would be
    another query). What comes back is what the query set gives: instances, tuples or single values.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Found]], *kinds: type) -> None:
        self.make = make
        self.slots = [SLOTS[kind](n) for n, kind in enumerate(kinds)]

    @cached_property
    def _plan(self) -> tuple[str, list[Any], Callable[[Iterable[Any]], list[Found]]]:
        """The SQL; its parameters, a number of a slot as a one-tuple; and how rows become what is asked for."""
        found = self.make(*self.slots)
        compiler = found.query.get_compiler(connection=connection)
        query, values = compiler.as_sql()
        places: list[Any] = [(self.slots.index(v),) if v in self.slots else v for v in values]
        missing = [n for n in range(len(self.slots)) if (n,) not in places]
        if missing:
            raise TypeError(f"the query does not take the values {missing} as they are")
        return query, places, self._reader(found, compiler)

    @staticmethod
    def _reader(found: QuerySet[Any, Found], compiler: Any) -> Callable[[Iterable[Any]], list[Found]]:
        """As the iterables of Django's query sets read rows, with what they look up at each reading looked up once."""
        converters = compiler.get_converters([s[0] for s in compiler.select])
        kind = found._iterable_class

        def converted(rows: Iterable[Any]) -> Iterable[Any]:
            return compiler.apply_converters(rows, converters) if converters else rows

        if kind is FlatValuesListIterable:
            return lambda rows: [row[0] for row in converted(rows)]
        if kind is ValuesListIterable:
            return lambda rows: [tuple(row) for row in converted(rows)]  # type: ignore[misc]
        if kind is not ModelIterable or compiler.annotation_col_map:
            raise TypeError("only instances, tuples and single values are kept")
        info = compiler.klass_info
        fields = info["select_fields"]
        names = [compiler.select[n][0].target.attname for n in fields]
        first, last = fields[0], fields[-1] + 1
        populators: Any = get_related_populators  # the stubs know a later Django's arguments
        related = populators(info, compiler.select, connection.alias)

        def instances(rows: Iterable[Any]) -> list[Found]:
            made = []
            for row in converted(rows):
                one = info["model"].from_db(connection.alias, names, row[first:last])
                for populator in related:
                    populator.populate(row, one)
                made.append(one)
            return made

        return instances

    def __call__(self, *values: Value) -> list[Found]:
        """Everything that the query finds."""
        query, places, read = self._plan
        with connection.cursor() as cursor:
            cursor.execute(query, [values[p[0]] if isinstance(p, tuple) else p for p in places])
            rows = cursor.fetchall()
        return read(rows)

    def first(self, *values: Value) -> Found | None:
        """The first that it finds; the query set bounds itself."""
        return next(islice(iter(self(*values)), 1), None)
