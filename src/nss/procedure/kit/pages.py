"""Pages of a procedure: forms that read and write edits, and lists that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.forms import Widget
from django.http import QueryDict

from nss.application.case import Case
from nss.application.edits import Edit
from nss.application.models import Application, Kind
from nss.base import many
from nss.base.columns import Column
from nss.base.words import W
from nss.contract.snapshot import Row


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
    opener: W | None = None
    """What opens it, where that is not a change of what its title says."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One contract row inside a form: its values as text and the names of its fields."""

    values: Mapping[str, str | W]
    fields: tuple[str, ...]
    name: str | W = ""
    ticks: tuple[str, ...] = ()
    """Names of its ticks (`ItemForm.tick`), which stand below the fields."""
    opens: str = ""
    """What the button `open` sends to have fields for this row; '' for none."""
    opened: str = ""
    """The same where it has been pressed."""
    opener: W | None = None
    """What the button says."""


class ItemForm(forms.Form):
    """A page that reads and writes edits. `subject` names what it is about (a code, an identity, '' for a new one).

    Subclasses give `sections()`, and `key` and `edits()` where the page makes edits.
    """

    key: str = ""
    """The item whose edits the page rewrites; '' where it only keeps `extras`."""
    use_required_attribute = False
    opens_rows = False
    """Whether its rows have a button that opens fields."""
    unticked = ""
    """The tick beside which it stands that one of them must be set; '' where nothing is said about ticks."""
    file: bytes | None = None
    """A file sent with the page, where the page takes one."""

    def __init__(
        self,
        case: Case,
        subject: str,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={**self.initial_values(case, subject), **(initial or {})})
        self.case = case
        self.subject = subject
        self.ticks: dict[str, str | W] = {}
        """Ticks of rows of the contract, by name, with their words. A page has as many as the contract has rows, so they
        are no form fields: those cost a hundred times as much to make and to draw."""
        self.add_fields()

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        """Initial values by field name, from contract and edits."""
        return {}

    def add_fields(self) -> None:
        """Add the fields that depend on the contract."""

    def tick(self, name: str, label: str | W) -> str:
        """Add a tick; gives its name."""
        self.ticks[name] = label
        return name

    def ask_for_a_tick(self, text: W) -> None:
        """Say that nothing was ticked: beside the first tick, to which the summary leads."""
        self.unticked = next(iter(self.ticks), "")
        self.add_error(None, forms.ValidationError(text))

    def sent(self, name: str) -> list[str]:
        """All values that were sent under a name."""
        found = self.data.getlist(name) if isinstance(self.data, QueryDict) else [self.data.get(name)]
        return [str(v) for v in found if v]

    def ticked(self, name: str) -> bool:
        """Whether a tick is set: as it was sent, else as it is stored."""
        return bool(self.data.get(name) if self.is_bound else self.initial.get(name))

    def rows_open(self, prefix: str, rows: Iterable[Row], changed: Container[int | None] = ()) -> list[Row]:
        """The rows for which fields stand open, each named `prefix` and its identity: those that are changed already,
        those that were open on the page that was sent, and the one whose button was pressed on the page before."""
        named = set(self.sent("opened")) if self.is_bound else {str(self.initial.get("open") or "")}
        return [
            r
            for r in rows
            if r.identity in changed or str(r.identity) in named or f"{prefix}{r.identity}" in self.data
        ]

    def opening(self, row: Row, widget: Widget) -> Widget:
        """The control of a row that stands open; where the button was just pressed one can type at once."""
        if str(row.identity) == self.initial.get("open"):
            widget.attrs["autofocus"] = True
        return widget

    def opening_row(self, line: FieldRow, row: Row, field: str, word: W) -> FieldRow:
        """A line with the field that stands open, else with the button that opens it."""
        key = str(row.identity)
        return (
            replace(line, fields=(*line.fields, field), opened=key)
            if field in self.fields
            else replace(line, opens=key, opener=word)
        )

    @property
    def changed_fields(self) -> frozenset[str]:
        """Fields whose value is not that of the contract; a folded section that holds one stands open."""
        return frozenset()

    def sections(self) -> list[Section]:
        """The parts of the page from top to bottom: heading, note, and which fields or table each holds."""
        raise NotImplementedError

    def owns(self, edit: Edit) -> bool:
        """Whether an edit is one that this page rewrites."""
        return edit.procedure == self.key

    def edits(self) -> list[Edit]:
        """The edits of this page, from cleaned data."""
        return []

    def extras(self) -> dict[str, Any]:
        """What the page keeps beside the edits, by its name in `Revision.extra`."""
        return {}

    @property
    def find(self) -> str:
        """What the rows of a long table are searched for."""
        return str((self.data if self.is_bound else self.initial).get("find") or "")

    def part_of(self, rows: Sequence[FieldRow]) -> many.Part[FieldRow]:
        """The rows of a table that the page shows: of a long one a part, with those that have fields standing open."""
        page = "1" if self.is_bound else str(self.initial.get("page") or "1")
        part = many.part(
            rows, lambda r: " ".join(map(str, (r.name, *r.values.values()))), self.find, page, many.PER_TABLE
        )
        opened = [r for r in rows if r.fields and r not in part.rows] if part.long else []
        return replace(part, rows=[*opened, *part.rows])

    def unseen(self, part: many.Part[FieldRow], rows: Sequence[FieldRow]) -> list[str]:
        """Ticks that are set in rows which the page does not show; it carries them along."""
        if not part.long:
            return []
        shown = {name for r in part.rows for name in r.ticks}
        return [name for r in rows for name in r.ticks if name not in shown and self.ticked(name)]

    def shown_again_at(self) -> str | None:
        """The query of the address where the page is shown once more after it was stored, e.g. with the questions that
        follow, with what a button opens, or with another part of a long table; None to go on."""
        if look := self.sent("look"):
            return urlencode({"find": self.find, "page": look[0]})
        return next((f"open={key}" for key in self.sent("open") if key.isdecimal()), None)

    def all_edits(self) -> list[Edit]:
        """All edits of the draft with those of this page rewritten, in stable order."""
        asked = self.case.requested
        mine = [e for e in asked if self.owns(e)]
        at = asked.index(mine[0]) if mine else len(asked)
        kept = [e for e in asked if not self.owns(e)]
        before = [e for e in asked[:at] if not self.owns(e)]
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
    lasting: bool = False
    """Whether it cannot be ended here: it is another office's."""

    @property
    def edits(self) -> tuple[int, ...]:
        """Of a row of 申込情報: the numbers of its edits among those that were asked for."""
        kind, _, numbers = self.key.partition(":")
        return tuple(int(n) for n in numbers.split(",")) if kind == "edit" else ()


CONTRACT_TITLE = W("契約情報", "Contract")
REQUESTED_TITLE = W("申込情報", "Application")


@dataclass(frozen=True, slots=True)
class Pair:
    """契約情報 and 申込情報 of one kind of thing: every list screen is made of such pairs.

    `detail` is the slug of the page behind 変更 and 修正, `end` that behind 廃止; '' for none.
    """

    columns: tuple[Column, ...]
    contract_rows: Callable[[Case], list[ListRow]]
    requested_rows: Callable[[Case], list[ListRow]]
    detail: str = ""
    end: str = ""
    requested_columns: tuple[Column, ...] = ()
    word: W | None = None
    """Added to the titles in brackets, e.g. 契約情報（回線）."""

    @property
    def titles(self) -> tuple[W, W]:
        """The titles of the two tables."""
        if self.word is None:
            return CONTRACT_TITLE, REQUESTED_TITLE
        tail = W(f"（{self.word.ja}）", f" ({self.word.en})")
        return CONTRACT_TITLE + tail, REQUESTED_TITLE + tail


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
    when: Callable[[Case], bool] | None = None
    """Whether the step is asked for at all, by what was asked so far; None for always."""
    upload: bool = False
    """Whether files are attached on this page."""
    lead_new: W | None = None
    """What an office without a contract reads in place of `lead`: it has nothing yet that could change."""

    def lead_of(self, application: Application) -> W:
        """What stands at the top of the page of an application."""
        return self.lead_new if self.lead_new and application.kind == Kind.NEW.value else self.lead


Page = ListPage | FormPage
