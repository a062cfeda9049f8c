"""Free texts that are posted outside of a form are read by a column: never cut."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from nss.base.columns import LongColumn
from nss.base.problems import Refused
from nss.base.words import W
from nss.web.posted import typed

COMMENT = LongColumn("comment", W("確認事項", "Query"), length=1000)


def posted(text: str) -> str:
    return typed(RequestFactory().post("/", {"comment": text}), COMMENT)


def test_a_text_as_long_as_its_column_is_kept_with_line_breaks_counted_once():
    text = "\r\n".join(["あ" * 9] * 100)
    assert posted(text) == text.replace("\r\n", "\n")


def test_one_character_more_is_refused_with_its_count_and_label():
    with pytest.raises(Refused) as error:
        posted("あ" * 1001)
    problem = error.value.problems[0]
    assert problem.where == "comment"
    assert "確認事項：1001文字あります。1000文字以内" in problem.text.ja
