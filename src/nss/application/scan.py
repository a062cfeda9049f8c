"""A virus scanner looks at every upload before it is stored: clamd's INSTREAM over TCP or a Unix socket (`NSS_CLAMD`).

Set but not to be reached, nothing is taken: an unseen file must not reach the Center (ASVS 5.4.3)."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator

from django.conf import settings

log = logging.getLogger("nss.scan")
SECONDS = 20
PART = 64 * 1024


class ScannerUnavailable(Exception):
    """The scanner does not answer, or not in its words."""


def virus_name(body: bytes) -> str:
    """The name of what the scanner finds; '' for nothing or without a scanner. Raises ScannerUnavailable."""
    where = settings.CLAMD
    if not where:
        return ""
    try:
        answer = _ask(where, body)
    except OSError as error:
        log.error("scanner away: %s", error)
        raise ScannerUnavailable from error
    if answer.endswith("OK"):
        return ""
    if answer.endswith("FOUND"):
        name = answer.removesuffix("FOUND").rpartition(":")[2].strip() or "?"
        log.warning("scanner found %s", name)
        return name
    log.error("scanner said %s", answer[:200])
    raise ScannerUnavailable


def _ask(where: str, body: bytes) -> str:
    if where.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(where.removeprefix("unix:"))
    else:
        host, _, port = where.rpartition(":")
        line = socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    with line:
        line.sendall(b"zINSTREAM\0")
        for part in _parts(body):
            line.sendall(len(part).to_bytes(4, "big") + part)
        line.sendall(bytes(4))
        said = b""
        while b"\0" not in said and (more := line.recv(4096)):
            said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _parts(body: bytes) -> Iterator[bytes]:
    for at in range(0, len(body), PART):
        yield body[at : at + PART]
