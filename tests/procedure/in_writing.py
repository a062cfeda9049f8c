"""Pages and applications in writing, a line a field, a row, an edit: what they hold, without the words around it.

Rows are called by their names instead of their identities, days are counted from today, and of notes and labels only the
figures and names in them are kept, so that better words change nothing here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from nss.application.case import Case
from nss.application.edits import Edit
from nss.application.rulebook import IssueJob
from nss.base import clock
from nss.base.words import W
from nss.contract.models import Office
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.pages import ItemForm, ListPage, Section

from .fields import subjects

FIGURES = re.compile(r"[+\-]?\d[\d,./]*|[A-Z0-9]{5,}|[A-Z]{3}\d{3}")
"""What of a sentence is kept: amounts, days, codes."""
SILENT = ("autocapitalize", "aria-describedby")


class Names:
    """Row names for identities, and days from today."""

    def __init__(self, case: Case) -> None:
        rows = case.timeline.rows
        self.known = {str(r.identity): f"‹{r.name}›" for r in rows if r.identity > 0}
        self.pattern = re.compile("|".join(rf"(?<!\d){i}(?!\d)" for i in self.known) or "(?!)")
        self.today = clock.today()

    def plain(self, value: Any) -> str:
        """A value in one line."""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        text = self.pattern.sub(lambda m: self.known[m[0]], text)
        return re.sub(r"\b(20\d\d)[-/](\d\d)[-/](\d\d)\b", self._day, text)

    def _day(self, m: re.Match[str]) -> str:
        days = (date(int(m[1]), int(m[2]), int(m[3])) - self.today).days
        return f"‹day {days:+d}›" if -400 < days < 4000 else m[0]

    def figures(self, *texts: W | str | None) -> str:
        """The figures of sentences, in both languages."""
        found = []
        for text in texts:
            for t in (text.ja, text.en) if isinstance(text, W) else (text or "",):
                found.append(" ".join(FIGURES.findall(self.plain(t))))
        return " / ".join(found).strip(" /")


def the_page(names: Names, form: ItemForm) -> Iterator[str]:
    """Sections, fields, ticks of a page."""
    for s in form.sections():
        yield from _section(names, s)
    for name, field in form.fields.items():
        yield f"  field {names.plain(name)}: {_field(names, field, form.initial.get(name, field.initial))}"
    for name in form.ticks:
        yield f"  tick {names.plain(name)}: {names.plain(bool(form.ticked(name)))}"
    more = {
        "opens": form.opens_rows,
        "changed": sorted(form.changed_fields),
        "again": form.shown_again_at(),
        "required attribute": form.use_required_attribute,
    }
    yield f"  page {names.plain({k: v for k, v in more.items() if v})}"


def _section(names: Names, s: Section) -> Iterator[str]:
    columns = [c.name for c in s.columns]
    head = {"fields": s.fields, "columns": columns, "fold": s.fold, "figures": names.figures(s.title, s.note)}
    yield f"  section {names.plain({k: v for k, v in head.items() if v} | {'note': s.note is not None})}"
    for label, value in s.facts:
        yield f"    fact {names.figures(label)} = {names.plain(str(value))}"
    for r in s.table:
        row = {"fields": r.fields, "ticks": r.ticks, "opens": r.opens, "opened": r.opened}
        values = {k: str(v) for k, v in r.values.items()}
        yield (
            f"    row {names.plain(str(r.name))}: {names.plain(values)}"
            f" {names.plain({k: v for k, v in row.items() if v})} {'button' if r.opener else ''}".rstrip()
        )


def _field(names: Names, field: forms.Field, initial: Any) -> str:
    attrs = {k: str(v) for k, v in sorted(field.widget.attrs.items()) if k not in SILENT}
    about: dict[str, Any] = {
        "must": field.required,
        "marked": field.widget.is_required,
        "least": getattr(field, "min_value", None),
        "most": getattr(field, "max_value", None),
        "length": getattr(field, "max_length", None),
        "choices": [str(v) for v, _ in getattr(field, "choices", ())],
        "figures": names.figures(field.label, field.help_text),
        "own words": sorted(
            k for k in field.error_messages if k in ("required", "invalid_choice", "min_value")
        ),
        "attrs": attrs,
        "now": initial if initial not in (None, "", [], ()) else None,
    }
    kept = {k: v for k, v in about.items() if v not in (None, "", [], {}, ())}
    return f"{type(field).__name__}/{type(field.widget).__name__} {names.plain(kept)}"


def the_list(names: Names, case: Case, page: ListPage) -> Iterator[str]:
    """The tables of a list page."""
    yield f"  buttons {[slug for slug, _ in page.new]} {'drawing' if page.drawing else ''}".rstrip()
    for pair in page.pairs:
        tables = (
            ("contract", pair.columns, pair.contract_rows),
            ("requested", pair.requested_columns or pair.columns, pair.requested_rows),
        )
        for title, columns, rows in tables:
            yield f"  {title} table: {' '.join(c.name for c in columns)} | {pair.detail} {pair.end}".rstrip()
            for r in rows(case):
                shown = {c.name: str(c.show(r.values[c.name])) for c in columns if c.name in r.values}
                more = {"action": r.action, "page": r.page, "lasting": r.lasting, "edits": r.edits}
                yield (
                    f"    row {names.plain(str(r.name))} -> {names.plain(r.subject)}: {names.plain(shown)}"
                    f" {names.plain({k: str(v) for k, v in more.items() if v})}"
                )


def the_pages(office: Office, key: str, case: Case) -> Iterator[str]:
    """All pages of a procedure as a person opens them; a page that two items share is the first one's."""
    names = Names(case)
    for page in CATALOGUE[key].pages:
        if next(p.key for p in CATALOGUE.procedures.values() if page in p.pages) != key:
            continue
        step = "step" if isinstance(page, ListPage) or page.step else "page"
        if isinstance(page, ListPage):
            yield f"{step} {key}/{page.slug}"
            yield from the_list(names, case, page)
            continue
        more = f"{'upload' if page.upload else ''} {'sometimes' if page.when else ''}".strip()
        opened = [s for slug, s in subjects(case, key) if slug == page.slug] or [""]
        for subject in opened:
            yield f"{step} {key}/{page.slug} {names.plain(subject)} {more}".rstrip()
            yield from the_page(names, page.form(case, subject))


def the_edits(names: Names, edits: Iterable[Edit]) -> Iterator[str]:
    """Edits, a line each."""
    for e in edits:
        told = e.to_json()
        told.pop("before", None)
        who = [told.pop(k) for k in ("procedure", "action", "kind")]
        target = told.pop("target", "")
        yield f"    {' '.join(map(str, who))} {names.plain(str(target))} {names.plain(told)}".replace(
            "  ", " "
        )


def the_case(names: Names, case: Case) -> Iterator[str]:
    """What an application comes to: what follows, what it needs, whom it asks, what is said and refused."""
    yield "  edits"
    yield from the_edits(names, case.edits)
    n = case.need
    more = {
        "lead": n.lead,
        "setting": n.setting,
        "first of month": n.first_of_month,
        "needs setting": case.needs_setting,
        "codes": CATALOGUE.setting_codes(case),
        "settles": CATALOGUE.settles(case),
        "four eyes": case.four_eyes,
        "dated": case.dated,
        "other offices": sorted(case.basis.named),
    }
    yield f"  needs {names.plain({k: v for k, v in more.items() if v})}"
    for note in case.notes:
        yield f"  note {names.figures(note)}"
    for label, value in case.summary_lines:
        yield f"  says {names.figures(label)} {names.plain(str(value))}"
    for c in case.consents:
        yield f"  asks {c.office.code} for {c.code} to {c.purpose}"
        yield from the_edits(names, c.edits)
    for w in case.works:
        yield f"  works {w.kind} {w.line} {names.plain(str(w.wish or ''))}".rstrip()
    for x in case.linked:
        yield f"  beside {x.key} {x.items} {x.kind} {names.plain(dict(x.extra))} {x.must} {names.plain(str(x.since))}"
    for p in case.problems:
        yield f"  problem {p.code} at {names.plain(p.where)} {p.level} {names.figures(p.text)}".rstrip()
    for s in CATALOGUE.suggestions(case):
        yield f"  suggests {s.key} {s.value} {s.pattern} {names.figures(s.label)}".rstrip()
    pages = [f"{p.key}/{page.slug}" for p, page in CATALOGUE.step_pages(case)]
    yield f"  steps {' '.join(pages)}"


def the_issue(names: Names, case: Case, extra: Mapping[str, Any]) -> Iterator[str]:
    """What a decision would issue."""
    job = IssueJob(case.office, 1, clock.today(), items=tuple(case.chosen_items), extra=extra)
    done: Sequence[Edit] = CATALOGUE.issue(job, case.edits)
    yield "  issued"
    yield from the_edits(names, done)
    yield f"  numbers {names.plain(job.numbers)} secrets {[(s.kind, s.label, len(s.text)) for s in job.secrets]}"
