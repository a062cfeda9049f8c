"""A smaller file with the same content: the many small objects of a tagged PDF are put into compressed object streams
(PDF 1.5 and later, ISO 32000-1 7.5.7), which Typst does not do."""

from __future__ import annotations

import itertools
import re
import zlib

PER_STREAM = 200
_TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref", re.S)


def packed(pdf: bytes) -> bytes:
    """The file with object and cross-reference streams. Only for what Typst writes: one classical table, no
    encryption, generation 0 throughout."""
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    trailer = _TRAILER.search(pdf, start)
    if pdf[start : start + 4] != b"xref" or trailer is None:
        return pdf
    bodies = _bodies(pdf, start)
    small = [n for n, body in bodies.items() if not body.endswith(b"endstream")]
    out = bytearray(pdf[: pdf.index(b"\n\n") + 1])
    entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}

    def write(number: int, body: bytes) -> None:
        entries[number] = (1, len(out), 0)
        out.extend(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    for number, body in bodies.items():
        if body.endswith(b"endstream"):
            write(number, body)
    number = max(bodies) + 1
    for at in range(0, len(small), PER_STREAM):
        heads, texts, offset = [], [], 0
        for index, inner in enumerate(small[at : at + PER_STREAM]):
            entries[inner] = (2, number, index)
            heads.append(b"%d %d" % (inner, offset))
            texts.append(bodies[inner])
            offset += len(bodies[inner]) + 1
        head = b" ".join(heads) + b"\n"
        write(
            number, _stream(b"/Type/ObjStm/N %d/First %d" % (len(heads), len(head)), head + b"\n".join(texts))
        )
        number += 1
    here = len(out)
    entries[number] = (1, here, 0)
    rows = b"".join(
        b"%c%b%b" % (kind, place.to_bytes(4, "big"), more.to_bytes(2, "big"))
        for kind, place, more in (entries[n] for n in range(number + 1))
    )
    values = re.sub(rb"/Size \d+", b"", trailer.group(1))
    table = _stream(b"/Type/XRef/W[1 4 2]/Size %d%b" % (number + 1, values), rows)
    out.extend(b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, table, here))
    return bytes(out)


def _stream(values: bytes, content: bytes) -> bytes:
    data = zlib.compress(content, 9)
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (values, len(data), data)


def _bodies(pdf: bytes, start: int) -> dict[int, bytes]:
    """Number and body of each object, cut at the places that the cross-reference table names."""
    lines = pdf[start:].split(b"\n", 2)
    first, count = (int(n) for n in lines[1].split())
    table = pdf.index(lines[2][:20], start)
    places = {}
    for n in range(count):
        entry = pdf[table + 20 * n : table + 20 * n + 20]
        if entry[17:18] == b"n":
            places[int(entry[:10])] = first + n
    found = {}
    ordered = [*sorted(places), start]
    for at, end in itertools.pairwise(ordered):
        text = pdf[at:end]
        found[places[at]] = text[text.index(b"obj") + 3 : text.rindex(b"endobj")].strip(b"\n")
    return dict(sorted(found.items()))
