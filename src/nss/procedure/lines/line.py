"""一般NACCS回線 (追加・変更・廃止). Pages and rules are shared with `terminal`, see `lines`."""

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

from .issue import issue_lines, suggest_lines
from .item import LineItem
from .pages import DRAWING_CHECK
from .rows import LINE
from .rules import ended_line_has_no_terminals, has_contact, has_drawing


class Lines(LineItem):
    """一般NACCS回線."""

    entry = Entry(
        LINE,
        Group.LINES,
        10,
        W("一般NACCS回線の登録情報（追加・変更・廃止）", "General NACCS lines (add, change, discontinue)"),
    )
    rules = (ended_line_has_no_terminals, has_drawing, has_contact)
    checks = (
        Check(
            W("廃止する回線の端末がすべて含まれる", "Discontinued lines take all their terminals along"),
            ("terminals_left",),
        ),
        *DRAWING_CHECK,
    )

    notices = (
        Block("line", ("system_class", "line_kind", "speed"), ("router",)),
        Block("address_block", ("router",), ("network",)),
    )

    def suggestions(self, case: Case, ahead: Ahead) -> list[Suggestion]:
        return suggest_lines(case, ahead)

    def issue(self, job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
        """A new line gets its router number and its first block."""
        return issue_lines(job, edits)


PROCEDURE = Lines()
