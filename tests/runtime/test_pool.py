"""Connections of the pool: one that is well costs no round trip, one that the server has closed is never handed out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from django.db import connection
from django.db.backends.base.base import NO_DB_ALIAS
from psycopg_pool import ConnectionPool

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
