"""一般NACCS端末 (追加・削除; guide SMTP). Pages and rules are shared with `line`, see `lines`."""

from __future__ import annotations

from nss.base.words import W
from nss.procedure.kit import selection
from nss.procedure.kit.procedure import Check, Procedure

from . import rules
from .issue import issue_terminals, suggest_terminals
from .pages import DRAWING_CHECK, PAGES
from .rows import KINDS

PROCEDURE = Procedure(
    entry=selection.TERMINAL,
    kinds=(*KINDS, "plan"),
    pages=PAGES,
    rules=(rules.line_stays, rules.has_drawing, rules.has_contact),
    complete=rules.complete,
    issue=issue_terminals,
    need=rules.need,
    works=rules.works,
    notes=rules.notes,
    said=rules.said,
    suggest=suggest_terminals,
    checks=(
        Check(W("端末を追加する回線が廃止されない", "The lines of added terminals stay"), ("line_ends",)),
        *DRAWING_CHECK,
    ),
)
