"""PDF, read as objects (ISO 32000): nothing in it acts, fetches or carries files, and everybody can open it.

What viewers forgive is forgiven here too: a byte order mark or line breaks before the head, padding after the end, a table
of objects that has to be rebuilt. Bytes inside streams (a picture may hold `/JS` by chance) mean nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject

from . import Finding
from .mixed import is_mixed

ACTIONS = frozenset(
    (
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/GoToR",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/Trans3D",
        "/GoTo3DView",
    )
)
"""Kinds of action (12.6.4) that run something or reach out of the file."""
KEYS = frozenset(
    ("/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/RichMediaSettings")
)
TYPES = frozenset(("/EmbeddedFile", "/RichMedia", "/FileAttachment", "/Movie", "/Sound", "/Screen", "/3D"))
HEAD = 1024
"""Within so many bytes the head must stand (Acrobat's own rule)."""
MOST_OBJECTS = 200_000
NAME = re.compile(rb"/(?:[^\s()<>\[\]{}/%#]|#[0-9A-Fa-f]{2}){1,60}")
HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


def problem(body: bytes, ending: str) -> Finding:
    """What is wrong with a PDF file; see the package for the codes."""
    head = body.find(b"%PDF-", 0, HEAD)
    if head < 0:
        return "unreadable", ""
    if is_mixed(body, HEAD):
        return "two_kinds", ""
    body = body[head:]
    end = body.rfind(b"%%EOF")
    if end < 0:
        return "cut_off", ""
    body = body[: end + 5] + body[end + 5 :].rstrip(b"\0\r\n\t \x1a")
    if _hidden(body):
        return "active", ""
    reader = PdfReader(io.BytesIO(body), strict=False)
    if reader.is_encrypted:
        return "encrypted", ""
    if not len(reader.pages):
        return "unreadable", ""
    if any(_acts(thing) for thing in _all(reader)):
        return "active", ""
    return None


def _all(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of every object that the tables name, and the trailer."""
    names = [(n, g) for g, numbers in reader.xref.items() for n in numbers]
    names += [(n, 0) for n in reader.xref_objStm]
    if len(names) > MOST_OBJECTS:
        raise ValueError("too many objects")
    yield from _inside(reader.trailer)
    for number, generation in dict.fromkeys(names):
        found = reader.get_object(IndirectObject(number, generation, reader))
        if found is not None:
            yield from _inside(found)


def _inside(found: PdfObject) -> Iterator[DictionaryObject]:
    """The dictionaries that stand directly in an object; what it refers to is an object of its own."""
    todo: list[object] = [found]
    while todo:
        thing = todo.pop()
        if isinstance(thing, DictionaryObject):
            yield thing
            todo += [v for k, v in dict.items(thing)]
        elif isinstance(thing, ArrayObject):
            todo += list.__iter__(thing)


def _acts(thing: DictionaryObject) -> bool:
    if KEYS.intersection(map(str, thing)):
        return True
    return any(
        isinstance(value := dict.get(thing, NameObject(key)), NameObject) and str(value) in kinds
        for key, kinds in (("/S", ACTIONS), ("/Type", TYPES), ("/Subtype", TYPES))
    )


def _hidden(body: bytes) -> bool:
    """Actions in objects that no table names: a viewer that rebuilds the table would find them. Looked for as pairs of names
    outside streams, so that neither a picture nor a text that mentions a script is taken for one."""
    names = [HEX.sub(lambda m: bytes([int(m[1], 16)]), n) for n in NAME.findall(_outside_streams(body))]
    acting = {a.encode() for a in ACTIONS}
    return any(first == b"/S" and second in acting for first, second in pairwise(names))


def _outside_streams(body: bytes) -> bytes:
    """The file without what stands between `stream` and `endstream`; a stream without an end is looked at too."""
    kept, at = [], 0
    while (start := body.find(b"stream", at)) >= 0:
        end = body.find(b"endstream", start + 6)
        if end < 0:
            break
        kept.append(body[at:start])
        at = end + 9
    return b" ".join([*kept, body[at:]])
