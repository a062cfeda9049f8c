"""The papers of a journey: every change stands on them, and they can be set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from nss.application.edits import merged
from nss.application.models import Application, Revision
from nss.base import clock
from nss.base.words import W
from nss.billing.models import Invoice, Month
from nss.document import adapter, drawing, invoice, render
from nss.document.data import APPROVAL, FORM
from nss.procedure.lines import drawing as layout

from .met import met

EVERY = 40
"""Of so many papers of a kind one is set as a PDF; the others are looked at as values."""
COUNT: Counter[str] = Counter()


def look_at(a: Application, kind: str) -> None:
    """The form or the approval of an application, and what goes along with it."""
    a = Application.objects.select_related("office", "applicant_office").get(pk=a.pk)
    revision = a.revisions.order_by("-no")[0]
    revision.application = a
    printed = adapter.paper_of(a, revision, kind, clock.today())
    edits = merged(revision.issued_list if kind == APPROVAL else revision.edit_list)
    stands = Counter(i.name.split(" ×")[0] for i in printed.sections[0].items)
    asked = Counter(e.name.ja if isinstance(e.name, W) else e.name for e in edits)
    assert stands == asked, ("the paper says something else", stands, asked)
    printed_as(kind, lambda: render.pdf(printed))
    if kind == FORM and any(e.procedure in ("line", "terminal") for e in edits):
        _drawing(a, revision)
    elif kind == APPROVAL:
        printed_as("debit form", lambda: invoice.debit_form(a.office, clock.today()))
        printed_as("invoice", lambda: invoice.invoice_pdf(_bill(a, clock.today())))


def _drawing(a: Application, revision: Revision) -> None:
    """A configuration drawing names every terminal that the application speaks of."""
    sites = layout.sites_as_filed(a, revision)
    assert sites and all(drawing.svg(s).startswith("<svg") for s in sites)
    printed_as("drawing", lambda: drawing.filed_pdf(a, revision) or b"")


def _bill(a: Application, day: date) -> Invoice:
    """An invoice as a month would bring it, not stored."""
    month = Month(month=day.replace(day=1), loaded_at=clock.now())
    lines = [["基本料金", 3, 2500, 7500]]
    return Invoice(
        office=a.office,
        month=month,
        number="1",
        lines=lines,
        net=7500,
        tax=750,
        total=8250,
        due=day,
        method="debit",
    )


def printed_as(kind: str, make: Callable[[], bytes]) -> None:
    COUNT[kind] += 1
    if COUNT[kind] % EVERY == 1:
        assert make().startswith(b"%PDF")
        met("paper set as PDF", kind)
    if kind not in ("debit form", "invoice"):
        met("paper", kind)
