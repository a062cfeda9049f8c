"""Long lists: what is looked for over all rows."""

from __future__ import annotations

from nss.base.many import MOST_TYPED, matching, words_of

ROWS = ["1ANACA01", "1ANACA12", "3SKAWB12"]


def test_a_pasted_list_is_read_to_its_last_whole_name():
    whole, cut = " " * (MOST_TYPED - 5) + "ANACA", " " * (MOST_TYPED - 6) + "12345"
    assert words_of(whole) == ("ANACA",)
    assert words_of("3SKAW" + cut) == ("3SKAW",), "half an ID is part of many"


def test_where_nothing_is_looked_for_all_are_found_and_where_nothing_can_be_read_none_is():
    assert matching(ROWS, str, " ") == ROWS
    assert matching(ROWS, str, "A" * (MOST_TYPED + 1)) == []
    assert matching(ROWS, str, "-") == []
    assert matching(ROWS, str, "a12、B12") == ["1ANACA12", "3SKAWB12"]
