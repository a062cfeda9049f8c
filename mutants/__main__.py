"""`python -m mutants`: draws faults, tries each on the tests that reach it, prints the score, writes docs/mutants.md.

Ctrl-C or SIGTERM stops it; started again with the same seed, size and source it goes on where it was.
`python -m mutants again` tries those that nothing noticed on the source as it is now. From the environment:
MUTANTS (so many a room; without it 260 in all), SEED, JOBS (processes of the run that finds
which test reaches what, and workers that try faults), NICE (10; how far it stands back behind others).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from nss.runtime.embedded import Server

from . import reach, report
from .operators import Mutant, candidates, drawn, mutated
from .trial import Trial, environment

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".nss/mutants"
TREE = HOME / "tree"
"""A copy of the repository: faults are put in there, never into the source itself."""
ROOMS = (
    "calendar",
    "contract",
    "application",
    "procedure",
    "issuing",
    "billing",
    "master",
    "center",
    "notice",
)
ALTOGETHER = 260
MOST_SECONDS = 30.0
"""Of tests a fault, by what they took when their lines were found (which is slow)."""


def sizes() -> dict[str, int]:
    """How many faults to draw of each room."""
    asked = os.environ.get("MUTANTS")
    if asked:
        return dict.fromkeys(ROOMS, int(asked))
    each, more = divmod(ALTOGETHER, len(ROOMS))
    return {room: each + (n < more) for n, room in enumerate(ROOMS)}


def jobs() -> int:
    """How many processes work at a time."""
    return int(os.environ.get("JOBS", "2"))


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
    """The commit that last changed the code or the tests, with a star where files differ from it."""

    def git(*arguments: str) -> str:
        run = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
        return run.stdout.strip()

    changed = git("status", "--porcelain", "--", "src", "tests")
    return git("log", "-1", "--format=%h", "--", "src", "tests") + ("*" if changed else "")


def source_known() -> tuple[reach.Reach, str]:
    """Copy the source and find which test reaches what, unless that is known of just this source."""
    state, known = copy(), HOME / "reach.json"
    if not known.exists() or json.loads(known.read_text())["state"] != state:
        known.unlink(missing_ok=True)
        with Server(HOME / "data", fsync=False).use():
            reach.measure(TREE, HOME, environment(TREE, HOME / "data"), str(jobs()))
        known.write_text(json.dumps({"state": state}))
    return reach.read(TREE, HOME), state


def first(results_file: Path) -> dict[str, Any]:
    """Draw faults and try them."""
    known, state = source_known()
    session_file = HOME / "session.json"
    session = json.loads(session_file.read_text()) if session_file.exists() else {}
    seed = int(os.environ.get("SEED") or session.get("seed") or f"{date.today():%Y%m%d}")
    rooms = sizes()
    mutants, counts = drawn(TREE, rooms, seed)
    now = {"seed": seed, "rooms": rooms, "state": state, "counts": counts}
    if {name: session.get(name) for name in now} != now:
        results_file.unlink(missing_ok=True)
        now |= {"day": date.today().isoformat(), "commit": commit()}
        session_file.write_text(json.dumps(now))
        session = now
    Trial(TREE, HOME, known, MOST_SECONDS, jobs()).run(interleaved(mutants), results_file)
    return session


def again(earlier: list[dict[str, Any]], results_file: Path) -> None:
    """Try what nothing noticed on the source as it is now, where the same fault can still be put in."""
    known = source_known()[0]
    results_file.unlink(missing_ok=True)
    mutants = []
    for room in ROOMS:
        left = [r for r in earlier if r["room"] == room and r["outcome"] != "noticed"]
        every = candidates(TREE, room) if left else []
        for result in left:
            found = same_fault(result, every)
            if found:
                mutants.append(found)
                result["now"] = found.id
            else:
                print(f"gone: {result['id']}")
    (HOME / "again.json").write_text(
        json.dumps({"commit": commit(), "ids": {r["id"]: r.get("now") for r in earlier}})
    )
    Trial(TREE, HOME, known, MOST_SECONDS, jobs()).run(mutants, results_file)


def same_fault(result: dict[str, Any], every: list[Mutant]) -> Mutant | None:
    """The fault of an earlier run in the source of now: the same change, nearest to the line where it was."""
    path, _, operator, _ = result["id"].split(":")
    text = (TREE / path).read_text(encoding="utf-8") if (TREE / path).exists() else ""
    alike = (m for m in every if m.path == path and m.operator == operator)
    for mutant in sorted(alike, key=lambda m: abs(m.lines[0] - result["line"])):
        if report.changed_lines(text, mutated(text, mutant)) == result["diff"]:
            return mutant
    return None


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The results so far."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def main() -> int:
    os.nice(int(os.environ.get("NICE", "10")))
    os.environ["MUTANTS_TIMES"] = str(HOME / "times.json")
    HOME.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    alone = (HOME / "lock").open("w")
    try:
        fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another run goes on; two would see each other's faults.")
        return 1
    results_file, again_file = HOME / "results.jsonl", HOME / "again.jsonl"
    try:
        if sys.argv[1:] == ["again"]:
            again(lines_of(results_file), again_file)
        elif sys.argv[1:] != ["page"]:
            again_file.unlink(missing_ok=True)
            first(results_file)
    except KeyboardInterrupt:
        print("\nStopped; the same command goes on from here.")
    session = json.loads((HOME / "session.json").read_text())
    newer = json.loads((HOME / "again.json").read_text()) if again_file.exists() else None
    text = report.page(session, lines_of(results_file), newer, lines_of(again_file))
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
