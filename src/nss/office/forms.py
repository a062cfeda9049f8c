"""Forms of the common steps: what to change, from when, why (S05), the fast page, remark, withdrawal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.models import Revision
from nss.application.works import HALVES
from nss.base import clock
from nss.base.problems import STOP
from nss.base.words import W
from nss.calendar.verdict import Need
from nss.procedure.catalogue import CATALOGUE, MIXED, NO_ITEM, NO_REASON
from nss.procedure.kit import schedule
from nss.procedure.kit.contact import clean_text
from nss.procedure.kit.fields import Ready
from nss.procedure.kit.selection import ENTRIES

from .words import REASONS

OTHER_REASON = "other"
FRAME = Ready((e.key, e.label) for e in ENTRIES if not e.alone)
OTHERS = Ready((e.key, e.label) for e in ENTRIES if e.alone)


class DayAndReason(forms.Form):
    """Wished start date as a radio list of permitted days or typed, and the reason as a template or free text."""

    use_required_attribute = False

    def __init__(self, data: Any = None, initial: Any = None, need: Need | None = None) -> None:
        super().__init__(data, initial=initial)
        self.today = clock.today()
        self.need = need or Need()
        days = schedule.offered(self.today, self.need)
        week = W("月火水木金土日", "MTWTFSS")
        weekdays = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        choices: list[tuple[str, W]] = [
            (
                d.isoformat(),
                W(
                    f"{d.year}年{d.month}月{d.day}日（{week.ja[d.weekday()]}）",
                    f"{weekdays[d.weekday()]} {d:%Y-%m-%d}",
                ),
            )
            for d in days
        ]
        choices.append(("typed", W("ほかの日を入力する", "Type another day")))
        self.fields["wish_day"] = forms.ChoiceField(
            label=W("利用開始希望日", "Wished start date"),
            choices=Ready(choices),
            widget=forms.RadioSelect,
            required=False,
            help_text=W(
                "スケジュール表のシステム登録日のうち、間に合う日を表示しています。",
                "Registration days of the schedule that can still be met.",
            ),
        )
        self.fields["wish_typed"] = forms.CharField(
            label=W("ほかの日", "Another day"),
            required=False,
            max_length=20,
            help_text=W(
                "例 20261201。システム登録日以外の日は、ご希望に添えない場合があります。",
                "e.g. 20261201. A day outside the schedule may be moved.",
            ),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        )
        reasons: list[tuple[str, W]] = [(r.ja, r) for r in REASONS]
        self.fields["reason_pick"] = forms.ChoiceField(
            label=W("変更する理由", "Reason for the change"),
            required=False,
            widget=forms.RadioSelect,
            choices=Ready([*reasons, (OTHER_REASON, W("ほかの理由を入力する", "Another reason"))]),
        )
        self.fields["reason"] = forms.CharField(
            label=W("ほかの理由（240文字以内）", "Another reason (up to 240 characters)"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "data-max": 240}),
        )
        for f in ("wish_day", "reason_pick"):
            self.fields[f].must = True  # type: ignore[attr-defined]

    @staticmethod
    def start(revision: Revision, need: Need) -> dict[str, Any]:
        """Initial values from a stored revision."""
        initial: dict[str, Any] = {}
        if revision.wish_date:
            known = revision.wish_date in schedule.offered(clock.today(), need)
            initial["wish_day"] = revision.wish_date.isoformat() if known else "typed"
            if not known:
                initial["wish_typed"] = f"{revision.wish_date:%Y%m%d}"
        if revision.reason:
            picked = any(r.ja == revision.reason for r in REASONS)
            initial["reason_pick"] = revision.reason if picked else OTHER_REASON
            if not picked:
                initial["reason"] = revision.reason
        return initial

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        picked, typed = data.get("wish_day"), (data.get("wish_typed") or "").strip()
        day: date | None = None
        if picked and picked != "typed":
            day = date.fromisoformat(picked)
        elif typed:
            try:
                day = schedule.read_day(typed)
            except ValueError:
                self.add_error(
                    "wish_typed",
                    ValidationError(
                        W(
                            "日付として読み取れません。例 20261201 のように入力してください。",
                            "This is not a date. Type it like 20261201.",
                        )
                    ),
                )
        elif picked == "typed":
            self.add_error("wish_typed", ValidationError(schedule.NO_DATE.text))
        if day is None and not self.errors:
            self.add_error("wish_day", ValidationError(schedule.NO_DATE.text))
        if day is not None:
            field = "wish_typed" if picked in (None, "", "typed") else "wish_day"
            for p in schedule.problems(day, self.today, self.need):
                if p.level == STOP:
                    self.add_error(field, ValidationError(p.text))
        data["wish_date"] = day
        reason = data.get("reason_pick") or ""
        if reason in ("", OTHER_REASON):
            reason = "\n".join(clean_text(line) for line in (data.get("reason") or "").splitlines()).strip()
        if not reason:
            self.add_error(
                "reason" if data.get("reason_pick") == OTHER_REASON else "reason_pick",
                ValidationError(NO_REASON.text),
            )
        elif len(reason) > 240:
            self.add_error(
                "reason",
                ValidationError(
                    W(
                        f"240文字以内で入力してください（現在{len(reason)}文字）。",
                        f"Up to 240 characters (now {len(reason)}).",
                    )
                ),
            )
        data["reason_text"] = reason
        return data


class ItemsForm(DayAndReason):
    """S05: the rows of the selection screen beside day and reason."""

    def __init__(self, data: Any = None, initial: Any = None, need: Need | None = None) -> None:
        super().__init__(data, initial, need)
        mine = {
            "items": forms.MultipleChoiceField(
                label=W("変更申込を行う項目", "Items to change"),
                required=False,
                choices=FRAME,
                widget=forms.CheckboxSelectMultiple,
            ),
            "has_other": forms.ChoiceField(
                label=W("その他の契約変更", "Other changes of the contract"),
                required=False,
                widget=forms.RadioSelect,
                choices=[("no", W("なし", "No")), ("yes", W("あり", "Yes"))],
            ),
            "other": forms.ChoiceField(
                label=W("内容", "Which"),
                required=False,
                widget=forms.RadioSelect,
                choices=OTHERS,
            ),
        }
        self.fields = {**mine, **self.fields}  # type: ignore[assignment]
        self.groups = _groups()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        items = list(data.get("items") or [])
        other = data.get("other") or ""
        if data.get("has_other") != "yes":
            other = ""
        elif not other:
            self.add_error(
                "other",
                ValidationError(
                    W("「その他の契約変更」の内容を1つ選択してください。", "Choose which other change.")
                ),
            )
        if items and other:
            self.add_error("has_other", ValidationError(MIXED.text))
        if not items and not other and "other" not in self.errors:
            self.add_error("items", ValidationError(NO_ITEM.text))
        closed = [e for e in ENTRIES if e.key in [*items, other] and not CATALOGUE.is_open(e)]
        for e in closed:
            self.add_error(
                "items" if not e.alone else "other",
                ValidationError(
                    W(f"「{e.label.ja}」はまだ受け付けていません。", f"'{e.label.en}' is not open yet.")
                ),
            )
        data["chosen"] = items
        data["other_chosen"] = other
        return data


def _groups() -> list[dict[str, Any]]:
    """The selection screen's headings with their rows and whether each is open."""
    groups: dict[Any, list[dict[str, Any]]] = {}
    for e in ENTRIES:
        groups.setdefault(e.group, []).append({"entry": e, "open": CATALOGUE.is_open(e)})
    return [{"group": g, "rows": rows} for g, rows in groups.items()]


class RemarkForm(forms.Form):
    """変更申込の備考 on the confirm page."""

    use_required_attribute = False
    remark = forms.CharField(
        label=W("変更申込の備考", "Remark"),
        required=False,
        max_length=240,
        help_text=W(
            "その他連絡事項がある場合に入力してください（240文字以内）。",
            "Anything else to tell the Center (up to 240 characters).",
        ),
        widget=forms.Textarea(attrs={"rows": 3, "data-max": 240}),
    )


class WithdrawForm(forms.Form):
    """C08."""

    use_required_attribute = False
    reason = forms.CharField(
        label=W("取下げの理由", "Reason for withdrawing"),
        max_length=240,
        error_messages={"required": W("取下げの理由を入力してください。", "Enter the reason.")},
        widget=forms.Textarea(attrs={"rows": 3, "data-max": 240}),
    )
    sure = forms.BooleanField(
        label=W("この申込を取り下げることを確認しました", "I have understood that this application ends"),
        error_messages={"required": W("確認のチェックを入れてください。", "Please tick to confirm.")},
    )


class ConsentForm(forms.Form):
    """C25, the asked side."""

    use_required_attribute = False
    answer = forms.ChoiceField(
        label=W("回答", "Answer"),
        widget=forms.RadioSelect,
        choices=[("agree", W("同意する", "Agree")), ("refuse", W("同意しない", "Do not agree"))],
        error_messages={"required": W("同意するかどうかを選択してください。", "Choose an answer.")},
    )
    reason = forms.CharField(
        label=W("同意しない理由", "Reason for not agreeing"),
        required=False,
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 3, "data-max": 240}),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("answer") == "refuse" and not (data.get("reason") or "").strip():
            self.add_error(
                "reason", ValidationError(W("同意しない理由を入力してください。", "Enter the reason."))
            )
        return data


def slot_fields(form: forms.Form, count: int = 3) -> None:
    """Rows of a day and a half day."""
    for n in range(count):
        form.fields[f"day_{n}"] = forms.CharField(
            label=W(f"第{n + 1}希望日", f"Day {n + 1}"),
            required=False,
            max_length=20,
            widget=forms.TextInput(attrs={"class": "code", "inputmode": "numeric", "autocomplete": "off"}),
        )
        form.fields[f"half_{n}"] = forms.ChoiceField(
            label=W(f"第{n + 1}希望の時間帯", f"Time of day {n + 1}"),
            required=False,
            choices=[(k, w) for k, w in HALVES.items()],
        )


class SlotForm(forms.Form):
    """C17: up to three other days for works."""

    use_required_attribute = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        slot_fields(self)
        self.fields["remark"] = forms.CharField(
            label=W("連絡事項", "Remark"),
            required=False,
            max_length=240,
            widget=forms.Textarea(attrs={"rows": 2, "data-max": 240}),
        )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.found: list[str] = []
        for n in range(3):
            text = (data.get(f"day_{n}") or "").strip()
            if not text:
                continue
            try:
                self.found.append(f"{schedule.read_day(text).isoformat()}/{data.get(f'half_{n}') or 'am'}")
            except ValueError:
                self.add_error(
                    f"day_{n}",
                    ValidationError(
                        W("日付として読み取れません。例 2026/12/01", "This is not a date, e.g. 2026/12/01")
                    ),
                )
        if not self.found and not self.errors:
            self.add_error(
                "day_0", ValidationError(W("日付を1つ以上入力してください。", "Enter at least one day."))
            )
        return data

    def slots(self) -> list[str]:
        return self.found


class TestForm(forms.Form):
    """接続確認 after the start (guide SMTP, TCC業務)."""

    __test__ = False
    use_required_attribute = False
    tested_on = forms.CharField(
        label=W("確認日", "Day of the test"),
        max_length=20,
        error_messages={"required": W("確認日を入力してください。", "Enter the day.")},
        widget=forms.TextInput(attrs={"class": "code", "inputmode": "numeric", "autocomplete": "off"}),
    )
    good = forms.ChoiceField(
        label=W("結果", "Result"),
        widget=forms.RadioSelect,
        choices=[("1", W("通信できた", "It works")), ("0", W("通信できなかった", "It does not work"))],
        error_messages={"required": W("結果を選択してください。", "Choose the result.")},
    )
    remark = forms.CharField(
        label=W("備考（通信できなかった場合は状況）", "Remark (if it does not work: what you see)"),
        required=False,
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 3, "data-max": 240}),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        try:
            day = schedule.read_day(data.get("tested_on", ""))
            if day > clock.today():
                self.add_error(
                    "tested_on",
                    ValidationError(W("本日以前の日を入力してください。", "Not later than today.")),
                )
        except ValueError:
            if data.get("tested_on"):
                self.add_error(
                    "tested_on",
                    ValidationError(
                        W("日付として読み取れません。例 2026/12/01", "This is not a date, e.g. 2026/12/01")
                    ),
                )
        if data.get("good") == "0" and not (data.get("remark") or "").strip():
            self.add_error(
                "remark",
                ValidationError(W("通信できなかったときの状況を入力してください。", "Say what you see.")),
            )
        return data
