"""進行状況: what has happened to an application and what is expected next, with dates (S15, F-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nss.base import clock
from nss.base.compiled_query import CompiledQuery
from nss.base.words import W
from nss.calendar.deadlines import answer_expected, password_window

from .lifecycle import INSIDE, OPEN, Event, State
from .models import Application, Record


@dataclass(frozen=True, slots=True)
class Step:
    """作業項目 · 作業日 · 通知内容; `expected` steps lie ahead."""

    word: W
    day: date | None
    text: str = ""
    expected: bool = False


LINES = CompiledQuery(lambda pk: Record.objects.filter(application_id=pk).order_by("at", "id"), int)


def timeline(application: Application, today: date, *, inside: bool = False) -> list[Step]:
    """The record's lines in order as its office reads them, then the expected steps. `inside`: with what the Center alone
    reads."""
    steps = []
    for r in LINES(application.pk):
        event = Event(r.event)
        if event in (Event.CREATE, Event.DISCARD) or (event in INSIDE and not inside):
            continue
        text = str(r.detail.get("reason", "") or r.detail.get("text", ""))
        steps.append(Step(event.word, clock.day_of(r.at), text))
    state = State(application.state)
    start = application.start_date
    if state in OPEN and state is not State.QUERY and application.waiting_since:
        steps.append(
            Step(Event.APPROVE.word, max(answer_expected(application.waiting_since), today), "", True)
        )
    if state is State.SETTING_WAIT:
        steps.append(
            Step(
                W("システム設定申込締切日", "System settings deadline"),
                application.setting_deadline,
                "",
                True,
            )
        )
    if state in (State.APPROVED, State.SETTING_WAIT) and start:
        steps.append(Step(W("利用開始", "Start of use"), start, "", start > today))
        if application.decided_on:
            last = password_window(application.decided_on, start)[1]
            steps.append(
                Step(
                    W("パスワード参照期間の終了", "Passwords can no longer be read"), last, "", last >= today
                )
            )
    return steps
