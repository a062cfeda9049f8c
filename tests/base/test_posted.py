"""Free texts that are posted outside of a form are read by a column: never cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import BadRequest
from django.test import RequestFactory

import nss
from nss.base.columns import LongColumn
from nss.base.posted import address, field, fields, has, posted_text, sent
from nss.base.problems import Refused
from nss.base.words import W

COMMENT = LongColumn("comment", W("確認事項", "Query"), length=1000)


def posted(text: str) -> str:
    return posted_text(RequestFactory().post("/", {"comment": text}), COMMENT)


def test_a_text_as_long_as_its_column_is_kept_with_line_breaks_counted_once():
    text = "\r\n".join(["あ" * 9] * 100)
    assert posted(text) == text.replace("\r\n", "\n")


def test_one_character_more_is_refused_with_its_count_and_label():
    with pytest.raises(Refused) as error:
        posted("あ" * 1001)
    problem = error.value.problems[0]
    assert problem.where == "comment"
    assert "確認事項：1001文字あります。1000文字以内" in problem.text.ja


def test_what_was_posted_is_read_in_one_place():
    root = Path(nss.__file__).parent
    direct = {str(f.relative_to(root)) for f in root.rglob("*.py") if "request.POST" in f.read_text("utf-8")}
    assert direct == {"base/posted.py", "account/unsent.py"}, "the latter keeps a whole body for later"


def test_a_form_takes_nothing_where_a_page_was_only_asked_for():
    factory = RequestFactory()
    assert sent(factory.get("/", {"a": "1"})) is None
    request = factory.post("/", {"a": ["1", "2"], "b": ""})
    assert sent(request) == request.POST
    assert (field(request, "a"), field(request, "c"), fields(request, "a")) == ("2", "", ["1", "2"])
    assert has(request, "b") and not has(request, "c")


def test_nul_in_a_field_is_a_bad_request_and_leads_nowhere_as_an_address():
    request = RequestFactory().post("/", {"a": ["1", "x\0"], "next": "/a\0b"})
    for read in (field, fields):
        with pytest.raises(BadRequest):
            read(request, "a")
    assert address(request, "next") == ""
