"""Collects the modules of these folders and answers for all of them: the rulebook of the application room, and the
selection screen."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import nss.procedure
from nss.application.case import Case
from nss.application.edits import Edit
from nss.application.holds import held_by_others
from nss.application.lifecycle import Event
from nss.application.models import Application
from nss.application.rulebook import ConsentNeed, IssueJob, Linked, WorkNeed
from nss.base.problems import Problem
from nss.base.words import W
from nss.calendar.verdict import Need
from nss.contract.models import ROW_TYPES
from nss.issuing.ahead import Ahead
from nss.notice.models import Category
from nss.notice.news_texts import NewsLine, text_of

from .kit import schedule
from .kit.contact import problems_of as contact_problems
from .kit.notice import Block
from .kit.pages import FormPage, Page
from .kit.procedure import Check, Procedure, Suggestion
from .kit.selection import CONTRACT, Entry, Group, Menu, Series

NO_ITEM = Problem(
    "no_item", W("変更申込を行う項目を選択してください。", "Choose at least one item to change."), "items"
)
MIXED = Problem(
    "mixed_frames",
    W(
        "「その他の契約変更」は、ほかの項目と同じ申込にできません。「続けて別の申込を作る」をご利用ください。",
        "'Other changes' cannot stand in one application with other items. Submit them as a second application.",
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


class Misplaced(Exception):
    """A procedure that the catalogue refuses: its key is taken, or its module does not stand where its group does."""


class Catalogue:
    """All procedures by their keys, in the order of the selection screen."""

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        order = list(Group)
        found = sorted(procedures, key=lambda p: (order.index(p.entry.group), p.entry.order, p.key))
        self.procedures: dict[str, Procedure] = {}
        self.series: dict[str, Series] = {CONTRACT.letter: CONTRACT}
        """The series of reception numbers by their letters."""
        self.purposes: dict[str, W] = {}
        blocks: dict[str, Block] = {}
        for p in found:
            self._add(p)
            for key, word in p.consent_purposes.items():
                if self.purposes.setdefault(key, word) != word:
                    raise Misplaced(f"{type(p).__module__}: the consent {key!r} has other words already")
            blocks |= {b.kind: b for b in p.notices}
        self.notices: tuple[Block, ...] = tuple(blocks[k] for k in ROW_TYPES if k in blocks)
        """Tables of the ID notice, in the order of the contract."""
        self.series = dict(sorted(self.series.items()))
        self.screen: tuple[Entry, ...] = tuple(e for e in self.entries if e.group.on_screen)
        """The rows of the selection screen, in its order."""

    def _add(self, procedure: Procedure) -> None:
        entry, module = procedure.entry, type(procedure).__module__
        if entry.key in self.procedures:
            raise Misplaced(f"{module}: the key {entry.key!r} is taken by {self[entry.key].__module__}")
        folder = module.removeprefix(f"{nss.procedure.__name__}.").partition(".")[0]
        if folder != entry.group.folder:
            raise Misplaced(
                f"{module}: items of the group {entry.group.value!r} stand in {entry.group.folder}/"
            )
        if self.series.setdefault(entry.series.letter, entry.series) != entry.series:
            raise Misplaced(f"{module}: the series {entry.series.letter!r} has other words already")
        self.procedures[entry.key] = procedure

    def __getitem__(self, key: str) -> Procedure:
        return self.procedures[key]

    def __contains__(self, key: object) -> bool:
        return key in self.procedures

    def get(self, key: str) -> Procedure | None:
        """The procedure of a key; None where there is none."""
        return self.procedures.get(key)

    @property
    def entries(self) -> list[Entry]:
        """What all procedures are known by, those beside the selection screen too."""
        return [p.entry for p in self.procedures.values()]

    def of(self, items: Sequence[str]) -> list[Procedure]:
        """The chosen procedures in the order of the selection screen."""
        chosen = set(items)
        return [p for k, p in self.procedures.items() if k in chosen]

    # What cases ask (rulebook.Rulebook)

    def kinds(self, items: Sequence[str]) -> list[str]:
        return [k for p in self.of(items) for k in p.kinds]

    def labels(self, items: Sequence[str]) -> list[W]:
        return [self[k].entry.label for k in items if k in self]

    def other_office_codes(
        self, items: Sequence[str], extra: Mapping[str, Any], edits: Sequence[Edit]
    ) -> list[str]:
        return [code for p in self.of(items) for code in p.other_office_codes(extra, edits)]

    def with_derived(self, case: Case) -> list[Edit]:
        whole = [e for e in case.requested if not e.derived]
        for p in self._asked_for(case):
            whole += [replace(e, derived=True) for e in p.derived_edits(case.with_edits(whole))]
        return whole

    def check(self, case: Case) -> list[Problem]:
        problems: list[Problem] = []
        revision = case.revision
        if not case.chosen_items:
            problems.append(NO_ITEM)
        if self._mixed(case):
            problems.append(MIXED)
        for key in case.chosen_items:
            if key not in self:
                problems.append(Problem("not_open", NOT_OPEN.format(item=key), "items"))
            elif not self[key].edits_optional and not case.of(key):
                problems.append(Problem("no_edit", NO_EDIT.format(item=self[key].entry.label), key))
        if case.dated:
            if not revision.reason.strip():
                problems.append(NO_REASON)
            elif len(revision.reason) > 240:
                problems.append(LONG_REASON)
            problems += schedule.problems(case.wish, case.today, case.need)
        problems += contact_problems(revision.contact)
        for p in self._concerned(case):
            for rule in p.rules:
                problems += rule(case)
        if revision.application_id:
            problems += held_by_others(case)
        return list(dict.fromkeys(problems))

    def _mixed(self, case: Case) -> bool:
        """Whether something of その他 stands beside anything else, by what was chosen and by what was asked for: an old page
        of an item that is not chosen any more may still have been sent (D-53)."""
        found = {*case.chosen_items, *(e.procedure for e in case.requested if not e.derived)}
        return len(found) > 1 and any(k in self and self[k].entry.alone for k in found)

    def has_page(self, items: Sequence[str], page: Page) -> bool:
        """Whether a page belongs to one of the chosen items; two items may share it."""
        return any(page is known for p in self.of(items) for known in p.pages)

    def consents(self, case: Case) -> list[ConsentNeed]:
        """One of an office for a code, whatever asks for it: more than one procedure, or more than one office that leaves
        what is shared there."""
        found: dict[tuple[int, str], ConsentNeed] = {}
        for p in self._concerned(case):
            for need in p.consents(case):
                known = found.setdefault((need.office.pk, need.code), need)
                more = tuple(e for e in need.edits if e not in known.edits)
                if more:
                    found[need.office.pk, need.code] = replace(known, edits=(*known.edits, *more))
        return list(found.values())

    def works(self, case: Case) -> list[WorkNeed]:
        """One a line and kind, however many procedures ask for it."""
        found: dict[tuple[str, str], WorkNeed] = {}
        for p in self._concerned(case):
            for w in p.works(case):
                found.setdefault((w.kind, w.line), w)
        return list(found.values())

    def need(self, case: Case) -> Need:
        """The strictest of the procedures' needs, by what was chosen and asked for: what follows from it asks for no day."""
        touched = self._touched(case.requested)
        needs = [p.need(case) for p in self._asked_for(case)]
        return Need(
            lead=max((n.lead for n in needs), default=0),
            setting=any(p.needs_setting(case) for p in touched),
            first_of_month=any(n.first_of_month for n in needs),
        )

    def needs_setting(self, case: Case) -> bool:
        return any(p.needs_setting(case) for p in self._concerned(case))

    def setting_codes(self, case: Case) -> list[str]:
        return sorted({c for p in self._concerned(case) for c in p.setting_codes(case)})

    def settles(self, case: Case) -> list[str]:
        return [c for p in self.of(case.chosen_items) for c in p.settles(case)]

    def four_eyes(self, case: Case) -> bool:
        return any(p.four_eyes for p in self.of(case.chosen_items))

    def dated(self, case: Case) -> bool:
        return not case.chosen_items or not all(k in self and self[k].no_start_day for k in case.chosen_items)

    def notes(self, case: Case) -> list[W]:
        return [n for p in self._concerned(case) for n in p.notes(case)]

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        """One a label, however many procedures say it."""
        found: dict[str, tuple[W, str | W]] = {}
        for p in self._concerned(case):
            for label, value in p.summary_lines(case):
                found.setdefault(label.ja, (label, value))
        return list(found.values())

    def linked(self, case: Case) -> list[Linked]:
        return [needed for p in self.of(case.chosen_items) for needed in p.linked(case)]

    def series_of(self, case: Case) -> str:
        return next((self[k].entry.series.letter for k in case.revision.items if k in self), CONTRACT.letter)

    def news_line(self, items: Sequence[str], event: Event) -> NewsLine:
        found = self.of(items)
        only = found[0] if len(found) == 1 else None
        own = only.news.get(Event.APPROVE if event is Event.APPROVE_WAIT else event) if only else None
        if own is not None:
            return own
        return NewsLine(only.news_category if only else Category.APPLICATION, text_of(event))

    def purpose(self, key: str) -> W:
        return self.purposes[key]

    def issue(self, issue: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
        done: list[Edit] = []
        for p in self.of([*(e.procedure for e in edits), *issue.items]):
            done += p.issue(issue, [e for e in edits if e.procedure == p.key])
        return done

    def take_back(self, items: Sequence[str], application: Application) -> None:
        for p in self.of(items):
            p.take_back(application)

    # What pages ask

    def suggestions(self, case: Case) -> list[Suggestion]:
        """The numbers that a decision would issue now."""
        ahead = Ahead()
        return [s for p in self._touched(case.edits) for s in p.suggestions(case, ahead)]

    def checks(self, case: Case) -> list[Check]:
        """The lines of the automatic checks that the chosen and the changed items add."""
        return [c for p in self._asked_for(case) for c in p.checks]

    def menu(self, heading: Menu) -> list[Entry]:
        """What begins under a heading of an office's menu."""
        return [e for e in self.entries if e.menu is heading]

    def step_pages(self, case: Case) -> list[tuple[Procedure, Page]]:
        """The item pages of an application in order; a page that two items share comes once."""
        found: list[tuple[Procedure, Page]] = []
        for p in self.of(case.chosen_items):
            for page in p.steps:
                skip = isinstance(page, FormPage) and page.when is not None and not page.when(case)
                if not skip and not any(page is known for _, known in found):
                    found.append((p, page))
        late = [x for x in found if isinstance(x[1], FormPage) and x[1].when is not None]
        return [x for x in found if x not in late] + late

    def _touched(self, edits: Sequence[Edit]) -> list[Procedure]:
        """Procedures that have an edit."""
        return self.of([e.procedure for e in edits])

    def _asked_for(self, case: Case) -> list[Procedure]:
        """Procedures that are chosen or of which something was asked, whatever follows from it."""
        return self.of([*case.chosen_items, *(e.procedure for e in case.requested)])

    def _concerned(self, case: Case) -> list[Procedure]:
        """Procedures that are chosen or have an edit."""
        return self.of([*case.chosen_items, *(e.procedure for e in case.edits)])


def find_procedures() -> list[Procedure]:
    """Every `PROCEDURE` of the modules in the folders beside this file."""
    found = []
    for module in pkgutil.walk_packages(nss.procedure.__path__, "nss.procedure."):
        if not module.ispkg and module.name.rpartition(".")[0] == nss.procedure.__name__:
            continue  # it stands beside the folders, not in one
        procedure = getattr(importlib.import_module(module.name), "PROCEDURE", None)
        if procedure is not None:
            found.append(procedure)
    return found


CATALOGUE = Catalogue(find_procedures())
