"""What a run has counted, as a part of docs/properties.md."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.journeys.expected import EXPECTED
from tests.journeys.steps import JOURNEYS

from .kept import CHUNK, ROOT

PAGE = ROOT / "docs/properties.md"
HEAD = "## Last run\n"


@dataclass
class Found:
    chunks: int = 0
    failed: int = 0
    count: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)
    commits: Counter[str] = field(default_factory=Counter)
    """Chunks by the commit on which they went well."""


def read(home: Path) -> Found:
    """All that a run has kept so far."""
    found = Found()
    for place in sorted(home.glob("*.json")):
        kept = json.loads(place.read_text())
        found.count.update(kept["count"])
        found.met.update(kept["met"])
        if kept["promise"]:
            found.chunks += 1
            found.tried.update(kept["tried"])
            found.commits[kept.get("commit", "")] += 1
            found.count[f"journeys: {kept['promise']}"] += kept["count"]["journeys"]
    found.failed = len(list(home.glob("failed-*.txt")))
    return found


def never_met(found: Found) -> list[str]:
    return [name for name in EXPECTED if not found.met[name]]


def lines(found: Found, commit: str, seed: int, chunks: int) -> Iterator[str]:
    wanted = chunks * CHUNK
    of = "" if found.count["journeys"] >= wanted else f" of {wanted:,}"
    yield HEAD
    yield f"{date.today():%Y-%m-%d}, commit {commit}, seed {seed}: {found.count['journeys']:,}{of} journeys with {found.count['steps']:,} steps."
    yield (
        f"{found.failed} chunks of {CHUNK} stopped at a failure and are not among them."
        if found.failed
        else "None is left that failed."
    )
    for later in sorted({*found.commits} - {commit, ""}):
        yield (
            f"{found.commits[later]} chunks of {CHUNK} stopped at a failure and were run once more on commit {later}, "
            "where what they had found is mended: they went well."
        )
    yield ""
    yield "| Promise | Journeys of its own steps | Journeys that put it to the test |"
    yield "|---|---:|---:|"
    for name in JOURNEYS:
        yield f"| {name} | {found.count[f'journeys: {name}']:,} | {found.tried[name]:,} |"
    yield ""
    never = never_met(found)
    yield f"Never met: {', '.join(never)}." if never else "Everything that is waited for was met."
    yield ""
    if found.count["texts"]:
        yield f"{found.count['texts']:,} texts in {found.count['applications with texts']} applications. None lost, none cut, no error."
    yield ""
    yield "| Met | Times |"
    yield "|---|---:|"
    for name in sorted({*found.met, *EXPECTED}):
        star = "" if name in EXPECTED else " *"
        yield f"| {name}{star} | {found.met[name]:,} |"
    yield ""
    yield "\\* may be zero: nobody waits for it."


def write(found: Found, commit: str, seed: int, chunks: int) -> None:
    kept = PAGE.read_text().partition(HEAD)[0]
    PAGE.write_text(kept + "\n".join(lines(found, commit, seed, chunks)) + "\n")
