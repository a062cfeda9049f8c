"""The places of an application: its steps, where each problem, change and comment of it is mended, and where the Center
can pin a comment. What problems and comments call a place is read here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from nss.application.case import Case
from nss.application.edits import Action, Edit
from nss.application.models import Kind, Revision
from nss.base.place import Place
from nss.base.words import W
from nss.contract.models import ROW_TYPES

from .catalogue import CATALOGUE
from .kit.contact import LABELS
from .kit.pages import ListPage, Page
from .kit.procedure import Procedure
from .kit.selection import Group

ITEMS, START, CONTACT, CHECK = "items", "fast", "contact", "check"
"""Steps that are not an item's; START is the page of day and reason where there is no page of items."""
COMMON: dict[str, tuple[str, str, W]] = {
    "items": (ITEMS, "id_items", W("変更する項目", "Items")),
    "other": (ITEMS, "id_has_other", W("その他の契約変更", "Other changes of the contract")),
    "wish_date": (START, "id_wish_day", W("利用開始希望日", "Requested start date")),
    "reason": (START, "id_reason_pick", W("変更する理由", "Reason")),
    "contact": (CONTACT, "", W("申込担当者", "Contact person")),
    "remark": (CHECK, "id_remark", W("備考・その他", "Remark, other")),
}
"""Places that every application has: step, id of the field, words."""


def is_single_item(revision: Revision) -> bool:
    """Whether this is an application of its own menu entry, without the selection screen."""
    if revision.application.kind == Kind.NEW.value:
        return False
    return any(p.entry.group is Group.BESIDE for p in CATALOGUE.of(revision.items))


def place_label(where: str) -> W | str:
    """What a place is called where its application is not at hand: a common field, an item, a kind of row."""
    if where in COMMON:
        return COMMON[where][2]
    if where in CATALOGUE:
        return CATALOGUE[where].entry.label
    kind, _, rest = where.partition(":")
    if rest and kind in ROW_TYPES:
        return ROW_TYPES[kind].label
    head, _, field = where.partition(".")
    return LABELS.get(field, where) if head == CONTACT else where


class Places:
    """The places of one case. `filed` are edits of an earlier revision, for comments on rows that it no longer has."""

    def __init__(self, case: Case, filed: Iterable[Edit] = ()) -> None:
        self.case = case
        self.filed = tuple(filed)
        self.beside = is_single_item(case.revision)

    # The steps

    @cached_property
    def pages(self) -> list[tuple[Procedure, Page]]:
        """The pages of its items, in their order."""
        return CATALOGUE.step_pages(self.case)

    @cached_property
    def steps(self) -> list[Place]:
        """The pages of the draft in their order, the last is the confirm page."""
        items = [Place(p.key, page.title, f"item/{p.key}/{page.slug}") for p, page in self.pages]
        contact = Place("contact", COMMON["contact"][2], CONTACT)
        last = Place("", W("確認", "Check"), CHECK)
        if self.beside:
            start = Place("wish_date", W("利用開始希望日と理由", "Start date and reason"), START)
            return [*items, *([start] if self.case.dated else []), contact, last]
        return [Place("items", W("申込内容の選択", "Items"), ITEMS), contact, *items, last]

    def steps_of(self, procedure: str) -> list[str]:
        """The steps of one item; a page that two items share is one step."""
        if procedure not in CATALOGUE:
            return []
        return [self._step(CATALOGUE[procedure], page) for page in CATALOGUE[procedure].steps]

    def step_at(self, key: str, slug: str) -> str:
        """The step that a page of an item is, or belongs to: the page of one row belongs to the list of its item."""
        procedure = CATALOGUE[key]
        page = procedure.page(slug)
        lists = [p for p in procedure.steps if isinstance(p, ListPage)]
        own = next((p for p in (page, *lists, *procedure.steps) if p in procedure.steps), page)
        return f"item/{key}/{slug}" if own is None else self._step(procedure, own)

    def _step(self, procedure: Procedure, page: Page) -> str:
        first = next((p for p, known in self.pages if known is page), procedure)
        return f"item/{first.key}/{page.slug}"

    # What is called something

    def of(self, where: str) -> Place:
        """The place that a problem or a comment names."""
        if where in COMMON:
            return self._common(where)
        if where.partition(".")[0] == CONTACT:
            return Place(where, place_label(where), CONTACT, field=f"id_{where.partition('.')[2]}")
        if where in CATALOGUE:
            return Place(where, place_label(where), self.steps_of(where)[0])
        return (
            next((self._of_edit(e) for e in self.case.edits if where and where in _names(e)), None)
            or self._of_held(where)
            or next((self._step_of(e) for e in self.filed if where in _names(e)), None)
            or next((p for p in self.steps if p.step.endswith(f"/{where}")), None)
            or self._common("items")
        )

    def _common(self, where: str) -> Place:
        step, field, words = COMMON[where]
        if self.beside and step == ITEMS:
            return Place(where, words, START if self.case.dated else self.steps[0].step)
        return Place(where, words, ITEMS if step == START and not self.beside else step, field=field)

    def _step_of(self, edit: Edit) -> Place | None:
        """The first page of the item that an edit belongs to."""
        steps = self.steps_of(edit.procedure)
        return Place(_key(edit), _words(edit), steps[0]) if steps else None

    def _of_edit(self, edit: Edit) -> Place | None:
        """The page that an edit was made on."""
        step = self._step_of(edit)
        at = next((n for n, e in enumerate(self.case.requested) if e is edit), None)
        page, row = self._rows_asked.get(at, ("", "")) if at is not None else ("", "")
        return Place(step.where, step.words, step.step, page, row) if step else None

    def _of_held(self, where: str) -> Place | None:
        """The page of a row of the contract that a chosen item lists, where no edit is about it."""
        for p, listed in self._lists:
            for pair in listed.pairs:
                for r in pair.contract_rows(self.case) if pair.detail else ():
                    if r.key == where:
                        return Place(where, r.name, self._step(p, listed), pair.detail, r.subject)
        return None

    @property
    def _lists(self) -> list[tuple[Procedure, ListPage]]:
        return [(p, page) for p, page in self.pages if isinstance(page, ListPage)]

    @cached_property
    def _rows_asked(self) -> dict[int | None, tuple[str, str]]:
        """Number of an edit among those that were asked for -> page of its row, and what that page is about."""
        found: dict[int | None, tuple[str, str]] = {}
        for _, listed in self._lists:
            for pair in listed.pairs:
                for r in pair.requested_rows(self.case):
                    if slug := r.page or pair.detail:
                        found |= dict.fromkeys(r.edits, (slug, r.subject))
        return found

    # What pages draw

    def of_changes(self) -> dict[str, Place]:
        """`kind:identity` of each row that changes or ends -> where that was entered."""
        found: dict[str, Place] = {}
        for e in sorted(self.case.edits, key=lambda e: not e.derived):
            place = self._of_edit(e)
            if e.target is not None and place is not None:
                found[_key(e)] = place
        return found

    def for_comments(self) -> list[Place]:
        """Where the Center can pin a comment: the common fields, the rows, the items, the remark."""
        found = [self._common(where) for where in ("items", "wish_date", "reason", "contact")]
        for e in self.case.requested:
            step = self._step_of(e)
            if step is not None and not e.derived:
                found.append(step)
        found += [self.of(key) for key in self.case.revision.items if key in CATALOGUE]
        found.append(self._common("remark"))
        unique: dict[str, Place] = {}
        for place in found:
            unique.setdefault(place.where, place)
        return [*unique.values()]


def _key(edit: Edit) -> str:
    """What a place is called at which an edit is mended: its row, or for an addition its item."""
    return f"{edit.kind}:{edit.target}" if edit.target is not None else edit.procedure


def _names(edit: Edit) -> tuple[str, ...]:
    """All names by which problems and comments call the row of an edit."""
    return (_key(edit), *([edit.ref] if edit.ref else []))


def _words(edit: Edit) -> W:
    """The name of a row and what is asked for it."""
    name, action = edit.name, Action(edit.action).word
    ja, en = (name.ja, name.en) if isinstance(name, W) else (name, name)
    return W(f"{ja}（{action.ja}）", f"{en} ({action.en})")
