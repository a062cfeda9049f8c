"""`python -m properties`: journeys and texts, and what came of them into docs/properties.md. With the word `report` it writes
down what was kept so far and runs nothing.

From the environment: PROPERTY_JOURNEYS (20000), PROPERTY_TEXTS (10000), PROPERTY_SEED, JOBS (2 processes), NICE (10; how far
it stands back behind others), PROPERTY_COMMIT (the run of an earlier commit: what failed there is tried once more on the source
of now, and the page says so). Stopped (Ctrl-C, SIGTERM) it writes down how far it came; started again on the same code it goes on
from there. It fails when a journey or a text does, and when something that is counted was never met. A run of another size (PROPERTY_JOURNEYS) writes and counts nothing.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter

import django

from .kept import CHUNK, CHUNKS, COMMIT, HOME, ROOT, SEED, place


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nss.runtime.settings")
    django.setup()
    from . import report  # the names of rules and items are read off the code

    os.nice(int(os.environ.get("NICE", "10")))
    failed = 0
    if "report" not in sys.argv:
        signal.signal(signal.SIGTERM, stop)
        try:
            failed = tried(
                ["properties/test_chunks.py", "-n", os.environ.get("JOBS", "2"), "--dist", "worksteal"]
            )
            if not place("texts").exists():
                failed = texts() or failed
        except KeyboardInterrupt:
            failed = 130
    found = report.read(HOME)
    whole = "PROPERTY_JOURNEYS" not in os.environ
    if whole or "report" in sys.argv:
        report.write(found, COMMIT, SEED, CHUNKS)
    zero = report.never_met(found) if whole else []
    print(f"{found.count['journeys']} journeys, {found.count['texts']} texts")
    if zero:
        print("Never met:", *zero, sep="\n  ")
    return failed or int(bool(zero))


def tried(arguments: list[str]) -> int:
    """The chunks, with a line of progress every minute. Raises KeyboardInterrupt where somebody stops it; what is done by
    then is kept."""
    running = subprocess.Popen([sys.executable, "-m", "pytest", "-q", *arguments], cwd=ROOT)
    began, at_first = time.monotonic(), done()
    try:
        while running.poll() is None:
            try:
                running.wait(60)
            except subprocess.TimeoutExpired:
                print(progress(done(), at_first, time.monotonic() - began), flush=True)
    except KeyboardInterrupt:
        running.send_signal(signal.SIGINT)
        running.wait()
        raise
    return running.returncode


def done() -> int:
    """Journeys that are kept."""
    return len(list(HOME.glob("[0-9]*.json"))) * CHUNK


def progress(now: int, at_first: int, seconds: float) -> str:
    rate = (now - at_first) / seconds * 60
    left = f", {(CHUNKS * CHUNK - now) / rate / 60:.1f} hours left" if rate else ""
    return f"\n{now:,} of {CHUNKS * CHUNK:,} journeys, {rate:.0f} a minute{left}"


def stop(*_: object) -> None:
    raise KeyboardInterrupt


def texts() -> int:
    """The texts in a run of their own; how many went the way is read off what it prints."""
    os.environ.setdefault("PROPERTY_TEXTS", "10000")
    command = [sys.executable, "-m", "pytest", "-s", "-q", "tests/procedure/test_any_text.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    print(done.stdout[-2000:], done.stderr[-2000:])
    said = re.search(r"(\d+) texts, (\d+) applications", done.stdout)
    if done.returncode == 0 and said:
        count = Counter({"texts": int(said[1]), "applications with texts": int(said[2])})
        place("texts").write_text(json.dumps({"promise": "", "count": count, "met": {}}))
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
