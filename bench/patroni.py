"""Three database hosts as docs/operating.md sets them up: etcd, Patroni and PostgreSQL of Debian with the files of deploy/, each host
in a network namespace. Hosts can be killed, cut off and brought back."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import time
import urllib.request
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from .network import ROOT, address, cable, processes

HOME = Path("/var/lib/nss-bench-hosts")
"""Outside the data folder: the accounts of PostgreSQL and etcd must reach it."""
NAMES = ("db1", "db2", "db3")
PROGRAMS = ("etcd", "patroni", "patronictl", "/usr/lib/postgresql/15/bin/postgres")
STUCK_SECONDS = 120.0
FIRST_SERVED = -15
"""The nice value of etcd: six hosts share these cores, and one that waits for a core for seconds is to others a dead one."""
FIRST = "10.77.0.11"
"""The address of db1 in the files of deploy/."""


def lacking() -> list[str]:
    """Programs that are not installed."""
    return [name for name in PROGRAMS if not shutil.which(name)]


def leader(members: list[dict[str, Any]]) -> str:
    return next((str(m["name"]) for m in members if m["role"] == "leader" and m["state"] == "running"), "")


def at_work(members: list[dict[str, Any]]) -> bool:
    lags = [m.get("lag", 0) for m in members]
    return (
        sorted(m["role"] for m in members) == ["leader", "replica", "sync_standby"]
        and all(m["state"] in ("running", "streaming") for m in members)
        and len({m.get("timeline") for m in members}) == 1
        and all(isinstance(lag, int) and lag < 1_000_000 for lag in lags)
    )


class Cluster:
    """The three hosts. A name is that of the server, its namespace is `nss-<name>`."""

    def __init__(self) -> None:
        self.password = secrets.token_hex(16)
        self.copied_anew = 0
        """Standbys that somebody had to have copied anew by `patronictl reinit`, as docs/operating.md tells."""
        self.running: dict[str, list[subprocess.Popen[bytes]]] = {}
        shutil.rmtree(HOME, ignore_errors=True)
        HOME.mkdir(parents=True)
        for name in NAMES:
            self._furnish(name)

    @property
    def url(self) -> str:
        """DATABASE_URL as docs/operating.md gives it."""
        return f"postgresql://nss:{self.password}@{','.join(address(f'nss-{n}') for n in NAMES)}/nss"

    def _furnish(self, name: str) -> None:
        """The folders of one host and its two files, which differ from those of deploy/ by passwords and places."""
        home = HOME / name
        for folder, owner in (("etcd", "etcd"), ("data", "postgres"), ("run", "postgres")):
            (home / folder).mkdir(parents=True, mode=0o700)
            shutil.chown(home / folder, owner, owner)
        places = {
            "/var/lib/postgresql/15/nss": home / "data" / "nss",
            "/var/lib/postgresql/nss.pgpass": home / "data" / "pgpass",
            "/var/run/postgresql": home / "run",
            "/var/lib/etcd/nss": home / "etcd" / "nss",
            "RESTAPI-PASSWORD": self.password,
            "REPLICATION-PASSWORD": self.password,
            "SUPERUSER-PASSWORD": self.password,
        }
        for file in ("patroni.yml", "etcd.env"):
            lines = (ROOT / "deploy" / file).read_text(encoding="utf-8").splitlines()
            for n, line in enumerate(lines):
                if "10.77.0.12" in line:  # that names all three
                    continue
                line = line.replace(FIRST, address(f"nss-{name}"))
                line = line.replace("name: db1", f"name: {name}").replace("NAME=db1", f"NAME={name}")
                for old, new in places.items():
                    line = line.replace(old, str(new))
                lines[n] = line
            (home / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
            (home / file).chmod(0o640)
            shutil.chown(home / file, "root", "postgres")

    # -- hosts ---------------------------------------------------------------------------------------------

    def start(self, name: str) -> None:
        """Switch a host on."""
        home = HOME / name
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        lines = (home / "etcd.env").read_text(encoding="utf-8").splitlines()
        settings = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
        self.running[name] = [
            self._run(name, "etcd", env | settings, "etcd"),
            self._run(name, "postgres", env | {"HOME": str(home / "data")}, "patroni", home / "patroni.yml"),
        ]

    def _run(
        self, name: str, account: str, env: dict[str, str], program: str, *words: str | Path
    ) -> subprocess.Popen[bytes]:
        as_account = ("setpriv", f"--reuid={account}", f"--regid={account}", "--init-groups")
        first = ("nice", "-n", str(FIRST_SERVED)) if program == "etcd" else ()
        with (HOME / name / f"{program}.log").open("ab") as log:
            return subprocess.Popen(
                [*first, "ip", "netns", "exec", f"nss-{name}", *as_account, program, *map(str, words)],
                env=env,
                cwd=HOME / name,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """The host dies: everything that runs on it is killed at once."""
        for process in processes(f"nss-{name}"):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        for child in self.running.pop(name, []):
            child.wait()

    def cut(self, name: str) -> None:
        """The host vanishes without a word and goes on by itself."""
        cable(f"nss-{name}", "down")

    def back(self, name: str) -> None:
        """A host that died is switched on again; one that was cut off is reached again."""
        cable(f"nss-{name}", "up")
        if name not in self.running:
            self.start(name)

    def stop(self) -> None:
        for name in NAMES:
            self.kill(name)

    # -- state ---------------------------------------------------------------------------------------------

    def views(self) -> list[list[dict[str, Any]]]:
        """What each server that answers says of all; one that was cut off may still say what was."""
        found = []
        for name in NAMES:
            with suppress(OSError, ValueError):
                where = f"http://{address(f'nss-{name}')}:8008/cluster"
                with urllib.request.urlopen(where, timeout=2) as answer:
                    found.append(json.load(answer)["members"])
        return found

    def members(self) -> list[dict[str, Any]]:
        """What one says that agrees with another about the primary; nothing while there are no two."""
        views = self.views()
        named = Counter(leader(view) for view in views)
        agreed = [view for view in views if leader(view) and named[leader(view)] > 1]
        return agreed[0] if agreed else []

    def primary(self) -> str:
        """The name of the primary; empty while there is none."""
        return leader(self.members())

    def whole(self) -> bool:
        """All three say the same: a primary, a synchronous standby and a third, at work on one timeline and caught up."""
        views = self.views()
        return len(views) == 3 and len({leader(view) for view in views}) == 1 and all(map(at_work, views))

    def wait_whole(self, seconds: float = 300) -> float:
        """Seconds until the cluster is whole. A standby that has not caught up by itself is copied anew, once."""
        began, helped = time.monotonic(), False
        while not self.whole():
            waited = time.monotonic() - began
            if waited > seconds:
                raise SystemExit(f"the database hosts are not whole after {seconds:.0f} s: {self.members()}")
            if waited > STUCK_SECONDS and not helped and self.primary():
                helped = True
                self._copy_anew()
            time.sleep(0.5)
        return time.monotonic() - began

    def _copy_anew(self) -> None:
        members = self.members()
        there = next(m for m in members if m["role"] == "leader")
        for member in members:
            if member is not there and member.get("timeline") != there["timeline"]:
                self.copied_anew += 1
                self.control("reinit", "nss", str(member["name"]), "--force")

    # -- on purpose ----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """All three switched on, and an account and a database for NSS."""
        import psycopg

        for name in NAMES:
            self.start(name)
        self.wait_whole(600)
        where = {"host": address(f"nss-{self.primary()}"), "user": "postgres", "password": self.password}
        with psycopg.connect(**where, dbname="postgres", autocommit=True) as line:
            line.execute(f"CREATE ROLE nss LOGIN PASSWORD '{self.password}'".encode())
            line.execute("CREATE DATABASE nss OWNER nss")

    def switch_over(self) -> tuple[str, str]:
        """By `patronictl`: from the primary to its synchronous standby."""
        members = {m["role"]: str(m["name"]) for m in self.members()}
        old, new = members["leader"], members["sync_standby"]
        self.control("switchover", "nss", "--leader", old, "--candidate", new, "--force")
        return old, new

    def control(self, *words: str) -> None:
        """`patronictl` as somebody types it on a database host."""
        where = HOME / (self.primary() or NAMES[0]) / "patroni.yml"
        subprocess.run(["patronictl", "-c", str(where), *words], check=True, capture_output=True, cwd=HOME)
