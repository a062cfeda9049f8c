"""PNG, JPEG and SVG read to the byte: what their heads say, and what of their contents is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from nss.application.file_kinds import mixed, picture, svg

SEGMENT = b"\xff\xe0\x00\x05abc"
END = b"\xff\xd9"


def frame(marker: int, width: int = 0x1234, height: int = 0x0567) -> bytes:
    return (
        bytes([0xFF, marker, 0, 11, 8])
        + height.to_bytes(2, "big")
        + width.to_bytes(2, "big")
        + b"\x01\x01\x11\0"
    )


def size_of(*parts: bytes) -> tuple[int, int] | None:
    return picture._jpeg(b"\xff\xd8" + b"".join(parts))


@pytest.mark.parametrize("marker", range(0xC0, 0xD0))
def test_a_photograph_has_the_size_of_its_first_frame(marker: int) -> None:
    later = frame(0xC0 if marker != 0xC0 else 0xC1, 7, 9)
    found = size_of(SEGMENT, frame(marker), later, END)
    assert found == ((7, 9) if marker in (0xC4, 0xC8, 0xCC) else (0x1234, 0x0567))


@pytest.mark.parametrize("marker", [0x01, *range(0xD0, 0xD8), 0xFF])
def test_marks_without_a_length_and_filling_bytes_are_stepped_over(marker: int) -> None:
    step = bytes([0xFF, marker]) if marker != 0xFF else b"\xff"
    assert size_of(step, frame(0xC0), END) == (0x1234, 0x0567)
    assert size_of(SEGMENT, step, step, SEGMENT, frame(0xC2), END) == (0x1234, 0x0567)


@pytest.mark.parametrize("marker", [0x00, 0x02, 0xC4, 0xD8, 0xDB, 0xDD, 0xE0, 0xFE])
def test_what_has_a_length_is_stepped_over_by_it(marker: int) -> None:
    long = bytes([0xFF, marker]) + (300).to_bytes(2, "big") + b"\xff\xc0" * 149
    assert size_of(long, frame(0xC0), END) == (0x1234, 0x0567)


@pytest.mark.parametrize("marker", [0xD9, 0xDA])
def test_a_photograph_without_a_frame_before_its_data_has_no_size(marker: int) -> None:
    assert size_of(bytes([0xFF, marker]) + b"\0\x0cabcdefghij", frame(0xC0), END) is None


def test_a_photograph_has_an_end_and_nothing_between_its_parts() -> None:
    assert size_of(frame(0xC0)) is None
    assert size_of(b"\xfe" + frame(0xC0), END) is None
    assert size_of(SEGMENT, END) is None
    assert picture._jpeg(END + frame(0xC0)) is None, "an end mark in the place of the head is none"
    # The last that is looked at are nine bytes: mark, length, bits, height and width.
    nine = frame(0xC0)[:9]
    assert picture._jpeg(b"\xff\xd8\xff\xe0\0\x04\xff\xd9" + nine) == (0x1234, 0x0567)
    assert picture._jpeg(b"\xff\xd8\xff\xe0\0\x04\xff\xd9" + nine[:8]) is None


def png(width: int = 3, height: int = 2, tail: bytes = b"\0\0\0\0IEND\xaeB`\x82") -> bytes:
    sides = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + sides + b"\x08\x02\0\0\0" + bytes(4) + tail


def test_a_png_has_a_head_of_33_bytes_with_its_sides_and_an_end_in_the_last_64() -> None:
    for width, height in ((0x01020304, 0x05060708), (0x80000000, 1), (1, 0x80000000)):
        assert picture._png(png(width, height)) == (width, height)
    shortest = png()[:29] + b"IEND"
    assert len(shortest) == 33 and picture._png(shortest) == (3, 2)
    assert picture._png(png()[:28] + b"IEND") is None
    assert picture._png(png().replace(b"IHDR", b"IDAT")) is None
    assert picture._png(png(tail=b"")) is None
    assert picture._png(png(tail=b"IEND" + bytes(60))) == (3, 2)
    assert picture._png(png(tail=b"IEND" + bytes(61))) is None


def test_each_ending_is_read_as_what_it_says() -> None:
    photograph = b"\xff\xd8" + frame(0xC0) + END
    for body, ending, other in (
        (png(), "png", "jpg"),
        (photograph, "jpg", "png"),
        (photograph, "jpeg", "png"),
    ):
        assert picture.problem(body, ending) is None
        assert picture.problem(body, other) == ("unreadable", "")
    for width, height in ((0, 4), (4, 0)):
        assert picture.problem(b"\xff\xd8" + frame(0xC0, width, height) + END, "jpg") == ("unreadable", "")


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("a", b"b")
    return out.getvalue()


@pytest.mark.parametrize("hidden", [b"<script", b"<HTML", b"<?PHP", packed()])
def test_a_page_or_an_archive_in_a_picture_makes_it_active(hidden: bytes) -> None:
    assert picture.problem(png(tail=hidden + b"IEND"), "png") == ("active", "")


def test_at_the_edges_of_a_file_a_page_is_looked_for_and_in_its_middle_not() -> None:
    page, rest = b"<html", b"." * 20
    assert mixed.is_mixed(page + rest, 8) and mixed.is_mixed(rest + page, 8)
    assert not mixed.is_mixed(rest + page + rest, 8)
    assert mixed.is_mixed(rest + page + rest)
    assert mixed.is_mixed(rest + packed(), 8) and not mixed.is_mixed(rest)


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


def found_in(inside: str) -> object:
    return svg.problem(DRAWING.format(inside).encode(), "svg")


@pytest.mark.parametrize("name", sorted(svg.SVG_BAD))
def test_an_element_that_can_do_something_is_refused_however_it_is_written(name: str) -> None:
    for inside in (f"<{name}/>", f"<g><{name.upper()}/></g>", f'<x:{name} xmlns:x="urn:x"/>'):
        assert found_in(inside) == ("active", "")


@pytest.mark.parametrize(
    "inside",
    [
        '<g onload="x"/>',
        '<g x:onclick="x" xmlns:x="urn:x"/>',
        '<g ONLOAD="x"/>',
        '<image href="http://x.example/a.png"/>',
        '<image src="a.png"/>',
        '<use x:href="other.svg#a" xmlns:x="http://www.w3.org/1999/xlink"/>',
        '<image href="data:text/html,x"/>',
        '<g style="fill:url(//x.example/a)"/>',
        '<g fill="url( http://x.example/a )"/>',
        '<g style="fill:u\\72l(x)"/>',
        '<style>@import "x"</style>',
        "<style>g{fill:u\\72l(x)}</style>",
        '<g style="width:expression(1)"/>',
        '<a title="JavaScript:1"/>',
        '<g fill="url(data:text/html,x)"/>',
    ],
)
def test_a_drawing_that_acts_or_fetches_is_refused(inside: str) -> None:
    assert found_in(inside) == ("active", "")


@pytest.mark.parametrize(
    "inside",
    [
        '<use href="#a"/>',
        '<image href=" data:image/jpeg;base64,xx"/>',
        '<g fill="url(#a)" style="stroke:url(\'#b\')"/>',
        '<g fill="url(data:image/png;base64,xx)"/>',
        "<style>g{fill:url(#a)}</style>",
        "<style/>",
        "<text>url(http://x.example) @import C:\\図</text>",
        '<text font-family="a\\b">on</text>',
        '<g id="action" class="button"/>',
    ],
)
def test_a_drawing_that_only_draws_is_taken(inside: str) -> None:
    assert found_in(inside) is None


def test_the_outermost_element_is_a_drawing_with_or_without_its_namespace() -> None:
    assert svg.problem(b"<svg/>", "svg") is None
    assert svg.problem(b"<g/>", "svg") == ("unreadable", "")
    assert svg.problem(b'<svg xmlns="urn:x"/>', "svg") == ("unreadable", "")
    assert svg.problem(b'<svg onload="x"/>', "svg") == ("active", "")


TEXT = DRAWING.format("<text>図</text>")
PLAIN = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'


@pytest.mark.parametrize(
    "said, written",
    [
        ("UTF-8", "utf-8"),
        ("Shift_JIS", "cp932"),
        ("windows-31j", "cp932"),
        ("EUC-JP", "euc-jp"),
        ("utf-16", "utf-16-le"),
        ("utf-16", "utf-16-be"),
    ],
)
def test_a_drawing_is_read_in_the_encoding_that_it_says(said: str, written: str) -> None:
    head = f'<?xml version="1.0" encoding="{said}" standalone="no"?>\n'
    mark = "\ufeff" if "16" in written else ""
    assert svg.text_of(f"{mark}{head}{PLAIN}{TEXT}".encode(written)) == f"\n{PLAIN}{TEXT}"
    assert svg.problem(f"{mark}{head}{PLAIN}{TEXT}".encode(written), "svg") is None


def test_a_mark_of_the_order_of_bytes_and_blanks_before_the_head_say_nothing() -> None:
    for before in (b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf \r\n", b"\n", "\ufeff".encode() * 2):
        assert svg.text_of(before + TEXT.encode()) == TEXT
    assert svg.text_of(("\ufeff \n" + TEXT).encode("utf-16-le")) == TEXT


@pytest.mark.parametrize("length, understood", [(299, True), (300, True), (301, False)])
def test_the_encoding_stands_in_the_first_three_hundred_bytes(length: int, understood: bool) -> None:
    head = '<?xml version="1.0" {} encoding="Shift_JIS" {}?>'
    more = length - len(head.format("", ""))
    body = (head.format("a" * (more // 2), "b" * (more - more // 2)) + TEXT).encode("cp932")
    if understood:
        assert svg.text_of(body) == TEXT
    else:
        with pytest.raises(UnicodeDecodeError):
            svg.text_of(body)


def test_a_drawing_with_declarations_of_its_own_or_an_unknown_encoding_is_not_read() -> None:
    with pytest.raises(ValueError, match="declarations"):
        svg.text_of(f'<!DOCTYPE svg [<!ENTITY a "b">]>{TEXT}'.encode())
    with pytest.raises(LookupError, match="utf-7"):
        svg.text_of(f'<?xml version="1.0" encoding="UTF-7"?>{TEXT}'.encode())
    inside = DRAWING.format("<text>[1]</text>")
    assert svg.text_of(inside.encode()) == inside, "a bracket in a text is none"
