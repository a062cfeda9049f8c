"""Run a function over bytes from outside in a process of its own, which may die: so much memory, so much of the processor, no
files, none of our secrets in its environment. What reads uploads runs here and nowhere else.

    sandbox.run("nss.application.file_kinds.pdf:problem", body)

The function takes the bytes and texts, gives what JSON can carry, and lives in a module that needs neither Django nor a
database (a start then costs a tenth of a second).
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

MEMORY = 200 * 1024 * 1024
"""Bytes of address space of such a process."""
CPU_SECONDS = 2
WAIT_SECONDS = 30
"""How long the caller waits on a machine that is busy with other things."""
ROOT = str(Path(__file__).resolve().parents[2])
START = f"import sys; sys.path[:0] = [{ROOT!r}]; from nss.base.sandbox import child; child()"


class Overrun(Exception):
    """The process took more than it may, or died of what it read."""


class Unreadable(Exception):
    """The function did not understand what it was given."""


def run(task: str, body: bytes, *arguments: str) -> Any:
    """What `module:function` gives for the bytes. Raises Overrun, Unreadable."""
    try:
        done = subprocess.run(  # noqa: S603  (our own Python, our own function)
            [sys.executable, "-I", "-c", START, task, *arguments],
            input=body,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONDONTWRITEBYTECODE": "1", "OPENPYXL_LXML": "False"},
            timeout=WAIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Overrun(task) from late
    if done.returncode:
        raise Overrun(task)
    said: dict[str, Any] = json.loads(done.stdout)
    if "error" in said:
        raise Unreadable(said["error"])
    return said["answer"]


def child() -> None:
    """The other side. The task's module, which is ours, first; then the limits; only then the bytes."""
    import resource
    import signal

    module, _, name = sys.argv[1].partition(":")
    function = getattr(import_module(module), name)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)  # to the moment: its signal ends the process
    end = int(time.process_time()) + 1 + CPU_SECONDS  # the kernel counts whole seconds here
    resource.setrlimit(resource.RLIMIT_CPU, (end, end))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    body = sys.stdin.buffer.read()
    try:
        answer = {"answer": function(body, *sys.argv[2:])}
    except MemoryError:
        sys.exit(3)
    except Exception as error:  # whatever a hostile file makes a reader raise
        answer = {"error": f"{type(error).__name__}: {error}"[:300]}
    sys.stdout.write(json.dumps(answer))
