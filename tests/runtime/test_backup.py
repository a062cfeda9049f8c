"""Backup, wipe, restore: the same contract on every day, the same papers byte for byte (F20)."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from nss.application import decision
from nss.base import clock
from nss.contract.models import ROW_TYPES
from nss.contract.rows.ids import UserId
from nss.document import adapter
from nss.document.models import Document
from nss.runtime import backup, commands, prepare
from tests import parts

pytestmark = pytest.mark.django_db(transaction=True)


def everything() -> list[tuple[str, list[Any]]]:
    """Every row of every table, in the order of its text."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT t::text FROM {name} t ORDER BY 1")  # noqa: S608
            found.append((table, cursor.fetchall()))
    return found


def test_a_restored_database_is_the_one_that_was_backed_up(tmp_path: Path) -> None:
    office = parts.line_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    decision.approve(a.pk, reviewer, a.revisions.get().wish_date)
    a.refresh_from_db()
    made = adapter.make(a, a.revisions.get(), "form", clock.today())
    before, days = everything(), parts.snapshot(office)
    file = tmp_path / "nss.dump"
    assert backup.backup(file, connection.settings_dict) > 10_000
    assert not (tmp_path / "nss.dump.part").exists()
    assert file.stat().st_mode & 0o777 == 0o600
    with connection.cursor() as cursor:
        for model in ROW_TYPES.values():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
    assert not UserId.objects.exists()
    connection.close()
    backup.restore(file, connection.settings_dict)
    assert everything() == before
    assert parts.snapshot(office) == days
    assert bytes(Document.objects.get().pdf) == made
    assert isinstance(a.start_date, date)


def test_a_file_that_is_no_backup_changes_nothing(tmp_path: Path) -> None:
    parts.guide_office()
    before = everything()
    wrong = tmp_path / "wrong.dump"
    wrong.write_bytes(b"this is not a backup")
    with pytest.raises(SystemExit):
        backup.restore(wrong, connection.settings_dict)
    assert everything() == before


def installed() -> list[str]:
    """The versions of PostgreSQL that the machine has a whole server of, as Debian lays them out."""
    return sorted(p.parent.parent.name for p in backup.DEBIAN.glob("*/bin/initdb"))


@pytest.fixture(
    params=installed() or [pytest.param("", marks=pytest.mark.skip("no server of the machine's own"))]
)
def own_server(request: pytest.FixtureRequest) -> Iterator[dict[str, object]]:
    """A server of the machine's own PostgreSQL with a table, as settings of Django."""
    programs, home = backup.DEBIAN / request.param / "bin", Path(tempfile.mkdtemp(dir="/tmp"))
    how: dict[str, Any] = {
        "cwd": home,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "check": True,
    }
    if os.getuid() == 0:
        shutil.chown(home, "postgres")
        how["user"] = "postgres"
    subprocess.run([programs / "initdb", "-D", home / "data", "-U", "nss", "-A", "trust"], **how)
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -p 5499"
    control = [programs / "pg_ctl", "-D", home / "data", "-w", "-s"]
    subprocess.run([*control, "-o", options, "start"], **how)
    place: dict[str, object] = {
        "HOST": str(home),
        "PORT": "5499",
        "USER": "nss",
        "PASSWORD": "",
        "NAME": "postgres",
    }
    try:
        with psycopg.connect(host=str(home), port=5499, user="nss", dbname="postgres") as line:
            line.execute("CREATE TABLE t (id int PRIMARY KEY, text text)")
            line.execute("INSERT INTO t SELECT n, md5(n::text) FROM generate_series(1, 500) n")
        yield place
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **how)
        shutil.rmtree(home)


def test_a_server_of_another_version_is_backed_up_by_its_own_programs_and_restored(
    own_server: dict[str, object], tmp_path: Path
) -> None:
    def rows() -> list[Any]:
        with psycopg.connect(host=str(own_server["HOST"]), port=5499, user="nss", dbname="postgres") as line:
            return line.execute("SELECT * FROM t ORDER BY id").fetchall()

    before, file = rows(), tmp_path / "own.dump"
    backup.backup(file, own_server)
    with psycopg.connect(host=str(own_server["HOST"]), port=5499, user="nss", dbname="postgres") as line:
        line.execute("DELETE FROM t WHERE id > 7")
    backup.restore(file, own_server)
    assert rows() == before and len(before) == 500
    with pytest.raises(
        backup.BackupFailed, match="standby"
    ):  # which of several servers is meant, it is told as well
        backup.backup(
            file, own_server | {"OPTIONS": {"target_session_attrs": "standby", "pool": {"max_size": 1}}}
        )


def test_a_backup_that_could_not_be_restored_is_refused_when_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "server_version", lambda database: 99)
    with pytest.raises(backup.BackupFailed, match="pg_dump of PostgreSQL 99"):
        backup.backup(tmp_path / "x.dump", connection.settings_dict)
    assert not list(tmp_path.iterdir())


def test_a_restore_goes_through_the_account_that_owns_the_tables_and_gives_the_pages_their_rights_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nss_web@/nss?host=/run/pg")
    monkeypatch.setenv("NSS_OWNER_DATABASE_URL", "postgresql://nss_owner@/nss?host=/run/pg")
    used: list[object] = []
    monkeypatch.setattr(backup, "restore", lambda file, database: used.append(database["USER"]))
    monkeypatch.setattr(prepare, "grant", used.append)
    assert commands.main(["restore", str(tmp_path / "x.dump")]) == 0
    assert used == ["nss_owner", "nss_web"]
