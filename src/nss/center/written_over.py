"""What some acts of the review page write over. Their forms carry a mark of what the page showed of it; where a colleague was
faster, the act is stopped once, with what stands there now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nss.application.models import Application
from nss.base.problems import Problem
from nss.base.seen import mark_of
from nss.base.words import W
from nss.notice.facts import NOTHING


@dataclass(frozen=True, slots=True)
class WrittenOver:
    """What an act writes over: its values, empty where there is nothing, and in words what stands there now."""

    values: Callable[[Application], tuple[object, ...]]
    now: Callable[[Application], Problem]

    def mark(self, a: Application) -> str:
        """For the form: of what the page shows."""
        return mark_of(*self.values(a))


MEMO_CHANGED = W(
    "この画面を開いた後に、ほかの担当者がメモを保存しました。両方の内容をまとめて、もう一度保存してください。保存されているメモ：{memo}",
    "Somebody else saved the memo after this page was opened. Put both together and save again. Stored now: {memo}",
)
HELD = W(
    "この画面を開いた後に、ほかの担当者が{day}まで保留にしました（{waiting_for}）。変更する場合は、もう一度実行してください。",
    "Somebody else laid it aside until {day} after this page was opened ({waiting_for}). To change that, do it again.",
)
TAKEN_UP = W(
    "この画面を開いた後に、ほかの担当者が保留を終えました。保留にする場合は、もう一度実行してください。",
    "Somebody else took it up again after this page was opened. To lay it aside, do it again.",
)
DUE_CHANGED = W(
    "この画面を開いた後に、ほかの担当者が回答期限を{day}に変更しました。変更する場合は、もう一度実行してください。",
    "Somebody else made {day} the day to answer after this page was opened. To change that, do it again.",
)


def _memo_now(a: Application) -> Problem:
    return Problem("memo_changed", MEMO_CHANGED.format(memo=a.memo), "memo")


def _hold_now(a: Application) -> Problem:
    if a.held_until is None:
        return Problem("hold_changed", TAKEN_UP, "day")
    return Problem("hold_changed", HELD.format(day=f"{a.held_until:%Y/%m/%d}", waiting_for=a.held_for), "day")


def _due_now(a: Application) -> Problem:
    return Problem(
        "due_changed", DUE_CHANGED.format(day=f"{a.query_due:%Y/%m/%d}" if a.query_due else NOTHING), "day"
    )


MEMO = WrittenOver(lambda a: (a.memo,), _memo_now)
HOLD = WrittenOver(lambda a: (a.held_until, a.held_for), _hold_now)
QUERY_DUE = WrittenOver(lambda a: (a.query_due,), _due_now)
BY_ACT: Mapping[str, WrittenOver] = {"memo": MEMO, "hold": HOLD, "query_due": QUERY_DUE}
"""By the name under which a template finds the mark."""


def marks(a: Application) -> dict[str, str]:
    """For the forms of a page that shows this application."""
    return {name: over.mark(a) for name, over in BY_ACT.items()}
