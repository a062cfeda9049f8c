"""A case: an application seen against the contract that it stands on.

Pages, rules, filing, review, papers and the API ask one case, made once a request. What is worked out of it is kept, so
that asking twice costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from nss.base import clock
from nss.base.problems import WARN, Problem
from nss.base.words import W
from nss.calendar.verdict import Need
from nss.contract.book import Contract, load
from nss.contract.models import ROW_TYPES, Office

from .edits import Change, Edit, diff, digest_of, preview
from .models import Application, Revision
from .rulebook import Asked, WorkNeed, current


@dataclass(frozen=True, eq=False)
class Basis:
    """The contract that an application stands on: of which office, on which day, which kinds of rows of it.

    The rows are read when they are first asked for: much is known of an application without them.
    """

    office: Office
    day: date
    kinds: tuple[str, ...]

    @cached_property
    def contract(self) -> Contract:
        return load(self.office, self.day, self.kinds)


@dataclass(frozen=True, eq=False)
class Case:
    """One revision of an application, its edits and the contract they change, as of today."""

    revision: Revision
    today: date
    basis: Basis
    asked: tuple[Edit, ...]
    """What was asked for: of a draft what was entered, of a filed application what was filed."""
    settled: tuple[Edit, ...] | None = None
    """The edits where nothing more follows from them; None where it is still to be worked out."""

    @classmethod
    def of_draft(cls, revision: Revision) -> Case:
        """An open draft against the contract of its wished day."""
        asked = tuple(e for e in revision.edit_list if not e.derived)
        day = basis_day(revision.wish_date)
        kinds = kinds_of(revision, asked)
        return cls(revision, clock.today(), Basis(revision.application.office, day, kinds), asked)

    @classmethod
    def of_filed(cls, revision: Revision, start: date | None = None) -> Case:
        """A filed application: its edits as they were filed, with the numbers issued since.

        `start` is the day that it is judged for, as if that had been wished; without it the decided or wished day.
        """
        application = revision.application
        asked = tuple(revision.edit_list)
        settled = asked if revision.issued is None else tuple(revision.issued_list)
        day = start or application.start_date or basis_day(revision.wish_date)
        basis = Basis(application.office, day, kinds_of(revision, asked))
        judged = revision if start is None else _wished_for(revision, start)
        return cls(judged, clock.today(), basis, asked, settled)

    @classmethod
    def of_edits(cls, office: Office, edits: Iterable[Edit], **fields: Any) -> Case:
        """Edits that no application has yet, as if they were a draft; `fields` are those of its revision."""
        application = Application(office=office, applicant_office=office, company_id=office.company_id)
        stored = [e.to_json() for e in edits]
        return cls.of_draft(Revision(application=application, edits=stored, **fields))

    def reading(self, kinds: Iterable[str]) -> Case:
        """The same case on the rows of these kinds alone, for a page that shows no others."""
        return replace(self, basis=Basis(self.office, self.basis.day, tuple(kinds)))

    def with_edits(self, edits: Iterable[Edit]) -> Case:
        """The same case with exactly these edits."""
        return replace(self, settled=tuple(edits))

    # Where it stands

    @property
    def office(self) -> Office:
        """The office whose contract it is; it need not be the one that applies."""
        return self.basis.office

    @property
    def contract(self) -> Contract:
        """The contract without the edits."""
        return self.basis.contract

    @property
    def wish(self) -> date | None:
        """The wished start day."""
        return self.revision.wish_date

    @property
    def extra(self) -> Mapping[str, Any]:
        """What pages keep beside the edits, by name (contact for works, drawing, consultation)."""
        kept: Mapping[str, Any] = self.revision.extra
        return kept

    @property
    def chosen(self) -> list[str]:
        """Keys of the chosen items, the one of その他 among them."""
        return self.revision.chosen

    @property
    def labels(self) -> list[W]:
        """What the chosen items are called."""
        return current().labels(self.chosen)

    # What is asked for

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """What was asked for and what follows from it."""
        return tuple(current().complete(self)) if self.settled is None else self.settled

    def of(self, procedure: str) -> list[Edit]:
        """The edits of one item."""
        return [e for e in self.edits if e.procedure == procedure]

    def asked_of(self, procedure: str) -> list[Edit]:
        """The edits of one item without those that only follow from others."""
        return [e for e in self.asked if e.procedure == procedure]

    # What comes of it

    @cached_property
    def after(self) -> Contract:
        """The contract as it would be with the edits done."""
        return preview(self.contract, self.edits)

    @cached_property
    def changes(self) -> list[Change]:
        """The rows that differ, before and after."""
        return diff(self.contract, self.after)

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that stops it or should be warned of."""
        return current().check(self)

    @cached_property
    def need(self) -> Need:
        """What it needs of its start day."""
        return current().need(self)

    @cached_property
    def consents(self) -> list[Asked]:
        """What other offices must agree to."""
        return current().asks(self)

    @cached_property
    def works(self) -> list[WorkNeed]:
        """Works on lines that it causes."""
        return current().works(self)

    @cached_property
    def notes(self) -> list[W]:
        """Consequences to read before filing (X-08)."""
        return current().notes(self)

    @cached_property
    def summary_lines(self) -> list[tuple[W, str | W]]:
        """Label and value of what it says beside its rows (works, drawing, consultation)."""
        return current().summary_lines(self)

    @cached_property
    def linked(self) -> list[tuple[str, ...]]:
        """Sets of items to be filed beside it, as applications of the same group (X-11)."""
        return current().linked(self)

    @property
    def dated(self) -> bool:
        """Whether a start day and a reason are asked for."""
        return current().dated(self)

    @property
    def needs_setting(self) -> bool:
        """Whether a system-setting application must follow (D-16)."""
        return current().needs_setting(self)

    @property
    def four_eyes(self) -> bool:
        """Whether a second person has to confirm the approval."""
        return current().four_eyes(self)

    # What somebody has seen of it

    @cached_property
    def digest(self) -> str:
        """Digest of the before/after: what is filed under it is what the confirm page showed."""
        return digest_of(self.changes, **({"extra": self.extra} if self.extra else {}))

    @cached_property
    def page_digest(self) -> str:
        """Digest of the before/after and of the warnings that were read with it, so that a schedule that moves
        meanwhile is not signed unseen."""
        warned = sorted(p.code for p in self.problems if p.level == WARN)
        return digest_of(self.changes, extra=self.extra, warned=warned)


def basis_day(wish: date | None) -> date:
    """The day whose contract an application stands on: the wished start, but not before today."""
    today = clock.today()
    return max(today, wish) if wish else today


def kinds_of(revision: Revision, edits: Iterable[Edit]) -> tuple[str, ...]:
    """Kinds of rows that the chosen items read or the edits touch, in the order of the contract."""
    wanted = {*current().kinds(revision.chosen), *(e.kind for e in edits)}
    return tuple(k for k in ROW_TYPES if k in wanted)


def _wished_for(revision: Revision, start: date) -> Revision:
    """The revision as if `start` had been wished, unsaved, for the rules that look at the day."""
    return Revision(
        application=revision.application,
        company_id=revision.company_id,
        no=revision.no,
        items=revision.items,
        other=revision.other,
        extra=revision.extra,
        wish_date=start,
        reason=revision.reason,
        contact=revision.contact,
        edits=revision.edits,
        saved_at=revision.saved_at,
    )
