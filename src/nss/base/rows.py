"""Queries that every page asks, written out once: composing them anew by the ORM takes longer than running them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import Model

Part: TypeAlias = tuple[type[Model], list[str], int, list[tuple[int, Callable[..., Any]]]]
"""How one model is built from its columns: the model, its fields' names, where its key stands, what to convert how."""


class Written:
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
