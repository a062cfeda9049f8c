"""What each kind of file may hold: harmless oddities pass, whatever acts or reaches out is refused with its reason."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from nss.application import files
from nss.application.file_kinds import picture
from nss.base import sandbox
from tests import parts, sample_files
from tests.sample_files import DOC, XLS, action, old_office, pdf, record, workbook

pytestmark = pytest.mark.django_db

RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{0}" '
    'Target="{1}" {2}/></Relationships>'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/{0}" ContentType="{1}"/></Types>'
SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
PLAIN = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'


def letter(text: bytes = b"<w:document/>", **more: bytes) -> bytes:
    return sample_files.packed(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": text,
            **{k.replace("__", "/"): v for k, v in more.items()},
        }
    )


def lied() -> bytes:
    """A workbook one of whose parts says that it is smaller than it is."""
    body = bytearray(workbook())
    at = body.rfind(b"PK\x01\x02", 0, body.rfind(b"xl/workbook.xml"))
    body[at + 24 : at + 28] = (3).to_bytes(4, "little")
    return bytes(body)


def jpeg(width: int, height: int) -> bytes:
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF"
        + b"\0" * 10
        + b"\xff\xc0\x00\x0b\x08"
        + size
        + b"\x01\x01\x11\x00\xff\xda\xff\xd9"
    )


def png_cut_off() -> bytes:
    """The head of a small PNG without its end."""
    sides = (600).to_bytes(4, "big") + (400).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + sides + b"\x08\x02\0\0\0" + bytes(4)


def related(kind: str, target: str, more: str = "") -> bytes:
    """A letter with one relation."""
    return letter(**{"word/_rels/document.xml.rels": RELS.format(kind, target, more).encode()})


def typed(part: str, kind: str) -> bytes:
    """A workbook that says of a part what it is."""
    return workbook(**{"[Content_Types].xml": TYPES.format(part, kind).encode()})


def carried(writer: PdfWriter) -> None:
    """A file whose stream does not say that it is one."""
    body = writer._add_object(StreamObject())
    inside = DictionaryObject({NameObject("/F"): body})
    writer.root_object[NameObject("/AF")] = writer._add_object(
        DictionaryObject({NameObject("/Type"): NameObject("/Filespec"), NameObject("/EF"): inside})
    )


def old_form(writer: PdfWriter) -> None:
    """A form of XFA, which has scripts of its own."""
    held = DictionaryObject({NameObject("/XFA"): writer._add_object(StreamObject())})
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(held)


OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."
JS = pdf(action("/JavaScript", JS="app.alert(1)"))
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "script": ("a.pdf", JS, "動作する内容"),
    "script spelled otherwise": (
        "a.pdf",
        JS.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53"),
        "動作する内容",
    ),
    "program": ("a.pdf", pdf(action("/Launch", F="cmd.exe")), "動作する内容"),
    "program spelled otherwise": (
        "a.pdf",
        pdf(action("/Launch", F="cmd.exe")).replace(b"/Launch", b"/L#61unch"),
        "動作する内容",
    ),
    "program among compressed objects": (
        "a.pdf",
        sample_files.opens_with(b"<</S/Launch/F(cmd.exe)>>"),
        "動作する内容",
    ),
    "carried file that does not say so": ("a.pdf", pdf(carried), "動作する内容"),
    "form with scripts of its own": ("a.pdf", pdf(old_form), "動作する内容"),
    "script spelled otherwise that no table names": (
        "a.pdf",
        sample_files.PDF.replace(b"xref", b"9 0 obj <</S /J#61vaScript /J#53 (x)>> endobj\nxref", 1),
        "動作する内容",
    ),
    "script among compressed objects": (
        "a.pdf",
        sample_files.opens_with(b"<</S/JavaScript/JS(app.alert)>>"),
        "動作する内容",
    ),
    "form that sends itself": ("a.pdf", pdf(action("/SubmitForm", F="http://x.example/")), "動作する内容"),
    "carried file": ("a.pdf", pdf(lambda w: w.add_attachment("a.exe", b"MZ")), "動作する内容"),
    "script that no table names": (
        "a.pdf",
        sample_files.PDF.replace(b"xref", b"9 0 obj <</S /JavaScript /JS (x)>> endobj\nxref", 1),
        "動作する内容",
    ),
    "password": ("a.pdf", pdf(password="secret"), "パスワード"),
    "archive behind a pdf": ("a.pdf", sample_files.PDF + sample_files.packed({"a": b"b"}), "別の種類"),
    "page before a pdf": ("a.pdf", b"<html><script>1</script>" + sample_files.PDF, "別の種類"),
    "formula that starts a program": ("a.xlsx", workbook("=cmd|'/C calc'!A0"), "外部"),
    "formula that fetches": ("a.xlsx", workbook('=WEBSERVICE("http://x.example")'), "外部"),
    "query": ("a.xlsx", workbook(**{"xl/connections.xml": b"<connections/>"}), "外部"),
    "macro sheet": ("a.xlsx", workbook(xl__macrosheets__s1=b"<x/>"), "マクロ"),
    "macros under another name": (
        "a.xlsx",
        workbook(
            **{
                "[Content_Types].xml": TYPES.format(
                    "xl/media/a.png", "application/vnd.ms-office.vbaProject"
                ).encode()
            }
        ),
        "マクロ",
    ),
    "template from elsewhere": (
        "a.docx",
        letter(
            **{
                "word/_rels/settings.xml.rels": RELS.format(
                    "attachedTemplate", "http://x.example/a.dotm", 'TargetMode="External"'
                ).encode()
            }
        ),
        "外部",
    ),
    "object from elsewhere": (
        "a.docx",
        letter(
            **{
                "word/_rels/document.xml.rels": RELS.format(
                    "oleObject", "file:///a", 'TargetMode="External"'
                ).encode()
            }
        ),
        "外部",
    ),
    "picture from elsewhere": (
        "a.docx",
        letter(
            **{
                "word/_rels/document.xml.rels": RELS.format(
                    "image", "http://x.example/a.png", 'TargetMode="External"'
                ).encode()
            }
        ),
        "外部",
    ),
    "field that starts a program": (
        "a.docx",
        letter(
            b"<w:r><w:instrText>DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:\\\\x</w:instrText></w:r>"
        ),
        "外部",
    ),
    "program in a letter": ("a.docx", letter(**{"word/media/evil.exe": b"MZ"}), "evil.exe"),
    "program named as a picture": ("a.docx", letter(**{"word/media/image1.png": b"MZ\x90"}), "image1.png"),
    "sizes that lie": ("a.xlsx", lied(), "読み取れません"),
    "the same name twice": ("a.xlsx", workbook(**{"xl/Workbook.xml": b"<x/>"}), "読み取れません"),
    "text in UTF-16": ("a.xlsx", workbook(**{"xl/styles.xml": "<x/>".encode("utf-16")}), "読み取れません"),
    "old workbook with a macro sheet": (
        "a.xls",
        old_office({"Workbook": record(0x85, bytes(4) + b"\0\x01\x01\0A")}),
        "マクロ",
    ),
    "old workbook with a password": ("a.xls", old_office({"Workbook": record(0x2F, bytes(6))}), "パスワード"),
    "old workbook that asks a program": (
        "a.xls",
        old_office({"Workbook": record(0x1AE, b"\x01\0\x05\0\0cmd\x03x")}),
        "外部",
    ),
    "old letter with macros": (
        "a.doc",
        old_office({"WordDocument": bytes(64), "_VBA_PROJECT": b""}),
        "マクロ",
    ),
    "old letter with an object": (
        "a.doc",
        old_office({"WordDocument": bytes(64), "\x01Ole10Native": b""}),
        "Ole10Native",
    ),
    "a chain that bites its tail": (
        "a.xls",
        XLS.replace(b"\x03\0\0\0\x04\0\0\0", b"\x02\0\0\0\x02\0\0\0", 1),
        "読み取れません",
    ),
    "declarations in a part": (
        "a.xlsx",
        workbook(**{"xl/styles.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        "読み取れません",
    ),
    "relation that is not known": ("a.docx", related("frobnicate", "media/a.png"), "frobnicate"),
    "link to a program of the machine": (
        "a.docx",
        related("hyperlink", "file:///c:/windows/calc.exe", 'TargetMode="External"'),
        "外部",
    ),
    "relation that climbs out": ("a.docx", related("image", "../../../../../etc/passwd"), "読み取れません"),
    "part of a kind that is not known": (
        "a.xlsx",
        typed("xl/a.bin", "application/x-msdownload"),
        "取り扱えない",
    ),
    "part that is an object by its kind": ("a.xlsx", typed("xl/a.bin", f"{OFFICE_TYPE}oleObject"), "外部"),
    "template named as a workbook": (
        "a.xlsx",
        typed("xl/workbook.xml", f"{OFFICE_TYPE}spreadsheetml.template.main+xml"),
        "取り扱えない",
    ),
    "old workbook that is encrypted as a new one": (
        "a.xls",
        old_office({"Workbook": record(0x0809, bytes(4)), "EncryptedPackage": b""}),
        "パスワード",
    ),
    "old letter with a password": (
        "a.doc",
        old_office({"WordDocument": bytes(10) + b"\0\1" + bytes(64)}),
        "パスワード",
    ),
    "png that is cut off": ("a.png", png_cut_off(), "読み取れません"),
    "jpeg of four billion pixels": ("a.jpg", jpeg(65000, 65000), "大きすぎ"),
}
TAKEN: dict[str, tuple[str, bytes]] = {
    "workbook": ("a.xlsx", workbook()),
    "workbook with a link": (
        "a.xlsx",
        workbook(
            **{
                "xl/worksheets/_rels/sheet1.xml.rels": RELS.format(
                    "hyperlink", "https://www.example.jp/", 'TargetMode="External"'
                ).encode()
            }
        ),
    ),
    "letter": ("a.docx", letter()),
    "byte order mark before the head": ("a.pdf", b"\xef\xbb\xbf\r\n" + sample_files.PDF),
    "padding after the end": ("a.pdf", sample_files.PDF + b"\0" * 4096),
    "picture with /JS by chance": ("a.pdf", pdf(sample_files.stream(b"\x89/JS \x00/JavaScript"))),
    "text about scripts": ("a.pdf", pdf(sample_files.stream(b"(TypeScript/JavaScript) Tj"))),
    "jump among compressed objects": ("a.pdf", sample_files.opens_with(b"<</S/GoTo/D[3 0 R/Fit]>>")),
    "jump to a page on opening": ("a.pdf", pdf(action("/GoTo", D="x"))),
    "link to a page of the web": ("a.pdf", pdf(action("/URI", URI="https://www.example.jp/"))),
    "old workbook": ("a.xls", XLS),
    "old letter": ("a.doc", DOC),
    "small jpeg": ("a.jpg", jpeg(600, 400)),
    "jpeg with filling bytes": ("a.jpg", jpeg(600, 400)[:2] + b"\xff\xff\xff" + jpeg(600, 400)[2:]),
}
DRAWINGS: dict[str, tuple[bytes, str]] = {
    "plain doctype": ((PLAIN + SVG.format("<g/>")).encode(), ""),
    "UTF-16": (
        f'<?xml version="1.0" encoding="UTF-16"?>{SVG.format("<text>図</text>")}'.encode("utf-16"),
        "",
    ),
    "Shift_JIS": (
        f'<?xml version="1.0" encoding="Shift_JIS"?>{SVG.format("<text>図①</text>")}'.encode("cp932"),
        "",
    ),
    "picture inside": (SVG.format('<image href="data:image/png;base64,iVBORw0KGgo="/>').encode(), ""),
    "unknown encoding": (
        f'<?xml version="1.0" encoding="utf-7"?>{SVG.format("")}'.encode(),
        "読み取れません",
    ),
    "own declarations": (
        f'<!DOCTYPE svg [<!ATTLIST g onload CDATA "x">]>{SVG.format("<g/>")}'.encode(),
        "読み取れません",
    ),
    "picture in the style": (
        SVG.format("<style>g{fill:url(//x.example/a)}</style>").encode(),
        "動作する内容",
    ),
    "picture in an attribute": (
        SVG.format('<rect fill="url(http://x.example/a#b)"/>').encode(),
        "動作する内容",
    ),
    "style of an element in disguise": (
        SVG.format(r'<rect style="fill:u\72l(//x.example/a)"/>').encode(),
        "動作する内容",
    ),
    "style in disguise": (SVG.format(r"<style>@\69mport 'x'</style>").encode(), "動作する内容"),
    "page as data": (SVG.format('<image href="data:image/svg+xml,x"/>').encode(), "動作する内容"),
}


@pytest.fixture
def application() -> Any:
    office = parts.line_office()
    return parts.draft(office, parts.person(office), []).application


@pytest.mark.parametrize("what", REFUSED)
def test_what_acts_reaches_out_or_is_not_known_is_refused_with_its_reason(
    what: str, application: Any
) -> None:
    name, body, reason = REFUSED[what]
    with pytest.raises(files.BadFile) as bad:
        files.attach(application, name, body)
    assert reason in bad.value.text.ja
    assert not application.attachments.exists()


@pytest.mark.parametrize("what", TAKEN)
def test_what_every_viewer_opens_is_taken(what: str, application: Any) -> None:
    name, body = TAKEN[what]
    assert files.attach(application, name, body).size == len(body)


@pytest.mark.parametrize("what", DRAWINGS)
def test_a_drawing_may_come_as_programs_write_it_but_fetches_nothing(what: str, application: Any) -> None:
    body, reason = DRAWINGS[what]
    if not reason:
        assert files.attach(application, "図.svg", body, "drawing")
        return
    with pytest.raises(files.BadFile) as bad:
        files.attach(application, "図.svg", body, "drawing")
    assert reason in bad.value.text.ja


def test_a_file_that_takes_too_much_dies_in_its_own_process(application: Any) -> None:
    """A hundred megabytes of formulas: within the size, beyond the processor's time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("xl/workbook.xml", "<workbook/>")
        z.writestr("xl/worksheets/sheet1.xml", b"<f>A1" * (19 * 1024 * 1024))
    with pytest.raises(files.BadFile, match="大きすぎます"):
        files.attach(application, "a.xlsx", out.getvalue())


@pytest.mark.parametrize(
    "greedy",
    [
        b"len('x' * 10**9)",
        b"sum(range(10**11))",
        b"(lambda f: (f.write('x'), f.flush()))(open('/dev/shm/nss-x', 'w'))",
    ],
)
def test_a_process_for_files_gets_so_much_memory_and_time_and_writes_nothing(greedy: bytes) -> None:
    with pytest.raises((sandbox.Overrun, sandbox.Unreadable)):
        sandbox.run("builtins:eval", greedy)


def test_the_process_that_reads_files_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NSS_SECRET_KEY", "hunter2")
    asked = b"__import__('os').environ.get('NSS_SECRET_KEY', '')"
    assert sandbox.run("builtins:eval", asked) == ""


@pytest.mark.parametrize("size", [(1 << 24, 4), (4, 1 << 24), (50_000_001, 1), (1, 50_000_001)])
def test_a_png_of_too_many_pixels_is_refused_whichever_side_is_long(size):
    def png(width: int, height: int) -> bytes:
        sides = width.to_bytes(4, "big") + height.to_bytes(4, "big")
        return (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
            + sides
            + b"\x08\x02\0\0\0"
            + bytes(4)
            + b"\0\0\0\0IEND\xaeB`\x82"
        )

    assert picture.problem(png(*size), "png") == ("too_large", "")
    assert picture.problem(png(50_000, 1_000), "png") is None
    for none in ((0, 4), (4, 0)):
        assert picture.problem(png(*none), "png") == ("unreadable", "")
