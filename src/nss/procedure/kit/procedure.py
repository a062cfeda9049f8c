"""What a procedure is: one object that declares everything pages, rules, decision and documents need."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from nss.application.case import Case
from nss.application.edits import Edit
from nss.application.lifecycle import Event
from nss.application.models import Application
from nss.application.rulebook import ConsentNeed, IssueJob, Linked, WorkNeed
from nss.base.problems import Problem
from nss.base.words import W
from nss.calendar.verdict import Need
from nss.contract.models import Office
from nss.issuing.ahead import Ahead
from nss.notice.models import Category
from nss.notice.news_texts import NewsLine

from .notice import Block
from .pages import ListPage, Page
from .selection import Entry

Rule = Callable[[Case], list[Problem]]
"""What speaks against a case: problems pinned to `kind:identity`, the ref of an edit, or the key of an item."""


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


NO_WORDS: Mapping[str, W] = MappingProxyType({})
NO_NEWS: Mapping[Event, NewsLine] = MappingProxyType({})


class Procedure:
    """One row of the selection screen made to work.

    A module in the folder of the row's group declares a subclass and one instance of it as `PROCEDURE`; the catalogue
    finds it there. A subclass gives `entry`, `kinds` and `pages`, and overrides the methods that it needs. Those that
    judge get the case; `case.edits` are the edits of the whole application, `case.of(self.key)` those of this item, and
    `case.requested_of(self.key)` those of this item that somebody entered.
    """

    entry: Entry
    """Its row on the selection screen."""
    kinds: tuple[str, ...] = ()
    """Kinds of rows that its pages and rules read; no others are loaded."""
    pages: tuple[Page, ...] = ()
    rules: tuple[Rule, ...] = ()
    """Run on the confirm page, on filing, on the review page and in the decision, wherever the item is chosen."""
    checks: tuple[Check, ...] = ()
    """Lines of the Center's automatic checks that it adds to those of every application."""
    edits_optional: bool = False
    """Whether the item may be chosen without any edit (attachments)."""
    no_start_day: bool = False
    """Whether no start day is asked for: it takes effect when it is decided."""
    four_eyes: bool = False
    """Whether an approval cannot be undone, so that a second person of the Center confirms it."""

    notices: tuple[Block, ...] = ()
    """Tables of the ID notice (S16) for the kinds of rows that it issues."""
    consent_purposes: Mapping[str, W] = NO_WORDS
    """What other offices are asked to agree to, in words with a slot for its `code`, by the purpose that `consents` names."""
    news: Mapping[Event, NewsLine] = NO_NEWS
    """Its own news for events of the life cycle, where it is the only item."""
    news_category: Category = Category.APPLICATION
    """Of all other news about it."""
    see_also: tuple[tuple[W, str], ...] = ()
    """Label and address of pages to look at before it is begun from the menu."""

    @property
    def key(self) -> str:
        """The key of its entry, e.g. `user-code`."""
        return self.entry.key

    @property
    def steps(self) -> tuple[Page, ...]:
        """The pages that stand in the step list, in order; the others are reached from a list page."""
        return tuple(p for p in self.pages if isinstance(p, ListPage) or p.step)

    def page(self, slug: str) -> Page | None:
        """The page at an address."""
        return next((p for p in self.pages if p.slug == slug), None)

    # What the edits of a draft mean

    def other_office_codes(self, extra: Mapping[str, Any], edits: Sequence[Edit]) -> list[str]:
        """Codes of other offices whose contracts it concerns, by what is entered; their rows are read with the case."""
        return []

    def derived_edits(self, case: Case) -> list[Edit]:
        """Edits that follow from those of the case by themselves (a line takes its terminals along)."""
        return []

    def notes(self, case: Case) -> list[W]:
        """Consequences to read before filing (X-08)."""
        return []

    def need(self, case: Case) -> Need:
        """What this item needs of the start day, by what was asked for, or as soon as it is chosen: lead times, the first of
        a month."""
        return Need()

    def needs_setting(self, case: Case) -> bool:
        """Whether this item makes a system-setting application necessary, by what was asked for (D-16)."""
        return False

    def setting_codes(self, case: Case) -> list[str]:
        """The user codes that this item makes a system-setting application necessary for, one each."""
        return []

    def settles(self, case: Case) -> list[str]:
        """The user codes that it is the system-setting application of."""
        return []

    def consents(self, case: Case) -> list[ConsentNeed]:
        """Consents that other offices must give."""
        return []

    def works(self, case: Case) -> list[WorkNeed]:
        """Works on lines that it causes."""
        return []

    def linked(self, case: Case) -> list[Linked]:
        """What is to be filed beside, as applications of the same group (X-11)."""
        return []

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        """Label and value of what its pages keep beside the edits, for confirm page, look-up, review and papers."""
        return []

    # Applications that begin on the menu, and files

    def waiting(self, office: Office) -> list[Application]:
        """Applications of the office that cannot go on before one of this kind is filed."""
        return []

    def sheet(self, case: Case) -> tuple[str, str] | None:
        """The form that is filled in as a file: (user code, kind of form), as its address has them; None for none."""
        return None

    def sheet_body(self, case: Case, code: str, kind: str) -> bytes | None:
        """That form as xlsx; None where there is none for this office."""
        return None

    def file_name(self, case: Case) -> str | None:
        """What a file sent with a page is called from its arrival on, in place of an earlier one; None for its own."""
        return None

    # What the Center issues

    def suggestions(self, case: Case, ahead: Ahead) -> list[Suggestion]:
        """The numbers that a decision would issue now, looked at in `ahead` in the order in which it would issue them."""
        return []

    def issue(self, job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
        """One edit a row with its numbers, made of the edits of this item; passwords go into `job.secrets`. Runs inside
        the decision's transaction."""
        return list(edits)

    def take_back(self, application: Application) -> None:
        """Undo what `issue` did beside rows, passwords and certificates, where a decision is taken back."""
