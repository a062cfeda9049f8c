"""The acts on works and connection tests (N09): forms of the review page like the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms

from nss.application import vendors, works
from nss.application.lifecycle import CLOSED
from nss.application.models import OVER, By, ConnectionTest, Vendor, Whom, Work, WorkNote, WorkState
from nss.base import clock
from nss.base.columns import (
    ChoiceColumn,
    DateColumn,
    LongColumn,
    MomentColumn,
    TextColumn,
    field_length,
)
from nss.base.marks import mark_must
from nss.base.problems import Problem
from nss.base.words import W

from .acts import GONE, Act, ReasonAct
from .work_cards import WorkCard

OFFERED = 3
"""How many dates can be offered at once."""
TEXT = 240
NOBODY = W("未定", "nobody yet")


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


class VendorAct(Act):
    """Gives works to a vendor, or to nobody yet."""

    act = "work-vendor"

    def __init__(
        self, data: Mapping[str, object] | None = None, offered: Iterable[Vendor] = (), **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.fields["vendor"] = forms.ChoiceField(
            label=W("業者", "Vendor"),
            required=False,
            choices=[
                ("", NOBODY),
                *((str(v.pk), f"{v.name}（{v.does}）" if v.does else v.name) for v in offered),
            ],
            error_messages={"invalid_choice": GONE},
        )
        mark_must(self.fields["vendor"], False)

    def chosen(self) -> int | None:
        """The key of the vendor; None for nobody."""
        return int(self.cleaned_data["vendor"]) if self.cleaned_data["vendor"] else None


class CallOffAct(ReasonAct):
    """Works are not needed, or are done in another way."""

    act = "work-off"
    label = W("中止する理由（事業所に通知します）", "Why they are called off (the office is told)")


class TakeBackAct(ReasonAct):
    """A calling off, or a result, was a mistake."""

    act = "work-back"
    label = W("取り消す理由（事業所に通知します）", "Why it is taken back (the office is told)")


class NoteAct(Act):
    """連絡記録: what was said about works, when, with whom, by what way."""

    act = "work-note"
    at = MomentColumn("at", W("日時", "When")).form_field(must=True)
    whom = ChoiceColumn("whom", W("相手", "With whom"), choice=Whom, must=True).form_field(must=True)
    who = TextColumn("who", W("相手の氏名", "Name"), length=field_length(WorkNote, "who")).form_field()
    by = ChoiceColumn("by", W("方法", "By"), choice=By, must=True).form_field(must=True)
    text = LongColumn(
        "text", W("連絡の内容", "What was said"), length=field_length(WorkNote, "text"), rows=2
    ).form_field(must=True)

    def __init__(self, data: Mapping[str, object] | None = None, **more: Any) -> None:
        super().__init__(data, **{"initial": {"at": f"{clock.now():%Y/%m/%d %H:%M}"}, **more})


class StrikeAct(ReasonAct):
    """An entry of the 連絡記録 was a mistake; it stays readable."""

    act = "work-strike"
    label = W("記録を取り消す理由", "Why the entry is struck out")


class AnswerTestAct(Act):
    """The Center answers an office whose connection did not work."""

    act = "test-answer"
    answer = TextColumn("answer", W("申込者への回答", "Answer to the office"), length=TEXT).form_field(
        must=True
    )


def offered_for(work: Work, standing: Sequence[Vendor] | None = None) -> list[Vendor]:
    """The vendors to choose from for works, of those that are standing."""
    now = [work.vendor] if work.vendor is not None and work.vendor.stopped else []
    return vendors.offered(work, [*(vendors.standing() if standing is None else standing), *now])


def possible_on_works(found: Iterable[WorkCard], tests: Iterable[ConnectionTest]) -> Iterator[Act]:
    """Empty forms of what can be done with works, each with the half days that its office named, and with tests."""
    cards = list(found)
    standing = vendors.standing() if cards else []
    for card in cards:
        w = card.work
        closed = w.application.state in CLOSED
        if w.state not in OVER:
            yield ProposeAct(of=w.pk)
        if w.state not in OVER and not closed:
            yield VendorAct(offered=offered_for(w, standing), initial={"vendor": w.vendor_id or ""}, of=w.pk)
            yield CallOffAct(of=w.pk)
        if card.wished and w.state == WorkState.COUNTERED:
            yield FixAct(wished=card.wished, of=w.pk)
        if w.state == WorkState.PROPOSED:
            yield PhoneFixAct(of=w.pk)
        if w.state == WorkState.FIXED:
            yield FinishAct(of=w.pk)
        if works.may_take_back(w):
            yield TakeBackAct(of=w.pk)
        yield NoteAct(of=w.pk)
        yield from (StrikeAct(of=e.note.pk) for e in card.notes if e.struck is None)
    yield from (AnswerTestAct(of=x.pk) for x in tests if not x.good and not x.answer)
