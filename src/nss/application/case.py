"""A case: an application seen against the whole future of the contracts that it touches.

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
from nss.base.compiled_query import CompiledQuery
from nss.base.problems import WARN, Problem, stops
from nss.base.words import W
from nss.calendar.days import NONE
from nss.calendar.verdict import Need
from nss.contract import timeline
from nss.contract.consistency import RELATED_KINDS
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import Contract
from nss.contract.timeline import Step, Timeline

from . import edit_checks, places
from .edits import Change, Edit, changes_of, changes_on, digest_of, preview
from .lifecycle import DECIDED, State
from .models import Application, Attachment, Revision
from .rulebook import ConsentNeed, Linked, WorkNeed, current


@dataclass(frozen=True, eq=False)
class Basis:
    """What an application stands on: the future, from a day on, of the contracts of its office and of those it names.

    The rows are read when they are first asked for: much is known of an application without them.
    """

    office: Office
    day: date
    kinds: tuple[str, ...]
    named: tuple[str, ...] = ()
    """Codes of other offices that it concerns."""

    @cached_property
    def others(self) -> Mapping[str, Office]:
        """The other offices that it concerns, by their codes; one that does not exist is left out."""
        return {o.code: o for o in Office.objects.filter(code__in=self.named)} if self.named else {}

    @cached_property
    def timeline(self) -> Timeline:
        """All versions that live on the day or later, of the office and of those it concerns."""
        return timeline.load(self.office, self.day, self.kinds, sorted(o.pk for o in self.others.values()))

    @cached_property
    def contract(self) -> Contract:
        """The contract of the day without the edits."""
        return self.timeline.on(self.office.pk, self.day)


@dataclass(frozen=True, eq=False)
class Case:
    """One revision of an application, its edits and the contract they change, as of today."""

    revision: Revision
    today: date
    basis: Basis
    requested: tuple[Edit, ...]
    """What was asked for: of a draft what was entered, of a filed application what was filed."""
    decided_edits: tuple[Edit, ...] | None = None
    """The edits where nothing more follows from them; None where it is still to be worked out."""

    @classmethod
    def of_draft(cls, revision: Revision) -> Case:
        """An open draft against the contract of its wished day."""
        asked = tuple(e for e in revision.edit_list if not e.derived)
        day = basis_day(revision.wish_date)
        return cls(revision, clock.today(), basis_of(revision, asked, day), asked)

    @classmethod
    def of_filed(cls, revision: Revision, start: date | None = None) -> Case:
        """A filed application. Undecided, what follows from what was asked is worked out anew; once decided, its edits
        are those that were written, with the numbers issued.

        `start` is the day that it is judged for, as if that had been wished; without it the decided or wished day.
        """
        application = revision.application
        filed = tuple(revision.edit_list)
        undecided = revision.issued is None and State(application.state) not in DECIDED
        asked = tuple(e for e in filed if not e.derived) if undecided else filed
        settled = None if undecided else tuple(revision.issued_list)
        day = start or application.start_date or basis_day(revision.wish_date)
        judged = revision if start is None else _wished_for(revision, start)
        return cls(judged, clock.today(), basis_of(revision, filed, day), asked, settled)

    @classmethod
    def of_edits(cls, office: Office, edits: Iterable[Edit], **fields: Any) -> Case:
        """Edits that no application has yet, as if they were a draft; `fields` are those of its revision."""
        application = Application(office=office, applicant_office=office, company_id=office.company_id)
        stored = [e.to_json() for e in edits]
        return cls.of_draft(Revision(application=application, edits=stored, **fields))

    def reading(self, kinds: Iterable[str]) -> Case:
        """The case for a page that shows these kinds of rows: the same where it reads them anyway."""
        wanted = with_related_kinds(kinds)
        return (
            self
            if {*wanted} <= {*self.basis.kinds}
            else replace(self, basis=replace(self.basis, kinds=wanted))
        )

    def with_edits(self, edits: Iterable[Edit]) -> Case:
        """The same case with exactly these edits."""
        return replace(self, decided_edits=tuple(edits))

    # Where it stands

    @property
    def office(self) -> Office:
        """The office whose contract it is; it need not be the one that applies."""
        return self.basis.office

    @property
    def contract(self) -> Contract:
        """The contract of the start day without the edits."""
        return self.basis.contract

    @property
    def timeline(self) -> Timeline:
        """All that is decided from the start day on, for this office and those that the edits reach."""
        return self.basis.timeline

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
    def chosen_items(self) -> list[str]:
        """Keys of the chosen items, the one of その他 among them."""
        return self.revision.chosen_items

    @property
    def labels(self) -> list[W]:
        """What the chosen items are called."""
        return current().labels(self.chosen_items)

    # What is asked for

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """What was asked for and what follows from it now, as far as it still changes something."""
        if self.decided_edits is not None:
            return self.decided_edits
        return tuple(edit_checks.effective(self.timeline, current().with_derived(self), self.basis.day))

    def of(self, procedure: str) -> list[Edit]:
        """The edits of one item."""
        return [e for e in self.edits if e.procedure == procedure]

    def requested_of(self, procedure: str) -> list[Edit]:
        """The edits of one item without those that only follow from others."""
        return [e for e in self.requested if e.procedure == procedure]

    # What comes of it

    @cached_property
    def after(self) -> Contract:
        """The contract as it would be with the edits done."""
        return preview(self.contract, self.edits)

    @cached_property
    def changes(self) -> list[Change]:
        """The rows that differ, before and after."""
        if not self.edits:
            return []
        return changes_on(self.contract, self.after, self.edits)

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that stops it or should be warned of. What holds for every contract is the last net: it speaks
        where no rule of a procedure did."""
        found = [*current().check(self), *edit_checks.contradictions(self.edits), *self.clashes]
        if not stops(found):
            found += edit_checks.violations_caused(self.timeline, self.steps)
        return found

    @cached_property
    def clashes(self) -> list[Problem]:
        """What is decided already and forbids an edit, here or at an office that has to agree."""
        day = self.basis.day
        found = edit_checks.clashes(self.timeline, self.edits, self.office, day, self.office)
        for a in self.consents:
            found += edit_checks.clashes(self.timeline, a.edits, a.office, day, self.office)
        return found

    @property
    def steps(self) -> list[Step]:
        """What a decision would write, at this office and at those that have to agree."""
        day = self.basis.day
        return [
            *edit_checks.steps_of(self.edits, self.office, day),
            *(s for a in self.consents for s in edit_checks.steps_of(a.edits, a.office, day)),
        ]

    @cached_property
    def need(self) -> Need:
        """What it needs of its start day, and where there is no place for it."""
        full = places.full_days(self.today, self.revision.application) if self.dated else NONE
        need = current().need(self)
        return replace(need, full=full) if full else need

    @property
    def filed_on(self) -> date:
        """The day whose lead times count: on which it was first filed; of a draft today."""
        filed = self.revision.application.received_on if self.revision.application_id else None
        return filed or self.today

    @cached_property
    def consents(self) -> list[ConsentNeed]:
        """What other offices must agree to."""
        return current().consents(self)

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
    def linked(self) -> list[Linked]:
        """What is to be filed beside it, as applications of the same group (X-11)."""
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
    def attachments(self) -> list[Attachment]:
        """The files of the revision, without their bodies."""
        revision = self.revision
        if not revision.application_id or "attachments" in revision.application.lacks:
            return []
        return FILES(revision.application_id, revision.no)

    @cached_property
    def digest(self) -> str:
        """Digest of the before/after, of what was chosen beside it and of the files: what is filed under it is what the
        confirm page showed."""
        more: dict[str, object] = {"extra": self.extra} if self.extra else {}
        if self.attachments:
            more["files"] = [(f.name, f.sha256) for f in self.attachments]
        return digest_of(self.changes, options=self.choices, **more)

    @property
    def choices(self) -> list[tuple[str, Mapping[str, Any]]]:
        """What was chosen of rows beyond their values (for all offices or for this one only), by their names."""
        return [(str(e.kind), {**e.options, "of": str(e.target or e.ref)}) for e in self.edits if e.options]

    @cached_property
    def review_digest(self) -> str:
        """Digest of all that is decided: before/after here and at every office that has to agree, day and files, of
        which revision. Whoever decides signs what the page showed."""
        theirs = [(a.office.code, a.code, [c.to_json() for c in changes_of(a.edits)]) for a in self.consents]
        return digest_of(self.changes, own=self.digest, revision=self.revision.no, theirs=theirs)

    @cached_property
    def page_digest(self) -> str:
        """Digest of the before/after and of the warnings that were read with it, so that a schedule that moves
        meanwhile is not signed unseen."""
        warned = sorted(p.code for p in self.problems if p.level == WARN)
        return digest_of(self.changes, own=self.digest, warned=warned)


FILES = CompiledQuery(lambda pk, no: Attachment.objects.of(Revision(application_id=pk, no=no)), int, int)


def basis_day(wish: date | None) -> date:
    """The day whose contract an application stands on: the wished start, but not before today."""
    today = clock.today()
    return max(today, wish) if wish else today


def basis_of(revision: Revision, edits: Iterable[Edit], day: date) -> Basis:
    """What a revision with these edits stands on: the kinds of rows that its items read or its edits touch, and the
    other offices that it concerns."""
    edits = tuple(edits)
    kinds = with_related_kinds({*current().kinds(revision.chosen_items), *(e.kind for e in edits)})
    named = current().other_office_codes(revision.chosen_items, revision.extra, edits)
    return Basis(revision.application.office, day, kinds, tuple(sorted(set(named))))


def with_related_kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    """These kinds and those that are judged together with them, in the order of the contract."""
    wanted = set(kinds)
    wanted |= {k for together in RELATED_KINDS if together & wanted for k in together}
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
