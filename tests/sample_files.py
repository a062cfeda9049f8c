"""Small real files for uploads, and hostile ones made from them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from openpyxl import Workbook
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

Change = Callable[[PdfWriter], None]


def pdf(change: Change | None = None, password: str = "") -> bytes:
    """One empty page, changed before it is written."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if change is not None:
        change(writer)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def action(kind: str, **more: str) -> Change:
    """The PDF does this when it is opened."""
    words = {NameObject(f"/{k}"): TextStringObject(v) for k, v in more.items()}

    def change(writer: PdfWriter) -> None:
        done = DictionaryObject({NameObject("/S"): NameObject(kind), **words})
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(done)

    return change


def opens_with(action: bytes) -> bytes:
    """A PDF whose action on opening lies in a compressed object stream (ISO 32000, 7.5.7), as most programs write objects today."""
    inside = zlib.compress(b"5 0 " + action)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        4: b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%b\nendstream"
        % (len(inside), inside),
    }
    out, at = bytearray(b"%PDF-1.5\n"), [0]
    for number, text in objects.items():
        at.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    places = [(0, 0), *((1, place) for place in at[1:]), (2, 4), (1, len(out))]
    table = b"".join(struct.pack(">BHB", kind, place, 0) for kind, place in places)
    out += b"6 0 obj\n<</Type/XRef/Size 7/W[1 2 1]/Root 1 0 R/Length %d>>stream\n%b\nendstream\nendobj\n" % (
        len(table),
        table,
    )
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % places[-1][1]


def stream(body: bytes) -> Change:
    """Bytes as a picture or a text has them: inside a stream."""

    def change(writer: PdfWriter) -> None:
        made = StreamObject()
        made.set_data(body)
        writer._add_object(made)

    return change


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, body in parts.items():
            z.writestr(name, body)
    return out.getvalue()


def workbook(formula: str = "=A2+1", **more: bytes) -> bytes:
    """A workbook of one sheet, with parts added or replaced (`__` in a name stands for `/`)."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = formula
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as z:
        parts = {n: z.read(n) for n in z.namelist()}
    return packed({**parts, **{k.replace("__", "/"): v for k, v in more.items()}})


def old_office(streams: dict[str, bytes]) -> bytes:
    """A compound file ([MS-CFB]) with these streams, each padded to the size from which it needs no small sectors."""
    free, end, size = 0xFFFFFFFF, 0xFFFFFFFE, 512
    table: list[int] = [0xFFFFFFFD, end]
    entries = [_entry("Root Entry", 5, end, 0)]
    bodies = b""
    for name, body in streams.items():
        body = body.ljust(max(4096, -(-len(body) // size) * size), b"\0")
        first, count = len(table), len(body) // size
        entries.append(_entry(name, 2, first, len(body)))
        table += [*range(first + 1, first + count), end]
        bodies += body
    listing = b"".join(entries).ljust(size, b"\0")
    assert len(table) <= 128 and len(listing) == size
    fat = struct.pack("<128I", *table, *[free] * (128 - len(table)))
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack(
        "<109I", 0, *[free] * 108
    )
    return head + fat + listing + bodies


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HB", len(text), kind)
        + bytes(49)
        + struct.pack("<IQ", first, size)
    )


def record(kind: int, data: bytes) -> bytes:
    """One record of an old workbook ([MS-XLS])."""
    return struct.pack("<HH", kind, len(data)) + data


PDF = pdf()
XLS = old_office({"Workbook": record(0x85, bytes(4) + b"\0\0\x01\0A"), "\x05SummaryInformation": b""})
DOC = old_office({"WordDocument": bytes(64), "1Table": b"", "Data": b""})
