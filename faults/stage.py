"""What the rows stand on: a product of real processes on a database of its own, and a mail server that can misbehave."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from aiosmtpd.controller import Controller

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("FAULTS_DATA") or ROOT / ".nss" / "faults")
PORT = int(os.environ.get("FAULTS_PORT") or 8481)
Outcome = tuple[bool, str]
"""Whether a row held, and its figures."""


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class MailServer:
    """Accepts, refuses for a while (4xx) or for good (5xx), answers slowly; runs a hook after it has accepted."""

    def __init__(self) -> None:
        self.port = free_port()
        self.mode = "good"
        self.got: list[str] = []
        self.texts: list[str] = []
        self.after: Callable[[], None] = lambda: None
        self.controller: Any = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        import asyncio
        from email import message_from_bytes

        if self.mode == "later":
            return "451 try again later"
        if self.mode == "never":
            return "550 no such mailbox"
        if self.mode == "slow":
            await asyncio.sleep(2)
        mail = message_from_bytes(envelope.content)
        self.got.append(str(mail["Message-ID"]))
        body = mail.get_payload(decode=True)
        self.texts.append(body.decode(errors="replace") if isinstance(body, bytes) else str(mail))
        self.after()
        return "250 OK"

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        self.controller.stop()


class Stage:
    """Database, web processes and worker, started and killed as a supervisor would."""

    def __init__(self) -> None:
        self.mail = MailServer()
        self.env = {
            **os.environ,
            "NSS_DATA": str(DATA),
            "NSS_SMTP_PORT": str(self.mail.port),
            "NSS_PUBLIC_URL": f"http://127.0.0.1:{PORT}",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "NSS_LOG_LEVEL": "ERROR",
        }
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.log: IO[bytes] | None = None

    def __enter__(self) -> Stage:
        subprocess.run(
            [sys.executable, "-m", "nss", "demo-reset"], env=self.env, capture_output=True, check=False
        )
        shutil.rmtree(DATA, ignore_errors=True)
        DATA.mkdir(parents=True)
        os.environ.update(
            {k: self.env[k] for k in ("NSS_DATA", "NSS_SMTP_PORT", "NSS_PUBLIC_URL", "NSS_LOG_LEVEL")}
        )
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nss.runtime.settings")
        from nss.runtime import embedded, prepare

        self.database = embedded.Server(DATA)
        self.using = self.database.use()
        self.using.__enter__()
        prepare.migrate()
        prepare.collect_static()
        prepare.set_up_django()
        prepare.load_if_empty()
        self.log = (DATA / "processes.log").open("ab")
        self.mail.start()
        self.start_web()
        self.start_worker()
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self.web, self.worker):
            if process is not None:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(20)
        self.mail.stop()
        from nss.runtime.commands import let_go

        with suppress(Exception):
            let_go()
        self.using.__exit__(None, None, None)
        subprocess.run(
            [sys.executable, "-m", "nss", "demo-reset"], env=self.env, capture_output=True, check=False
        )

    def _run(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "nss", *words], env=self.env, stdout=self.log, stderr=self.log
        )

    def start_web(self) -> None:
        self.web = self._run("serve", "--port", str(PORT), "--workers", "2")
        wait(lambda: answers("/readyz") == 200, 60)

    def start_worker(self) -> None:
        self.worker = self._run("worker", "--alone")

    def web_workers(self) -> list[int]:
        """Process numbers of the web workers, the children of the server's process."""
        parent = self.web.pid if self.web else 0
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError, IndexError, ValueError):
                text = stat.read_text()
                fields = text.rpartition(")")[2].split()
                if (
                    int(fields[1]) == parent
                    and b"resource_tracker" not in (stat.parent / "cmdline").read_bytes()
                ):
                    found.append(int(stat.parent.name))
        return found

    def kill_worker(self) -> None:
        if self.worker is not None:
            with suppress(ProcessLookupError):
                os.kill(self.worker.pid, signal.SIGKILL)
            self.worker.wait()


def answers(path: str) -> int:
    try:
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
        line.request("GET", path)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0


def wait(what: Callable[[], bool], seconds: float, every: float = 0.1) -> bool:
    """Whether something has come true within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(every)
    return False
