"""xlsx and docx (ECMA-376): an archive of parts. Parts, their types and their relations are taken when they are known here;
every other one is refused by its name, so that what a future Office may add is refused until somebody has looked at it."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from defusedxml import ElementTree as safe_xml

from . import Finding

UNPACKED = 100 * 1024 * 1024
PARTS = 2000
CHUNK = 1024 * 1024
OVERLAP = 16 * 1024
"""A formula has up to 8,192 characters; so much of a chunk is looked at again with the next."""

_BOTH = r"""
    \[Content_Types\]\.xml | _rels/\.rels
  | docProps/(?:(?:app|core|custom)\.xml|thumbnail\.\w{3,4}) | docMetadata/LabelInfo\.xml
  | customXml/(?:_rels/)?item(?:Props)?\d{1,4}\.xml(?:\.rels)?
"""
_INSIDE = r"""
  | {0}/_rels/[\w-]{{1,60}}\.xml\.rels
  | {0}/theme/(?:_rels/)?theme\d{{0,4}}\.xml(?:\.rels)? | {0}/theme/theme/theme\d{{0,4}}\.xml
  | {0}/media/[\w.-]{{1,60}}\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg)
  | {0}/charts/(?:_rels/)?(?:chart|style|colors)[\w-]{{0,20}}\.xml(?:\.rels)?
  | {0}/drawings/(?:_rels/)?[\w-]{{1,60}}\.(?:xml|vml)(?:\.rels)?
  | {0}/diagrams/(?:_rels/)?(?:data|layout|quickStyle|colors|drawing)\d{{0,4}}\.xml(?:\.rels)?
  | {0}/printerSettings/printerSettings\d{{0,4}}\.bin
"""
KNOWN = {
    "xlsx": re.compile(
        "(?xia)"
        + _BOTH
        + _INSIDE.format("xl")
        + r"""
  | xl/(?:workbook|styles|sharedStrings|calcChain|metadata)\.xml
  | xl/comments/?(?:comment)?\d{0,4}\.xml
  | xl/(?:worksheets|chartsheets)/(?:_rels/)?[\w-]{1,60}\.xml(?:\.rels)?
  | xl/(?:threadedComments|persons|tables|ctrlProps|richData)/(?:_rels/)?[\w-]{1,60}\.xml(?:\.rels)?
  | xl/pivot(?:Tables|Cache)/(?:_rels/)?pivot\w{1,40}\.xml(?:\.rels)?
"""
    ),
    "docx": re.compile(
        "(?xia)"
        + _BOTH
        + _INSIDE.format("word")
        + r"""
  | word/(?:document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes|people)\.xml
  | word/comments(?:Extended|Ids|Extensible)?\.xml | word/(?:header|footer)\d{0,4}\.xml
  | word/fonts/font\d{0,4}\.odttf
  | word/glossary/(?:_rels/)?[\w-]{1,60}\.xml(?:\.rels)?
"""
    ),
}
MAIN = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
MACROS = re.compile(r"(?i)vba|macro|xlm")
OUTSIDE = re.compile(r"(?i)embeddings/|activex|externallinks/|connections|querytables|webextension|oleobject")
MAIN_TYPES = ("spreadsheetml.sheet.main+xml", "wordprocessingml.document.main+xml")
TYPES = re.compile(
    r"(?xia) application/xml | image/[\w.+-]{1,20}"
    r"| application/vnd\.openxmlformats-(?:package|officedocument)\.[\w.+-]{1,100}"
    r"| application/vnd\.ms-(?:office|word|excel)\.[\w.+-]{1,60} | application/vnd\.ms-office\.[\w.+-]{1,60}"
    r"| application/x-fontdata"
)
BAD_TYPES = re.compile(
    r"(?i)macro|vba|ole|activex|external|connection|querytable|extensib|webext|template|addin|attachedtool|package$"
)
RELATIONS = frozenset(
    (
        "officeDocument",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "thumbnail",
        "worksheet",
        "chartsheet",
        "styles",
        "sharedStrings",
        "theme",
        "calcChain",
        "sheetMetadata",
        "customXml",
        "customXmlProps",
        "drawing",
        "vmlDrawing",
        "image",
        "chart",
        "chartStyle",
        "chartColorStyle",
        "chartUserShapes",
        "comments",
        "threadedComment",
        "person",
        "table",
        "tableSingleCells",
        "printerSettings",
        "pivotTable",
        "pivotCacheDefinition",
        "pivotCacheRecords",
        "ctrlProp",
        "hyperlink",
        "diagramData",
        "diagramLayout",
        "diagramQuickStyle",
        "diagramColors",
        "diagramDrawing",
        "settings",
        "webSettings",
        "fontTable",
        "font",
        "numbering",
        "footnotes",
        "endnotes",
        "header",
        "footer",
        "stylesWithEffects",
        "commentsExtended",
        "commentsIds",
        "commentsExtensible",
        "people",
        "glossaryDocument",
        "classificationlabels",
        "rdRichValue",
        "rdRichValueStructure",
        "rdRichValueTypes",
        "rdArray",
        "richValueRel",
    )
)
"""Last words of the relations' names. Not among them: templates, embedded objects, controls, queries, frames, macros."""
LINKS = ("http://", "https://", "mailto:", "#")
PICTURES = (b"MZ", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"\x7fELF")
FORMULA = re.compile(rb"<(?:\w{1,20}:)?f(?:\s[^<>]{0,400})?>([^<]{1,9000})")
REACHES_OUT = re.compile(
    r"(?i)\|'|\|[^|]{0,200}!|\b(?:WEBSERVICE|CALL|REGISTER(?:\.ID)?|EXEC|RTD|SQL\.REQUEST)\s?\("
)
FIELD = re.compile(rb"(?i)\bDDE(?:AUTO)?\b")


def problem(body: bytes, ending: str) -> Finding:
    """What is wrong with an xlsx or docx file; see the package for the codes."""
    archive = zipfile.ZipFile(io.BytesIO(body))
    parts = [p for p in archive.infolist() if not p.is_dir()]
    names = [p.filename for p in parts]
    if len(parts) > PARTS or sum(p.file_size for p in parts) > UNPACKED:
        return "too_large", ""
    if len({n.lower() for n in names}) != len(names) or MAIN[ending] not in names:
        return "unreadable", ""
    if any(p.flag_bits & 1 for p in parts):
        return "encrypted", ""
    for name in names:
        if found := _name(name, ending):
            return found
    for part in parts:
        if found := _part(archive, part, ending):
            return found
    return None


def _name(name: str, ending: str) -> Finding:
    if MACROS.search(name):
        return "macros", name
    if OUTSIDE.search(name):
        return "outside", name
    return None if KNOWN[ending].fullmatch(name) else ("unknown_part", name[:80])


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, ending: str) -> Finding:
    """Every part is read to its end, a chunk at a time: one that holds more than it says fails its checksum."""
    name = part.filename
    if name == "[Content_Types].xml":
        return _types(archive.read(part))
    if name.endswith(".rels"):
        return _relations(archive.read(part))
    text, reads = name.endswith((".xml", ".vml")), b""
    with archive.open(part) as stream:
        for n, chunk in enumerate(_chunks(stream)):
            if not n and (found := _begins(name, chunk, text)):
                return found
            if text and (b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk):
                return "unreadable", ""
            if text and ending == "xlsx" and any(_reaches(m[1]) for m in FORMULA.finditer(chunk)):
                return "outside", name
            if text and ending == "docx":
                reads = (reads + _instructions(chunk))[-OVERLAP:]
                if FIELD.search(reads):
                    return "outside", name
    return None


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    last = b""
    while more := stream.read(CHUNK):
        yield last + more
        last = more[-OVERLAP:]


def _begins(name: str, chunk: bytes, text: bool) -> Finding:
    """A text is UTF-8, so that what is looked for can be found; a picture is no program and no archive."""
    if text and not chunk.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return "unreadable", ""
    if not text and chunk.startswith(PICTURES):
        return "unknown_part", name
    return None


def _reaches(formula: bytes) -> bool:
    return bool(REACHES_OUT.search(html.unescape(formula.decode("utf-8", "replace"))))


def _instructions(chunk: bytes) -> bytes:
    """What the fields of a text say, put together: Word splits them at will."""
    said = re.findall(rb"<w:instrText(?:\s[^<>]{0,200})?>([^<]{0,4000})", chunk)
    return b"".join(said) + b" ".join(re.findall(rb'w:instr="([^"<>]{0,4000})"', chunk))


def _types(body: bytes) -> Finding:
    for node in safe_xml.fromstring(body, forbid_dtd=True):
        kind = str(node.attrib.get("ContentType", ""))
        where = str(node.attrib.get("PartName", node.attrib.get("Extension", "")))[:80]
        if kind.endswith("main+xml") and not kind.endswith(MAIN_TYPES) and "glossary" not in kind:
            return "macros" if "macro" in kind.lower() else "unknown_part", where
        if MACROS.search(kind):
            return "macros", where
        if BAD_TYPES.search(kind):
            return "outside", where
        if not TYPES.fullmatch(kind):
            return "unknown_part", where
    return None


def _relations(body: bytes) -> Finding:
    for node in safe_xml.fromstring(body, forbid_dtd=True):
        kind = str(node.attrib.get("Type", "")).rpartition("/")[2]
        target = str(node.attrib.get("Target", ""))
        if MACROS.search(kind):
            return "macros", kind
        if kind not in RELATIONS:
            return "outside", kind[:80]
        away = node.attrib.get("TargetMode", "Internal").lower() != "internal" or "://" in target
        if away and (kind != "hyperlink" or not target.lower().startswith(LINKS)):
            return "outside", target[:80]
        if not away and ".." in target.replace("../", "", 3):
            return "unreadable", ""
    return None
