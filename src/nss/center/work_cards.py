"""The works of an application as its page shows them, with connection tests and drawings (N09)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from nss.application import vendors, work_days, work_notes, works
from nss.application.models import OVER, Application, ConnectionTest, Revision, Work
from nss.application.work_days import WorkDay
from nss.application.work_notes import Entry
from nss.base.words import W
from nss.document import drawing
from nss.procedure.lines import drawing as layout


@dataclass(frozen=True)
class WorkCard:
    """One piece of works."""

    work: Work
    slots: Sequence[W]
    """The offered half days in words."""
    fixed: W | str
    wished: Sequence[tuple[str, W]]
    """The half days that the office named, with their words."""
    seen: str
    """What the page shows of it, for the forms that act on it."""
    notes: Sequence[Entry]
    met: Sequence[WorkDay]
    """Other works for which its vendor has to come on the same day."""
    unserved: bool
    """Whether its vendor does not work any more on its days."""

    @classmethod
    def of(cls, work: Work, notes: Sequence[Entry]) -> WorkCard:
        """Works with what was said about them."""
        return cls(
            work=work,
            slots=[works.slot_word(s) for s in work.slots],
            fixed=works.slot_word(work.fixed) if work.fixed else "",
            wished=works.words_of_slots(work.wished),
            seen=works.shown(work),
            notes=notes,
            met=work_days.met_by(work),
            unserved=unserved(work),
        )


def unserved(work: Work) -> bool:
    """Whether open works are given to a vendor that cannot do them any more."""
    vendor = None if work.state in OVER else work.vendor
    return vendor is not None and bool(vendors.problems_of(vendor, work))


@dataclass(frozen=True)
class WorksPart:
    """Works on lines, connection tests, and drawings of the network."""

    works: Sequence[WorkCard]
    tests: Sequence[ConnectionTest]
    drawings: Sequence[Markup]

    @classmethod
    def of(cls, a: Application, revision: Revision) -> WorksPart:
        """Reads the works, tests and drawings of one filing."""
        drawn = layout.sites_as_filed(a, revision) if revision.extra.get("drawing") else []
        found = works.works_of(a)
        for work in found:
            work.application = a
        notes = work_notes.notes_of(a) if found else {}
        return cls(
            works=[WorkCard.of(w, notes.get(w.pk, ())) for w in found],
            tests=works.connection_tests(a),
            drawings=[
                Markup(drawing.svg(s, f"drawing-{n}"))  # noqa: S704 - made by us, texts escaped
                for n, s in enumerate(drawn)
            ],
        )
