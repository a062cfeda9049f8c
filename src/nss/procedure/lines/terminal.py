"""一般NACCS端末 (追加・削除; guide SMTP). Pages and rules are shared with `line`, see `lines`."""

from __future__ import annotations

from collections.abc import Sequence

from nss.application.case import Case
from nss.application.edits import Edit
from nss.application.rulebook import IssueJob
from nss.base.words import W
from nss.issuing.ahead import Ahead
from nss.procedure.kit.notice import Block
from nss.procedure.kit.procedure import Check, Suggestion
from nss.procedure.kit.selection import Entry, Group

from .issue import issue_terminals, suggest_terminals
from .item import LineItem
from .pages import DRAWING_CHECK
from .rows import KINDS, TERMINAL
from .rules import has_contact, has_drawing, line_has_no_end


class Terminals(LineItem):
    """一般NACCS端末."""

    entry = Entry(
        TERMINAL,
        Group.LINES,
        20,
        W("一般NACCS端末の登録情報（追加・削除）", "General NACCS terminals (add, remove)"),
    )
    kinds = (*KINDS, "plan")
    rules = (line_has_no_end, has_drawing, has_contact)
    checks = (
        Check(W("端末を追加する回線が廃止されない", "The lines of added terminals stay"), ("line_ends",)),
        *DRAWING_CHECK,
    )

    notices = (
        Block("terminal", ("router", "system_class", "device", "package"), ("name", "address")),
        Block("mail_address", ("terminal",), ("address",)),
    )

    def suggestions(self, case: Case, ahead: Ahead) -> list[Suggestion]:
        return suggest_terminals(case, ahead)

    def issue(self, job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
        """One edit a terminal with its name and address; a full router gets another block, on record as a row of its
        own."""
        return issue_terminals(job, edits)


PROCEDURE = Terminals()
