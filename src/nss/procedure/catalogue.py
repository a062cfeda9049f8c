"""Collects the modules of this folder and answers for all of them: the rulebook of the application room."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import nss.procedure
from nss.application.edits import Edit
from nss.application.filing import HELD, held_by_others
from nss.application.models import Revision
from nss.application.rulebook import Asked, Issue, WorkNeed
from nss.base.problems import Problem
from nss.base.words import W
from nss.calendar.verdict import Need
from nss.contract.book import Contract
from nss.contract.models import Office

from .kit import schedule
from .kit.contact import problems_of as contact_problems
from .kit.procedure import Check, FormPage, Page, Procedure, Suggestion
from .kit.selection import BESIDE, BY_KEY, ENTRIES, NEW_CONTRACT, Entry

NO_ITEM = Problem(
    "no_item", W("変更申込を行う項目を選択してください。", "Choose at least one item to change."), "items"
)
MIXED = Problem(
    "mixed_frames",
    W(
        "「その他の契約変更」は、ほかの項目と同じ申込にできません。「続けて別の申込を作る」をご利用ください。",
        "'Other changes' cannot stand in one application with other items. File them as a second application.",
    ),
    "other",
)
NO_REASON = Problem(
    "no_reason", W("変更する理由を入力してください。", "Enter the reason for the change."), "reason"
)
LONG_REASON = Problem(
    "long_reason",
    W("変更する理由は240文字以内で入力してください。", "The reason may have up to 240 characters."),
    "reason",
)
NO_EDIT = W(
    "「{item}」に変更内容がありません。変更するか、項目の選択を外してください。",
    "'{item}' has no change. Enter one, or take the item off.",
)
NOT_OPEN = W("「{item}」はまだ受け付けていません。", "'{item}' is not open yet.")


class Catalogue:
    """All procedures, by the key of their selection row."""

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        by_key = {p.key: p for p in procedures}
        self.procedures = {e.key: by_key[e.key] for e in (NEW_CONTRACT, *ENTRIES, *BESIDE) if e.key in by_key}

    def __getitem__(self, key: str) -> Procedure:
        return self.procedures[key]

    def get(self, key: str) -> Procedure | None:
        return self.procedures.get(key)

    def is_open(self, entry: Entry) -> bool:
        return entry.key in self.procedures

    def of(self, items: Sequence[str]) -> list[Procedure]:
        """The chosen procedures in the order of the selection screen."""
        return [p for k, p in self.procedures.items() if k in items]

    # What the application room asks (rulebook.Rulebook)

    def kinds(self, items: Sequence[str]) -> list[str]:
        return [k for p in self.of(items) for k in p.kinds]

    def complete(self, contract: Contract, edits: Sequence[Edit]) -> list[Edit]:
        whole = [e for e in edits if not e.derived]
        for p in self._touched(edits):
            whole += [replace(e, derived=True) for e in p.complete(contract, whole)]
        return whole

    def check(self, contract: Contract, draft: Revision, edits: Sequence[Edit], today: date) -> list[Problem]:
        problems: list[Problem] = []
        chosen = [*draft.items, *([draft.other] if draft.other else [])]
        if not chosen:
            problems.append(NO_ITEM)
        if draft.other and draft.items:
            problems.append(MIXED)
        for key in chosen:
            if key not in self.procedures:
                problems.append(Problem("not_open", NOT_OPEN.format(item=BY_KEY[key].label), "items"))
            elif not self[key].bare and not any(e.procedure == key for e in edits):
                problems.append(Problem("no_edit", NO_EDIT.format(item=BY_KEY[key].label), key))
        if self.dated(draft):
            if not draft.reason.strip():
                problems.append(NO_REASON)
            elif len(draft.reason) > 240:
                problems.append(LONG_REASON)
            problems += schedule.problems(draft.wish_date, today, self.need(edits))
        problems += contact_problems(draft.contact)
        for p in self._chosen(edits, draft):
            for rule in p.rules:
                problems += rule(contract, draft, edits)
        if draft.application_id:
            for kind, identity in held_by_others(edits, draft.application_id):
                problems.append(replace(HELD, where=f"{kind}:{identity}"))
        return list(dict.fromkeys(problems))

    def asks(
        self, office: Office, contract: Contract, edits: Sequence[Edit], draft: Revision | None = None
    ) -> list[Asked]:
        found = [a for p in self._touched(edits) for a in p.asks(office, contract, edits)]
        for p in self._chosen(edits, draft):
            found += p.asks_extra(office, contract, edits, draft.extra if draft else {})
        return found

    def dated(self, draft: Revision) -> bool:
        """Whether a start date and a reason are asked for."""
        chosen = [k for k in (*draft.items, draft.other) if k]
        return not chosen or not all(k in self.procedures and self[k].undated for k in chosen)

    def series(self, draft: Revision) -> str:
        """The letter of the reception number (D-01)."""
        return next((BY_KEY[k].series for k in draft.items if k in BY_KEY), "A")

    def issue(self, issue: Issue, edits: Sequence[Edit]) -> list[Edit]:
        done: list[Edit] = []
        keys = {*(e.procedure for e in edits), *issue.items}
        for p in (p for k, p in self.procedures.items() if k in keys):
            mine = [e for e in edits if e.procedure == p.key]
            done += p.issue(issue, mine) if p.issue else mine
        return done

    def works(self, contract: Contract, edits: Sequence[Edit]) -> list[WorkNeed]:
        """One a line and kind, however many procedures ask for it."""
        found: dict[tuple[str, str], WorkNeed] = {}
        for p in self._touched(edits):
            for w in p.works(contract, edits):
                found.setdefault((w.kind, w.line), w)
        return list(found.values())

    def needs_setting(self, edits: Sequence[Edit], draft: Revision | None = None) -> bool:
        if any(p.always_setting for p in self._chosen(edits, draft)):
            return True
        return any(p.needs_setting([e for e in edits if e.procedure == p.key]) for p in self._touched(edits))

    def four_eyes(self, draft: Revision) -> bool:
        return any(p.four_eyes for p in self._chosen([], draft))

    # What pages ask

    def need(self, edits: Sequence[Edit]) -> Need:
        """The strictest of the procedures' needs."""
        needs = [p.need_of([e for e in edits if e.procedure == p.key]) for p in self._touched(edits)]
        return Need(
            lead=max((n.lead for n in needs), default=0),
            setting=self.needs_setting(edits),
            first_of_month=any(n.first_of_month for n in needs),
        )

    def notes(self, contract: Contract, edits: Sequence[Edit]) -> list[W]:
        return [n for p in self._touched(edits) for n in p.notes(contract, edits)]

    def said(self, revision: Revision, edits: Sequence[Edit]) -> list[tuple[W, str | W]]:
        """What the application says beside its rows: works, drawing, consultation."""
        chosen = {*revision.items, revision.other, *(e.procedure for e in edits)}
        found: dict[str, tuple[W, str | W]] = {}
        for k, p in self.procedures.items():
            if k in chosen:
                for label, value in p.said(revision.extra, edits):
                    found.setdefault(label.ja, (label, value))
        return list(found.values())

    def suggest(self, office: Office, edits: Sequence[Edit]) -> list[Suggestion]:
        return [s for p in self._touched(edits) for s in p.suggest(office, edits)]

    def checks(self, edits: Sequence[Edit]) -> list[Check]:
        return [c for p in self._touched(edits) for c in p.checks]

    def step_pages(self, items: Sequence[str], edits: Sequence[Edit]) -> list[tuple[Procedure, Page]]:
        """The item pages of an application in order; a page that two items share comes once."""
        found: list[tuple[Procedure, Page]] = []
        for p in self.of(items):
            for page in p.steps:
                skip = isinstance(page, FormPage) and page.when is not None and not page.when(edits)
                if not skip and not any(page is known for _, known in found):
                    found.append((p, page))
        late = [x for x in found if isinstance(x[1], FormPage) and x[1].when is not None]
        return [x for x in found if x not in late] + late

    def linked(self, revision: Revision) -> list[tuple[str, ...]]:
        """Sets of items that this application wants filed beside it (X-11)."""
        return [items for p in self._chosen([], revision) for items in p.linked(revision.extra)]

    def _chosen(self, edits: Sequence[Edit], draft: Revision | None) -> list[Procedure]:
        """Procedures that the edits touch or the draft has chosen."""
        keys = {e.procedure for e in edits} | ({*draft.items, draft.other} if draft is not None else set())
        return [p for k, p in self.procedures.items() if k in keys]

    def _touched(self, edits: Sequence[Edit]) -> list[Procedure]:
        keys = {e.procedure for e in edits}
        return [p for k, p in self.procedures.items() if k in keys]


def find() -> list[Procedure]:
    """Every `PROCEDURE` of the modules in the folders beside this file."""
    found = []
    for module in pkgutil.walk_packages(nss.procedure.__path__, "nss.procedure."):
        if ".migrations" in module.name or module.name == __name__:
            continue
        procedure = getattr(importlib.import_module(module.name), "PROCEDURE", None)
        if procedure is not None:
            found.append(procedure)
    return found


CATALOGUE = Catalogue(find())
