"""The mail server of the demonstration: a real SMTP conversation; each mail becomes a file, nothing leaves the machine."""

from __future__ import annotations

import email
import os
import time
from email import policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Keep:
    """Writes each accepted mail into a folder, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        name = f"{time.time_ns()}.eml"
        part = self.folder / f".{name}.part"
        part.write_bytes(envelope.original_content or b"")
        os.replace(part, self.folder / name)
        return "250 OK"


def controller(host: str, port: int, folder: Path) -> Controller:
    """The SMTP server of the demonstration, not started yet."""
    folder.mkdir(parents=True, exist_ok=True)
    return Controller(Keep(folder), hostname=host, port=port)


def run(host: str, port: int, folder: Path | str) -> None:
    """Serve until the process is stopped."""
    server = controller(host, port, Path(folder))
    server.start()
    try:
        while True:
            time.sleep(3600)
    finally:
        server.stop()


def read(folder: Path, count: int = 100) -> list[tuple[str, EmailMessage]]:
    """The newest mails: file name and parsed mail."""
    found = sorted(folder.glob("*.eml"), reverse=True)[:count]
    return [(f.name, email.message_from_bytes(f.read_bytes(), policy=policy.default)) for f in found]
