"""The form of a query (N03): which boxes for comments stand open, and that none goes with what was typed into it."""

from __future__ import annotations

from nss.base.words import W
from nss.center.acts import FEW_ROWS, QueryAct

REASON = ("reason", W("申込の理由", "Reason"))


def rows(n: int) -> list[tuple[str, W | str]]:
    return [(f"user_id:1ANACA{k:02}", f"1ANACA{k:02}") for k in range(n)]


def open_boxes(act: QueryAct) -> list[str]:
    return [f.name.removeprefix("comment:") for f in act.boxes()]


def test_up_to_twenty_rows_have_their_boxes_open() -> None:
    assert FEW_ROWS == 20
    act = QueryAct(places=[REASON, *rows(20)])
    assert open_boxes(act) == ["reason", *(where for where, _ in rows(20))] and act.folded() == []


def test_of_more_rows_those_boxes_are_folded_in_which_nothing_is_typed_and_nothing_is_wrong() -> None:
    typed = {"comment:user_id:1ANACA03": "番号を確認してください。", "comment:user_id:1ANACA07": "長" * 5000}
    act = QueryAct(typed, places=[REASON, *rows(21)])
    assert not act.is_valid()
    assert open_boxes(act) == ["reason", "user_id:1ANACA03", "user_id:1ANACA07"]
    assert len(act.folded()) == 19


def test_what_was_typed_at_a_row_that_has_gone_keeps_its_box_and_is_sent() -> None:
    act = QueryAct({"comment:user_id:1ANACA99": "番号を確認してください。", "seen": "x"}, places=[REASON])
    assert open_boxes(act) == ["reason", "user_id:1ANACA99"]
    assert act.is_valid() and act.comments() == [("user_id:1ANACA99", "番号を確認してください。")]
