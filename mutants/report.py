"""docs/mutants.md: the score by room, first and after tests were written, and what was said of each fault that nothing noticed."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ANSWERS = Path(__file__).with_name("answers.toml")
"""What people found when they looked at a fault; its head says which words it uses."""

HEAD = """# Do the tests notice a fault?

Written by `make mutants` on {day} of commit {commit}: {drawn} faults drawn at random (seed {seed}) from the {all} that its operators can put
into these rooms. Each is put in alone, and the tests that reach its line are run, shortest first, without the browser's and
without the slow ones. [tests.md](tests.md) says how. A fault that hangs counts as noticed; so many did: {hung}.

| Room | Possible | Drawn | Noticed | Not noticed | No test reaches it | Score |{more}
|---|--:|--:|--:|--:|--:|--:|{rule}
"""
WORDS = """
*Equivalent* are faults that change nothing that anybody could see, or that something else of the code catches as well
(*second net*). *Test written* are those for which a test was written once they had been read. Both count as not noticed.
"""
AFTER = """
*After* is the score once tests had been written for what was left: those faults alone, tried again on commit {commit}.
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
    session: Mapping[str, Any],
    results: Sequence[Mapping[str, Any]],
    newer: Mapping[str, Any] | None,
    again: Sequence[Mapping[str, Any]],
) -> str:
    """The page: `results` is what became of the faults drawn, `again` of those left when they were tried on a newer commit."""
    answers = answered()
    later = _later(results, newer, again)
    counts, rooms = session["counts"], session["rooms"]
    text = HEAD.format(
        **{key: session[key] for key in ("day", "commit", "seed")},
        drawn=len(results),
        all=f"{sum(counts.values()):,}",
        hung=sum(r["outcome"] == "hangs" for r in results),
        more=" Equivalent | Test written | After |" if newer else " Equivalent | Test written |",
        rule="--:|--:|--:|" if newer else "--:|--:|",
    )
    for name, mine in [*((room, [room]) for room in rooms), ("**together**", list(rooms))]:
        of = [r for r in results if r["room"] in mine]
        text += _row(name, sum(counts[room] for room in mine), of, answers, later if newer else None)
    text += WORDS
    if newer:
        text += AFTER.format(commit=newer["commit"])
    wanted = sum(rooms.values())
    if len(results) < wanted:
        text += f"\nStopped before its end: {len(results)} of {wanted} faults were tried.\n"
    text += "\n## Not noticed at first\n"
    for r in sorted((r for r in results if not noticed(r)), key=lambda r: (r["path"], r["line"])):
        text += _fault(r, answers, later)
    return text + by_hand()


def noticed(result: Mapping[str, Any]) -> bool:
    """Whether a test failed, or never came to an end."""
    return result["outcome"] in ("noticed", "hangs")


def answered() -> dict[tuple[str, str], dict[str, str]]:
    """What was found, by file and change."""
    if not ANSWERS.exists():
        return {}
    read = tomllib.loads(ANSWERS.read_text(encoding="utf-8"))
    return {(a["path"], _key(a["change"].strip().splitlines())): a for a in read.get("fault", ())}


def by_hand() -> str:
    """The faults that were put in by hand."""
    if not ANSWERS.exists():
        return ""
    found = tomllib.loads(ANSWERS.read_text(encoding="utf-8")).get("by_hand", ())
    if not found:
        return ""
    text = "\n## Put in by hand\n\nOne a room, chosen to be nasty.\n\n| Room | Fault | Noticed by |\n|---|---|---|\n"
    return text + "".join(f"| {f['room']} | {f['fault']} | {f['by']} |\n" for f in found)


def _later(
    results: Sequence[Mapping[str, Any]], newer: Mapping[str, Any] | None, again: Sequence[Mapping[str, Any]]
) -> dict[str, Mapping[str, Any]]:
    """What became of a fault when it was tried again, by its first name."""
    by_now = {r["id"]: r for r in again}
    ids = newer["ids"] if newer else {}
    return {r["id"]: by_now[ids[r["id"]]] for r in results if ids.get(r["id"]) in by_now}


def _key(lines: Sequence[str]) -> str:
    return "\n".join(" ".join(line.split()) for line in lines)


def _row(
    name: str,
    possible: int,
    of: Sequence[Mapping[str, Any]],
    answers: Mapping[tuple[str, str], Mapping[str, str]],
    later: Mapping[str, Mapping[str, Any]] | None,
) -> str:
    seen = sum(map(noticed, of))
    unreached = sum(r["outcome"] == "not reached" for r in of)
    said = [answers.get((r["path"], _key(r["diff"])), {}).get("what") for r in of if not noticed(r)]
    cells = [
        f"{possible:,}",
        len(of),
        seen,
        len(of) - seen - unreached,
        unreached,
        _share(seen, len(of)),
        said.count("equivalent") + said.count("second net"),
        said.count("test written"),
    ]
    if later is not None:
        since = sum(r["id"] in later and noticed(later[r["id"]]) for r in of)
        cells.append(_share(seen + since, len(of)))
    return f"| {name} | " + " | ".join(map(str, cells)) + " |\n"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def _fault(
    r: Mapping[str, Any],
    answers: Mapping[tuple[str, str], Mapping[str, str]],
    later: Mapping[str, Mapping[str, Any]],
) -> str:
    reached = f"{r['tests']} tests" if r["tests"] else "no test reaches it"
    answer = answers.get((r["path"], _key(r["diff"])))
    now = later.get(r["id"])
    said = ""
    if now and noticed(now):
        said = f"Noticed since, by `{now['by']}`." if now.get("by") else "Noticed since."
    elif answer:
        said = f"{answer['what'].capitalize()}: {answer['why']}"
    body = "\n".join(r["diff"])
    return f"\n`{r['path']}:{r['line']}` ({reached}){'. ' + said if said else ''}\n\n```diff\n{body}\n```\n"
