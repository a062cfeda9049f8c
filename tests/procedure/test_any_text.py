"""Whatever a column takes goes the whole way: form, filing, decision, paper, pages, CSV out and in. None lost, none cut, no 500.

`make properties` runs it with ten thousand texts (PROPERTY_TEXTS, PROPERTY_SEED); the suite with two applications.
"""

from __future__ import annotations

import csv
import io
import os
from html import unescape

import pytest
from django.db import transaction

from nss.application.filing import Refused
from nss.base.cells import read_csv, safe_cell
from nss.base.columns import Column, LongColumn
from nss.base.typed_text import NotUnderstood
from nss.contract.models import ROW_TYPES
from nss.contract.snapshot import load
from nss.document import adapter, render
from nss.document.data import APPROVAL, FORM
from nss.office.forms.draft import REASON, RemarkForm
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.contact import COLUMNS, REQUIRED, ContactForm
from nss.procedure.kit.row_form import RowForm
from tests import parts, texts

from .samples import case_of
from .test_lengths import WITH_TEXT, typed_columns

pytestmark = pytest.mark.django_db
TEXTS = int(os.environ.get("PROPERTY_TEXTS", "70"))
SEED = int(os.environ.get("PROPERTY_SEED", "20261127"))
PARTS = {page.slug + key: (key, page, typed_columns(page)) for key, page in WITH_TEXT}


def drawn(dice: texts.Dice, column: Column) -> str:
    """A text for a column, after the one that is a character too long has been refused with its count."""
    if column.length is not None:
        long = texts.of_column(dice, column, 1)
        try:
            column.from_typed(long)
        except NotUnderstood as error:
            assert isinstance(error.text.ja, str) and error.text.en
        else:
            raise AssertionError((column.name, long))
    return texts.of_column(dice, column)


def filled(form: RowForm, typed: dict[str, str]) -> RowForm:
    assert form.is_valid(), (typed, form.errors)
    for name, text in typed.items():
        assert form.cleaned_data[name] == text, (name, text)
    return form


def one_round(dice: texts.Dice) -> int:
    """Every text column of every page at once, in one application; gives how many texts went the way."""
    office = parts.office()
    who, reviewer = parts.person(office), parts.reviewer()
    count, edits, wanted = 0, [], {}
    for _key, page, columns in PARTS.values():
        case = case_of(office)
        shown = {k: v for k, v in page.form.initial_values(case, "").items() if v not in (None, False)}
        typed = {name: drawn(dice, c) for name, c in columns.items()}
        form = filled(page.form(case, "", {**shown, **typed}), typed)
        edits += form.edits()
        wanted |= {tuple(name.split(".")): text for name, text in typed.items()}
        count += len(typed)
    contact = {n: drawn(dice, c) for n, c in COLUMNS.items() if n in REQUIRED or dice.random() < 0.7}
    again = {"email_again": contact["email"]}
    form = ContactForm({**contact, **again})
    assert form.is_valid() and {k: form.cleaned_data[k] for k in contact} == contact, form.errors
    reason, remark = drawn(dice, REASON), drawn(dice, REASON)
    assert REASON.from_typed(reason.replace("\n", "\r\n")) == reason
    assert RemarkForm({"remark": remark}).is_valid()
    count += len(contact) + 2

    keys = [key for key, _, _ in PARTS.values()]
    draft = parts.draft(office, who, edits, items=keys)
    draft.contact, draft.reason, draft.remark = contact, reason, remark
    draft.save()
    try:
        application = parts.filing.submit(draft.application_id, who)
    except Refused as refused:
        raise AssertionError([(p.code, p.where, p.text) for p in refused.problems]) from refused
    start = draft.wish_date
    application = parts.approve(application.pk, reviewer, start)
    stored = {(r.kind, k): v for r in load(office, start, ROW_TYPES).rows for k, v in r.values.items()}
    for place, text in wanted.items():
        assert stored[place] == text, place
    read = {place: str(column_of(*place).show(text)) for place, text in wanted.items()}

    revision = parts.revision_of(application)
    printed = {kind: adapter.paper_of(application, revision, kind, start) for kind in (FORM, APPROVAL)}
    for paper in printed.values():
        assert paper.reason == reason and paper.remark == remark
        assert {str(COLUMNS[n].show(v)) for n, v in contact.items()} <= {value for _, value in paper.contact}
        after = {c.after for s in paper.sections for i in s.items for c in i.cells}
        assert set(read.values()) <= after
        assert render.pdf(paper).startswith(b"%PDF")

    office_page = parts.signed_in(who).get(f"/applications/{application.number}/")
    center_page = parts.signed_in(reviewer).get(f"/center/applications/{application.number}/")
    for answer in (office_page, center_page):
        assert answer.status_code == 200
        page_text = unescape(answer.content.decode())
        for place, text in read.items():
            assert written(column_of(*place), text) in page_text, text
    there_and_back(stored)
    return count


def written(column: Column, text: str) -> str:
    """How a page writes it: a postal code as letters bear it."""
    return f"〒{text[:3]}-{text[3:]}" if column.kind == "postal" and text.isdecimal() else text


def column_of(kind: str, name: str) -> Column:
    return next(c for c in ROW_TYPES[kind].columns if c.name == name)


def there_and_back(stored: dict[tuple[str, str], object]) -> None:
    """Every row of the contract as a CSV, and read in again by the same columns."""
    for kind in {kind for kind, _ in stored}:
        columns = [c for c in ROW_TYPES[kind].columns if not c.issued]
        if not columns:
            continue
        out = io.StringIO()
        pen = csv.writer(out, lineterminator="\r\n")
        pen.writerow([c.name for c in columns])
        pen.writerow([safe_cell(c.cell(stored[kind, c.name])) for c in columns])
        rows, bad = read_csv(b"\xef\xbb\xbf" + out.getvalue().encode(), columns)
        assert not bad, bad
        assert [values for _, values in rows] == [{c.name: stored[kind, c.name] for c in columns}]


def test_texts_of_every_alphabet_go_the_whole_way() -> None:
    count, rounds = 0, 0
    while count < TEXTS:
        seed = SEED + rounds
        try:
            with transaction.atomic():
                count += one_round(texts.Dice(seed))
                transaction.set_rollback(True)
        except Exception as error:
            error.add_note(f"PROPERTY_SEED={seed} PROPERTY_TEXTS=1")
            raise
        rounds += 1
    print(f"{count} texts, {rounds} applications")
    assert count >= TEXTS


@pytest.mark.parametrize("column", [LongColumn("any", COLUMNS["title"].label, length=240), *COLUMNS.values()])
def test_one_character_too_many_is_refused_by_every_column(column: Column) -> None:
    dice = texts.Dice(SEED)
    for _ in range(20):
        with pytest.raises(NotUnderstood):
            column.from_typed(texts.of_column(dice, column, 1) if column.length else "0" * 12)


def test_every_procedure_with_texts_is_among_them() -> None:
    assert {key for key, _, _ in PARTS.values()} >= {
        "name",
        "head-office",
        "holder",
        "manager",
        "billing",
    } & set(CATALOGUE.procedures)
