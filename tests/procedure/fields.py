"""Every field of every page of every procedure, read off the catalogue's forms, and other values for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms

from nss.application.case import Case
from nss.base import clock
from nss.base.columns import Column, ColumnField, DateColumn
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.pages import FormPage, ItemForm, ListPage
from tests import texts


@dataclass(frozen=True)
class Field:
    """A field of a page; of several alike (one a contract row, one a blank line) the first stands for all."""

    key: str
    slug: str
    subject: str
    name: str
    names: tuple[str, ...] = ()
    """All of its stem on the page, itself first."""

    @property
    def stem(self) -> str:
        return stem_of(self.name)

    @property
    def place(self) -> str:
        return f"{self.key}/{self.slug}/{self.stem}"


def stem_of(name: str) -> str:
    """The name without the number of its row."""
    return re.sub(r"_\d+$", "", name)


def subjects(case: Case, key: str) -> list[tuple[str, str]]:
    """Slug and subject of every page of a procedure that an office can open."""
    found: list[tuple[str, str]] = []
    for page in CATALOGUE[key].pages:
        if isinstance(page, ListPage):
            for pair in page.pairs:
                held = [r.subject for r in pair.contract_rows(case)]
                found += [(slug, s) for slug in (pair.detail, pair.end) if slug for s in held]
            found += [(slug, "") for slug, _ in page.new]
        elif page.step:
            found.append((page.slug, ""))
    assert {s for s, _ in found} == {p.slug for p in CATALOGUE[key].pages if isinstance(p, FormPage)}
    return list(dict.fromkeys(found))


def form_of(case: Case, key: str, slug: str, subject: str, data: dict[str, Any] | None = None) -> ItemForm:
    page = CATALOGUE[key].page(slug)
    assert isinstance(page, FormPage)
    return page.form(case, subject, data)


def fields(case: Case, key: str) -> Iterator[Field]:
    """The fields of a procedure's pages, each page and stem once; a page that two items share is the first one's."""
    seen: set[tuple[str, str]] = set()
    for slug, subject in subjects(case, key):
        page = CATALOGUE[key].page(slug)
        if next(p.key for p in CATALOGUE.procedures.values() if page in p.pages) != key:
            continue  # it stands under another item already
        names = list(form_of(case, key, slug, subject).fields)
        for name in names:
            if (slug, stem_of(name)) not in seen:
                seen.add((slug, stem_of(name)))
                alike = tuple(n for n in names if stem_of(n) == stem_of(name))
                yield Field(key, slug, subject, name, alike)


def text_for(name: str, column: Column) -> str:
    """A text that a column keeps as it is, another one for each field."""
    n = sum(map(ord, name))
    dice = texts.Dice(n)
    if isinstance(column, DateColumn):
        return f"{clock.today() + timedelta(days=60 + n % 7):%Y/%m/%d}"
    if isinstance(column, texts.TYPED):
        return next(t for t in iter(lambda: texts.of_column(dice, column), "") if len(t) > 2)
    return f"見本{n}"[: column.length or 60]


def other_values(name: str, field: forms.Field, now: Any) -> list[Any]:
    """Values that a field takes and does not have; of which some may not fit what stands beside it."""
    if isinstance(field, ColumnField):
        return [text_for(name, field.column)]
    if isinstance(field, forms.MultipleChoiceField):
        taken = {str(v) for v in now or ()}
        return [[str(v)] for v, _ in field.choices if v and str(v) not in taken]
    if isinstance(field, forms.ChoiceField):
        return [str(v) for v, _ in field.choices if v != "" and str(v) != str(now)]
    if isinstance(field, forms.IntegerField):
        return ["7"]
    if isinstance(field, forms.BooleanField):
        return [""] if now else ["on"]
    return []


def shown(field: forms.Field, value: Any) -> list[str]:
    """How the value of a field reads; of a tick and of a count nothing but that something else stands there."""
    if isinstance(field, ColumnField):
        return [str(field.column.show(field.column.from_typed(value)))]
    if isinstance(field, forms.MultipleChoiceField):
        return [str(w) for v, w in field.choices if str(v) in value]
    if isinstance(field, forms.ChoiceField):
        return [str(w) for v, w in field.choices if str(v) == str(value)]
    if isinstance(field, forms.BooleanField | forms.IntegerField):
        return []
    return [str(value)]
