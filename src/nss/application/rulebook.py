"""What this room needs to know of procedures, without knowing any. The catalogue of `nss.procedure` fills the slot
once at start (`use`), so the arrow keeps pointing from procedure to application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from nss.base.problems import Problem
from nss.base.words import W
from nss.calendar.verdict import Need
from nss.contract.models import Office
from nss.notice.news_texts import NewsLine

from .edits import Edit
from .lifecycle import Event

if TYPE_CHECKING:
    from .case import Case
    from .models import Application


@dataclass(frozen=True, slots=True)
class ConsentNeed:
    """One consent that an application needs: which office, for which code, and what of its own rows would end."""

    office: Office
    code: str
    purpose: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Linked:
    """An application that is to be filed beside another one, in its group (X-11)."""

    items: tuple[str, ...]
    """What is chosen when it is begun."""
    kind: str = ""
    """Kind of rows that it edits, by which it is known again."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What it keeps beside its edits from the beginning, by which it is known again."""
    about: str = ""
    """The office that it is for, where several are alike."""
    must: bool = False
    """Whether the other one is not decided without it."""
    since: date | None = None
    """From when it may start, where that is before the other one; both start on one day otherwise."""

    @property
    def key(self) -> str:
        """Names it among those of one application, in forms."""
        return ":".join((*self.items[:1], self.about))


@dataclass(frozen=True, slots=True)
class WorkNeed:
    """Works that an application causes: of which kind, on which line (its router number, or the ref of a new line)."""

    kind: str
    line: str
    wish: date | None = None


@dataclass(frozen=True, slots=True)
class SecretText:
    """A password or key to be handed out once: put into the vault by the decision, never anywhere else."""

    kind: str
    label: str
    text: str


@dataclass(slots=True)
class IssueJob:
    """What a decision hands to a procedure's `issue`, and what it gets back in `secrets`."""

    office: Office
    application: int
    day: date
    chosen: dict[str, str] = field(default_factory=dict)
    """Numbers that the reviewer typed instead of the suggestion: '<ref>' or '<ref>.<n>' -> value."""
    numbers: dict[str, str] = field(default_factory=dict)
    """ref of an issued ADD -> its number, for the edits that name it as parent."""
    secrets: list[SecretText] = field(default_factory=list)
    items: tuple[str, ...] = ()
    """Chosen items: some issue something without an edit (a password, a certificate)."""
    extra: Mapping[str, Any] = field(default_factory=dict)


class Rulebook(Protocol):
    """The rules of all procedures together. `Case` asks them; what it worked out is kept there."""

    def kinds(self, items: Sequence[str]) -> list[str]:
        """Row kinds that these items read."""
        ...

    def labels(self, items: Sequence[str]) -> list[W]:
        """What these items are called."""
        ...

    def other_office_codes(
        self, items: Sequence[str], extra: Mapping[str, Any], edits: Sequence[Edit]
    ) -> list[str]:
        """Codes of other offices that these items concern, by what is entered."""
        ...

    def with_derived(self, case: Case) -> list[Edit]:
        """The edits that were asked for plus those that follow from them (derived)."""
        ...

    def check(self, case: Case) -> list[Problem]:
        """All problems of an application."""
        ...

    def consents(self, case: Case) -> list[ConsentNeed]:
        """Consents that other offices must give."""
        ...

    def works(self, case: Case) -> list[WorkNeed]:
        """Works on lines that the edits cause."""
        ...

    def need(self, case: Case) -> Need:
        """What the application needs of its start day."""
        ...

    def needs_setting(self, case: Case) -> bool:
        """Whether a system-setting application must follow (D-16)."""
        ...

    def setting_codes(self, case: Case) -> list[str]:
        """The user codes that a system-setting application must follow for, one each."""
        ...

    def settles(self, case: Case) -> list[str]:
        """The user codes that a system-setting application is for."""
        ...

    def four_eyes(self, case: Case) -> bool:
        """Whether a second person has to confirm the approval."""
        ...

    def dated(self, case: Case) -> bool:
        """Whether a start date and a reason are asked for."""
        ...

    def notes(self, case: Case) -> list[W]:
        """Consequences to show before filing."""
        ...

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        """Label and value of what the application says beside its rows."""
        ...

    def linked(self, case: Case) -> list[Linked]:
        """Applications to be filed beside this one."""
        ...

    def series_of(self, case: Case) -> str:
        """The letter that the reception number ends with."""
        ...

    def news_line(self, items: Sequence[str], event: Event) -> NewsLine:
        """What the news says of an event of an application of these items."""
        ...

    def purpose(self, key: str) -> W:
        """What an office is asked to agree to, with a slot for the `code` of the object."""
        ...

    def issue(self, issue: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
        """One edit a row, with numbers; runs inside the decision's transaction."""
        ...

    def take_back(self, items: Sequence[str], application: Application) -> None:
        """Undo what `issue` did beside rows, passwords and certificates; runs inside the transaction that takes the
        decision back."""
        ...


_current: Rulebook | None = None


def use(rulebook: Rulebook) -> None:
    """Called once at start by the procedure room."""
    global _current
    _current = rulebook


def current() -> Rulebook:
    """The rules. Raises RuntimeError when the procedure room was not started."""
    if _current is None:
        raise RuntimeError("no rulebook: nss.procedure is not installed")
    return _current
