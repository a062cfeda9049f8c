"""The acts on works and connection tests (N09): forms of the review page like the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms

from nss.application import works
from nss.application.models import OVER, ConnectionTest, Work, WorkState
from nss.base.columns import DateColumn, LongColumn, TextColumn
from nss.base.marks import mark_must
from nss.base.problems import Problem
from nss.base.words import W

from .acts import GONE, Act

OFFERED = 3
"""How many dates can be offered at once."""
TEXT = 240


def half_of_day(label: W) -> forms.ChoiceField:
    """The choice between morning and afternoon of a day."""
    found = forms.ChoiceField(
        label=label, choices=list(works.HALVES.items()), error_messages={"invalid_choice": GONE}
    )
    mark_must(found)
    return found


class DatesAct(Act):
    """An act with days and halves of them; what is wrong with a slot stands beside the first day."""

    def pin(self, problems: Iterable[Problem]) -> list[Problem]:
        return super().pin(
            Problem(p.code, p.text, "day_0", p.level) if p.where == "slots" else p for p in problems
        )

    def slots(self) -> list[str]:
        """The days that were typed, as slots."""
        data = self.cleaned_data
        days = [n for n in range(OFFERED) if data.get(f"day_{n}")]
        return [f"{data[f'day_{n}']:%Y-%m-%d}/{data[f'half_{n}']}" for n in days]


class ProposeAct(DatesAct):
    """The Center offers up to three half days."""

    act = "work-propose"

    def __init__(self, data: Mapping[str, object] | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        for n in range(OFFERED):
            day = DateColumn(f"day_{n}", W(f"候補日 {n + 1}", f"Date {n + 1}"))
            self.fields[day.name] = day.form_field(must=False)
            self.fields[f"half_{n}"] = half_of_day(W(f"時間帯 {n + 1}", f"Time of day {n + 1}"))
            self.fields[f"half_{n}"].required = False
            mark_must(self.fields[f"half_{n}"], False)
        self.fields["remark"] = LongColumn(
            "remark", W("連絡事項", "Remark"), length=TEXT, rows=1
        ).form_field()

    def slots(self) -> list[str]:
        """As in `DatesAct`; where no half of a day was chosen it is the morning."""
        for n in range(OFFERED):
            self.cleaned_data[f"half_{n}"] = self.cleaned_data[f"half_{n}"] or "am"
        return super().slots()


class FixAct(Act):
    """One of the half days that the office named."""

    act = "work-fix"

    def __init__(
        self, data: Mapping[str, object] | None = None, wished: Sequence[tuple[str, W]] = (), **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.fields["slot"] = forms.ChoiceField(
            label=W("申込者が希望した日", "Dates requested by the office"),
            choices=list(wished),
            widget=forms.RadioSelect,
            error_messages={
                "required": W("日を選択してください。", "Choose a date."),
                "invalid_choice": GONE,
            },
        )


class PhoneFixAct(DatesAct):
    """A half day that both sides agreed on by telephone."""

    act = "work-phone"
    day_0 = DateColumn("day_0", W("工事日", "Date")).form_field(must=True)
    half_0 = half_of_day(W("時間帯", "Time of day"))


class FinishAct(Act):
    """Works are done, or failed and to be arranged anew."""

    act = "work-finish"
    result = LongColumn("result", W("作業結果", "Result"), length=TEXT, rows=1).form_field()
    done = forms.ChoiceField(
        choices=[("1", W("完了", "done")), ("0", W("未完了", "not done"))],
        widget=forms.HiddenInput(),
        error_messages={"required": GONE, "invalid_choice": GONE},
    )


class AnswerTestAct(Act):
    """The Center answers an office whose connection did not work."""

    act = "test-answer"
    answer = TextColumn("answer", W("申込者への回答", "Answer to the office"), length=TEXT).form_field(
        must=True
    )


def possible_on_works(
    found: Iterable[tuple[Work, Sequence[tuple[str, W]]]], tests: Iterable[ConnectionTest]
) -> Iterator[Act]:
    """Empty forms of what can be done with works, each with the half days that its office named, and with tests."""
    for w, wished in found:
        if w.state not in OVER:
            yield ProposeAct(of=w.pk)
        if wished and w.state == WorkState.COUNTERED:
            yield FixAct(wished=wished, of=w.pk)
        if w.state == WorkState.PROPOSED:
            yield PhoneFixAct(of=w.pk)
        if w.state == WorkState.FIXED:
            yield FinishAct(of=w.pk)
    yield from (AnswerTestAct(of=x.pk) for x in tests if not x.good and not x.answer)
