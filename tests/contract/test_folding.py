"""Texts that are searched are folded by PostgreSQL: every part of every width and kana the same as it always was."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db

FIRST = import_module("nss.contract.migrations.0003_found_by_any_part")
LETTERS = st.text(
    st.one_of(
        st.characters(min_codepoint=0x3041, max_codepoint=0x30FF, exclude_categories=["Cn"]),  # kana
        st.characters(min_codepoint=0xFF01, max_codepoint=0xFF9F, exclude_categories=["Cn"]),  # other widths
        st.characters(min_codepoint=0x20, max_codepoint=0x17F),
        st.sampled_from("東京都港区見本商事株式会社㈱髙﨑‐‑‒–—―−ー()|゛゜"),
    ),
    max_size=30,
)


def answers(text: str) -> tuple[str, str, list[str]]:
    """The text as it is folded, as it was folded first, and its pairs."""
    statement = f"SELECT nss_folded(written), {FIRST.FOLDED}, nss_pairs(written) FROM (SELECT %s::text) AS t (written)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [text])
        return cursor.fetchone()


@given(LETTERS)
def test_a_text_is_folded_as_the_indexes_were_made(text):
    folded, at_first, pairs = answers(text)
    assert folded == at_first
    assert sorted(pairs) == sorted({folded[n : n + 2] for n in range(len(folded) - 1)})


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ﾔﾏﾀﾞ　ショウジ", "ヤマダシヨウジ"),
        ("っゔ", "ツヴ"),
        ("ゔ", "ヴ"),
        ("ｶﾞｯｺｳ", "ガツコウ"),
        ("03-1234(5678)", "0312345678"),
        ("ゕ", "ゕ"),
    ],
)
def test_widths_kana_and_hyphens_make_no_difference(text, folded):
    assert answers(text)[0] == folded


def test_folding_is_written_into_the_statement_not_called_for_each_row():
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (VERBOSE) SELECT id FROM contract_office WHERE nss_folded(code || '|' || name) = 'X'"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "nss_folded" not in plan
