"""Files sent with a page: what is refused is read by nobody, and a wrong field breaks nothing."""

from __future__ import annotations

import io
import zipfile
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nss.base import sandbox
from nss.procedure.beside.survey.sheet import blank_form, read_form
from tests import parts
from tests.office.every_draft import filled

pytestmark = pytest.mark.django_db


def bomb() -> bytes:
    """A workbook of 100 kB that unpacks to more than 100 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", b"<workbook/>")
        z.writestr("xl/sharedStrings.xml", b" " * (101 * 1024 * 1024))
    return out.getvalue()


def test_the_bytes_of_a_refused_survey_form_are_not_read():
    _, who, revision = filled("survey")
    page = f"/drafts/{revision.application_id}/item/survey/form/"
    with patch("nss.procedure.beside.survey.form.read_form") as reader:
        answer = parts.signed_in(who).post(
            page, {"code": "1ANAC", "kind": "new", "file": SimpleUploadedFile("調査票.xlsx", bomb())}
        )
    assert not reader.called
    assert "展開すると大きすぎます" in answer.content.decode()


def test_a_file_under_another_name_of_field_is_left_alone():
    _, who, revision = filled("survey")
    page = f"/drafts/{revision.application_id}/item/survey/form/"
    answer = parts.signed_in(who).post(
        page, {"code": "1ANAC", "kind": "new", "other": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}
    )
    assert answer.status_code in (302, 422)


@pytest.mark.parametrize("died", [sandbox.Overrun, sandbox.Unreadable])
def test_a_survey_form_is_read_in_a_process_of_its_own_that_may_die_of_it(died: type[Exception]):
    with patch("nss.base.sandbox.run", side_effect=died("x")) as run:
        answers, problems = read_form(blank_form("1ANAC", "new", ["01"]), "1ANAC", ["01"])
    assert run.called and answers == {} and "調査票として読み取れません" in problems[0].ja
