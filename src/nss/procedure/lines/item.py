"""What the items 回線 and 端末 have in common: pages, what follows, works, lead times, what is said of them."""

from __future__ import annotations

from nss.application.case import Case
from nss.application.edits import Edit
from nss.application.rulebook import ConsentNeed, WorkNeed
from nss.base.words import W
from nss.calendar.verdict import Need
from nss.procedure import sharing
from nss.procedure.kit.procedure import Procedure

from . import rules
from .pages import PAGES
from .rows import KINDS


class LineItem(Procedure):
    """Base of the two items: everything but their rules and what they issue."""

    kinds: tuple[str, ...] = KINDS
    pages = PAGES

    consent_purposes = {
        **sharing.ASK_END,
        "share_work": W("共用している機器の工事（{code}）", "works on shared equipment ({code})"),
    }

    def derived_edits(self, case: Case) -> list[Edit]:
        return [*rules.derived_edits(case), *sharing.derived_edits(case)]

    def consents(self, case: Case) -> list[ConsentNeed]:
        """Who shares the router of a line that goes; whose router works are done on."""
        ends = sharing.consents(case, case.office, sharing.sharing_ends(case.of(self.key)))
        return [*ends, *rules.works_at_partners(case, self.key)]

    def notes(self, case: Case) -> list[W]:
        return rules.notes(case)

    def need(self, case: Case) -> Need:
        return rules.need(case.requested_of(self.key), case.filed_on)

    def works(self, case: Case) -> list[WorkNeed]:
        return rules.works(case)

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        return rules.summary_lines(case)
