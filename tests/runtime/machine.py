"""A machine to install on, below one folder: the paths that docs/operating.md names lead into it, an ordinary user types, and
what only root or the network could do is done by small programs that stand first on the path. PostgreSQL, nginx, the units'
commands, the proxy's file and the product itself are the real ones."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nss.runtime.backup import DEBIAN
from tests.runtime import proxies, wheel

NOBODY = 65534
PATHS = re.compile(
    r"(?<![\w.])/(?=(?:opt/nss|etc/(?:nss|nginx|systemd|ssl/nss)|srv/nss|var/(?:lib/nss|backups/nss|run/postgresql)|usr/local/bin/nss)\b)"
)
"""What of the machine's own paths is moved below the folder."""
STUBS = {
    # Who types is one account; that of the command is the one that PostgreSQL is told.
    "sudo": 'while [ "${1:-}" = -u ]; do export PGUSER="$2"; shift 2; done; exec "$@"',
    "apt-get": "exit 0",
    "adduser": "exit 0",
    "python3": '[ "$1 $2" = "-m venv" ] && [ -x "$3/bin/python" ]',
    "install": 'args=(); while [ $# -gt 0 ]; do case "$1" in -o|-g) shift 2;; *) args+=("$1"); shift;; esac; done\n'
    'exec /usr/bin/install "${args[@]}"',
    "nginx": 'exec {nginx} -e stderr -p {base} -c {base}/nginx.conf "$@"',
    "createuser": 'PGHOST={base}/var/run/postgresql exec {postgres}/createuser "$@"',
    "createdb": 'PGHOST={base}/var/run/postgresql exec {postgres}/createdb "$@"',
    "editor": 'exec {base}/opt/nss/bin/python {base}/stubs/hand.py edit "$1"',
    "systemctl": 'exec {base}/opt/nss/bin/python {base}/stubs/hand.py systemctl "$@"',
    "curl": 'exec {base}/opt/nss/bin/python {base}/stubs/hand.py curl "${{@: -1}}"',
}
PIP = """\
# The packages are there: what was asked for must be, too.
for word in "$@"; do case "$word" in *.txt|*.whl) [ -s "$word" ] || {{ echo "no $word" >&2; exit 1; }};; esac; done
if [ "$1" = wheel ]; then mkdir -p dist; cp {base}/made/*.whl dist/; fi
"""
HAND = Path(__file__).with_name("hand.py")


def ordinary() -> dict[str, Any]:
    """How a process is started as an ordinary user."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}


def reachable_python() -> str:
    """A Python of this version that an ordinary user may run: this one, or Debian's."""
    here = "import sys; print(sys.version_info[:2])"
    wanted = subprocess.run([sys.executable, "-c", here], capture_output=True, check=True).stdout
    for found in (sys.executable, "/usr/bin/python3"):
        with contextlib.suppress(OSError):
            done = subprocess.run(
                [found, "-c", here], capture_output=True, check=False, cwd="/", **ordinary()
            )
            if done.stdout == wanted:
                return found
    pytest.skip("no Python of this version that an ordinary user may run")


@dataclass
class Machine:
    base: Path
    port: int
    cert: proxies.Certificate

    @property
    def mails(self) -> Path:
        return self.base / "sink/mail"

    def type(self, commands: str) -> None:
        """Type these lines in the folder of the repository, each of which must succeed."""
        text = PATHS.sub(f"{self.base}/", commands).replace(proxies.NAME, f"localhost:{self.port}")
        path = f"{self.base}/stubs:{self.base}/usr/local/bin:/usr/local/bin:/usr/bin:/bin"
        said = self.base / "logs/typed"  # a file: what was started in the background would hold a pipe open
        with said.open("a") as out:
            done = subprocess.run(
                ["bash", "-euxo", "pipefail", "-c", text],
                cwd=self.base / "repository",
                env={"PATH": path, "HOME": str(self.base), "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"},
                stdout=out,
                stderr=out,
                check=False,
                **ordinary(),
            )
        assert done.returncode == 0, self.logs()

    def logs(self) -> str:
        return "".join(f"\n{p.name}: {p.read_text()[-1500:]}" for p in (self.base / "logs").glob("*"))

    def mail_to(self, address: str) -> str:
        """The text of the mail to somebody, once it has come."""
        import email
        from email import policy

        for _ in range(600):
            for file in sorted(self.mails.glob("*.eml"), reverse=True):
                mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
                if address in str(mail["To"]):
                    return f"{mail['Subject']}\n{mail.get_content()}"
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address}" + self.logs())


@contextlib.contextmanager
def empty_machine(base: Path) -> Iterator[Machine]:
    """A machine with PostgreSQL, nginx and a mail server, and nothing of NSS but the repository's folder."""
    servers = sorted(DEBIAN.glob("*/bin/postgres"))
    if not servers:
        pytest.skip("no PostgreSQL server of the machine's own")
    python, postgres, nginx = reachable_python(), servers[-1].parent, proxies.program("nginx")
    folders = (
        "stubs",
        "logs",
        "pids",
        "made",
        "repository",
        "usr/local/bin",
        "var/run/postgresql",
        "sink/mail",
        "build",
    )
    for name in (*folders, "etc/nginx/sites-available", "etc/nginx/sites-enabled", "etc/systemd/system"):
        (base / name).mkdir(parents=True, exist_ok=True)
    made = wheel.build(base / "build")
    shutil.copy(made, base / "made")
    wheel.install(made, base / "opt/nss", python)
    for name in ("deploy", "requirements"):
        shutil.copytree(wheel.ROOT / name, base / "repository" / name)
    for file in (base / "repository/deploy").iterdir():
        file.write_text(PATHS.sub(f"{base}/", file.read_text(encoding="utf-8")), encoding="utf-8")
    port, plain, pages, smtp = (proxies.free_port() for _ in range(4))
    cert = proxies.certificate(base)
    for name, text in STUBS.items():
        _program(
            base / "stubs" / name,
            text.format(base=base, nginx=nginx, postgres=postgres) if "{base}" in text else text,
        )
    _program(base / "opt/nss/bin/pip", PIP.format(base=base))
    shutil.copy(HAND, base / "stubs/hand.py")
    words = {
        "nss.env": {
            f"https://{proxies.NAME}": f"https://localhost:{port}",
            "NSS_SMTP_HOST=mail.example.jp": "NSS_SMTP_HOST=127.0.0.1",
            "NSS_SMTP_PORT=587": f"NSS_SMTP_PORT={smtp}",
            "NSS_SMTP_STARTTLS=1": "NSS_SMTP_STARTTLS=0",
        },
        "nss": proxies.nginx_words(port, plain, pages, cert, str(base)),
    }
    told = {"base": str(base), "words": words, "pages": pages, "cert": str(cert.chain)}
    (base / "stubs/hand.json").write_text(json.dumps(told))
    sites = base / "etc/nginx/sites-enabled/*"
    main = proxies.NGINX.replace("daemon off;", "daemon on;").format(folder=base, site=sites, user="")
    (base / "nginx.conf").write_text(main)
    if os.getuid() == 0:
        subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", base], check=True)
    sink = [base / "opt/nss/bin/nss", "smtp-sink", "--port", str(smtp)]
    env = wheel.plain_environment(NSS_DATA=str(base / "sink"))
    try:
        with _database(postgres, base), proxies.started(sink, smtp, base / "sink.log", env, **ordinary()):
            yield Machine(base, port, cert)
    finally:
        for file in [*(base / "pids").iterdir(), base / "nginx.pid"]:
            with contextlib.suppress(OSError, ValueError):
                os.kill(int(file.read_text()), signal.SIGTERM)


def _program(file: Path, text: str) -> None:
    file.write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
    file.chmod(0o755)


@contextlib.contextmanager
def _database(programs: Path, base: Path) -> Iterator[None]:
    """A server of Debian's PostgreSQL with the account `postgres`, on a socket alone."""
    data = base / "postgres"
    how: dict[str, Any] = {"cwd": base, "check": True, "stdout": subprocess.DEVNULL, **ordinary()}
    subprocess.run([programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"], **how)
    options = f"-c listen_addresses='' -c unix_socket_directories={base}/var/run/postgresql -c fsync=off"
    control = [programs / "pg_ctl", "-D", data, "-w", "-s", "-l", base / "logs/postgres"]
    subprocess.run([*control, "-o", options, "start"], **how)
    try:
        yield
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **how)
