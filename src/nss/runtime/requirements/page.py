"""docs/requirements.md as the command prints it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .model import Section, Source
from .scan import below, cited
from .sources import ALL
from .table import SECTIONS

HEAD = """# Requirements

Numbers such as `X-04` in comments, tests and docs stand for the rules below. Drawn by `python -m nss requirements > docs/requirements.md`
from the table in `src/nss/runtime/requirements/` and from who cites a number; a test keeps it true.

*Carried by* lists the modules (under `src/nss/`) and *held by* the tests (under `tests/`) that name the number; "none" says that no test
names it yet. A source is a public rule or guide, described [at the end](#sources), or a decision of this project with its reason.
Numbers that are missing in a series were never built.

A new number is a row in the module of its subject there, then the command; a module or test that carries the rule names the number in a
comment or docstring (`# Holds X-04.` in a test).
"""
TABLE = "| | Rule | Source | Carried by | Held by |\n|---|---|---|---|---|\n"
SECURITY = """## Security

Numbers with dots (`ASVS 5.4.3`) are requirements of OWASP ASVS 5.0: [security.md](security.md) says of each that matters what it asks here, where
it is met and which test shows it.
"""


def cell(names: Sequence[str], nothing: str) -> str:
    """Files as one cell."""
    return ", ".join(f"`{n}`" for n in names) or nothing


def section(s: Section, found: Mapping[str, Sequence[str]]) -> str:
    """One heading with its table."""
    lines = [f"## {s.title}\n\n{s.about}\n\n{TABLE}"]
    for r in s.rows:
        files = found.get(r.number, ())
        rehearsed = [n for n in files if n.startswith("faults/") and n != "faults/__main__.py"]
        held = cell([*below(files, "tests/"), *rehearsed], "none")
        lines.append(
            f"| {r.number} | {r.rule} | {r.origin} | {cell(below(files, 'src/nss/'), '–')} | {held} |\n"
        )
    return "".join(lines)


def source(s: Source) -> str:
    """One line of the list of sources."""
    where = f". <{s.address}>" if s.address else ""
    return f"* **{s.name}**: {s.about}{where}\n"


def markdown() -> str:
    """The whole page."""
    found = cited()
    parts = [HEAD, *(section(s, found) for s in SECTIONS), SECURITY]
    parts.append("## Sources\n\n" + "".join(source(s) for s in ALL))
    return "\n".join(parts)
