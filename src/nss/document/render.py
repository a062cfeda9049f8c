"""A paper as PDF bytes, set by Typst.

The paper reaches `paper.typ` as JSON text in `sys.inputs` and is printed as strings, so nothing that a person typed is
ever read as markup. One compiler a process stays warm: fonts and template are read once.
"""

from __future__ import annotations

import io
import json
import threading
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import segno
import typst

from .data import Paper
from .fonts import FAMILY, compiler
from .pack import packed

TEMPLATE = Path(__file__).parent / "paper.typ"
STANDARDS = ["ua-1", "a-2a"]
"""Readable by assistive software (PDF/UA-1) and made to be kept (PDF/A-2a)."""

_lock = threading.Lock()


@cache
def _compiler() -> typst.Compiler:
    return compiler(TEMPLATE)


def qr(text: str) -> str:
    """A QR code as SVG text, without a quiet zone (the page gives it); '' for ''. The mask is named because trying
    all eight takes 5 ms."""
    if not text:
        return ""
    out = io.BytesIO()
    segno.make(text, error="m", mask=2, boost_error=False, micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=True
    )
    return out.getvalue().decode()


def _inputs(paper: Paper) -> dict[str, str]:
    plain = paper.to_json()
    plain |= {"title": paper.title, "qr": qr(paper.verify_url), "font": FAMILY}
    return {"paper": json.dumps(plain, ensure_ascii=False)}


def pdf(paper: Paper) -> bytes:
    """The same bytes for the same paper. Safe to call from several threads: one paper is set at a time."""
    day = paper.issued_on
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    inputs = _inputs(paper)
    with _lock:
        made = _compiler().compile(
            format="pdf", sys_inputs=inputs, pdf_standards=cast(Any, STANDARDS), timestamp=stamp
        )
    return packed(cast(bytes, made))


def warm() -> None:
    """Load fonts and template ahead of the first paper; a worker calls it when it starts."""
    from datetime import date

    from .data import FORM, Party

    pdf(Paper(FORM, "", date(2000, 1, 1), Party(""), Party("")))
