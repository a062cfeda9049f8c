"""`ENGINE` of the settings: Django's own, but for how a pooled connection is looked at before a request gets it.

Django's pool asks the server with an empty statement each time: a round trip a request. A connection that the server has
closed or complained about has something to read, and one that is well has not; so its socket is looked at, which asks nobody,
and only where something waits there the server is asked.
"""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg_pool import ConnectionPool


def check(connection: Connection[Any]) -> None:
    """Raise psycopg.OperationalError where the server has gone from a connection that nobody uses."""
    socket = select.poll()
    socket.register(connection.fileno(), select.POLLIN | select.POLLPRI)
    if socket.poll(0):
        ConnectionPool.check_connection(connection)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with `check` in its pool."""

    @property
    def pool(self) -> ConnectionPool[Any] | None:
        options = self.settings_dict["OPTIONS"].get("pool")
        if not options or self.alias == NO_DB_ALIAS:
            return None
        pools: dict[str, ConnectionPool[Any]] = self._connection_pools  # type: ignore[attr-defined]
        if self.alias not in pools:
            made = ConnectionPool(
                kwargs={**self.get_connection_params(), "autocommit": True},  # Django sets it as it needs it
                open=False,
                configure=self._configure_connection,  # type: ignore[attr-defined]
                check=check,
                **options,
            )
            pools.setdefault(self.alias, made)  # another thread may have been first; this one was not opened
        return pools[self.alias]
