"""What a procedure is: one object that declares everything pages, rules, decision and documents need."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms

from nss.application.edits import Edit
from nss.application.rulebook import Asked, Issue, WorkNeed
from nss.base.columns import Column
from nss.base.problems import Problem
from nss.base.words import W
from nss.calendar.verdict import Need
from nss.contract.book import Contract
from nss.contract.models import Office

from .selection import Entry


@dataclass(frozen=True, slots=True)
class Ctx:
    """What a page of a procedure sees: the contract, the edits so far, the day."""

    office: Office
    contract: Contract
    edits: tuple[Edit, ...]
    today: date
    wish: date | None = None
    items: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What pages keep beside the edits, by name (works contact, drawing, consultation)."""

    def of(self, procedure: str) -> tuple[Edit, ...]:
        return tuple(e for e in self.edits if e.procedure == procedure)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form: a heading and its fields, or a table with one row of fields a contract row."""

    title: W
    note: W | None = None
    fields: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    table: tuple[FieldRow, ...] = ()
    facts: tuple[tuple[W, str | W], ...] = ()
    """Label and value shown as plain text (表)."""
    fold: bool = False
    """Folded away until somebody opens it or one of its fields has an error: what is rarely changed."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One contract row inside a form: its values as text and the names of its fields."""

    values: Mapping[str, str | W]
    fields: tuple[str, ...]
    name: str | W = ""


class ItemForm(forms.Form):
    """A page that reads and writes edits. `subject` names what it is about (a code, an identity, '' for a new one).

    Subclasses give `sections()`, `mine(edit)` (the edits that this page rewrites) and `edits()`.
    """

    use_required_attribute = False
    file: bytes | None = None
    """A file sent with the page, where the page takes one."""

    def __init__(
        self, ctx: Ctx, subject: str, data: Any = None, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={**self.start(ctx, subject), **(initial or {})})
        self.ctx = ctx
        self.subject = subject
        self.build()

    @classmethod
    def start(cls, ctx: Ctx, subject: str) -> dict[str, Any]:
        """Initial values by field name, from contract and edits."""
        return {}

    def build(self) -> None:
        """Add the fields that depend on the contract."""

    @property
    def unlike(self) -> frozenset[str]:
        """Fields whose value is not that of the contract; a folded section that holds one stands open."""
        return frozenset()

    def sections(self) -> list[Section]:
        raise NotImplementedError

    def mine(self, edit: Edit) -> bool:
        raise NotImplementedError

    def edits(self) -> list[Edit]:
        """The edits of this page, from cleaned data."""
        raise NotImplementedError

    def extras(self) -> dict[str, Any]:
        """What the page keeps beside the edits, by its name in `Revision.extra`."""
        return {}

    def again(self) -> bool:
        """Whether the page is shown once more after it was stored, e.g. with the questions that follow."""
        return False

    def replaced(self) -> list[Edit]:
        """All edits of the draft with those of this page rewritten, in stable order."""
        mine = [e for e in self.ctx.edits if self.mine(e)]
        at = self.ctx.edits.index(mine[0]) if mine else len(self.ctx.edits)
        kept = [e for e in self.ctx.edits if not self.mine(e) and not e.derived]
        before = [e for e in self.ctx.edits[:at] if not self.mine(e) and not e.derived]
        return [*before, *self.edits(), *kept[len(before) :]]


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the 契約情報 or 申込情報 table: values by column, and the subject of its detail page."""

    key: str
    values: Mapping[str, Any]
    subject: str
    action: str = ""
    name: str | W = ""
    page: str = ""
    """Slug of the page behind 修正 where it is not that of the pair."""


HELD_TITLE = W("契約情報", "Contract")
ASKED_TITLE = W("申込情報", "Application")


@dataclass(frozen=True, slots=True)
class Pair:
    """契約情報 and 申込情報 of one kind of thing: every list screen is made of such pairs.

    `detail` is the slug of the page behind 変更 and 修正, `end` that behind 廃止; '' for none.
    """

    columns: tuple[Column, ...]
    held: Callable[[Ctx], list[ListRow]]
    asked: Callable[[Ctx], list[ListRow]]
    detail: str = ""
    end: str = ""
    asked_columns: tuple[Column, ...] = ()
    word: W | None = None
    """Added to the titles in brackets, e.g. 契約情報（回線）."""

    @property
    def titles(self) -> tuple[W, W]:
        if self.word is None:
            return HELD_TITLE, ASKED_TITLE
        tail = W(f"（{self.word.ja}）", f" ({self.word.en})")
        return HELD_TITLE + tail, ASKED_TITLE + tail


@dataclass(frozen=True, slots=True)
class ListPage:
    """一覧入力: pairs of 契約情報 / 申込情報 with detail pages (S07, S09 and their like)."""

    slug: str
    title: W
    lead: W
    pairs: tuple[Pair, ...]
    new: tuple[tuple[str, W], ...] = ()
    """Buttons that open a blank form: (slug of the form, label)."""
    drawing: bool = False
    """Whether the configuration drawing stands on this page (S09)."""


@dataclass(frozen=True, slots=True)
class FormPage:
    """詳細入力, or the only page of a small procedure (then `step` is true)."""

    slug: str
    title: W
    lead: W
    form: type[ItemForm]
    step: bool = False
    when: Callable[[Sequence[Edit]], bool] | None = None
    """Whether the step is asked for at all, by the edits so far; None for always."""
    upload: bool = False
    """Whether files are attached on this page."""


Page = ListPage | FormPage
Rule = Callable[[Contract, Any, Sequence[Edit]], list[Problem]]
"""(contract, revision, edits of the whole application) -> problems pinned to `kind:identity`, `ref` or a field."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A number that the decision will issue, with the form that a typed one must have."""

    key: str
    label: W
    value: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the Center's automatic checks: what it says and the codes of the problems that speak against it (a
    code that ends in _ stands for all that begin so)."""

    word: W
    codes: tuple[str, ...]


def _nothing(*_: Any) -> list[Any]:
    return []


@dataclass(frozen=True)
class Procedure:
    """One row of the selection screen made to work. The catalogue finds it as `PROCEDURE` of its module."""

    entry: Entry
    kinds: tuple[str, ...]
    pages: tuple[Page, ...]
    rules: tuple[Rule, ...] = ()
    complete: Callable[[Contract, Sequence[Edit]], list[Edit]] = _nothing
    """Edits that follow from those given (derived)."""
    issue: Callable[[Issue, Sequence[Edit]], list[Edit]] | None = None
    """Gives each asked-for row its numbers; None where nothing is issued."""
    asks: Callable[[Office, Contract, Sequence[Edit]], list[Asked]] = _nothing
    needs_setting: Callable[[Sequence[Edit]], bool] = lambda edits: False
    need: Need | Callable[[Sequence[Edit]], Need] = field(default_factory=lambda: Need())
    """Lead times and limits on the start day, fixed or by the edits."""
    works: Callable[[Contract, Sequence[Edit]], list[WorkNeed]] = _nothing
    """Works on lines that the edits cause."""
    said: Callable[[Mapping[str, Any], Sequence[Edit]], list[tuple[W, str | W]]] = _nothing
    """Label and value of what the pages keep beside the edits, for confirm, look-up, review and papers."""
    suggest: Callable[[Office, Sequence[Edit]], list[Suggestion]] = _nothing
    """What a decision would issue now; nothing is taken by looking."""
    checks: tuple[Check, ...] = ()
    bare: bool = False
    """True where the item may be chosen without any edit (attachments)."""
    four_eyes: bool = False
    """True where an approval cannot be undone, so that a second person of the Center confirms it."""
    undated: bool = False
    """True where no start date is asked for: it takes effect when it is decided."""
    always_setting: bool = False
    """Whether the item needs a system-setting application whatever its edits."""
    asks_extra: Callable[[Office, Contract, Sequence[Edit], Mapping[str, Any]], list[Asked]] = _nothing
    """Consents that follow from what pages keep beside the edits."""
    linked: Callable[[Mapping[str, Any]], list[tuple[str, ...]]] = _nothing
    """Sets of items to be filed beside, as applications of the same group."""
    notes: Callable[[Contract, Sequence[Edit]], list[W]] = _nothing
    """Consequences to show before filing (X-08)."""

    @property
    def key(self) -> str:
        return self.entry.key

    def page(self, slug: str) -> Page | None:
        return next((p for p in self.pages if p.slug == slug), None)

    @property
    def steps(self) -> tuple[Page, ...]:
        return tuple(p for p in self.pages if isinstance(p, ListPage) or p.step)

    def need_of(self, edits: Sequence[Edit]) -> Need:
        return self.need(edits) if callable(self.need) else self.need
