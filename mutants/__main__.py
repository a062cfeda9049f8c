"""`python -m mutants`: draws faults, tries each on the tests that reach it, prints the score, writes docs/mutants.md.

Ctrl-C or SIGTERM stops it; started again with the same seed, size and source it goes on where it was. From the environment:
MUTANTS (so many a room; without it 200 in all), SEED, JOBS (processes of the run that finds
which test reaches what), NICE (10; how far it stands back behind others).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from nss.runtime.embedded import Server

from . import reach, report
from .operators import Mutant, drawn, mutated

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".nss/mutants"
TREE = HOME / "tree"
"""A copy of the repository: faults are put in there, never into the source itself."""
ROOMS = ("calendar", "contract", "application", "procedure", "issuing", "billing", "master")
ALTOGETHER = 200
MOST_SECONDS = 30.0
"""Of tests a fault, by what they took without it."""
PATIENCE = 4
"""A run that computes for so many times its seconds hangs, and has noticed the fault by that."""
ASLEEP = 1800
"""Seconds after which a run that does not even compute hangs: waiting for a lock, or for a machine that is busy elsewhere."""


def sizes() -> dict[str, int]:
    """How many faults to draw of each room."""
    asked = os.environ.get("MUTANTS")
    if asked:
        return dict.fromkeys(ROOMS, int(asked))
    each, more = divmod(ALTOGETHER, len(ROOMS))
    return {room: each + (n < more) for n, room in enumerate(ROOMS)}


def copy() -> str:
    """Bring the copy up to date; gives the digest of the code and tests in it."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    shutil.rmtree(TREE, ignore_errors=True)
    digest = hashlib.sha256()
    for name in sorted(listed):
        source, target = ROOT / name, TREE / name
        if not source.is_file():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
        if name.startswith(("src/", "tests/")):
            digest.update(name.encode() + source.read_bytes())
    return digest.hexdigest()


def commit() -> str:
    """The commit that the copy is of, with a star where files differ from it."""
    command = ["git", "describe", "--always", "--dirty=*", "--exclude=*"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def environment() -> dict[str, str]:
    """The copy's own code and its own database."""
    return {
        "PYTHONPATH": f"{TREE / 'src'}{os.pathsep}{TREE}",
        "NSS_DATA": str(HOME / "data"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def attempt(mutant: Mutant, known: reach.Reach) -> dict[str, Any]:
    """Put the fault in, run the tests that reach it, take it out again."""
    path = TREE / mutant.path
    before = path.read_text(encoding="utf-8")
    after = mutated(before, mutant)
    tests = known.tests(mutant.path, *mutant.lines, MOST_SECONDS)
    outcome = "not reached"
    began = time.monotonic()
    if tests:
        limit = 60 + round(PATIENCE * sum(known.seconds.get(t, 1.0) for t in tests))
        try:
            path.write_text(after, encoding="utf-8")
            outcome = "not noticed" if _passes(tests, limit) else "noticed"
        finally:
            path.write_text(before, encoding="utf-8")
    return {
        "id": mutant.id,
        "room": mutant.room,
        "path": mutant.path,
        "line": mutant.lines[0],
        "outcome": outcome,
        "tests": len(tests),
        "seconds": round(time.monotonic() - began, 1),
        "diff": report.changed_lines(before, after),
    }


def _passes(tests: list[str], limit: int) -> bool:
    chosen = HOME / "chosen.txt"
    chosen.write_text("".join(f"{t}\n" for t in tests), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", *reach.WAY, "-x", "--reuse-db", f"@{chosen}"]
    run = subprocess.Popen(
        command,
        cwd=TREE,
        env={**os.environ, **environment()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)),
    )
    try:
        said, _ = run.communicate(timeout=ASLEEP)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        return False
    except KeyboardInterrupt:
        os.killpg(run.pid, signal.SIGKILL)
        raise
    if "no tests ran" in said and "error" not in said.lower():
        raise SystemExit(f"pytest ran nothing:\n{said[-2000:]}")
    return run.returncode == 0


def main() -> int:
    os.nice(int(os.environ.get("NICE", "10")))
    HOME.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    alone = (HOME / "lock").open("w")
    try:
        fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another run goes on; two would see each other's faults.")
        return 1
    rooms, state = sizes(), copy()
    session_file, results_file = HOME / "session.json", HOME / "results.jsonl"
    session = json.loads(session_file.read_text()) if session_file.exists() else {}
    seed = int(os.environ.get("SEED") or session.get("seed") or f"{date.today():%Y%m%d}")
    now = {"seed": seed, "rooms": rooms, "state": state}
    if session.get("state") != state:
        with Server(HOME / "data", fsync=False).use():
            reach.measure(TREE, HOME, environment(), os.environ.get("JOBS", "2"))
    if session != now:
        results_file.unlink(missing_ok=True)
        session_file.write_text(json.dumps(now))
    known = reach.read(TREE, HOME)
    mutants, counts = drawn(TREE, rooms, seed)
    results = (
        [json.loads(line) for line in results_file.read_text().splitlines()] if results_file.exists() else []
    )
    done = {r["id"] for r in results}
    try:
        with Server(HOME / "data", fsync=False).use(), results_file.open("a", encoding="utf-8") as file:
            for mutant in interleaved(mutants):
                if mutant.id in done:
                    continue
                result = attempt(mutant, known)
                results.append(result)
                file.write(json.dumps(result, ensure_ascii=False) + "\n")
                file.flush()
                took = f"{result['tests']} tests, {result['seconds']:.0f} s"
                print(f"{len(results)}/{len(mutants)} {result['outcome']}: {mutant.id} ({took})", flush=True)
    except KeyboardInterrupt:
        print("\nStopped; the same command goes on from here.")
    text = report.page(date.today().isoformat(), commit(), seed, rooms, counts, results)
    (ROOT / "docs/mutants.md").write_text(text, encoding="utf-8")
    print(text.partition("\n## ")[0].split("\n\n", 2)[-1])
    return 0


def interleaved(mutants: list[Mutant]) -> list[Mutant]:
    """One of each room in turn, so that a run that is stopped has tried all rooms alike."""
    nth: dict[str, int] = {}
    order = []
    for m in mutants:
        nth[m.room] = nth.get(m.room, 0) + 1
        order.append((nth[m.room], m))
    return [m for _, m in sorted(order, key=lambda pair: pair[0])]


if __name__ == "__main__":
    sys.exit(main())
