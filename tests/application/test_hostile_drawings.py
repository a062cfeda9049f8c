"""Hostile files offered as a configuration drawing: each is refused with its reason, and nothing of it is kept."""

from __future__ import annotations

import io
import socket
import struct
import zipfile
import zlib
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from openpyxl import Workbook

from nss.application import files
from nss.application.models import Attachment, Revision
from tests import parts, sample_files

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def archive(**parts_: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, body in parts_.items():
            z.writestr(name, body)
    return out.getvalue()


def sheet(**more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", **more})


def bomb() -> bytes:
    return sheet(**{"xl/media/a.bin": b"\0" * (101 * 1024 * 1024)})


def encrypted() -> bytes:
    body = bytearray(sheet())
    at = body.find(b"PK\x01\x02")
    while at != -1:
        body[at + 8] |= 1
        at = body.find(b"PK\x01\x02", at + 4)
    return bytes(body)


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IEND", b"")
    )


HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "zip bomb": ("図.xlsx", bomb(), "大きすぎ"),
    "macro workbook renamed": ("図.xlsx", sheet(**{"xl/vbaProject.bin": b"x"}), "マクロ"),
    "macro workbook by its ending": ("図.xlsm", sheet(), "添付できません"),
    "path out of the archive": ("図.xlsx", sheet(**{"xl/../../etc/passwd": b"x"}), "添付できません"),
    "archive that is no workbook": ("図.xlsx", archive(readme=b"x"), "読み取れません"),
    "encrypted archive": ("図.xlsx", encrypted(), "暗号化"),
    "workbook under a password": ("図.xlsx", OLE + b"EncryptedPackage", "パスワード"),
    "embedded object": ("図.xlsx", sheet(**{"xl/embeddings/oleObject1.bin": b"x"}), "埋め込み"),
    "outside link": ("図.xlsx", sheet(**{"xl/externalLinks/externalLink1.xml": b"x"}), "外部"),
    "old workbook with macros": (
        "図.xls",
        sample_files.old_office({"Workbook": b"", "_VBA_PROJECT": b""}),
        "マクロ",
    ),
    "cut archive": ("図.xlsx", sheet()[:60], "読み取れません"),
    "svg with script": ("図.svg", SVG.format("<script>alert(1)</script>").encode(), "動作する内容"),
    "svg with a handler": ("図.svg", SVG.format('<rect onload="alert(1)"/>').encode(), "動作する内容"),
    "svg with an outside picture": (
        "図.svg",
        SVG.format('<image xlink:href="http://x.example/a.png"/>').encode(),
        "動作する内容",
    ),
    "svg with foreign content": ("図.svg", SVG.format("<foreignObject/>").encode(), "動作する内容"),
    "svg with a javascript link": (
        "図.svg",
        SVG.format('<a href="java&#9;script:alert(1)"><text>x</text></a>').encode(),
        "動作する内容",
    ),
    "svg with entities": (
        "図.svg",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        "読み取れません",
    ),
    "pdf with script": ("図.pdf", b"%PDF-1.7\n<</S/JavaScript/JS(app.alert(1))>>\n%%EOF", "動作する内容"),
    "pdf that starts a program": ("図.pdf", b"%PDF-1.7\n<</S/Launch>>\n%%EOF", "動作する内容"),
    "cut pdf": ("図.pdf", b"%PDF-1.7\n1 0 obj", "途中で切れて"),
    "program named as pdf": ("図.pdf", b"MZ\x90\0", "一致しません"),
    "image of a billion pixels": ("図.png", png(40_000, 40_000), "大きすぎ"),
    "page hidden in an image": (
        "図.jpg",
        b"\xff\xd8\xff\xe0<script>alert(1)</script>\xff\xd9",
        "動作する内容",
    ),
    "empty file": ("図.pdf", b"", "空のファイル"),
    "too large": ("図.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), "10MB"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_drawing_is_refused_with_its_reason_and_nothing_is_kept(what):
    # Holds D-25, F12.
    name, body, reason = HOSTILE[what]
    office = parts.line_office()
    draft = parts.draft(office, parts.person(office), parts.ids_to_add("1ANAC")).application
    with pytest.raises(files.BadFile) as refused:
        files.attach(draft, name, body, "drawing")
    assert reason in refused.value.text.ja
    assert not Attachment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("図.svg", SVG.format('<rect width="4" height="4"/>').encode()),
        ("図.png", png(640, 480)),
        ("図.pdf", sample_files.PDF),
        ("図.xls", sample_files.XLS),
    ],
)
def test_an_honest_drawing_of_each_kind_is_kept(name, body):
    office = parts.line_office()
    draft = parts.draft(office, parts.person(office), parts.ids_to_add("1ANAC")).application
    assert files.attach(draft, name, body, "drawing").purpose == "drawing"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["../../etc/図.xlsx", "..\\..\\図.xlsx", "a\0b/図.xlsx", "図" * 120 + ".xlsx", "\u202e図.xlsx"]
)
def test_a_name_is_made_safe(name):
    out = io.BytesIO()
    Workbook().save(out)
    office = parts.line_office()
    draft = parts.draft(office, parts.person(office), parts.ids_to_add("1ANAC")).application
    kept = files.attach(draft, name, out.getvalue(), "drawing").name
    assert (
        "/" not in kept
        and "\\" not in kept
        and ".." not in kept
        and "\u202e" not in kept
        and "\0" not in kept
    )
    assert kept.endswith(".xlsx") and len(kept.encode()) <= 190


def signed_in(office: Any) -> tuple[Client, int]:
    who = parts.person(office)
    pk = parts.draft(office, who, parts.ids_to_add("1ANAC")).application_id
    client = Client()
    client.force_login(who)
    return client, pk


@pytest.mark.django_db(transaction=True)
def test_an_upload_broken_off_halfway_leaves_nothing_behind(live_server):
    # Holds F5.
    client, pk = signed_in(parts.line_office())
    address = urlsplit(live_server.url)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    body = b'--x\r\nContent-Disposition: form-data; name="drawing_file"; filename="a.pdf"\r\n\r\n%PDF-1.7 half of it'
    with socket.create_connection((address.hostname, address.port), timeout=5) as line:
        line.sendall(
            f"POST /drafts/{pk}/drawing/ HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {settings.SESSION_COOKIE_NAME}={cookie}\r\n"
            f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {len(body) + 100000}\r\n\r\n".encode()
            + body
        )
    assert not Attachment.objects.exists()
    assert client.get(f"/drafts/{pk}/check/").status_code == 200


@pytest.mark.django_db
def test_a_full_disk_gives_a_clear_error_and_keeps_the_draft():
    # Holds F5, F-19.
    office = parts.line_office()
    client, pk = signed_in(office)
    before = Revision.objects.get().version
    file = io.BytesIO(sample_files.PDF)
    file.name = "図.pdf"
    with patch.object(
        Attachment.objects, "create", side_effect=OperationalError("could not extend file: No space left")
    ):
        answer = client.post(
            f"/drafts/{pk}/drawing/", {"drawing_upload": "1", "drawing_file": file, "here": ""}, follow=True
        )
    assert "ファイルを保存できませんでした" in answer.content.decode()
    assert Revision.objects.get().version == before
    assert not Attachment.objects.exists()
