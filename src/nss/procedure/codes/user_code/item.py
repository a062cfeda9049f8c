"""What the items that touch user codes and their numbers have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nss.application.case import Case
from nss.application.edits import Edit
from nss.application.rulebook import ConsentNeed, IssueJob
from nss.base.words import W
from nss.calendar.verdict import Need
from nss.issuing.ahead import Ahead
from nss.issuing.models import SecretKind
from nss.procedure.kit.notice import Block
from nss.procedure.kit.procedure import Procedure, Suggestion

from . import rules
from .issue import issue, suggest

CONSENTS = {
    "end": W("利用者コード{code}の廃止", "discontinuing user code {code}"),
    "share": W("利用者コード{code}の共用", "sharing user code {code}"),
}


class CodeItem(Procedure):
    """The code ends with its last number, sharers agree, settings follow, the Center issues codes and numbers."""

    kinds = ("user_code", "user_id", "mailbox", "plan")
    notices = (
        Block("user_code", ("system_class",), ("code",)),
        Block(
            "user_id",
            ("business", "method"),
            ("code", "number"),
            secret=SecretKind.USER_PASSWORD,
            joined=W("ID", "ID"),
        ),
    )
    consent_purposes = CONSENTS

    def other_office_codes(self, extra: Mapping[str, Any], edits: Sequence[Edit]) -> list[str]:
        """The holder of a code that is asked to be shared."""
        return [str(e.options["partner"]) for e in edits if e.options.get("partner")]

    def derived_edits(self, case: Case) -> list[Edit]:
        return rules.derived_edits(case)

    def notes(self, case: Case) -> list[W]:
        return rules.notes(case)

    def need(self, case: Case) -> Need:
        return rules.need(case.requested_of(self.key), case.filed_on)

    def needs_setting(self, case: Case) -> bool:
        return rules.needs_setting(case.requested_of(self.key))

    def setting_codes(self, case: Case) -> list[str]:
        return rules.setting_codes(case.of(self.key))

    def consents(self, case: Case) -> list[ConsentNeed]:
        return rules.consents(case)

    def suggestions(self, case: Case, ahead: Ahead) -> list[Suggestion]:
        return suggest(case, self.key, ahead)

    def issue(self, job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
        """Codes first, then one edit a number with its password."""
        return issue(job, edits)
