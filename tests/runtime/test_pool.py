"""Connections of the pool: one that is well costs no round trip, one that the server has closed is never handed out, nor one to
a server that only reads; and a commit that stands on one server alone is none."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from django.db import OperationalError, connection, connections, transaction
from django.db.backends.base.base import NO_DB_ALIAS
from psycopg_pool import ConnectionPool

from nss.runtime.embedded import Server
from nss.runtime.postgresql.base import DatabaseWrapper, check


@pytest.fixture
def pooled(transactional_db: None) -> Iterator[DatabaseWrapper]:
    """The test's database by the product's back end with a pool, as the pages have it."""
    settings = {**connection.settings_dict, "OPTIONS": {**connection.settings_dict["OPTIONS"]}}
    settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 1, "timeout": 5}
    wrapper = DatabaseWrapper(settings)
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def pid(wrapper: DatabaseWrapper) -> int:
    """Which process of the server answers a request that begins and ends here."""
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found = cursor.fetchone()
    wrapper.close()
    assert found
    return int(found[0])


def end(process: int) -> None:
    """End a process of the server, and wait until it has gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


def test_a_connection_that_is_well_is_used_again_without_asking_the_server(pooled: DatabaseWrapper) -> None:
    first = pid(pooled)
    with patch.object(ConnectionPool, "check_connection") as asked:
        assert pid(pooled) == first
    asked.assert_not_called()


def test_a_connection_that_the_server_has_closed_is_not_handed_out(pooled: DatabaseWrapper) -> None:
    first = pid(pooled)
    end(first)
    assert pid(pooled) != first


def test_what_waits_on_a_connection_makes_the_server_be_asked(transactional_db: None) -> None:
    line: psycopg.Connection[Any] = psycopg.connect(**connection.get_connection_params(), autocommit=True)
    with line, patch.object(ConnectionPool, "check_connection") as asked:
        check(line)
        asked.assert_not_called()
        line.execute("LISTEN something")
        with connection.cursor() as cursor:
            cursor.execute("NOTIFY something")
        deadline = time.monotonic() + 10
        while not asked.called and time.monotonic() < deadline:
            check(line)
        asked.assert_called_with(line)


def test_a_database_that_is_made_or_dropped_is_reached_without_a_pool(pooled: DatabaseWrapper) -> None:
    assert DatabaseWrapper(pooled.settings_dict, alias=NO_DB_ALIAS).pool is None
    assert isinstance(pooled.pool, ConnectionPool)


@pytest.fixture(scope="module")
def lonely(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own that is told to wait for a standby which does not exist."""
    server = Server(tmp_path_factory.mktemp("lonely"), fsync=False, memory_mb=32)
    with server.use():
        with server._connect("nss") as line:
            line.execute("CREATE TABLE kept (word text)")
            line.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
            line.execute("SELECT pg_reload_conf()")
        yield server
    server.delete()


@pytest.fixture(params=[1, 0], ids=["pool", "no pool"])
def there(
    request: pytest.FixtureRequest, lonely: Server, django_db_blocker: Any
) -> Iterator[DatabaseWrapper]:
    """The product's back end on that server, with a pool and without."""
    place = {"HOST": str(lonely.socket_folder), "PORT": "5432", "USER": "nss", "NAME": "nss"}
    options: dict[str, Any] = {"options": "-c synchronous_commit=on"}
    if request.param:
        options |= {"pool": {"min_size": 1, "max_size": 1, "timeout": 5}}
    kept = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}  # no help but that of the error itself
    wrapper = DatabaseWrapper(
        {**connection.settings_dict, **place, **kept, "OPTIONS": options}, alias="lonely"
    )
    connections["lonely"] = wrapper
    with django_db_blocker.unblock():
        yield wrapper
        wrapper.close()
        wrapper.close_pool()
    del connections["lonely"]


def run(wrapper: DatabaseWrapper, statement: str) -> None:
    with wrapper.cursor() as cursor:
        cursor.execute(statement)


WAYS = pytest.mark.parametrize(
    "way", [run, transaction.atomic(using="lonely")(run)], ids=["by itself", "in a transaction"]
)


@WAYS
def test_whoever_writes_to_a_server_that_only_reads_is_given_another_connection(
    there: DatabaseWrapper, way: Callable[[DatabaseWrapper, str], None]
) -> None:
    with there.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        cursor.execute("SELECT pg_backend_pid()")
        first = cursor.fetchone()
    with pytest.raises(OperationalError) as refused:
        way(there, "DELETE FROM kept WHERE false")
    assert isinstance(refused.value.__cause__, psycopg.errors.ReadOnlySqlTransaction)
    there.close_if_unusable_or_obsolete()  # as Django does between two requests
    assert (pid(there),) != first
    way(there, "DELETE FROM kept WHERE false")


def call_off(server: Server) -> None:
    """Break off whatever waits for its standby, as an operator does."""
    waiting = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    deadline = time.monotonic() + 30
    with server._connect("nss") as line:
        while not line.execute(waiting).fetchall() and time.monotonic() < deadline:
            time.sleep(0.02)


@WAYS
def test_a_commit_that_no_second_server_has_is_not_told_as_done(
    lonely: Server, there: DatabaseWrapper, way: Callable[[DatabaseWrapper, str], None]
) -> None:
    operator = threading.Thread(target=call_off, args=(lonely,))
    operator.start()
    with pytest.raises(OperationalError, match="on this server alone"):
        way(there, "INSERT INTO kept VALUES ('alone')")
    operator.join()
    there.close_if_unusable_or_obsolete()
    with there.cursor() as cursor:
        cursor.execute("SELECT word FROM kept")
        assert cursor.fetchone() == ("alone",), "it is there, on this server; the connection is a new one"
