"""Forms of the Center's desk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.base.columns import DateColumn, LongColumn, TextColumn
from nss.base.problems import Refused
from nss.base.words import W
from nss.procedure.kit.procedure import Suggestion


class ApproveForm(forms.Form):
    """N05, N06: the start date and, where the Center wants others than suggested, the numbers."""

    use_required_attribute = False
    start = DateColumn("start", W("利用開始日", "Start date")).form_field(must=True)
    reason = TextColumn(
        "reason", W("希望日と異なる場合の理由", "Reason if it differs from the wish"), length=240
    ).form_field()

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        initial: dict[str, object] | None = None,
        suggestions: Sequence[Suggestion] = (),
        dated: bool = True,
    ) -> None:
        super().__init__(data, initial=initial)
        if not dated:
            del self.fields["start"], self.fields["reason"]
        self.suggestions: Sequence[Suggestion] = ()
        self.suggest(suggestions)

    def suggest(self, suggestions: Sequence[Suggestion]) -> None:
        """Add a box for each number that would be issued, unless they are there."""
        if self.suggestions:
            return
        self.suggestions = suggestions
        for s in suggestions:
            self.fields[f"n-{s.key}"] = forms.CharField(
                label=s.label,
                required=False,
                max_length=8,
                initial="",
                help_text=W(
                    f"候補 {s.value}。空欄なら候補を払い出します。",
                    f"Suggested {s.value}; left empty, it is issued.",
                ),
                widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),
            )

    def clean(self) -> None:
        data = self.cleaned_data
        for s in self.suggestions:
            typed = unicodedata.normalize("NFKC", data.get(f"n-{s.key}") or "").strip().upper()
            if typed and not re.fullmatch(s.pattern, typed):
                self.add_error(
                    f"n-{s.key}",
                    ValidationError(
                        W(f"形式が正しくありません（例 {s.value}）。", f"Wrong form (e.g. {s.value}).")
                    ),
                )
            data[f"n-{s.key}"] = typed

    def chosen(self) -> dict[str, str]:
        """Numbers typed over the suggestions."""
        return {
            s.key: self.cleaned_data[f"n-{s.key}"]
            for s in self.suggestions
            if self.cleaned_data[f"n-{s.key}"]
        }


def pin(form: forms.Form, refused: Refused) -> None:
    """Put the problems of the rules beside their fields; what has no field stands above the form."""
    for p in refused.problems:
        form.add_error(p.where if p.where in form.fields else None, ValidationError(str(p.text)))


def pin_fields(form: forms.Form, refused: Refused) -> None:
    """Put those problems of the rules that a field answers for beside it; the page names the others at its top."""
    for p in refused.problems:
        if p.where in form.fields:
            form.add_error(p.where, ValidationError(str(p.text)))


class ReasonForm(forms.Form):
    use_required_attribute = False
    reason = LongColumn("reason", W("理由", "Reason"), length=240, rows=2).form_field(must=True)


class MoveStartForm(ReasonForm):
    """N06: another day for a decided start; `evidence` where other offices had agreed to the present one."""

    day = DateColumn("day", W("新しい利用開始日", "New start date")).form_field(must=True)
    reason = LongColumn("reason", W("変更する理由", "Reason for moving"), length=240, rows=2).form_field(
        must=True
    )
    evidence = LongColumn(
        "evidence",
        W(
            "共用している事業所が新しい日に同意した根拠（日付・相手・方法）",
            "How the sharing offices agreed to the new day (when, who, how)",
        ),
        length=240,
        rows=2,
    ).form_field()
    field_order = ["day", "reason", "evidence"]

    def __init__(self, *args: Any, shared: bool = False, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "move-%s", **more})
        if not shared:
            del self.fields["evidence"]


class ExtendForm(ReasonForm):
    deadline = DateColumn("deadline", W("新しい締切日", "New deadline")).form_field(must=True)
    field_order = ["deadline", "reason"]
