"""一般NACCS回線 (追加・変更・廃止). Pages and rules are shared with `terminal`, see `lines`."""

from __future__ import annotations

from nss.base.words import W
from nss.procedure.kit import selection
from nss.procedure.kit.procedure import Check, Procedure

from . import rules
from .issue import issue_lines, suggest_lines
from .pages import DRAWING_CHECK, PAGES
from .rows import KINDS

PROCEDURE = Procedure(
    entry=selection.LINE,
    kinds=KINDS,
    pages=PAGES,
    rules=(rules.whole_line, rules.has_drawing, rules.has_contact),
    complete=rules.complete,
    issue=issue_lines,
    need=rules.need,
    works=rules.works,
    notes=rules.notes,
    said=rules.said,
    suggest=suggest_lines,
    checks=(
        Check(
            W("廃止する回線の端末がすべて含まれる", "Abolished lines take all their terminals along"),
            ("terminals_left",),
        ),
        *DRAWING_CHECK,
    ),
)
