"""調査票: what the Center asks before it sets up the system."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from nss.base.typed_text import NotUnderstood
from nss.contract.choices import BusinessType
from nss.procedure.beside.survey.form import SurveyForm, kind_of
from nss.procedure.beside.survey.questions import QUESTIONS, questions_for
from nss.procedure.beside.survey.sheet import blank_form, file_name, read_form
from tests.procedure.item import Item, Typed
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "survey",
    lambda office: [
        Typed({"code": "1ANAC", "kind": "change"}),
        Typed(
            {
                "q_latin_name": "NACS SHOJI CO., LTD.",
                "q_responsible": "通関 花子",
                "q_phone": "03-1234-5678",
                "q_destination": "27264c",
                "q_licence": "東税123",
                "q_customs_office": "東京税関本関",
            }
        ),
    ],
    "tests/browser/test_beside.py::test_a_survey_form_on_screen_completes_the_application_that_waits",
)


def test_a_survey_form_without_answers_is_refused():
    case = case_of(stocked(), items=["survey"])
    assert "survey_incomplete" in [p.code for p in case.problems]


def test_a_code_in_use_is_asked_what_changes_and_a_new_one_everything():
    case = case_of(stocked())
    assert [kind_of(case, code) for code in ("1ANAC", "1ZNAC")] == ["change", "new"]


def filled(**cells: object) -> bytes:
    """The blank form with answers in the column beside the questions, by the name of the question."""
    book = load_workbook(io.BytesIO(blank_form("1ANAC", "change", ["01"])))
    sheet = book.worksheets[0]
    by_label = {q.label.ja: q.name for q in questions_for(["01"])}
    good = {
        "latin_name": "NACS SHOJI",
        "responsible": "通関 太郎",
        "phone": "0312345678",
        "destination": "27264C",
        "licence": "12-3",
        "customs_office": "東京税関",
    }
    for row in sheet.iter_rows(min_row=5):
        row[1].value = {**good, **cells}.get(by_label[row[0].value])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_cells_of_the_blank_form_are_text_so_that_a_spreadsheet_makes_no_day_of_12_3():
    sheet = load_workbook(io.BytesIO(blank_form("1ANAC", "change", ["01"]))).worksheets[0]
    assert {row[1].number_format for row in sheet.iter_rows(min_row=2)} == {"@"}


def test_a_filled_in_form_is_read_as_it_was_typed():
    answers, problems = read_form(filled(), "1ANAC", ["01"])
    assert problems == [] and answers["licence"] == "12-3"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (datetime(2026, 12, 3), "日付"),
        (0.1, "小数"),
        (True, "真偽値"),
        ("#REF!", "エラー"),
        (1.23456789012e16, "小数"),
        ("1.23E+11", "1.23E+11"),
    ],
)
def test_what_a_spreadsheet_made_of_an_answer_is_refused_with_its_cell(cell, said):
    _, problems = read_form(filled(licence=cell), "1ANAC", ["01"])
    assert len(problems) == 1
    assert "通関業許可番号（セルB9）" in problems[0].ja and said in problems[0].ja


def test_the_user_code_of_a_form_may_be_in_full_width_or_small_letters():
    for typed in ("１ＡＮＡＣ", "1anac"):
        book = load_workbook(io.BytesIO(filled()))
        book.worksheets[0]["B2"] = typed
        out = io.BytesIO()
        book.save(out)
        assert read_form(out.getvalue(), "1ANAC", ["01"])[1] == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1aw01", "1AW01"),
        ("１ＡＷ０１", "1AW01"),
        ("", ""),
        ("1AW0", None),
        ("1AW012", None),
        ("1-W01", None),
        ("保税地域Ａ", None),
    ],
)
def test_a_code_has_exactly_its_letters_and_digits(typed, code):
    column = next(q.column for q in QUESTIONS if q.column.name == "bonded_code")
    if code is None:
        with pytest.raises(NotUnderstood):
            column.from_typed(typed)
    else:
        assert column.from_typed(typed) == code


def test_a_form_is_called_by_its_types_code_kind_and_day():
    # Holds D-23.
    day = date(2026, 12, 1)
    assert file_name("1ANAC", "new", ["01", "08"], day) == "01-08_1ANAC_新規_20261201.xlsx"
    assert file_name("1ANAC", "change", [], day) == "00_1ANAC_変更_20261201.xlsx"


def test_each_question_is_asked_of_its_business_types_and_those_without_a_type_of_everybody():
    of_everybody = {q.name for q in questions_for([])}
    assert of_everybody == {q.name for q in QUESTIONS if not q.types}
    assert {"latin_name", "responsible", "phone"} <= of_everybody
    asked = {t.value: {q.name for q in questions_for([t.value])} - of_everybody for t in BusinessType}
    expected = {t.value: {q.name for q in QUESTIONS if t in q.types} for t in BusinessType}
    assert asked == expected
    assert "licence" in asked["01"] and "licence" not in asked["10"]


def test_a_name_is_taken_up_to_its_length_and_not_a_letter_more():
    longest = {"latin_name": ("A", 70), "responsible": ("あ", 60)}
    for question in QUESTIONS:
        if question.name in longest:
            letter, most = longest[question.name]
            assert question.column.from_typed(letter * most) == letter * most
            with pytest.raises(NotUnderstood):
                question.column.from_typed(letter * (most + 1))


def test_a_file_answers_in_place_of_the_boxes_even_where_one_of_them_is_wrong():
    case = case_of(stocked(), items=["survey"], extra={"survey": {"code": "1ANAC", "kind": "change"}})
    form = SurveyForm(case, "", {"code": "1ANAC", "kind": "change", "q_phone": "x"})
    assert "q_phone" in form.errors
    form = SurveyForm(case, "", {"code": "1ANAC", "kind": "change", "q_phone": "x"})
    form.file = filled()
    assert form.is_valid(), form.errors
    assert form.answers["phone"] == "0312345678"
