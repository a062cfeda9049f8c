"""A file that is two kinds at once: also an archive, or with a page of scripts inside. Readers disagree on what it is."""

from __future__ import annotations

import io
import re
import zipfile

PAGE = re.compile(rb"<script|<html|<\?php", re.I)


def is_mixed(body: bytes, edges: int | None = None) -> bool:
    """Whether an archive, or a page within the first and last `edges` bytes (everywhere: None), hides in the file."""
    looked = [body] if edges is None else [body[:edges], body[-edges:]]
    return any(PAGE.search(part) for part in looked) or zipfile.is_zipfile(io.BytesIO(body))
