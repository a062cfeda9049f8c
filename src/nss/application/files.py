"""Attachments (F-19): what may be attached is decided by content, size and name; nothing is stored of what is refused. What
each kind may hold stands in `file_kinds`."""

from __future__ import annotations

import hashlib
import unicodedata

from django.db import transaction

from nss.base import clock, sandbox
from nss.base.words import W

from . import scan
from .models import Application, Attachment

LIMIT = 10 * 1024 * 1024
TOTAL = 20 * 1024 * 1024
COUNT = 10
KINDS: dict[str, tuple[tuple[bytes, ...], str]] = {
    "pdf": ((b"%PDF-",), "application/pdf"),
    "png": ((b"\x89PNG\r\n\x1a\n",), "image/png"),
    "jpg": ((b"\xff\xd8\xff",), "image/jpeg"),
    "jpeg": ((b"\xff\xd8\xff",), "image/jpeg"),
    "xlsx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xls": ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), "application/vnd.ms-excel"),
    "doc": ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), "application/msword"),
    "svg": ((b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\0<"), "image/svg+xml"),
}
"""Ending -> first bytes and type (D-25). Archives are not accepted: nobody can look into them safely."""
DRAWING_KINDS = ("xlsx", "xls", "pdf", "png", "jpg", "jpeg", "svg")
"""What a configuration drawing may be (guide SMTP ⑥ shows xlsx and xls)."""
FILE_KINDS = tuple(k for k in KINDS if k != "svg")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOOKED_AT_BY = {
    **dict.fromkeys(("png", "jpg", "jpeg"), "picture"),
    **dict.fromkeys(("xlsx", "docx"), "office"),
    **dict.fromkeys(("xls", "doc"), "old_office"),
    "pdf": "pdf",
    "svg": "svg",
}
"""Ending -> module of `file_kinds`."""
WRONG: dict[str, W] = {
    "unreadable": W("「{0}」を{1}として読み取れません。", "'{0}' cannot be read as {1}."),
    "cut_off": W("「{0}」は途中で切れています。", "'{0}' is cut off."),
    "too_large": W("「{0}」は展開すると大きすぎます。", "'{0}' is too large when unpacked."),
    "encrypted": W(
        "「{0}」は暗号化またはパスワードで保護されています。保護を解除して保存し直してください。",
        "'{0}' is encrypted or protected by a password. Save it again without protection.",
    ),
    "active": W(
        "「{0}」は動作する内容（スクリプトなど）を含むため添付できません。",
        "'{0}' holds something active (a script or the like) and cannot be attached.",
    ),
    "macros": W("「{0}」はマクロを含むため添付できません。", "'{0}' holds macros and cannot be attached."),
    "outside": W(
        "「{0}」は埋め込みや外部へのリンク（{2}）を含むため添付できません。",
        "'{0}' holds embedded objects or outside links ({2}) and cannot be attached.",
    ),
    "unknown_part": W(
        "「{0}」は取り扱えない部分（{2}）を含むため添付できません。",
        "'{0}' holds a part that is not accepted ({2}) and cannot be attached.",
    ),
    "two_kinds": W(
        "「{0}」は別の種類のファイルを兼ねているため添付できません。",
        "'{0}' is a file of another kind at the same time and cannot be attached.",
    ),
}
"""Code of `file_kinds` -> sentence: {0} the file, {1} its ending, {2} the name of the part."""


FILED = W(
    "この申込は提出済みのため、ファイルを添付できません。",
    "This application has been submitted; no file can be added to it.",
)


class BadFile(Exception):
    """Why a file is refused, in words for the person."""

    def __init__(self, text: W) -> None:
        super().__init__(text.ja)
        self.text = text


def clean_name(name: str) -> str:
    """The last part of a name without control characters and path signs; at most 190 bytes, ending kept."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    last = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    hidden = last.lstrip(" ").startswith(".")
    last = last.strip(". ")
    if hidden and last and "." not in last:
        last = f"file.{last}"  # an ending alone is no name
    stem, dot, ending = last.rpartition(".")
    while len(last.encode()) > 190 and stem:
        stem = stem[:-1]
        last = f"{stem}{dot}{ending}"
    return last or "file"


def attach(application: Application, name: str, body: bytes, purpose: str = "file") -> Attachment:
    """Check and store one file with the open revision, one after the other and never after filing. Raises BadFile."""
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
    if not _begins_with(marks, ending, body):
        raise BadFile(
            W(
                f"「{shown}」の中身が拡張子{ending}と一致しません。",
                f"The content of '{shown}' is not {ending}.",
            )
        )
    _inspect(shown, ending, body)
    _scan(shown, body)
    with transaction.atomic():
        open_in = Attachment.objects.open_revision(application)
        if open_in is None:
            raise BadFile(FILED)
        had = list(application.attachments.filter(removed_in=None).values_list("size", flat=True))
        if len(had) >= COUNT or sum(had) + len(body) > TOTAL:
            raise BadFile(
                W("添付できるのは10ファイル、合計20MBまでです。", "Up to 10 files and 20 MB in all.")
            )
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
            added_in=open_in,
        )


def _scan(shown: str, body: bytes) -> None:
    try:
        found = scan.virus_name(body)
    except scan.ScannerUnavailable as away:
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


def _begins_with(marks: tuple[bytes, ...], ending: str, body: bytes) -> bool:
    """Whether the first bytes fit the ending. A PDF may have something before its head, a drawing its own encoding: these two
    are for their modules to say."""
    if ending == "svg":
        return body.lstrip().startswith(marks)
    return marks[0] in body[:1024] if ending == "pdf" else body.startswith(marks)


def _inspect(shown: str, ending: str, body: bytes) -> None:
    """Have the file read by the module of its kind, in a process that may die of it."""
    try:
        found = sandbox.run(f"nss.application.file_kinds.{LOOKED_AT_BY[ending]}:problem", body, ending)
    except sandbox.Overrun:
        found = ("too_large", "")
    except sandbox.Unreadable:
        found = ("unreadable", "")
    if found is not None:
        code, part = found
        ja, en = (text.format(shown, ending, part) for text in (WRONG[code].ja, WRONG[code].en))
        raise BadFile(W(ja, en))
