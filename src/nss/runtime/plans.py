"""Which statements PostgreSQL plans for the values that they carry.

Statements are prepared on the connection (a fifth of a page's time), and after a few runs PostgreSQL may keep one plan for all values.
For a search that is wrong: `LIKE $1` cannot use an index when the pattern is not known, and a page of a long list is cheap for a
common value and a scan of millions of rows for a rare one. Such statements are never prepared (measured: docs/growth.md)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

SEARCH = re.compile(r"\sI?LIKE\s|\sUPPER\(|\sLIMIT (2[2-9]|[3-9]\d|\d{3,})\b")
"""A pattern, or a list's page; Django's own `get` asks for at most 21 rows."""


@lru_cache(4096)
def depends_on_values(statement: str) -> bool:
    """Whether the best plan of a statement differs with its values."""
    return bool(SEARCH.search(statement))


def plan_afresh(
    execute: Callable[..., Any], sql: object, params: object, many: bool, context: dict[str, Any]
) -> object:
    """Django's execute wrapper: such a statement runs unprepared."""
    line = context["connection"].connection
    if not depends_on_values(str(sql)) or line is None:
        return execute(sql, params, many, context)
    kept, line.prepare_threshold = line.prepare_threshold, None
    try:
        return execute(sql, params, many, context)
    finally:
        line.prepare_threshold = kept


def install(connection: BaseDatabaseWrapper, **_: object) -> None:
    """On each connection once; called as a connection is made or taken from the pool."""
    if plan_afresh not in connection.execute_wrappers:
        connection.execute_wrappers.append(plan_afresh)
