"""利用規程 in force: the Center's newest version, or the one that the system came with."""

from __future__ import annotations

from datetime import date

from nss.base.terms import TERMS, VERSION
from nss.base.words import W

from . import state


def in_force(day: date) -> tuple[str, tuple[tuple[W, W], ...]]:
    """Version and articles (title, text) on a day."""
    found = next((v for v in reversed(state.current().terms) if v.since <= day), None)
    if found is None:
        return VERSION, TERMS
    return found.version, articles(found.text_ja, found.text_en)


def articles(ja: str, en: str = "") -> tuple[tuple[W, W], ...]:
    """Articles divided by empty lines; the first line of each is its title. An English text that has fewer articles
    falls back to the Japanese one."""
    mine, theirs = _split(ja), _split(en)
    return tuple(
        (
            W(title, theirs[n][0] if n < len(theirs) else title),
            W(text, theirs[n][1] if n < len(theirs) else text),
        )
        for n, (title, text) in enumerate(mine)
    )


def _split(text: str) -> list[tuple[str, str]]:
    blocks = [b.strip() for b in text.replace("\r", "").split("\n\n") if b.strip()]
    return [(b.partition("\n")[0].strip(), b.partition("\n")[2].strip()) for b in blocks]
