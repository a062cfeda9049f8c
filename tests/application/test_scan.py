"""Uploads pass a virus scanner where one is set: clamd's own words over a real socket."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from nss.application import files
from nss.application.models import Attachment
from tests import parts, sample_files

pytestmark = pytest.mark.django_db

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PDF = sample_files.pdf(sample_files.stream(b"x" * 200_000))


class Scanner(socketserver.StreamRequestHandler):
    """INSTREAM as clamd's manual has it; it knows the one signature that every scanner knows."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        body = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            body += self.rfile.read(size)
        self.wfile.write(b"stream: Eicar-Signature FOUND\0" if EICAR in body else b"stream: OK\0")


@pytest.fixture
def scanner(settings: Any) -> Iterator[None]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanner) as server:
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


@pytest.fixture
def application() -> Any:
    office = parts.guide_office()
    return parts.draft(office, parts.person(office), []).application


def test_a_clean_file_passes_the_scanner_and_is_stored(scanner: None, application: Any) -> None:
    assert files.attach(application, "説明.pdf", PDF).size == len(PDF)


def test_what_the_scanner_finds_is_named_and_not_stored(scanner: None, application: Any) -> None:
    with pytest.raises(files.BadFile, match="Eicar-Signature"):
        files.attach(application, "説明.pdf", PDF.replace(b"x" * 68, EICAR, 1))
    assert not Attachment.objects.exists()


def test_while_the_scanner_is_away_no_file_is_taken(settings: Any, application: Any) -> None:
    settings.CLAMD = "127.0.0.1:9"
    with pytest.raises(files.BadFile, match="時間をおいて"):
        files.attach(application, "説明.pdf", PDF)
    assert not Attachment.objects.exists()
