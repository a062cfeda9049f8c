"""xls and doc: a compound file ([MS-CFB]) of named streams. Streams are taken when they are known; macros, embedded objects
and encryption are refused. An old workbook's records ([MS-XLS]) are walked for macro sheets, passwords and links."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from . import Finding

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END = 0xFFFFFFFA
"""Sector numbers from here on mean something else than a sector."""
KNOWN = frozenset(
    (
        "workbook",
        "book",
        "worddocument",
        "0table",
        "1table",
        "data",
        "\x01compobj",
        "\x05summaryinformation",
        "\x05documentsummaryinformation",
        "msodatastore",
    )
)
MACROS = ("_vba_project", "macros", "vba", "_vba_project_cur", "dir", "project", "projectwm")
BOUNDSHEET, FILEPASS, EXTERNSHEET_BOOK = 0x85, 0x2F, 0x1AE
MACRO_SHEETS = (1, 6)
PLACE, MINI = 128, 64
"""Bytes of a place in the directory, and of a small sector."""

Entry = tuple[str, int, int, int]
"""Name, kind (1 storage, 2 stream, 5 root), first sector, size."""


def problem(body: bytes, ending: str) -> Finding:
    """What is wrong with an xls or doc file; see the package for the codes."""
    if len(body) < 1536 or not body.startswith(MARK):
        return "unreadable", ""
    file = Compound(body)
    names = [name for name, _, _, _ in file.entries]
    for name in names:
        if name.lower() in MACROS:
            return "macros", name
        if name.lower() in ("encryptedpackage", "encryptioninfo"):
            return "encrypted", ""
    if ending == "xls":
        book = next((e for e in file.entries if e[0].lower() in ("workbook", "book")), None)
        if book is None:
            return "unreadable", ""
        if found := _workbook(file.stream(book)):
            return found
    elif "worddocument" in [n.lower() for n in names]:
        head = file.stream(next(e for e in file.entries if e[0].lower() == "worddocument"))
        if len(head) < 12 or struct.unpack_from("<H", head, 10)[0] & 0x0100:
            return ("unreadable", "") if len(head) < 12 else ("encrypted", "")
    else:
        return "unreadable", ""
    odd = next((n for n in names if n.lower() not in KNOWN and n != "Root Entry"), None)
    return ("unknown_part", odd.strip("\x01\x03\x05")[:40]) if odd else None


class Compound:
    """A reader of just the directory and the streams; every walk along a chain is bounded by the file's own size."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        shift, mini = struct.unpack_from("<HH", body, 30)
        if shift not in (9, 12) or mini != 6:
            raise ValueError("sector size")
        self.size = 1 << shift
        first, _, self.cutoff, mini_first, _, more, _ = struct.unpack_from("<7I", body, 48)
        tables = [*struct.unpack_from("<109I", body, 76)]
        while more < END and len(tables) < len(body) // self.size:
            *rest, more = self.numbers(self.sector(more))
            tables += rest
        self.fat = [number for n in tables if n < END for number in self.numbers(self.sector(n))]
        listing = self.chain(first)
        places = (listing[at : at + PLACE] for at in range(0, len(listing), PLACE))
        self.entries = [e for e in map(_entry, places) if e is not None]
        root = next(e for e in self.entries if e[1] == 5)
        self.minis = self.chain(root[2])
        self.mini_fat = self.numbers(self.chain(mini_first))

    @staticmethod
    def numbers(text: bytes) -> list[int]:
        """Bytes as the numbers of sectors that they are."""
        return [number for (number,) in struct.iter_unpack("<I", text)]

    def sector(self, number: int) -> bytes:
        """The bytes of one sector, padded with NUL where the file ends early."""
        at = (number + 1) * self.size
        found = self.body[at : at + self.size]
        return found.ljust(self.size, b"\0")

    def chain(self, number: int) -> bytes:
        """The bytes of the sectors of a chain from its first on."""
        return b"".join(map(self.sector, _walk(self.fat, number)))

    def stream(self, entry: Entry) -> bytes:
        """The bytes of a stream, given its entry in the directory."""
        _, _, number, size = entry
        if size >= self.cutoff:
            return self.chain(number)[:size]
        parts = (self.minis[n * MINI : (n + 1) * MINI] for n in _walk(self.mini_fat, number))
        return b"".join(parts)[:size]


def _walk(table: list[int], number: int) -> Iterator[int]:
    """The sectors of a chain from its first on. Raises ValueError where it never ends."""
    seen: set[int] = set()
    while number < END:
        if number in seen:
            raise ValueError("a chain without end")
        seen.add(number)
        yield number
        number = table[number]


def _entry(raw: bytes) -> Entry | None:
    """What stands in one place of the directory; None for an unused one. Raises ValueError where its name has no length or
    is longer than its field: who reads it otherwise might see another name."""
    length, kind = struct.unpack_from("<HB", raw, 64)
    if kind not in (1, 2, 5):
        return None
    if not 2 < length <= 64:
        raise ValueError("the length of a name")
    first, size = struct.unpack_from("<II", raw, 116)
    return raw[: length - 2].decode("utf-16-le"), kind, first, size


def _workbook(book: bytes) -> Finding:
    at = 0
    while at + 4 <= len(book):
        record, length = struct.unpack_from("<HH", book, at)
        data = book[at + 4 : at + 4 + length]
        if record == FILEPASS:
            return "encrypted", ""
        if record == BOUNDSHEET and len(data) > 5 and data[5] in MACRO_SHEETS:
            return "macros", ""
        if record == EXTERNSHEET_BOOK and len(data) > 4 and data[2:4] not in (b"\x01\x04", b"\x01\x3a"):
            return "outside", ""
        at += 4 + length
    return None
