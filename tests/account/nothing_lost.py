"""docs/nothing-lost.md: the forms of the product by the ways to lose what was typed, each cell held by a test or with the reason
why it does not apply, which a test looks at too. `python -m tests.account` writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nss.account import unsent
from nss.web.unsent_words import ACTS

from . import ways_walk
from .ways_to_lose import FORMS, OUTSIDE
from .ways_walk import Walk


@dataclass(frozen=True)
class Way:
    """One way to lose something: its head in the table, what it means, and the walk that tries it."""

    head: str
    means: str
    asks: str
    walk: Callable[[Walk, str], None]


IN_THE_LIST = "nothing of it is carried out; its person finds it in its page or in the list of /unsent/"
WAYS: dict[str, Way] = {
    "ended": Way("Session ended", "the session was idle for too long", IN_THE_LIST, ways_walk.ended),
    "anew": Way("Signed in anew", "its person signed in again in another tab", IN_THE_LIST, ways_walk.anew),
    "else": Way(
        "Somebody else",
        "somebody else signed in in the same browser",
        "they see nothing of it; its person finds it",
        ways_walk.somebody_else,
    ),
    "language": Way(
        "Language",
        "the language was switched in another tab",
        "it is taken as it would have been",
        ways_walk.language,
    ),
    "error": Way(
        "Error",
        "it was refused for an error in a field",
        "the page that says so shows everything that was typed",
        ways_walk.error,
    ),
    "back": Way(
        "Back",
        "somebody goes back to the answer, of a refusal or when it was done",
        "nothing is sent again and nobody is asked whether to",
        ways_walk.back,
    ),
    "faster": Way(
        "Two at once",
        "a colleague, or its person in another tab, sent it meanwhile",
        "what both typed is in sight: nothing is dropped, nothing written over unseen",
        ways_walk.faster,
    ),
    "outage": Way(
        "Outage",
        "the database was away",
        "the page that says so shows it and sends it by a button",
        ways_walk.outage,
    ),
}


@dataclass(frozen=True)
class Reason:
    """Why a way does not apply to a form, and how that is checked."""

    means: str
    holds: Callable[[Walk, str, str], bool]


def nothing_typed(walk: Walk, name: str, way: str) -> bool:
    """The form has buttons and nothing to fill in."""
    seen = walk.world.things.setdefault("without fields", set())
    if name not in seen and not walk.row(name).typed and not walk.open(name).form.typed():
        seen.add(name)
    return name in seen


def only_a_file(walk: Walk, name: str, way: str) -> bool:
    return {c.kind for c in walk.open(name).form.typed()} == {"file"}


def only_choices(walk: Walk, name: str, way: str) -> bool:
    return not walk.open(name).form.texts()


def where_secrets_are(walk: Walk, name: str, way: str) -> bool:
    return walk.path(name).startswith(unsent.NEVER)


def makes_its_own(walk: Walk, name: str, way: str) -> bool:
    """Each of two who send it makes something of their own."""
    opened = [walk.open(name), walk.open(name, walk.colleague(name))]
    made = [x.send(walk.typed(name)) for x in opened]
    return all(a.status_code == 302 for a in made) and len({a["Location"] for a in made}) == 2


def nobody(walk: Walk, name: str, way: str) -> bool:
    return walk.who(name) is None and walk.by_name[name].audience is None


REASONS: dict[str, Reason] = {
    "nothing typed": Reason("a button: the form has no field", nothing_typed),
    "a file": Reason("the form takes a file alone, which no browser sends twice", only_a_file),
    "choices": Reason("its fields are choices among what the page offers", only_choices),
    "its own": Reason("each of two who send it makes a draft of their own", makes_its_own),
    "secrets": Reason("it stands where secrets are typed: nothing of it is shown again", where_secrets_are),
    "no session": Reason("it is sent by somebody who has not signed in", nobody),
}


@dataclass(frozen=True)
class Cell:
    reason: str = ""
    open: str = ""


def cell(name: str, way: str) -> Cell:
    """What stands in one cell of the table."""
    row = FORMS[name]
    if reason := row.without.get(way) or row.without.get("*"):
        return Cell(reason)
    if not row.typed:
        return Cell("nothing typed")
    if row.who == "nobody" and way in ("ended", "anew", "else", "faster"):
        return Cell("no session")
    return Cell(open=row.open.get(way, ""))


HEAD = """# Nothing typed is lost

Every form of the product by every way to lose what was typed into it, written by `python -m tests.account`. ● is held by a
test of that cell (`tests/account/test_ways_to_lose.py`); a word is the reason why the way does not apply, which the test looks
at as well; ○ still loses something, and the list below the table says what. A form of the URL map that is missing here fails a test.

"""


def markdown() -> str:
    """The whole page."""
    lines = [HEAD, "| Way | What happens, and what the test asks for |", "|---|---|"]
    lines += [f"| {w.head} | {w.means}: {w.asks} |" for w in WAYS.values()]
    lines += ["", "| Reason | |", "|---|---|", *(f"| {k} | {r.means} |" for k, r in REASONS.items()), ""]
    lines += ["| Form | | " + " | ".join(w.head for w in WAYS.values()) + " |"]
    lines += ["|---|---|" + "---|" * len(WAYS)]
    opened: list[str] = []
    for name in FORMS:
        cells = {way: cell(name, way) for way in WAYS}
        opened += [f"* {ACTS[name].en}, {WAYS[w].head.lower()}: {c.open}" for w, c in cells.items() if c.open]
        shown = [c.reason or ("○" if c.open else "●") for c in cells.values()]
        shown = [shown[0], *("" for _ in shown[1:])] if set(shown) == {"nothing typed"} else shown
        lines.append(f"| `{name}` | {title(name)} | " + " | ".join(shown) + " |")
    lines += ["", *(["What is still lost:", "", *opened, ""] if opened else [])]
    outside = {o.means: [n for n, x in OUTSIDE.items() if x is o] for o in OUTSIDE.values()}
    lines += ["Outside of the table:", ""]
    lines += [f"* {means}: {', '.join(f'`{n}`' for n in names)}" for means, names in outside.items()]
    return "\n".join([*lines, ""])


def title(name: str) -> str:
    """What the form is called."""
    return ACTS[name].en if name in ACTS else TITLES[name]


TITLES = {"account:forgotten": "Asking for a new password"}
