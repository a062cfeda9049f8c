"""PNG and JPEG: whole, of a size that somebody can look at, and nothing else besides."""

from __future__ import annotations

from . import Finding
from .mixed import is_mixed

PIXELS = 50_000_000
"""Width times height; more is a decompression bomb, not a drawing."""
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG that begin a frame (ITU T.81, table B.1)."""


def problem(body: bytes, ending: str) -> Finding:
    """What is wrong with a PNG or JPEG file; see the package for the codes."""
    if is_mixed(body):
        return "active", ""
    size = _png(body) if ending == "png" else _jpeg(body)
    if size is None or not size[0] or not size[1]:
        return "unreadable", ""
    if size[0] * size[1] > PIXELS:
        return "too_large", ""
    return None


def _png(body: bytes) -> tuple[int, int] | None:
    if len(body) < 33 or body[12:16] != b"IHDR" or b"IEND" not in body[-64:]:
        return None
    return int.from_bytes(body[16:20], "big"), int.from_bytes(body[20:24], "big")


def _jpeg(body: bytes) -> tuple[int, int] | None:
    """Width and height of the first frame; cameras put more pictures behind the end, so the end may stand anywhere."""
    at = 2
    if b"\xff\xd9" not in body[at:]:
        return None
    while at + 9 <= len(body):
        if body[at] != 0xFF:
            return None
        marker = body[at + 1]
        if marker in (0xFF, 0x01) or 0xD0 <= marker <= 0xD7:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in FRAMES:
            return int.from_bytes(body[at + 7 : at + 9], "big"), int.from_bytes(body[at + 5 : at + 7], "big")
        if marker in (0xD9, 0xDA):
            return None
        at += 2 + int.from_bytes(body[at + 2 : at + 4], "big")
    return None
