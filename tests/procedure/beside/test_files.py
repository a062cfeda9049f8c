"""添付ファイル登録: papers that an application needs, as an item of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.labels import fill
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, stocked
from tests.sample_files import PDF

pytestmark = pytest.mark.django_db


def mandate(page: Any) -> None:
    fill(page, "添付ファイルの内容", "委任状")
    page.get_by_label("添付するファイル").set_input_files(
        {"name": "委任状.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )


ITEM = Item("files", one(about="委任状"), Walk(mandate, changes=False), files=("委任状.pdf",))


def test_what_the_files_are_is_asked_for_and_said():
    office = stocked()
    assert "no_file_about" in [p.code for p in case_of(office, items=["files"]).problems]
    case = case_of(office, items=["files"], extra=ITEM.sample(office).extra)
    assert [str(value) for _, value in case.summary_lines] == ["委任状"]
