"""Forms by which an office answers: withdrawal, consent, dates of works, connection test."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError

from nss.application.works import HALVES
from nss.base import clock
from nss.base.columns import DateColumn, LongColumn
from nss.base.words import W


class WithdrawForm(forms.Form):
    """C08: why the application is taken back."""

    use_required_attribute = False
    reason = LongColumn("reason", W("取下げの理由", "Reason for withdrawing"), length=240, rows=3).form_field(
        must=True
    )
    sure = forms.BooleanField(
        label=W("この申込を取り下げることを確認しました", "I have understood that this application ends"),
        error_messages={"required": W("確認のチェックを入れてください。", "Please tick to confirm.")},
    )


class ConsentForm(forms.Form):
    """C25: whether the office agrees to what another office asks for."""

    use_required_attribute = False
    answer = forms.ChoiceField(
        label=W("回答", "Answer"),
        widget=forms.RadioSelect,
        choices=[("agree", W("同意する", "Agree")), ("refuse", W("同意しない", "Do not agree"))],
        error_messages={"required": W("同意するかどうかを選択してください。", "Choose an answer.")},
    )
    reason = LongColumn(
        "reason", W("同意しない理由", "Reason for not agreeing"), length=240, rows=3
    ).form_field()

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("answer") == "refuse" and not (data.get("reason") or "").strip():
            self.add_error(
                "reason", ValidationError(W("同意しない理由を入力してください。", "Enter the reason."))
            )


def slot_fields(form: forms.Form, count: int = 3) -> None:
    """Rows of a day and a half day."""
    for n in range(count):
        form.fields[f"day_{n}"] = DateColumn(f"day_{n}", W(f"第{n + 1}希望日", f"Day {n + 1}")).form_field()
        form.fields[f"half_{n}"] = forms.ChoiceField(
            label=W(f"第{n + 1}希望の時間帯", f"Time of day {n + 1}"),
            required=False,
            choices=[(k, w) for k, w in HALVES.items()],
        )


class SlotForm(forms.Form):
    """C17: up to three other days for works."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data)
        slot_fields(self)
        self.fields["remark"] = LongColumn("remark", W("連絡事項", "Remark"), length=240, rows=2).form_field()

    def clean(self) -> None:
        data = self.cleaned_data
        self.found: list[str] = []
        for n in range(3):
            day = data.get(f"day_{n}")
            if day is not None:
                self.found.append(f"{day.isoformat()}/{data.get(f'half_{n}') or 'am'}")
        if not self.found and not self.errors:
            self.add_error(
                "day_0", ValidationError(W("日付を1つ以上入力してください。", "Enter at least one day."))
            )

    def slots(self) -> list[str]:
        """The half days that were entered, each as `2026-12-01/am` or `2026-12-01/pm`."""
        return self.found


class TestForm(forms.Form):
    """接続確認 after the start (guide SMTP, TCC業務)."""

    __test__ = False
    use_required_attribute = False
    tested_on = DateColumn("tested_on", W("確認日", "Day of the test")).form_field(must=True)
    good = forms.ChoiceField(
        label=W("結果", "Result"),
        widget=forms.RadioSelect,
        choices=[("1", W("通信できた", "It works")), ("0", W("通信できなかった", "It does not work"))],
        error_messages={"required": W("結果を選択してください。", "Choose the result.")},
    )
    remark = LongColumn(
        "remark",
        W("備考（通信できなかった場合は状況）", "Remark (if it does not work: what you see)"),
        length=240,
        rows=3,
    ).form_field()

    def clean(self) -> None:
        data = self.cleaned_data
        day = data.get("tested_on")
        if day is not None and day > clock.today():
            self.add_error(
                "tested_on", ValidationError(W("本日以前の日を入力してください。", "Not later than today."))
            )
        if data.get("good") == "0" and not (data.get("remark") or "").strip():
            self.add_error(
                "remark",
                ValidationError(
                    W(
                        "通信できなかったときの状況を入力してください。",
                        "Describe what happened when the connection failed.",
                    )
                ),
            )
