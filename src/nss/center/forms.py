"""Forms of the Center's desk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError

from nss.base.columns import DateColumn, TextColumn
from nss.base.words import W
from nss.procedure.kit.procedure import Suggestion

from .acts import Act, why_over_full

FEW_NUMBERS = 3
"""So many numbers to issue have their boxes open."""
NONE_LEFT = W(
    "払い出せる候補が残っていません。払い出す番号を入力してください。",
    "No suggestion is left. Enter the number to issue.",
)


class ApproveAct(Act):
    """N05, N06: the start date and, where the Center wants others than suggested, the numbers; where the day is full, why it
    takes one more."""

    act = "approve"
    start = DateColumn("start", W("利用開始日", "Start date")).form_field(must=True)
    reason = TextColumn(
        "reason", W("希望日と異なる場合の理由", "Reason if it differs from the requested date"), length=240
    ).form_field()

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        initial: dict[str, object] | None = None,
        suggestions: Sequence[Suggestion] = (),
        dated: bool = True,
        full: bool = False,
    ) -> None:
        super().__init__(data, initial=initial)
        if full:
            self.fields["over_full"] = why_over_full()
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
                )
                if s.value
                else NONE_LEFT,
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
                        if s.value
                        else W("形式が正しくありません。", "Wrong form.")
                    ),
                )
            data[f"n-{s.key}"] = typed

    def numbers(self) -> list[forms.BoundField]:
        """The boxes for numbers that stand open: all of a few; of many those that need somebody's eye."""
        folded = {f.name for f in self.folded()}
        return [f for s in self.suggestions if (f := self[f"n-{s.key}"]).name not in folded]

    def folded(self) -> list[forms.BoundField]:
        """Of many numbers, the boxes that have a suggestion, nothing typed and nothing wrong."""
        if len(self.suggestions) <= FEW_NUMBERS:
            return []
        found = [self[f"n-{s.key}"] for s in self.suggestions if s.value]
        return [f for f in found if not f.value() and not f.errors]

    def chosen(self) -> dict[str, str]:
        """Numbers typed over the suggestions."""
        return {
            s.key: self.cleaned_data[f"n-{s.key}"]
            for s in self.suggestions
            if self.cleaned_data[f"n-{s.key}"]
        }
