"""`make demo`: everything on one machine, ready to sign in, gone without a trace of processes on Ctrl-C."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TypeAlias

from nss.runtime import embedded, environment, prepare
from nss.runtime.children import Children, free_port

READY_SECONDS = 60
JOBS = ("jobs", "worker", "--alone")
"""Name and arguments of the child that does the jobs."""
JOBS_RESTARTS = 3


class Stopped(Exception):
    """Ctrl-C, SIGTERM or a closed terminal."""


def run(port: int = 8000) -> int:
    """Run the demonstration until it is stopped; the process's exit code."""
    env = environment.read()
    if not env.demo:
        print("NSS_ENV=production has no demonstration.", file=sys.stderr)
        return 2
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        with _only_one(env.data_dir) as note, contextlib.ExitStack() as stack:
            _run(env, port, note, stack)
    except Stopped:
        print("Stopped.", flush=True)
        return 0
    except (_Failed, embedded.EmbeddedError) as failed:
        print(f"\n{failed}", file=sys.stderr)
        return 1
    return 0


def _run(env: environment.Environment, port: int, note: Path, stack: contextlib.ExitStack) -> None:
    began = time.monotonic()
    database = embedded.Server(env.data_dir)
    if env.embedded:
        with _step("Starting the database"):
            stack.enter_context(database.use())
    port, smtp_port = (stack.enter_context(free_port(first)) for first in (port, env.smtp_port))
    address = f"http://127.0.0.1:{port}"
    told = {
        "NSS_DATA": str(env.data_dir),
        "NSS_PUBLIC_URL": os.environ.get("NSS_PUBLIC_URL") or address,
        "NSS_SMTP_PORT": str(smtp_port),
    }
    os.environ.update(told)  # for Django in this process, which reads the settings later
    children = Children(env.data_dir / "logs", told)
    stack.callback(_ending, children)
    _bring_up_to_date(env, database)
    with _step("Starting mail, jobs and pages"):
        if prepare.module_exists("nss.notice.sink"):
            children.start("mail", "smtp-sink", "--port", str(smtp_port))
        children.start("web", "serve", "--port", str(port))
        children.start(*JOBS)
        accounts = _accounts()
        _wait_until_ready(f"{address}/readyz", children)
    note.write_text(f"{os.getpid()} {address}\n", encoding="utf-8")
    print(f"Ready after {time.monotonic() - began:.1f} s.\n\n{_welcome(address, accounts)}\n", flush=True)
    raise _Failed.of(children, first_to_stay_down(children))


def first_to_stay_down(children: Children, pause: Callable[[float], None] = time.sleep) -> str:
    """Wait until a child has ended for good; gives its name. The one that does the jobs is started again a few times: the
    pages go on without it meanwhile."""
    left = JOBS_RESTARTS
    while True:
        name = children.ended()
        if name == JOBS[0] and left > 0:
            left -= 1
            children.start(*JOBS)
        elif name is not None:
            return name
        pause(0.5)


def _bring_up_to_date(env: environment.Environment, database: embedded.Server) -> None:
    tables = prepare.migrations_stamp(env.data_dir if not env.embedded else database.home)
    if not env.embedded or not tables.current:
        with _step("Making the tables"):
            prepare.migrate()
        if env.embedded:
            tables.set()
    static = prepare.static_stamp(env.data_dir)
    if not static.current or not (env.data_dir / "static").exists():
        with _step("Gathering style sheets and scripts"):
            prepare.collect_static()
        static.set()
    if not prepare.demo_data_available():
        print("  There is no demonstration data yet; the database stays empty.")
        return
    loaded = database.home / "loaded.stamp"
    if not env.embedded or not loaded.exists():
        with _step("Loading the sample companies"):
            prepare.set_up_django()
            prepare.load_if_empty()
        if env.embedded:
            loaded.touch()


def reset() -> int:
    """Stop a running demonstration and delete its database, mails and files."""
    env = environment.read()
    if not env.demo or not env.embedded:
        print("demo-reset deletes the embedded database only; unset DATABASE_URL.", file=sys.stderr)
        return 2
    if (running := _running(env.data_dir)) is not None:
        pid, _ = running
        print("Stopping the running demonstration …", flush=True)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    try:
        embedded.Server(env.data_dir).delete(wait_seconds=30)
    except embedded.EmbeddedError as failed:
        print(failed, file=sys.stderr)
        return 1
    for name in ("mail", "files", "logs"):
        shutil.rmtree(env.data_dir / name, ignore_errors=True)
    print("The demonstration's data is deleted; `make demo` makes it anew.")
    return 0


# -- one demonstration per data folder ---------------------------------------------------------------------


@contextlib.contextmanager
def _only_one(data_dir: Path) -> Iterator[Path]:
    data_dir.mkdir(parents=True, exist_ok=True)
    note = data_dir / "demo.running"
    with (data_dir / "demo.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = _running(data_dir)
            raise _Failed(f"The demonstration runs already: {where[1] if where else 'starting'}") from None
        note.write_text(f"{os.getpid()} starting\n", encoding="utf-8")
        try:
            yield note
        finally:
            note.unlink(missing_ok=True)


def _running(data_dir: Path) -> tuple[int, str] | None:
    """Process and address of the demonstration that holds the lock of this data folder."""
    path = data_dir / "demo.lock"
    if not path.exists():
        return None
    with path.open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with contextlib.suppress(OSError, ValueError):
                pid, address = (data_dir / "demo.running").read_text(encoding="utf-8").split()
                return int(pid), address
    return None


# -- what is said ------------------------------------------------------------------------------------------


class _Failed(Exception):
    """Something did not start; the text says what and where to look."""

    @classmethod
    def of(cls, children: Children, name: str) -> _Failed:
        path = children.log_path(name)
        tail = "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
        return cls(f"The process '{name}' has ended. The end of {path}:\n{tail}")


@contextlib.contextmanager
def _step(what: str) -> Iterator[None]:
    print(f"  {what} …", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - began:.1f} s", flush=True)


def _ending(children: Children) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C does not cut the tidy end short
    print("\nStopping …", flush=True)
    children.stop()


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _wait_until_ready(address: str, children: Children) -> None:
    open_directly = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if name := children.ended():
            raise _Failed.of(children, name)
        try:
            with open_directly(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise _Failed.of(children, "web")


Account: TypeAlias = Mapping[str, object] | Sequence[object]
"""What the loader says of one account: its facts, with or without their names."""


def _accounts() -> Sequence[Account]:
    """What the loader says about the accounts one can sign in with."""
    if not prepare.demo_data_available():
        return []
    prepare.set_up_django()
    accounts: Sequence[Account] = import_module(prepare.LOADER).accounts()
    return accounts


def _welcome(address: str, accounts: Sequence[Account]) -> str:
    lines = [f"  NSS is at  {address}", ""]
    rows = [[str(cell) for cell in _cells(account)] for account in accounts]
    if accounts and isinstance(accounts[0], Mapping):
        rows.insert(0, [str(name) for name in accounts[0]])
    widths = [max(map(_width, column)) for column in zip(*rows, strict=False)]
    for row in rows:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False))
        lines.append(("  " + "  ".join(cells)).rstrip())
    return "\n".join([*lines, *([""] if rows else []), "  Ctrl-C stops everything; what you enter is kept."])


def _cells(account: Account) -> list[object]:
    return list(account.values()) if isinstance(account, Mapping) else list(account)


def _width(text: str) -> int:
    """Columns on a terminal: Japanese characters take two."""
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
