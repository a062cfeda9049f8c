"""Statements that every page makes, written out once: composing them anew by the ORM takes longer than running them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import Model

Part: TypeAlias = tuple[type[Model], list[str], int, list[tuple[int, Callable[..., Any]]]]
"""How one model is built from its columns: the model, its fields' names, where its key stands, what to convert how."""


class RowSelect:
    """A SELECT of whole rows of several models. `FROM` names the aliases; a row of an outer join that is not there is None.

    What comes back is as Django's own query gives it: model instances, with the fields' own conversions done.
    """

    def __init__(self, models: Mapping[str, type[Model]], rest: str, *, first: Sequence[str] = ()) -> None:
        """`models`: alias -> model; `rest`: the SQL from FROM on; `first`: expressions that stand before the models."""
        self.models = dict(models)
        self.rest = rest
        self.first = tuple(first)

    @cached_property
    def _plan(self) -> tuple[str, list[Part]]:
        """SQL, and for each model: its fields' names in the order of the table, where its key stands, what to convert."""
        wanted, parts = list(self.first), []
        for alias, model in self.models.items():
            fields = model._meta.concrete_fields  # `from_db` takes them in this order
            wanted += [f'{alias}."{f.column}"' for f in fields]
            converters = [(n, c) for n, f in enumerate(fields) for c in f.get_db_converters(connection)]
            names = [f.attname for f in fields]
            parts.append((model, names, names.index(model._meta.pk.attname), converters))
        return f"SELECT {', '.join(wanted)} {self.rest}", parts

    def all(self, *values: str | int | date | None) -> list[list[Any]]:
        """Every row: the expressions of `first`, then an instance (or None) of each model."""
        query, parts = self._plan
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            found = cursor.fetchall()
        made = []
        for row in found:
            at = len(self.first)
            out = list(row[:at])
            for model, names, key, converters in parts:
                columns = list(row[at : at + len(names)])
                at += len(names)
                if columns[key] is None:
                    out.append(None)
                    continue
                for n, convert in converters:
                    columns[n] = convert(columns[n], None, connection)
                out.append(model.from_db(connection.alias, names, columns))
            made.append(out)
        return made

    def one(self, *values: str | int | date | None) -> list[Any] | None:
        """The first row, or None."""
        found = self.all(*values)
        return found[0] if found else None


@cache
def _update(
    model: type[Model], names: tuple[str, ...], keys: tuple[str, ...], empty: tuple[str, ...]
) -> tuple[str, list[Any]]:
    fields = {f.attname: f for f in model._meta.concrete_fields}
    sets = ", ".join(f'"{fields[n].column}" = %s' for n in names)
    conditions = [f'"{fields[n].column}" = %s' for n in keys] + [
        f'"{fields[n].column}" IS NULL' for n in empty
    ]
    where = " AND ".join(conditions)
    query = f'UPDATE "{model._meta.db_table}" SET {sets} WHERE {where}'  # noqa: S608  (names come from the models alone)
    return query, [fields[n] for n in (*names, *keys)]


def update(model: type[Model], values: Mapping[str, object], **where: object) -> int:
    """UPDATE rows as the ORM's own would, by the columns' attribute names (`saved_by_id`); gives how many there were. A `where` of
    None asks for NULL."""
    keys = {n: v for n, v in where.items() if v is not None}
    query, fields = _update(model, tuple(values), tuple(keys), tuple(n for n in where if n not in keys))
    given = (*values.values(), *keys.values())
    with connection.cursor() as cursor:
        cursor.execute(query, [f.get_db_prep_save(v, connection) for f, v in zip(fields, given, strict=True)])
        return int(cursor.rowcount)


def store(instance: Model) -> None:
    """UPDATE every column of an instance that is in the database; as `save`, without signals."""
    key = instance._meta.pk.attname
    names = [f.attname for f in instance._meta.concrete_fields if f.attname != key]
    update(type(instance), {n: getattr(instance, n) for n in names}, **{key: getattr(instance, key)})
