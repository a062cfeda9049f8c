"""Sets a template as PDF whatever characters its texts hold.

The standards that papers keep (PDF/UA-1, PDF/A-2a) make a missing glyph an error. So a character that none of the fonts
has is printed as a stand-in with its code point; what is stored, and what the digest of a paper is taken of, stays as
it was typed.

What a process took for a paper it gives back: only the small fonts stay (`fonts.py`).
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

from .fonts import FAMILIES, compiler, is_common, let_whole_fonts_go, small_fonts, whole_fonts
from .pack import packed

STANDARDS = ["ua-1", "a-2a"]
"""Readable by assistive software (PDF/UA-1) and made to be kept (PDF/A-2a)."""
PROBE = Path(__file__).parent / "probe.typ"
EMPTY = Path(__file__).parent / "empty.typ"
MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
NEVER = ("Co", "Cs", "Cn")
"""Categories of what no paper prints: private use (PDF/A refuses it), lone surrogates, code points without a character."""
KEPT_FOR = 10
"""For how many further papers typst keeps what it worked out for one (`comemo::evict` in the compiler of its Python package)."""
TRIES = 8
"""How often a paper is set anew after a character that only failed among its neighbours."""

_lock = threading.Lock()
_known: dict[str, bool] = {}
"""Whether the fonts have a cluster of characters; the fonts never change while a process lives."""
MOST_KNOWN = 50_000


@cache
def _compiler(template: Path) -> typst.Compiler:
    return compiler(template, small_fonts())


@cache
def _whole_compiler(template: Path) -> typst.Compiler:
    return compiler(template, whole_fonts())


def _compiler_for(template: Path, text: str) -> typst.Compiler:
    """The compiler of a template whose fonts have what a text needs."""
    return _compiler(template) if is_common(text) else _whole_compiler(template)


@cache
def _empty() -> typst.Compiler:
    """A compiler of nothing, without fonts."""
    no_fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[])
    return compiler(EMPTY, no_fonts)


def set_pdf(template: Path, slot: str, data: Mapping[str, Any], day: date) -> bytes:
    """The PDF of a template whose input `slot` is `data` as JSON; the same bytes for the same data.

    Safe to call from several threads: one paper is set at a time.
    """
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    with _lock:
        try:
            return _set_somehow(template, slot, data, stamp)
        finally:
            _let_go()


def _set_somehow(template: Path, slot: str, data: Mapping[str, Any], stamp: datetime) -> bytes:
    """The PDF with as many of its characters as can be printed."""
    for _ in range(TRIES):
        try:
            return _set(template, slot, _printable(data), stamp)
        except typst.TypstError as error:
            found = MISSING.search(str(error))
            if found is None:
                raise
            for cluster in clusters(_unescaped(found[1])):
                _known[cluster] = False
    return _set(template, slot, _changed(data, _common_only), stamp)


def _let_go() -> None:
    """Give back what a paper took, some 20 MB, and the whole font where one was read: typst forgets what none of the last
    papers used, so it sets a few empty ones (0.1 ms each)."""
    _whole_compiler.cache_clear()
    let_whole_fonts_go()
    for _ in range(KEPT_FOR + 1):
        _empty().compile(format="svg")


def stand_in(character: str) -> str:
    """What is printed for a character that no font has: the printers' 〓 and its code point."""
    return f"〓(U+{ord(character):04X})"


def replaced(data: object) -> bool:
    """Whether a text in `data` holds a character that is printed as a stand-in."""
    with _lock:
        _learn(data)
        return any("〓(U+" in _fitting(t) and "〓(U+" not in t for t in _texts(data))


def clusters(text: str) -> Iterator[str]:
    """The text in pieces that are drawn together: a character with its marks, selectors and what a joiner joins to it."""
    piece = ""
    for c in text:
        joined = piece.endswith("\u200d") or c == "\u200d" or unicodedata.category(c) in ("Mn", "Mc", "Me")
        if piece and not joined and not 0x1F3FB <= ord(c) <= 0x1F3FF:
            yield piece
            piece = ""
        piece += c
    if piece:
        yield piece


def _set(template: Path, slot: str, data: Any, stamp: datetime) -> bytes:
    text = json.dumps(data, ensure_ascii=False)
    made = _compiler_for(template, text).compile(
        format="pdf", sys_inputs={slot: text}, pdf_standards=cast(Any, STANDARDS), timestamp=stamp
    )
    return packed(cast(bytes, made))


def _printable(data: Mapping[str, Any]) -> Any:
    _learn(data)
    return _changed(data, _fitting)


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


def _changed(data: Any, change: Callable[[str], str]) -> Any:
    """The same structure with every text changed."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, Mapping):
        return {k: _changed(v, change) for k, v in data.items()}
    if isinstance(data, list | tuple):
        return [_changed(v, change) for v in data]
    return data


def _fitting(text: str) -> str:
    """A text as it can be printed. Call after `_learn`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if _known.get(c, True) else _apart(c) for c in map(_plain, clusters(text)))


def _plain(cluster: str) -> str:
    """A cluster without what has no shape: controls (a line break stays) and marks of direction."""
    if len(cluster) == 1 and cluster != "\n" and unicodedata.category(cluster) in ("Cc", "Cf", "Zl", "Zp"):
        return " " if cluster in "\t\r\x0b\x0c\u2028\u2029" else ""
    return cluster


def _apart(cluster: str) -> str:
    """A cluster that no font has, character by character; selectors and joiners go with what they would have shaped."""
    if len(cluster) == 1:
        return stand_in(cluster)
    return "".join(
        c if _known.get(c, False) and not unicodedata.category(c).startswith("M") else stand_in(c)
        for c in cluster
        if not _shaping(c)
    )


def _common_only(text: str) -> str:
    """A text with only those characters that every Japanese font has; the last resort."""
    out = []
    for c in text:
        try:
            c.encode("cp932")
            out.append(_plain(c))
        except UnicodeEncodeError:
            out.append(stand_in(c))
    return "".join(out)


def _learn(data: object) -> None:
    """Find out, for every cluster in the texts that is new to this process, whether the fonts have it."""
    if len(_known) > MOST_KNOWN:
        _known.clear()
    texts = [t for t in _texts(data) if not (t.isascii() and t.isprintable())]
    new = {p for p in (_plain(c) for t in texts for c in clusters(t)) if p and p != "\n" and p not in _known}
    _try({c for p in new for c in p if c not in _known})
    # A mark on a letter that no font has would be set alone, without an error: each must be there by itself first.
    whole = {p for p in new if len(p) > 1 and all(_known[c] or _shaping(c) for c in p)}
    _known.update(dict.fromkeys((p for p in new - whole if len(p) > 1), False))
    _try(whole)


def _shaping(character: str) -> bool:
    """Whether a character only changes how others are drawn: a joiner or a selector of variants."""
    return character == "\u200d" or unicodedata.name(character, "").startswith("VARIATION SELECTOR")


def _try(pieces: set[str]) -> None:
    hopeless = {p for p in pieces if any(unicodedata.category(c) in NEVER for c in p)}
    _known.update(dict.fromkeys(hopeless, False))
    _probe(sorted(pieces - hopeless))


def _probe(pieces: list[str]) -> None:
    """Set all of them at once; where that fails, halves, down to the one that fails."""
    if not pieces:
        return
    if _sets(pieces):
        _known.update(dict.fromkeys(pieces, True))
    elif len(pieces) == 1:
        _known[pieces[0]] = False
    else:
        half = len(pieces) // 2
        _probe(pieces[:half])
        _probe(pieces[half:])


def _sets(pieces: Iterable[str]) -> bool:
    text = json.dumps({"font": FAMILIES, "pieces": list(pieces)}, ensure_ascii=False)
    try:
        _compiler_for(PROBE, text).compile(
            format="pdf", sys_inputs={"probe": text}, pdf_standards=cast(Any, STANDARDS)
        )
    except typst.TypstError:
        return False
    return True


def _unescaped(text: str) -> str:
    r"""A text as the compiler writes it in its messages: `\u{600}` for what cannot be shown."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), text)
