"""Child processes of the demonstration: started with a log each, ended together."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PARENT = "NSS_PARENT_PID"
GRACE_SECONDS = 12


class Children:
    """A few child processes that live and end together."""

    def __init__(self, log_folder: Path, env: dict[str, str]) -> None:
        self.log_folder = log_folder
        self.env = env
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        log_folder.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, *arguments: str) -> None:
        """Start `python -m nss <arguments>`; what it says goes to `<log folder>/<name>.log`."""
        with self.log_path(name).open("wb") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "nss", *arguments],
                env={**os.environ, **self.env, PARENT: str(os.getpid()), "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches the parent alone; it ends the children in order
            )

    def log_path(self, name: str) -> Path:
        """Where the output of a child goes."""
        return self.log_folder / f"{name}.log"

    def ended(self) -> str | None:
        """The name of a child that has ended by itself, if any."""
        return next((name for name, child in self.running.items() if child.poll() is not None), None)

    def stop(self) -> None:
        """Ask all to end; after the grace, end them and whatever they started."""
        for child in self.running.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.running.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self.running.clear()


def end_with_parent() -> None:
    """In a child on Linux: be told to end when the parent dies, however it dies."""
    parent = os.environ.pop(PARENT, "")
    if parent and sys.platform == "linux":
        import ctypes

        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
        if os.getppid() != int(parent):
            sys.exit(1)


def alive(process: int) -> bool:
    """Whether there is a process of this number, of whichever account."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextlib.contextmanager
def free_port(first: int, tries: int = 100) -> Iterator[int]:
    """The first port from `first` on that is free on the loopback address and that nobody else of this account was given by
    this: whoever starts a moment later finds a port free until the first one's process listens."""
    for port in range(first, first + tries):
        with (Path(tempfile.gettempdir()) / f"nss-{os.getuid()}-port-{port}.lock").open("ab") as mark:
            try:
                fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            if _is_free(port):
                yield port
                return
    raise OSError(f"no free port between {first} and {first + tries - 1}")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False
