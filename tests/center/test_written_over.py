"""What an act of the review page writes over: its mark changes with each of its values and with nothing else, and a colleague who was
faster is told of in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nss.application.models import Application
from nss.center.written_over import BY_ACT, marks

STANDS: dict[str, Any] = {
    "memo": "電話で確認済み",
    "held_until": date(2026, 12, 4),
    "held_for": "押印した書面",
    "query_due": date(2026, 12, 7),
}
ANOTHER: dict[str, Any] = {
    "memo": "電話で確認済み。",
    "held_until": date(2026, 12, 5),
    "held_for": "業者の回答",
    "query_due": None,
}
WRITES = {"memo": {"memo"}, "hold": {"held_until", "held_for"}, "query_due": {"query_due"}}


def test_a_mark_changes_with_each_value_that_its_act_writes_over_and_with_no_other():
    shown = marks(Application(**STANDS))
    assert set(shown) == set(WRITES) and len(set(shown.values())) == len(shown)
    for name, value in ANOTHER.items():
        now = marks(Application(**{**STANDS, name: value}))
        assert {act for act in WRITES if now[act] != shown[act]} == {
            a for a, of in WRITES.items() if name in of
        }
    assert marks(Application(**STANDS)) == shown


@pytest.mark.parametrize(
    ("act", "more", "field", "told"),
    [
        (
            "memo",
            {},
            "memo",
            "ほかの担当者がメモを保存しました。両方の内容をまとめて、もう一度保存してください。保存されているメモ：電話で確認済み",
        ),
        (
            "hold",
            {},
            "day",
            "ほかの担当者が2026/12/04まで保留にしました（押印した書面）。変更する場合は、もう一度実行してください。",
        ),
        (
            "hold",
            {"held_until": None, "held_for": ""},
            "day",
            "ほかの担当者が保留を終えました。保留にする場合は、もう一度実行してください。",
        ),
        (
            "query_due",
            {},
            "day",
            "ほかの担当者が回答期限を2026/12/07に変更しました。変更する場合は、もう一度実行してください。",
        ),
        (
            "query_due",
            {"query_due": None},
            "day",
            "ほかの担当者が回答期限を—に変更しました。変更する場合は、もう一度実行してください。",
        ),
    ],
)
def test_who_was_slower_reads_beside_the_field_what_stands_there_now(act, more, field, told):
    problem = BY_ACT[act].now(Application(**{**STANDS, **more}))
    assert (problem.where, str(problem.text)) == (field, f"この画面を開いた後に、{told}")
