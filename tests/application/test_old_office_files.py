"""Old Office files ([MS-CFB], [MS-XLS]) read to the byte: where things stand in them, and what of it is refused."""

from __future__ import annotations

import struct

import pytest

from nss.application.file_kinds import old_office
from tests.sample_files import _entry, record

FREE, LAST, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(
    streams: dict[str, bytes], *, storages: str = "", shift: int = 9, mini: int = 6, far: bool = False
) -> bytes:
    """A compound file: streams below 4,096 bytes in small sectors; with `far` its table is named in a sector of names."""
    size = 1 << shift
    sectors: list[bytes] = []
    table: list[int] = []

    def put(body: bytes) -> int:
        if not body:
            return LAST
        first = len(sectors)
        sectors.extend(body[at : at + size].ljust(size, b"\0") for at in range(0, len(body), size))
        table.extend([*range(first + 1, len(sectors)), LAST])
        return first

    small, small_table, places = b"", list[int](), [b""]
    for name, body in streams.items():
        first = LAST
        if len(body) >= 4096:
            first = put(body)
        elif body:
            first, count = len(small_table), -(-len(body) // 64)
            small_table += [*range(first + 1, first + count), LAST]
            small += body.ljust(count * 64, b"\0")
        places.append(_entry(name, 2, first, len(body)))
    places[0] = _entry("Root Entry", 5, put(small), len(small))
    places += [_entry(name, 1, 0, 0) for name in storages.split()]
    names = put(
        struct.pack(f"<{len(small_table)}I", *small_table).ljust(-(-len(small_table) // 128) * size, b"\xff")
    )
    listing = put(b"".join(places))
    fat = len(sectors)
    sectors += [b"", *[struct.pack(f"<{size // 4}I", fat, *[FREE] * (size // 4 - 2), LAST)] * far]
    table += [TABLE, *[TABLE - 1] * far]
    sectors[fat] = struct.pack(f"<{size // 4}I", *table, *[FREE] * (size // 4 - len(table)))
    head = old_office.MARK + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, shift, mini) + bytes(6)
    head += struct.pack("<9I", 0, 1, listing, 0, 4096, names, 1, fat + 1 if far else LAST, int(far))
    head += struct.pack("<109I", FREE if far else fat, *[FREE] * 108)
    return head.ljust(size, b"\0") + b"".join(sectors)


SHEET = record(0x85, bytes(4) + b"\0\0\x01\0A")
PASSWORD = record(0x2F, b"")
"""A record without data, so that it may be the last four bytes."""
LETTER = bytes(12)


@pytest.mark.parametrize("shift", [9, 12])
@pytest.mark.parametrize("length", [100, 4092, 4096, 9000])
def test_a_stream_is_read_to_its_last_byte_wherever_it_stands(shift: int, length: int) -> None:
    book = record(1, bytes(length - len(SHEET) - 4)) + SHEET
    before = {"\x05SummaryInformation": b"a" * 130, "\x01CompObj": b"b" * 5000}
    assert len(book) == length
    for name in ("Workbook", "BOOK"):
        assert old_office.problem(compound({**before, name: book}, shift=shift), "xls") is None
        hidden = compound({**before, name: book + PASSWORD, "Data": b"c" * 70}, shift=shift)
        assert old_office.problem(hidden, "xls") == ("encrypted", "")
        cut = compound({**before, name: book + PASSWORD[:3]}, shift=shift)
        assert old_office.problem(cut, "xls") is None
    assert old_office.Compound(hidden).stream(("", 2, LAST, 0)) == b""


def test_a_table_that_is_named_far_behind_is_found_and_names_in_a_circle_come_to_an_end() -> None:
    book = {"Workbook": (record(1, bytes(8000)) * 7).ljust(110 * 512, b"\0") + PASSWORD}
    body = compound(book, far=True)
    assert old_office.problem(body, "xls") == ("encrypted", "")
    (more,) = struct.unpack_from("<I", body, 68)
    at = (more + 1) * 512
    circle = body[:at] + struct.pack("<128I", *[FREE] * 127, more) + body[at + 512 :]
    with pytest.raises((ValueError, IndexError)):
        old_office.problem(circle, "xls")


def test_the_last_sector_may_be_cut_and_the_last_place_of_the_directory_counts() -> None:
    streams = {"WordDocument": bytes(4096), "1Table": b"", "Macros": b""}
    assert old_office.problem(compound(streams), "doc") == ("macros", "Macros")
    body = compound({"Workbook": SHEET + bytes(4096)})
    assert old_office.problem(body[:-400], "xls") is None


@pytest.mark.parametrize("name", [*old_office.MACROS, "VBA", "Macros"])
def test_a_storage_or_stream_of_macros_is_refused_by_its_name(name: str) -> None:
    assert old_office.problem(compound({"Workbook": SHEET}, storages=name), "xls") == ("macros", name)
    assert old_office.problem(compound({"WordDocument": LETTER, name: b"x"}), "doc") == ("macros", name)


@pytest.mark.parametrize("name", ["EncryptedPackage", "EncryptionInfo"])
def test_a_package_under_a_password_is_called_encrypted(name: str) -> None:
    assert old_office.problem(compound({name: b"x"}), "xls") == ("encrypted", "")


@pytest.mark.parametrize("name", sorted(old_office.KNOWN - {"workbook", "book", "worddocument"}))
def test_what_programs_write_beside_a_letter_is_known(name: str) -> None:
    assert old_office.problem(compound({"WordDocument": LETTER, name.upper(): b"x"}), "doc") is None


def test_an_unknown_part_is_refused_by_forty_characters_of_its_name_at_most() -> None:
    for name, told in {"\x01Ole": "Ole", "n" * 31: "n" * 31, "\x05\x03x\x03": "x"}.items():
        assert old_office.problem(compound({"WordDocument": LETTER, name: b"x"}), "doc") == (
            "unknown_part",
            told,
        )


def test_a_letter_says_in_its_ninth_bit_whether_it_has_a_password() -> None:
    for flag, found in {
        0x0100: ("encrypted", ""),
        0x0000: None,
        0xFEFF: None,
        0xFFFF: ("encrypted", ""),
    }.items():
        head = bytes(10) + flag.to_bytes(2, "little")
        assert old_office.problem(compound({"WordDocument": head}), "doc") == found
        assert old_office.problem(compound({"WordDocument": head + b"\xff" * 20}), "doc") == found
    assert old_office.problem(compound({"WordDocument": bytes(11)}), "doc") == ("unreadable", "")


def test_a_book_is_no_letter_and_a_letter_no_book() -> None:
    assert old_office.problem(compound({"Workbook": SHEET}), "doc") == ("unreadable", "")
    assert old_office.problem(compound({"WordDocument": LETTER}), "xls") == ("unreadable", "")


def test_a_file_of_three_sectors_is_read_and_a_shorter_or_another_one_is_not() -> None:
    body = compound({}, storages="VBA")
    assert len(body) == 1536 and old_office.problem(body, "xls") == ("macros", "VBA")
    assert old_office.problem(body[:-1], "xls") == ("unreadable", "")
    assert old_office.problem(b"\0" + body[1:] + bytes(99), "xls") == ("unreadable", "")


@pytest.mark.parametrize("shift, mini", [(8, 6), (10, 6), (11, 6), (13, 6), (9, 5), (9, 7)])
def test_other_sizes_of_sectors_than_those_of_the_format_are_not_read(shift: int, mini: int) -> None:
    body = bytearray(compound({"Workbook": SHEET}))
    body[30:34] = struct.pack("<HH", shift, mini)
    with pytest.raises(ValueError, match="sector size"):
        old_office.problem(bytes(body), "xls")


def test_chains_that_bite_their_tail_are_not_read() -> None:
    small, large = (compound({"Workbook": SHEET + bytes(size)}) for size in (200, 5000))
    table = struct.pack("<4I", 1, 2, 3, LAST)
    at = small.index(table)
    with pytest.raises(ValueError, match="without end"):
        old_office.problem(small[:at] + struct.pack("<4I", 1, 2, 3, 1) + small[at + 16 :], "xls")
    at = large.index(table[:12])
    with pytest.raises(ValueError, match="without end"):
        old_office.problem(large[:at] + struct.pack("<3I", 1, 2, 1) + large[at + 12 :], "xls")


@pytest.mark.parametrize("length", [0, 1, 2, 65, 66])
def test_a_name_without_length_or_longer_than_its_field_is_not_read(length: int) -> None:
    body = bytearray(compound({"Workbook": SHEET, "\x05SummaryInformation": b""}))
    at = body.index("\x05SummaryInformation".encode("utf-16-le"))
    body[at + 64 : at + 66] = length.to_bytes(2, "little")
    with pytest.raises(ValueError, match="length of a name"):
        old_office.problem(bytes(body), "xls")


def test_a_name_fills_its_field_or_has_one_letter_and_an_unused_place_has_none() -> None:
    assert old_office.problem(compound({"WordDocument": LETTER, "n" * 31: b""}), "doc") == (
        "unknown_part",
        "n" * 31,
    )
    assert old_office.problem(compound({"WordDocument": LETTER, "n": b""}), "doc") == ("unknown_part", "n")
    for kind in (0, 3, 4, 6):
        unused = _entry("Macros", kind, 0, 0)
        body = compound({"WordDocument": LETTER, "1Table": b""})
        assert old_office.problem(body.replace(_entry("1Table", 2, LAST, 0), unused), "doc") is None


@pytest.mark.parametrize("kind", range(9))
def test_of_the_kinds_of_sheets_only_macros_and_modules_are_refused(kind: int) -> None:
    found = ("macros", "") if kind in (1, 6) else None
    for data in (bytes(5) + bytes([kind]), bytes(5) + bytes([kind]) + b"\x01\0A"):
        assert (
            old_office.problem(compound({"Workbook": record(1, b"xy") + record(0x85, data)}), "xls") == found
        )
    assert old_office.problem(compound({"Workbook": record(0x85, bytes(5))}), "xls") is None
    assert old_office.problem(compound({"Workbook": record(0x84, bytes(5) + b"\x01")}), "xls") is None


@pytest.mark.parametrize(
    "data, found",
    [
        (b"\x01\0\x01\x04", None),
        (b"\x01\0\x01\x3a", None),
        (b"\x01\0\x01\x04\0", None),
        (b"\x01\0\x01\x3a\0", None),
        (b"\x01\0\x01\x05\0", ("outside", "")),
        (b"\x01\x04\x05\x01\x04", ("outside", "")),
        (b"\x01\0\x05\0", None),
    ],
)
def test_a_book_names_itself_or_its_functions_and_no_other_book(data: bytes, found: object) -> None:
    assert old_office.problem(compound({"Workbook": SHEET + record(0x1AE, data)}), "xls") == found
