"""Backup and restore of everything that is kept, as one file made by PostgreSQL's own programs. The vault's keys are not in
it: they are kept apart (docs/operating.md)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from nss.runtime import embedded, environment


class BackupFailed(SystemExit):
    """What PostgreSQL's program said, in one sentence."""


DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian keeps each version's programs."""


def server_version(database: Mapping[str, object]) -> int:
    """The major version of the server."""
    import psycopg

    try:
        with psycopg.connect(
            host=str(database["HOST"]) or None,
            port=str(database.get("PORT") or "") or None,
            user=str(database["USER"])
            or None,  # none named: that of the account, as PostgreSQL's programs take it
            password=str(database.get("PASSWORD") or "") or None,
            dbname=str(database["NAME"]),
            connect_timeout=10,
        ) as line:
            return line.info.server_version // 10000
    except psycopg.OperationalError as error:
        raise BackupFailed(f"the database does not answer: {str(error).strip()}") from None


def _program(name: str, version: int) -> str:
    """The program of just the server's version: an older one cannot read the server, and what a newer one writes neither the
    server's own programs nor an older server take back. So a backup that could not be restored is refused when it is made."""
    own = embedded.Server(environment.read().data_dir).program(name) if version == embedded.MAJOR else None
    for found in (own, DEBIAN / str(version) / "bin" / name, shutil.which(name)):
        if found is not None and Path(found).exists() and _version_of(found) == version:
            return str(found)
    raise BackupFailed(
        f"{name} of PostgreSQL {version}, the server's version, is not installed (Debian: postgresql-client-{version})"
    )


def _version_of(program: str | Path) -> int:
    """From e.g. `pg_dump (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)`; 0 where it cannot be read."""
    done = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(found[1]) if found else 0


def _variables(database: Mapping[str, object]) -> dict[str, str]:
    """What DATABASE_URL says beside the place (which of several servers, how encrypted) as the variables that PostgreSQL's
    programs take it from; libpq names them. What has none is about waiting, and stays with the pages."""
    from psycopg.pq import Conninfo

    options = database.get("OPTIONS")
    given = options if isinstance(options, Mapping) else {}
    named = {line.keyword.decode(): line.envvar.decode() for line in Conninfo.get_defaults() if line.envvar}
    return {named[key]: str(value) for key, value in given.items() if key in named}


def _call(program: str, database: Mapping[str, object], *arguments: str) -> None:
    env = {**os.environ, **_variables(database), "PGPASSWORD": str(database.get("PASSWORD") or "")}
    env.pop("PGOPTIONS", None)  # the pages' limits on statements and locks
    places = (("--host", "HOST"), ("--username", "USER"), ("--port", "PORT"))
    where = [word for option, name in places if database.get(name) for word in (option, str(database[name]))]
    done = subprocess.run(
        [_program(program, server_version(database)), *where, *arguments],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailed(f"{program}: {done.stderr.strip() or 'failed'}")


def backup(target: Path, database: Mapping[str, object]) -> int:
    """Write the whole database to `target` while it is in use: one consistent moment, readable by its owner alone. Gives the
    size in bytes."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    os.close(
        os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    )  # pg_dump keeps the mode of what is there
    try:
        _call(
            "pg_dump", database, "--format=custom", "--no-owner", "--file", str(part), str(database["NAME"])
        )
        part.replace(target)  # a broken-off backup never stands under the name of a whole one
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def stamp(data_dir: Path) -> Path:
    """The file whose time says when the last whole backup was written."""
    return data_dir / "backup.stamp"


def restore(source: Path, database: Mapping[str, object]) -> None:
    """Replace what the database holds by a backup, in one transaction: all of it or nothing. By the account that owns the
    tables; the rights of the pages' account are given again after it (`prepare.grant`)."""
    _call(
        "pg_restore",
        database,
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
        "--dbname",
        str(database["NAME"]),
        str(source),
    )
