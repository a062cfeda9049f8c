"""What a form accepts can be approved: no value is longer than its table holds, and none that fits is refused."""

from __future__ import annotations

from typing import Any

import pytest

from nss.base.columns import (
    Column,
    CorporateColumn,
    KanaColumn,
    MailColumn,
    PhoneColumn,
    PostalColumn,
    TelInput,
    TextColumn,
)
from nss.base.words import W
from nss.center.register import CorrectionForm
from nss.contract.models import ROW_TYPES
from nss.contract.rows.office import ContractHolder
from nss.contract.snapshot import load
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.pages import FormPage
from nss.procedure.kit.row_form import RowForm
from tests import parts

from .samples import Sample, case_of, posted, stocked

pytestmark = pytest.mark.django_db
FIXED = ("phone", "postal", "corporate")
"""Kinds that have a number of digits of their own."""


def longest(column: Column, more: int = 0) -> str:
    """A good value of a column that fills it, or is longer than it holds."""
    assert column.length is not None
    n = column.length + more
    return {
        "phone": "0" + "1" * (n - 1),
        "postal": "1" * n,
        "corporate": "1" * n,
        "kana": "ア" * n,
        "mail": "a" * (n - 9) + "@naccs.jp",
        "code": "A" * n,
    }.get(column.kind, "長" * n)


def pages() -> list[tuple[str, FormPage]]:
    """Every page whose fields are the columns of rows."""
    return [
        (key, page)
        for key, p in CATALOGUE.procedures.items()
        for page in p.pages
        if isinstance(page, FormPage) and issubclass(page.form, RowForm)
    ]


def typed_columns(page: FormPage) -> dict[str, Column]:
    """Field -> column of what is typed as text on a page."""
    assert issubclass(page.form, RowForm)
    return {
        f"{part.kind}.{c.name}": c
        for part in page.form.parts
        for c in part.columns
        if c.kind not in ("choice", "flag", "date")
    }


WITH_TEXT = [(key, page) for key, page in pages() if typed_columns(page)]


def approved(office: Any, key: str, sample: Sample) -> None:
    who = parts.person(office)
    a = parts.filed(office, who, sample.edits, items=[key], extra=sample.extra)
    start = a.revisions.get().wish_date
    parts.approve(a.pk, parts.reviewer(), start)
    rows = {(r.kind, k): v for r in load(office, start, ROW_TYPES).rows for k, v in r.values.items()}
    for e in sample.edits:
        for name, value in e.after.items():
            assert rows[e.kind, name] == value


@pytest.mark.parametrize(("key", "form_page"), WITH_TEXT, ids=[k for k, _ in WITH_TEXT])
def test_values_as_long_as_their_fields_are_filed_and_approved(key, form_page):
    office = parts.office()
    full = {name: longest(c) for name, c in typed_columns(form_page).items()}
    sample = posted(office, key, form_page.slug, **full)
    written = {(e.kind, k): len(str(v)) for e in sample.edits for k, v in e.after.items()}
    for name, column in typed_columns(form_page).items():
        assert written[tuple(name.split("."))] == column.length
    approved(office, key, sample)


@pytest.mark.parametrize(("key", "form_page"), WITH_TEXT, ids=[k for k, _ in WITH_TEXT])
def test_one_character_more_is_refused_at_entry_beside_its_field(key, form_page):
    c = case_of(parts.office())
    shown = {
        k: v for k, v in form_page.form.initial_values(c, "").items() if v is not None and v is not False
    }
    for name, column in typed_columns(form_page).items():
        form = form_page.form(c, "", {**shown, name: longest(column, 1)})
        assert not form.is_valid() and name in form.errors, name
        if column.kind not in FIXED:
            assert str(column.length) in form.errors[name][0], name


@pytest.mark.parametrize("subject", ["09143"])
def test_the_place_of_a_line_is_as_long_as_its_table_holds(subject):
    office = stocked()
    page = CATALOGUE["line"].page("line")
    column = next(c for c in ROW_TYPES["line"].columns if c.name == "address")
    sample = posted(office, "line", "line", subject, address=longest(column))
    approved(office, "line", Sample(sample.edits, parts.line_extra(sample.edits)))
    c = case_of(office)
    shown = {
        k: v for k, v in page.form.initial_values(c, subject).items() if v is not None and v is not False
    }
    form = page.form(c, subject, {**shown, "address": longest(column, 1)})
    assert not form.is_valid() and "address" in form.errors


def test_a_correction_of_the_register_is_no_longer_than_its_field():
    office = parts.office()
    row = ContractHolder.objects.get(office=office)
    title = next(c for c in ContractHolder.columns if c.name == "title")
    given = {"name": row.name, "reason": "誤記のため"}
    assert CorrectionForm(row, {**given, "title": longest(title)}).is_valid()
    form = CorrectionForm(row, {**given, "title": longest(title, 1)})
    assert not form.is_valid() and "title" in form.errors


@pytest.mark.parametrize("kind", ROW_TYPES)
def test_every_column_of_text_knows_how_much_its_table_holds(kind):
    model = ROW_TYPES[kind]
    for c in model.columns:
        assert c.length == getattr(model._meta.get_field(c.name), "max_length", None), c.name


@pytest.mark.parametrize(
    ("column", "typed", "stored"),
    [
        (PhoneColumn, "０３-1234-5678", "0312345678"),
        (PostalColumn, "〒150-0002", "1500002"),
        (CorporateColumn, "1234 5678 90123", "1234567890123"),
        (KanaColumn, "つうかん ﾀﾛｳ", "ツウカン タロウ"),
        (MailColumn, "ｔａｒｏ @naccs.jp", "taro@naccs.jp"),
        (TextColumn, " 第一　営業部 ", "第一　営業部"),
    ],
)
def test_how_a_value_is_read_follows_from_the_kind_of_its_column_not_from_its_name(column, typed, stored):
    assert column("any", W("値", "Value")).from_typed(typed) == stored
    assert column("headphone_fax", W("値", "Value")).from_typed(typed) == stored


def test_a_telephone_gets_the_keyboard_of_telephones_whatever_it_is_called():
    assert isinstance(PhoneColumn("tel", W("電話", "Telephone")).form_field().widget, TelInput)
    assert not isinstance(TextColumn("headphone", W("音", "Sound")).form_field().widget, TelInput)
