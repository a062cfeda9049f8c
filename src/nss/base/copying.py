"""Many new rows of a model by COPY, which takes a tenth of the time of INSERT."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Model

AS_THEY_ARE = {
    "BigIntegerField",
    "BooleanField",
    "CharField",
    "DateField",
    "DateTimeField",
    "ForeignKey",
    "IntegerField",
    "PositiveSmallIntegerField",
    "SmallIntegerField",
    "TextField",
}
"""Fields whose values the driver takes as a model holds them; the others have their own conversion."""


def copy_in(model: type[Model], rows: Iterable[Model]) -> int:
    """Write new rows, all or none; gives how many. What a field sets by itself on saving (a moment of change) has to be set
    already. Raises what the database says."""
    fields = [f for f in model._meta.concrete_fields if not f.generated]
    values = [_value_of(f) for f in fields]
    names = ", ".join(connection.ops.quote_name(str(f.column)) for f in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    count = 0
    copying = f"COPY {table} ({names}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(copying) as out:
        for row in rows:
            out.write_row([value(row) for value in values])
            row._state.adding = False
            count += 1
    return count


def _value_of(field: Any) -> Callable[[Model], Any]:
    if field.get_internal_type() in AS_THEY_ARE:
        return attrgetter(field.attname)
    return partial(_converted, field)


def _converted(field: Any, row: Model) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)
