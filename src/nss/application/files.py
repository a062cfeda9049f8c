"""Attachments (F-19): what may be attached is decided by content, size and name; nothing is stored of what is refused."""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree as safe_xml
from defusedxml.common import DefusedXmlException

from nss.base import clock
from nss.base.words import W

from . import scan
from .models import Application, Attachment

LIMIT = 10 * 1024 * 1024
TOTAL = 20 * 1024 * 1024
COUNT = 10
UNPACKED = 100 * 1024 * 1024
KINDS: dict[str, tuple[tuple[bytes, ...], str]] = {
    "pdf": ((b"%PDF-",), "application/pdf"),
    "png": ((b"\x89PNG\r\n\x1a\n",), "image/png"),
    "jpg": ((b"\xff\xd8\xff",), "image/jpeg"),
    "jpeg": ((b"\xff\xd8\xff",), "image/jpeg"),
    "xlsx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xls": ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), "application/vnd.ms-excel"),
    "doc": ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), "application/msword"),
    "svg": ((b"<", b"\xef\xbb\xbf<"), "image/svg+xml"),
}
"""Ending -> first bytes and type (D-25). Archives are not accepted: nobody can look into them safely."""
DRAWING_KINDS = ("xlsx", "xls", "pdf", "png", "jpg", "jpeg", "svg")
"""What a configuration drawing may be (guide SMTP ⑥ shows xlsx and xls)."""
FILE_KINDS = tuple(k for k in KINDS if k != "svg")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PIXELS = 50_000_000
"""Width times height of an image; more is a decompression bomb, not a drawing."""
SVG_BAD = ("script", "foreignobject", "iframe", "embed", "object", "handler", "listener", "set", "animate")
"""Elements of an SVG that can do something (SVG 2, 15.2 and others)."""
PDF_BAD = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")


class BadFile(Exception):
    """Why a file is refused, in words for the person."""

    def __init__(self, text: W) -> None:
        super().__init__(text.ja)
        self.text = text


def clean_name(name: str) -> str:
    """The last part of a name without control characters and path signs; at most 190 bytes, ending kept."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    last = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*').strip(". ")
    stem, dot, ending = last.rpartition(".")
    while len(last.encode()) > 190 and stem:
        stem = stem[:-1]
        last = f"{stem}{dot}{ending}"
    return last or "file"


def attach(application: Application, name: str, body: bytes, purpose: str = "file") -> Attachment:
    """Check and store one file. Raises BadFile."""
    shown = clean_name(name)
    ending = shown.rpartition(".")[2].lower()
    if not body:
        raise BadFile(W(f"「{shown}」は空のファイルです。", f"'{shown}' is empty."))
    if len(body) > LIMIT:
        raise BadFile(W(f"「{shown}」は10MBを超えています。", f"'{shown}' is larger than 10 MB."))
    kinds = DRAWING_KINDS if purpose == "drawing" else FILE_KINDS
    if ending not in kinds:
        raise BadFile(
            W(
                f"「{shown}」の種類は添付できません。使えるのは{'、'.join(sorted(kinds))}です。",
                f"'{shown}' is of a kind that cannot be attached. Use {', '.join(sorted(kinds))}.",
            )
        )
    marks, content_type = KINDS[ending]
    if ending in ("xlsx", "docx") and body.startswith(OLE):
        raise BadFile(
            W(
                f"「{shown}」はパスワードで保護されているか、古い形式のファイルです。保護を解除して保存し直してください。",
                f"'{shown}' is protected by a password or of an old format. Save it again without protection.",
            )
        )
    if not body.lstrip().startswith(marks) if ending == "svg" else not body.startswith(marks):
        raise BadFile(
            W(
                f"「{shown}」の中身が拡張子{ending}と一致しません。",
                f"The content of '{shown}' is not {ending}.",
            )
        )
    if marks == (b"PK\x03\x04",):
        _check_zip(shown, ending, body)
    elif marks == (OLE,):
        _check_ole(shown, body)
    elif ending == "svg":
        _check_svg(shown, body)
    elif ending == "pdf":
        _check_pdf(shown, body)
    else:
        _check_image(shown, ending, body)
    _scan(shown, body)
    had = list(application.attachments.values_list("size", flat=True))
    if len(had) >= COUNT or sum(had) + len(body) > TOTAL:
        raise BadFile(W("添付できるのは10ファイル、合計20MBまでです。", "Up to 10 files and 20 MB in all."))
    return Attachment.objects.create(
        company_id=application.company_id,
        application=application,
        purpose=purpose,
        name=shown,
        content_type=content_type,
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        at=clock.now(),
    )


def _scan(shown: str, body: bytes) -> None:
    try:
        found = scan.found_in(body)
    except scan.Away as away:
        raise BadFile(
            W(
                f"「{shown}」のウイルス検査ができないため、添付できませんでした。時間をおいてもう一度添付してください。",
                f"'{shown}' could not be scanned for viruses and was not attached. Please try again later.",
            )
        ) from away
    if found:
        raise BadFile(
            W(
                f"「{shown}」からウイルス（{found}）が検出されたため、添付できません。",
                f"A virus ({found}) was found in '{shown}'; it cannot be attached.",
            )
        )


def _check_zip(shown: str, ending: str, body: bytes) -> None:
    """An office document: no bomb, no macros, and really of its kind; read from the directory, nothing is unpacked."""
    bad = BadFile(W(f"「{shown}」を{ending}として読み取れません。", f"'{shown}' cannot be read as {ending}."))
    try:
        parts = zipfile.ZipFile(io.BytesIO(body)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise bad from error
    names = [p.filename for p in parts]
    if len(parts) > 2000 or sum(p.file_size for p in parts) > UNPACKED:
        raise BadFile(W(f"「{shown}」は展開すると大きすぎます。", f"'{shown}' is too large when unpacked."))
    if not any(n.startswith("xl/" if ending == "xlsx" else "word/") for n in names):
        raise bad
    if any(p.flag_bits & 1 for p in parts):
        raise BadFile(W(f"「{shown}」は暗号化されているため添付できません。", f"'{shown}' is encrypted."))
    if any(
        "embeddings/" in n.lower() or "activex" in n.lower() or "externallinks/" in n.lower() for n in names
    ):
        raise BadFile(
            W(
                f"「{shown}」は埋め込みや外部へのリンクを含むため添付できません。",
                f"'{shown}' holds embedded objects or outside links and cannot be attached.",
            )
        )
    if any("vbaproject" in n.lower() or ".." in n or n.startswith("/") for n in names):
        raise BadFile(
            W(
                f"「{shown}」はマクロを含むため添付できません。",
                f"'{shown}' holds macros and cannot be attached.",
            )
        )


def _active(shown: str) -> BadFile:
    return BadFile(
        W(
            f"「{shown}」は動作する内容（スクリプトなど）を含むため添付できません。",
            f"'{shown}' holds something active (a script or the like) and cannot be attached.",
        )
    )


def _check_ole(shown: str, body: bytes) -> None:
    """An old office file: no macros; the names of its streams are UTF-16 text."""
    if any(name.encode("utf-16-le") in body for name in ("_VBA_PROJECT", "Macros", "VBA")):
        raise BadFile(
            W(
                f"「{shown}」はマクロを含むため添付できません。",
                f"'{shown}' holds macros and cannot be attached.",
            )
        )


def _check_pdf(shown: str, body: bytes) -> None:
    """Nothing in it acts or carries files; it has an end."""
    if any(mark in body for mark in PDF_BAD):
        raise _active(shown)
    if b"%%EOF" not in body[-2048:]:
        raise BadFile(W(f"「{shown}」は途中で切れています。", f"'{shown}' is cut off."))


def _check_svg(shown: str, body: bytes) -> None:
    """Well-formed, without script, handlers, entities or outside references."""
    try:
        root = safe_xml.fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BadFile(
            W(f"「{shown}」をSVGとして読み取れません。", f"'{shown}' cannot be read as SVG.")
        ) from error
    if root.tag.rpartition("}")[2].lower() != "svg":
        raise BadFile(W(f"「{shown}」をSVGとして読み取れません。", f"'{shown}' cannot be read as SVG."))
    for node in root.iter():
        if str(node.tag).rpartition("}")[2].lower() in SVG_BAD:
            raise _active(shown)
        for name, value in node.attrib.items():
            plain = name.rpartition("}")[2].lower()
            text = "".join(value.split()).lower()
            outside = (
                plain in ("href", "src")
                and not text.startswith("#")
                and not text.startswith("data:image/png")
            )
            if plain.startswith("on") or outside or "javascript:" in text or "url(http" in text:
                raise _active(shown)
        if str(node.tag).rpartition("}")[2].lower() == "style" and "@import" in (node.text or ""):
            raise _active(shown)


def _check_image(shown: str, ending: str, body: bytes) -> None:
    """A picture that is whole and of a size that somebody can look at."""
    broken = BadFile(W(f"「{shown}」を画像として読み取れません。", f"'{shown}' cannot be read as an image."))
    if ending == "png":
        if len(body) < 33 or body[12:16] != b"IHDR" or b"IEND" not in body[-64:]:
            raise broken
        width, height = int.from_bytes(body[16:20], "big"), int.from_bytes(body[20:24], "big")
        if not width or not height or width * height > PIXELS:
            raise BadFile(W(f"「{shown}」の画像が大きすぎます。", f"The image '{shown}' is too large."))
    elif b"\xff\xd9" not in body[-64:]:
        raise broken
    if b"<script" in body.lower() or b"<?php" in body.lower():
        raise _active(shown)
