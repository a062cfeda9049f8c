"""一般NACCS端末 (追加・削除; guide SMTP). Pages and rules are shared with `line`, see `lines`."""

from __future__ import annotations

from nss.base.words import W

from . import selection
from .base import Check, Procedure
from .lines import rules
from .lines.issue import issue_terminals, suggest_terminals
from .lines.pages import DRAWING_CHECK, PAGES
from .lines.rows import KINDS

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
