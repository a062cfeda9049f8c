"""docs/mutants.md: the score by room and every fault that no test noticed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

HEAD = """# Do the tests notice a fault?

Written by `make mutants` on {day} of commit {commit}: {drawn} faults drawn at random (seed {seed}) from the {all} that its operators can put
into these rooms. Each is put in alone, and the tests that reach its line are run, without the browser's, shortest first,
for half a minute at most. [tests.md](tests.md) says how.

| Room | Possible | Drawn | Noticed | Not noticed | No test reaches it | Score |
|---|--:|--:|--:|--:|--:|--:|
"""


def changed_lines(before: str, after: str) -> list[str]:
    """The lines that differ, each with `-` or `+`."""
    every = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [
        line[0] + " " + line[1:].strip()
        for line in every
        if line[0] in "+-" and line[:3] not in ("---", "+++")
    ]


def page(
    day: str,
    commit: str,
    seed: int,
    rooms: Mapping[str, int],
    counts: Mapping[str, int],
    results: Sequence[Mapping[str, Any]],
) -> str:
    """The page; `counts` is how many faults each room could have, `results` what became of those drawn."""
    text = HEAD.format(day=day, commit=commit, seed=seed, drawn=len(results), all=f"{sum(counts.values()):,}")
    total = [0, 0, 0, 0, 0]
    for room in rooms:
        mine = [r for r in results if r["room"] == room]
        row = [counts[room], len(mine), *(sum(r["outcome"] == o for r in mine) for o in OUTCOMES)]
        total = [a + b for a, b in zip(total, row, strict=True)]
        text += _row(room, row)
    text += _row("**together**", total)
    wanted = sum(rooms.values())
    if len(results) < wanted:
        text += f"\nStopped before its end: {len(results)} of {wanted} faults were tried.\n"
    text += "\n## Not noticed\n\nSome change nothing that anybody could see; each is looked at before a test is written.\n"
    left = sorted((r for r in results if r["outcome"] != "noticed"), key=lambda r: (r["path"], r["line"]))
    for r in left:
        reached = f"{r['tests']} tests" if r["tests"] else "no test reaches it"
        body = "\n".join(r["diff"])
        text += f"\n`{r['path']}:{r['line']}` ({reached})\n\n```diff\n{body}\n```\n"
    return text


OUTCOMES = ("noticed", "not noticed", "not reached")


def _row(name: str, row: Sequence[int]) -> str:
    score = f"{100 * row[2] / row[1]:.0f} %" if row[1] else "–"
    return f"| {name} | {row[0]:,} | {row[1]} | {row[2]} | {row[3]} | {row[4]} | {score} |\n"
