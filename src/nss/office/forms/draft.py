"""Forms of a draft: chosen items, start day, reason, remark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from nss.application.models import Revision
from nss.base import clock
from nss.base.columns import DateColumn, LongColumn, PreparedChoices
from nss.base.marks import mark_must
from nss.base.problems import STOP
from nss.base.words import W
from nss.calendar.verdict import Need
from nss.office.words import REASONS
from nss.procedure.catalogue import CATALOGUE, MIXED, NO_ITEM, NO_REASON
from nss.procedure.kit import schedule
from nss.web.reading import day_text

OTHER_REASON = "other"
FRAME = PreparedChoices((e.key, e.label) for e in CATALOGUE.screen if not e.alone)
OTHERS = PreparedChoices((e.key, e.label) for e in CATALOGUE.screen if e.alone)

WISH = DateColumn(
    "wish_typed",
    W("ほかの日", "Another day"),
    hint=W(
        "例 2026/12/01。システム登録日以外の日は、ご希望に添えない場合があります。",
        "E.g. 2026/12/01. A day that is not a registration day may be moved.",
    ),
)
REASON = LongColumn(
    "reason", W("ほかの理由（240文字以内）", "Another reason (up to 240 characters)"), length=240
)


class DayAndReason(forms.Form):
    """Wished start date as a radio list of permitted days or typed, and the reason as a template or free text."""

    use_required_attribute = False

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
        need: Need | None = None,
    ) -> None:
        self.today = clock.today()
        self.need = need or Need()
        days = schedule.offered(self.today, self.need)
        super().__init__(_as_typed(data, days), initial=dict(initial or {}))
        choices: list[tuple[str, W]] = [(d.isoformat(), day_text(d)) for d in days]
        choices.append(("typed", W("ほかの日を入力する", "Type another day")))
        self.fields["wish_day"] = forms.ChoiceField(
            label=W("利用開始希望日", "Requested start date"),
            choices=PreparedChoices(choices),
            widget=forms.RadioSelect,
            required=False,
            help_text=W(
                "スケジュール表のシステム登録日のうち、間に合う日を表示しています。",
                "Registration days of the schedule that can still be met.",
            ),
        )
        self.fields["wish_typed"] = WISH.form_field()
        reasons: list[tuple[str, W]] = [(r.ja, r) for r in REASONS]
        self.fields["reason_pick"] = forms.ChoiceField(
            label=W("変更する理由", "Reason for the change"),
            required=False,
            widget=forms.RadioSelect,
            choices=PreparedChoices([*reasons, (OTHER_REASON, W("ほかの理由を入力する", "Another reason"))]),
        )
        self.fields["reason"] = REASON.form_field()
        for f in ("wish_day", "reason_pick"):
            mark_must(self.fields[f])

    @staticmethod
    def initial_values(revision: Revision, need: Need) -> dict[str, Any]:
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
        picked, typed = data.get("wish_day"), data.get("wish_typed")
        day: date | None = None
        if picked and picked != "typed":
            day = date.fromisoformat(picked)
            self.errors.pop("wish_typed", None)
        elif typed or "wish_typed" in self.errors:
            day = typed
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
            reason = data.get("reason") or ""
        else:
            self.errors.pop("reason", None)
        if not reason and "reason" not in self.errors:
            self.add_error(
                "reason" if data.get("reason_pick") == OTHER_REASON else "reason_pick",
                ValidationError(NO_REASON.text),
            )
        data["reason_text"] = reason
        return data


def _as_typed(data: Mapping[str, Any] | None, offered: Sequence[date]) -> Mapping[str, Any] | None:
    """What was sent, with a picked day that is not offered any more as one that was typed: what speaks against it is said of
    that day. The page may be old, or the items on it others by now."""
    picked = str(data.get("wish_day") or "") if data is not None else ""
    try:
        day = date.fromisoformat(picked)
    except ValueError:
        return data
    if data is None or day in offered:
        return data
    changed = data.copy() if isinstance(data, QueryDict) else dict(data)
    changed["wish_day"], changed["wish_typed"] = "typed", f"{day:%Y%m%d}"
    return changed


class ItemsForm(DayAndReason):
    """S05: the rows of the selection screen beside day and reason."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
        need: Need | None = None,
    ) -> None:
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
        self.fields = {**mine, **self.fields}
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
        data["chosen"] = items
        data["other_chosen"] = other
        return data


def _groups() -> list[dict[str, Any]]:
    """The selection screen's headings with their rows."""
    groups: dict[Any, list[dict[str, Any]]] = {}
    for e in CATALOGUE.screen:
        groups.setdefault(e.group, []).append({"entry": e, "open": True})
    return [{"group": g, "rows": rows} for g, rows in groups.items()]


class RemarkForm(forms.Form):
    """変更申込の備考 on the confirm page."""

    use_required_attribute = False
    remark = LongColumn(
        "remark",
        W("変更申込の備考", "Remark"),
        length=240,
        hint=W(
            "その他連絡事項がある場合に入力してください（240文字以内）。",
            "Anything else to tell the Center (up to 240 characters).",
        ),
    ).form_field()
