"""Backup and restore of everything that is kept, as one file made by PostgreSQL's own programs. The vault's keys are not in
it: they are kept apart (docs/operating.md)."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from nss.runtime import embedded, environment


class BackupFailed(SystemExit):
    """What PostgreSQL's program said, in one sentence."""


def _program(name: str) -> str:
    """That of the embedded server's package, which fits its version; else the machine's."""
    own = embedded.Server(environment.read().data_dir).program(name)
    if own.exists():
        return str(own)
    found = shutil.which(name)
    if found is None:
        raise BackupFailed(f"{name} is not installed")
    return found


def _call(program: str, database: Mapping[str, object], *arguments: str) -> None:
    env = {**os.environ, "PGPASSWORD": str(database.get("PASSWORD") or "")}
    where = ["--host", str(database["HOST"]), "--username", str(database["USER"])]
    if database.get("PORT"):
        where += ["--port", str(database["PORT"])]
    done = subprocess.run(
        [_program(program), *where, *arguments], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupFailed(f"{program}: {done.stderr.strip() or 'failed'}")


def backup(target: Path, database: Mapping[str, object]) -> int:
    """Write the whole database to `target` while it is in use: one consistent moment. Gives the size in bytes."""
    part = target.with_name(target.name + ".part")
    _call("pg_dump", database, "--format=custom", "--no-owner", "--file", str(part), str(database["NAME"]))
    part.replace(target)  # a broken-off backup never stands under the name of a whole one
    return target.stat().st_size


def restore(source: Path, database: Mapping[str, object]) -> None:
    """Replace what the database holds by a backup, in one transaction: all of it or nothing."""
    _call(
        "pg_restore",
        database,
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        "--exit-on-error",
        "--dbname",
        str(database["NAME"]),
        str(source),
    )
