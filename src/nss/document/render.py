"""A paper as PDF bytes, set by Typst.

The paper reaches `paper.typ` as JSON text in `sys.inputs` and is printed as strings, so nothing that a person typed is
ever read as markup. One compiler a process stays warm: fonts and template are read once (`press.py`).
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import segno

from .data import ISSUER, Paper
from .fonts import FAMILIES
from .press import replaced, set_pdf

TEMPLATE = Path(__file__).parent / "paper.typ"
STAND_INS = "〓は書体にない文字で、（ ）内はその文字コードです。登録は入力どおりです。"


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


def _data(paper: Paper) -> dict[str, Any]:
    plain = paper.to_json()
    plain |= {"title": paper.title, "qr": qr(paper.verify_url), "font": FAMILIES, "issuer": ISSUER}
    if replaced(plain):
        plain["notes"] = [*plain["notes"], STAND_INS]
    return plain


def pdf(paper: Paper) -> bytes:
    """The same bytes for the same paper. Safe to call from several threads."""
    return set_pdf(TEMPLATE, "paper", _data(paper), paper.issued_on)


def warm() -> None:
    """Load fonts and template ahead of the first paper; a worker calls it when it starts."""
    from datetime import date

    from .data import FORM, Party

    pdf(Paper(FORM, "", date(2000, 1, 1), Party(""), Party("")))
