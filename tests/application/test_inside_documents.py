"""PDF, xlsx and docx read in this process: bounds, names of parts, relations, formulas and fields, one by one."""

from __future__ import annotations

import io
import zipfile
from types import SimpleNamespace
from typing import Any

import pytest
from pypdf.generic import DictionaryObject, NameObject, NumberObject

from nss.application.file_kinds import office, pdf
from tests import sample_files
from tests.sample_files import PDF, action

XLSX = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}


def book(**more: bytes) -> bytes:
    return sample_files.packed({**XLSX, **more})


def found_in(ending: str, parts: dict[str, bytes]) -> object:
    return office.problem(sample_files.packed(parts), ending)


# PDF


@pytest.mark.parametrize("before, found", [(1019, None), (1020, ("unreadable", ""))])
def test_the_head_of_a_pdf_stands_in_its_first_1024_bytes(before: int, found: object) -> None:
    assert pdf.problem(b" " * before + PDF, "pdf") == found


def test_a_pdf_has_an_end_and_behind_it_only_padding() -> None:
    assert pdf.problem(PDF.replace(b"%%EOF", b""), "pdf") == ("cut_off", "")
    assert pdf.problem(PDF + b"\0\r\n\t \x1a", "pdf") is None
    assert pdf.problem(PDF + b"<</S/JavaScript>>", "pdf") == ("active", "")


def test_a_page_at_the_edges_of_a_pdf_or_an_archive_is_a_second_kind() -> None:
    assert pdf.problem(PDF + b"<html" + b" " * 1019, "pdf") == ("two_kinds", "")
    assert pdf.problem(PDF + sample_files.packed({"a": b"b"}), "pdf") == ("two_kinds", "")


@pytest.mark.parametrize("kind", sorted(pdf.ACTIONS))
def test_an_action_that_runs_or_reaches_out_is_refused_in_an_object_or_hidden(kind: str) -> None:
    assert pdf.problem(sample_files.pdf(action(kind)), "pdf") == ("active", "")
    assert pdf._hidden(f"9 0 obj <</S {kind}>>".encode())
    assert not pdf._hidden(f"9 0 obj <</T {kind}>> /S".encode())


def named(key: str, value: object) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value})


@pytest.mark.parametrize("key", sorted(pdf.KEYS))
def test_a_key_that_carries_something_is_refused_whatever_stands_in_it(key: str) -> None:
    assert pdf._acts(named(key, NumberObject(1)))
    assert not pdf._acts(named("/X", NameObject(key)))


@pytest.mark.parametrize("kind", sorted(pdf.TYPES))
def test_a_thing_of_a_kind_that_acts_is_refused_by_either_of_its_names(kind: str) -> None:
    assert pdf._acts(named("/Type", NameObject(kind))) and pdf._acts(named("/Subtype", NameObject(kind)))
    if kind not in pdf.ACTIONS:
        assert not pdf._acts(named("/S", NameObject(kind)))
    assert not pdf._acts(named("/Type", NumberObject(1)))


def test_dictionaries_are_found_in_lists_and_in_one_another() -> None:
    from pypdf.generic import ArrayObject

    inner = named("/S", NameObject("/Launch"))
    outer = named("/A", ArrayObject([NumberObject(1), ArrayObject([inner])]))
    assert [*pdf._inside(outer)] == [outer, inner]
    assert [*pdf._inside(NumberObject(1))] == []


def reader(tables: dict[int, list[int]], packed: list[int], things: dict[tuple[int, int], Any]) -> Any:
    return SimpleNamespace(
        xref=tables,
        xref_objStm=packed,
        trailer=DictionaryObject(),
        get_object=lambda ref: things.get((ref.idnum, ref.generation)),
    )


def test_every_object_that_a_table_names_is_looked_at_by_its_generation() -> None:
    one, two, three = (named("/A", NumberObject(n)) for n in range(3))
    found = [*pdf._all(reader({0: [1], 5: [2, 9]}, [3], {(1, 0): one, (2, 5): two, (3, 0): three}))]
    assert found == [DictionaryObject(), one, two, three]


def test_two_hundred_thousand_objects_are_looked_at_and_not_one_more() -> None:
    for tables, packed in (({0: range(200_000)}, []), ({0: range(199_999)}, [1])):
        assert next(pdf._all(reader(tables, packed, {}))) == DictionaryObject()  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="too many"):
        next(pdf._all(reader({0: range(200_000)}, [1], {})))  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "body, outside",
    [
        (b"a stream b endstream c", b"a   c"),
        (b"a stream b endstream c stream d endstream e", b"a   c   e"),
        (b"a stream b", b"a stream b"),
        (b"a stream b endstream c stream d", b"a   c stream d"),
        (b"a", b"a"),
        (b"streamendstream/S", b" /S"),
    ],
)
def test_what_stands_in_streams_is_left_out_and_a_stream_without_an_end_is_read(
    body: bytes, outside: bytes
) -> None:
    assert pdf._outside_streams(body) == outside


def test_names_may_be_spelled_by_their_numbers() -> None:
    assert pdf._hidden(b"<</#53 /J#61vaScript>>") and pdf._hidden(b"/S/Launch")
    assert not pdf._hidden(b"/S /GoTo /Launch") and not pdf._hidden(b"/Launch /S")


def test_a_pdf_without_a_page_cannot_be_read() -> None:
    def empty(writer: Any) -> None:
        writer.remove_page(0)

    assert pdf.problem(sample_files.pdf(empty), "pdf") == ("unreadable", "")
    assert pdf.problem(sample_files.pdf(password="x"), "pdf") == ("encrypted", "")


# xlsx and docx


def test_two_thousand_parts_are_read_and_not_one_more() -> None:
    some = {f"xl/worksheets/s{n}.xml": b"<a/>" for n in range(1998)}
    assert found_in("xlsx", {**XLSX, **some}) is None
    assert found_in("xlsx", {**XLSX, **some, "xl/styles.xml": b"<a/>"}) == ("too_large", "")


@pytest.mark.parametrize("more, found", [(0, None), (1, ("too_large", ""))])
def test_a_hundred_megabytes_unpacked_are_read_and_not_a_byte_more(more: int, found: object) -> None:
    body = bytearray(book())
    at = body.rfind(b"PK\x01\x02")  # of the last part; the other one has seven
    body[at + 24 : at + 28] = (100 * 1024 * 1024 - len(b"<Types/>") + more).to_bytes(4, "little")
    assert office.problem(bytes(body), "xlsx") == found


def test_a_folder_is_no_part_and_one_part_under_a_password_is_enough() -> None:
    out = io.BytesIO(book())
    with zipfile.ZipFile(out, "a") as z:
        z.mkdir("xl/anything/")
    assert office.problem(out.getvalue(), "xlsx") is None
    body = bytearray(book())
    at = body.rfind(b"PK\x01\x02")
    body[at + 8] |= 1
    assert office.problem(bytes(body), "xlsx") == ("encrypted", "")
    body[at + 8] ^= 1 | 2
    assert office.problem(bytes(body), "xlsx") is None, "another bit says how hard it was packed"


def test_each_ending_has_its_own_main_part_and_no_name_stands_twice() -> None:
    assert found_in("xlsx", XLSX) is None and found_in("docx", DOCX) is None
    assert found_in("xlsx", DOCX) == found_in("docx", XLSX) == ("unreadable", "")
    assert found_in("xlsx", {**XLSX, "XL/workbook.xml": b"<x/>"}) == ("unreadable", "")


@pytest.mark.parametrize(
    "name, found",
    [
        ("xl/vbaProject.bin", ("macros", "xl/vbaProject.bin")),
        ("xl/embeddings/a.bin", ("outside", "xl/embeddings/a.bin")),
        ("xl/" + "n" * 90, ("unknown_part", "xl/" + "n" * 77)),
        ("xl/media/a.png", None),
        ("word/media/a.png", ("unknown_part", "word/media/a.png")),
    ],
)
def test_a_part_is_judged_by_its_name(name: str, found: object) -> None:
    assert found_in("xlsx", {**XLSX, name: b"x"}) == found


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "start", [1024 * 1024 - 40, 1024 * 1024 - 16 * 1024, 1024 * 1024 - 8200, 2 * 1024 * 1024 - 9]
)
def test_a_formula_or_a_field_is_found_across_the_pieces_in_which_a_part_is_read(start: int) -> None:
    formula = b"<f>" + b" " * 8000 + b"WEBSERVICE(1)</f>"
    assert found_in("xlsx", {**XLSX, SHEET: b"<".ljust(start, b"a") + formula}) == ("outside", SHEET)
    halves = b"<".ljust(start, b"a") + b'<w:fldSimple w:instr="DDEAUTO x"/>'
    assert found_in("docx", {**DOCX, "word/document.xml": halves}) == ("outside", "word/document.xml")


def test_fields_are_put_together_over_a_whole_letter() -> None:
    def said(text: bytes) -> bytes:
        return b"<w:instrText>" + text + b"</w:instrText>"

    letter = b"<" + said(b"DD") + b"x" * (3 * 1024 * 1024) + said(b"E x")
    assert found_in("docx", {**DOCX, "word/document.xml": letter}) == ("outside", "word/document.xml")
    assert found_in("docx", {**DOCX, "word/document.xml": b"<" + said(b"DATE") + said(b" DDX")}) is None


@pytest.mark.parametrize(
    "formula", ["=cmd|'/C calc'!A0", "=RTD(1)", "=a|b!c", "=SQL.REQUEST (1)", "&#82;TD(1)"]
)
def test_a_formula_that_reaches_out_is_refused_in_a_sheet_and_is_no_formula_in_a_letter(formula: str) -> None:
    body = f"<f t='x'>{formula}</f>".encode()
    assert found_in("xlsx", {**XLSX, SHEET: body}) == ("outside", SHEET)
    assert found_in("xlsx", {**XLSX, SHEET: body.replace(b"f t", b"x:f t")}) == ("outside", SHEET)
    assert found_in("docx", {**DOCX, "word/styles.xml": body}) is None
    assert found_in("xlsx", {**XLSX, SHEET: f"<t>{formula}</t>".encode()}) is None


def test_a_field_is_none_in_a_sheet() -> None:
    assert found_in("xlsx", {**XLSX, SHEET: b"<w:instrText>DDE x</w:instrText>"}) is None


@pytest.mark.parametrize("begin", office.PICTURES)
def test_a_picture_is_no_program_and_no_archive_and_a_text_begins_as_one(begin: bytes) -> None:
    assert found_in("xlsx", {**XLSX, "xl/media/a.png": begin}) == ("unknown_part", "xl/media/a.png")
    assert found_in("xlsx", {**XLSX, "xl/media/a.png": b"x" + begin}) is None
    assert found_in("xlsx", {**XLSX, SHEET: begin + b"<a/>"}) == ("unreadable", "")
    assert found_in("xlsx", {**XLSX, SHEET: b"\xef\xbb\xbf \n<a/>"}) is None
    assert found_in("xlsx", {**XLSX, SHEET: b"<" + b"a" * 1024 * 1024 + begin}) is None, (
        "it has begun long ago"
    )


@pytest.mark.parametrize("declared", [b"<!DOCTYPE x>", b"<!ENTITY a 'b'>"])
def test_no_part_declares_anything(declared: bytes) -> None:
    assert found_in("xlsx", {**XLSX, SHEET: b"<?xml?>" + declared}) == ("unreadable", "")
    assert found_in("xlsx", {**XLSX, "xl/media/a.png": declared}) is None
    assert found_in("docx", {**DOCX, "word/drawings/a.vml": b"<a/>" + declared}) == ("unreadable", "")


MAIN = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    "kind, found",
    [
        (MAIN + "spreadsheetml.sheet.main+xml", None),
        (MAIN + "wordprocessingml.document.main+xml", None),
        (MAIN + "wordprocessingml.document.glossary+xml", None),
        (MAIN + "glossary.main+xml", None),
        (MAIN + "presentationml.slideshow.main+xml", ("unknown_part", "/p")),
        ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", ("macros", "/p")),
        ("application/vnd.ms-office.vbaProject", ("macros", "/p")),
        (MAIN + "oleObject", ("outside", "/p")),
        ("application/x-msdownload", ("unknown_part", "/p")),
        ("image/png", None),
        ("", ("unknown_part", "/p")),
    ],
)
def test_a_part_is_judged_by_its_type(kind: str, found: object) -> None:
    node = f'<Types><Default ContentType="image/png"/><Override PartName="/p" ContentType="{kind}"/></Types>'
    assert office._types(node.encode()) == found
    assert found_in("xlsx", {**XLSX, "[Content_Types].xml": node.encode()}) == found
    default = f'<Types><Default Extension="/p" ContentType="{kind}"/></Types>'
    assert office._types(default.encode()) == found


def test_a_type_without_a_name_is_refused_and_a_long_name_is_cut() -> None:
    assert office._types(b"<Types><Default/></Types>") == ("unknown_part", "")
    long = f'<Types><Override PartName="{"n" * 90}"/></Types>'
    assert office._types(long.encode()) == ("unknown_part", "n" * 80)


def related(kind: str, target: str, mode: str = "") -> object:
    said = f'TargetMode="{mode}"' if mode else ""
    node = f'<Relationships><Relationship Type="http://x/{kind}" Target="{target}" {said}/></Relationships>'
    found = office._relations(node.encode())
    assert found_in("xlsx", {**XLSX, "xl/_rels/workbook.xml.rels": node.encode()}) == found
    return found


@pytest.mark.parametrize(
    "kind, target, mode, found",
    [
        ("styles", "styles.xml", "", None),
        ("styles", "styles.xml", "internal", None),
        ("styles", "styles.xml", "External", ("outside", "styles.xml")),
        ("styles", "http://x.example/", "", ("outside", "http://x.example/")),
        ("hyperlink", "https://x.example/", "External", None),
        ("hyperlink", "MAILTO:a@b", "External", None),
        ("hyperlink", "file:///c", "External", ("outside", "file:///c")),
        ("hyperlink", "n" * 90, "External", ("outside", "n" * 80)),
        ("vbaProject", "a.bin", "", ("macros", "vbaProject")),
        ("attachedTemplate", "a", "", ("outside", "attachedTemplate")),
        ("n" * 90, "a", "", ("outside", "n" * 80)),
        ("image", "../../../media/a.png", "", None),
        ("image", "../../../../a.png", "", ("unreadable", "")),
        ("hyperlink", "https://x.example/../../../../a", "External", None),
    ],
)
def test_a_relation_is_judged_by_its_kind_and_where_it_leads(
    kind: str, target: str, mode: str, found: object
) -> None:
    assert related(kind, target, mode) == found


def test_every_relation_of_a_part_is_judged_and_one_that_says_nothing_is_refused() -> None:
    good, bad = '<R Type="a/styles" Target="b"/>', '<R Type="a/frame" Target="b"/>'
    assert office._relations(f"<Relationships>{good}{bad}</Relationships>".encode()) == ("outside", "frame")
    assert office._relations(b"<Relationships><R/></Relationships>") == ("outside", "")
