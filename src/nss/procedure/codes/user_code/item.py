"""What the items that touch user codes and their numbers have in common."""

from __future__ import annotations

from collections.abc import Sequence

from nss.application.case import Case
from nss.application.edits import Edit
from nss.application.rulebook import Asked, Issue
from nss.base.words import W
from nss.calendar.verdict import Need
from nss.procedure.kit.procedure import Procedure, Suggestion

from . import rules
from .issue import issue, suggest


class CodeItem(Procedure):
    """The code ends with its last number, sharers agree, settings follow, the Center issues codes and numbers."""

    kinds = ("user_code", "user_id")

    def complete(self, case: Case) -> list[Edit]:
        return rules.complete(case)

    def notes(self, case: Case) -> list[W]:
        return rules.notes(case)

    def need(self, case: Case) -> Need:
        return rules.need(case.asked_of(self.key))

    def needs_setting(self, case: Case) -> bool:
        return rules.needs_setting(case.asked_of(self.key))

    def asks(self, case: Case) -> list[Asked]:
        return rules.asks(case)

    def suggestions(self, case: Case) -> list[Suggestion]:
        return suggest(case, self.key)

    def issue(self, job: Issue, edits: Sequence[Edit]) -> list[Edit]:
        """Codes first, then one edit a number with its password."""
        return issue(job, edits)
