"""F19: the tables move on while the web processes of the release before are still answering.

The release before is the state of the repository just before the newest migration was added, checked out beside this one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from bench.driver import Browser, journey, wait_for

from .stage import DATA, ROOT, free_port

OLD = DATA.parent / "faults-before"


def previous() -> str | None:
    """The commit before the newest migration after the first ones; None where there is none, or no history at hand."""
    later = [
        str(f.relative_to(ROOT)) for f in ROOT.glob("src/nss/*/migrations/0*.py") if "0001_" not in f.name
    ]
    if not later:
        return None
    added = subprocess.run(
        ["git", "log", "-1", "--format=%H", "--diff-filter=A", "--", *later],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    if not added:
        return None
    parent = subprocess.run(
        ["git", "rev-parse", "--verify", "-q", f"{added}~1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return parent or None


def moved_under_load(times: int) -> tuple[bool | None, str]:
    """Old pages under eight clients while the new tables are made; then the new pages on the same data."""
    commit = previous()
    if commit is None:
        return None, "no release before with other tables, or the repository's history is not at hand"
    shutil.rmtree(OLD, ignore_errors=True)
    tree, data = OLD / "tree", OLD / "data"
    tree.mkdir(parents=True)
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(tree, filter="data")
    ports = free_port(), free_port()
    env = {**os.environ, "NSS_DATA": str(data), "NSS_LOG_LEVEL": "ERROR"}
    for name in ("NSS_SMTP_PORT", "NSS_PUBLIC_URL", "DATABASE_URL"):
        env.pop(name, None)

    def nss(source: Path, *words: str) -> list[str]:
        env["PYTHONPATH"] = str(source / "src")
        return [sys.executable, "-m", "nss", *words]

    quiet = subprocess.DEVNULL
    old = subprocess.Popen(
        nss(tree, "demo", "--port", str(ports[0])), env=dict(env), cwd=tree, stdout=quiet, stderr=quiet
    )
    try:
        wait_for(ports[0], "/login/")
        return _measured(ports, env, nss)
    finally:
        old.terminate()
        with suppress(subprocess.TimeoutExpired):
            old.wait(30)
        subprocess.run(nss(ROOT, "demo-reset"), env=env, capture_output=True, check=False)
        shutil.rmtree(OLD, ignore_errors=True)


def _measured(ports: tuple[int, int], env: dict[str, str], nss: Callable[..., list[str]]) -> tuple[bool, str]:
    first = Browser(ports[0])
    first.sign_in("NAC001", "hanako")
    stop, lock = threading.Event(), threading.Lock()
    numbers: list[str] = []
    wrong: list[str] = []
    answered = 0

    def load(n: int) -> None:
        nonlocal answered
        b = Browser(ports[0])
        b.cookies = dict(first.cookies)
        while not stop.is_set():
            try:
                if n < 2:
                    made = journey(b, "1ANAC")
                    with lock:
                        numbers.append(made)
                else:
                    status = b.get(("/", "/contract/?tab=code", "/applications/")[n % 3])
                    if status != 200:
                        wrong.append(f"{b.path}: {status}")
                with lock:
                    answered += 1
            except (AssertionError, OSError) as error:
                wrong.append(str(error)[:120])

    threads = [threading.Thread(target=load, args=(n,)) for n in range(8)]
    for t in threads:
        t.start()
    time.sleep(3)
    began = time.monotonic()
    moved = subprocess.run(
        nss(ROOT, "migrate"), env=dict(env), cwd=ROOT, capture_output=True, text=True, check=False
    )
    took = time.monotonic() - began
    time.sleep(3)
    stop.set()
    for t in threads:
        t.join()
    web = subprocess.Popen(
        nss(ROOT, "serve", "--port", str(ports[1])),
        env=dict(env),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(ports[1], "/readyz")
        b = Browser(ports[1])
        b.sign_in("NAC001", "hanako")
        unread = [n for n in numbers if b.get(f"/applications/{n}/") != 200]
        journey(b, "1ANAC")
    finally:
        web.terminate()
        with suppress(subprocess.TimeoutExpired):
            web.wait(20)
    good = moved.returncode == 0 and not wrong and not unread and bool(numbers)
    return good, (
        f"{answered} answers of the old pages, tables moved in {took:.1f} s, {len(wrong)} errors{': ' + wrong[0] if wrong else ''}, "
        f"{len(numbers)} applications filed meanwhile, {len(unread)} unreadable with the new pages"
        + ("" if moved.returncode == 0 else f"; migrate: {moved.stderr[-200:]}")
    )
