"""Attachments: what may be attached is decided by content, size and name; nothing is stored of what is refused."""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile

from nss.base import clock
from nss.base.words import W

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
}
"""Ending -> first bytes and type (D-25). Archives are not accepted: nobody can look into them safely."""


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
    if ending not in KINDS:
        raise BadFile(
            W(
                f"「{shown}」の種類は添付できません。使えるのは{'、'.join(sorted(KINDS))}です。",
                f"'{shown}' is of a kind that cannot be attached. Use {', '.join(sorted(KINDS))}.",
            )
        )
    marks, content_type = KINDS[ending]
    if not body.startswith(marks):
        raise BadFile(
            W(
                f"「{shown}」の中身が拡張子{ending}と一致しません。",
                f"The content of '{shown}' is not {ending}.",
            )
        )
    if marks == (b"PK\x03\x04",):
        _check_zip(shown, ending, body)
    had = list(application.attachments.values_list("size", flat=True))
    if len(had) >= COUNT or sum(had) + len(body) > TOTAL:
        raise BadFile(W("添付できるのは10ファイル、合計20MBまでです。", "Up to 10 files and 20 MB in all."))
    return Attachment.objects.create(
        company_id=application.company_id, application=application, purpose=purpose, name=shown,
        content_type=content_type, size=len(body), sha256=hashlib.sha256(body).hexdigest(), body=body, at=clock.now(),
    )  # fmt: skip


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
    if any("vbaproject" in n.lower() or ".." in n for n in names):
        raise BadFile(
            W(
                f"「{shown}」はマクロを含むため添付できません。",
                f"'{shown}' holds macros and cannot be attached.",
            )
        )
