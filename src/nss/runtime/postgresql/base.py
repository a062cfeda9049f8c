"""`ENGINE` of the settings: Django's own, but for how a pooled connection is looked at before a request gets it, and for two
answers of a server that must not be taken for what they look like.

Django's pool asks the server with an empty statement each time: a round trip a request. A connection that the server has
closed or complained about has something to read, and one that is well has not; so its socket is looked at, which asks nobody,
and only where something waits there the server is asked.

* **A server that only reads** (a standby, a primary that was set to read): whoever writes there is told that the database is
  away, and the connection is given up, so that the next one is made to the server that takes writes.
* **A commit that stands on one server alone.** Where a synchronous standby is asked for and does not answer, a commit that
  somebody breaks off while it waits is reported as done, with a warning. It may be lost with this server: here it is an error,
  so that nobody is told that something is kept which is not.
"""

from __future__ import annotations

import select
from types import TracebackType
from typing import Any
from weakref import WeakSet

from django.db import OperationalError
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from django.db.utils import DatabaseErrorWrapper
from django.utils.functional import cached_property
from psycopg import Connection
from psycopg.errors import Diagnostic, ReadOnlySqlTransaction
from psycopg_pool import ConnectionPool

WAITS_FOR_STANDBYS = "SyncRepWaitForLSN"
"""Where in PostgreSQL's source a commit waits for its standby; the words of the warning are in the server's language."""
ALONE: WeakSet[Connection[Any]] = WeakSet()
"""Connections whose last commit may stand on their server alone."""


def check(connection: Connection[Any]) -> None:
    """Raise psycopg.OperationalError where the server has gone from a connection that nobody uses."""
    socket = select.poll()
    socket.register(connection.fileno(), select.POLLIN | select.POLLPRI)
    if socket.poll(0):
        ConnectionPool.check_connection(connection)


def watch_commits(connection: Connection[Any]) -> None:
    """Note when the server says that it has not waited for its standby."""

    def hear(said: Diagnostic) -> None:
        if said.source_function == WAITS_FOR_STANDBYS:
            ALONE.add(connection)

    connection.add_notice_handler(hear)


class Errors(DatabaseErrorWrapper):
    """Django's, and the two answers above as the errors that they are; either ends the connection."""

    wrapper: base.DatabaseWrapper

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        line = self.wrapper.connection
        if kind is None:
            if ALONE and line in ALONE:
                ALONE.discard(line)
                self._give_up(line)
                raise OperationalError("committed on this server alone")
        elif issubclass(kind, ReadOnlySqlTransaction):
            self._give_up(line)
            raise OperationalError("the server only reads") from error
        super().__exit__(kind, error, trace)

    def _give_up(self, line: Connection[Any]) -> None:
        self.wrapper.errors_occurred = True
        if line is not None:
            line.close()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with `check` in its pool and `Errors` around what it asks."""

    @cached_property
    def wrap_database_errors(self) -> Errors:
        return Errors(self)

    def _configure_connection(self, connection: Connection[Any]) -> Any:
        watch_commits(connection)
        return super()._configure_connection(connection)  # type: ignore[misc]

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
                configure=self._configure_connection,
                check=check,
                **options,
            )
            pools.setdefault(self.alias, made)  # another thread may have been first; this one was not opened
        return pools[self.alias]
