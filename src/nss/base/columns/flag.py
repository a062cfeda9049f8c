"""Yes or no."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import models

from nss.base.typed_text import NotUnderstood, line
from nss.base.words import W

from .choice import PreparedChoices
from .column import Column

YES_NO = (W("否", "No"), W("要", "Yes"))
HAS_NOT = (W("なし", "No"), W("あり", "Yes"))
IS_NOT = (W("—", "—"), W("○", "○"))

YES = frozenset(
    [
        "1",
        "○",
        "◯",
        "〇",
        "●",
        "◎",
        "✓",
        "✔",
        "☑",
        "true",
        "t",
        "yes",
        "y",
        "on",
        "はい",
        "する",
        "有",
        "有り",
        "あり",
        "要",
        "可",
        "是",
    ]
)
NO = frozenset(
    [
        "0",
        "×",
        "✕",
        "✖",
        "✗",
        "☐",
        "false",
        "f",
        "no",
        "n",
        "off",
        "いいえ",
        "しない",
        "無",
        "無し",
        "なし",
        "否",
        "不要",
        "要しない",
        "不可",
        "-",
        "—",
        "–",
        "―",
        "ー",
        "−",
    ]
)
"""What people and spreadsheets write for yes and for no."""
UNCLEAR = W(
    "「{typed}」を読み取れません。{yes}または{no}を入力してください。", "“{typed}” is neither {yes} nor {no}."
)
EMPTY = W("空欄です。{yes}または{no}を入力してください。", "Empty: enter {yes} or {no}.")


@dataclass(frozen=True, slots=True)
class FlagColumn(Column):
    """A truth with its words for no and yes."""

    kind: ClassVar[str] = "flag"
    holds = (models.BooleanField,)
    flag: tuple[W, W] = YES_NO
    box: bool = False
    """Whether it is a box to tick; otherwise both words stand side by side."""

    def from_typed(self, value: Any) -> Any:
        return value in ("1", "on", True)

    def from_cell(self, value: object) -> Any:
        if value in (0, 1):  # and the truths of a spreadsheet, which are the same to Python
            return bool(value)
        text = unicodedata.normalize("NFKC", line(self.text_of(value))).casefold()
        no, yes = ({_folded(w.ja), _folded(w.en)} for w in self.flag)
        if text in (yes - no) or text in YES:
            return True
        if text in (no - yes) or text in NO:
            return False
        words = {"no": self.flag[0], "yes": self.flag[1]}
        raise NotUnderstood(UNCLEAR.format(typed=str(value)[:40], **words) if text else EMPTY.format(**words))

    def form_field(self, must: bool = False, hint: W | None = None) -> forms.Field:
        if self.box:
            return self._finish(forms.BooleanField(label=self.label, required=False), must, hint)
        made = FlagField(
            label=self.label,
            choices=PreparedChoices([("0", self.flag[0]), ("1", self.flag[1])]),
            widget=forms.RadioSelect,
            required=must,
        )
        return self._finish(made, must, hint)

    def initial(self, value: Any) -> Any:
        return bool(value) if self.box else "1" if value else "0"

    def show(self, value: Any) -> W | str:
        return self.flag[1] if value else self.flag[0]

    @property
    def empty(self) -> Any:
        return False


class FlagField(forms.ChoiceField):
    """Two words side by side; the clean value is a truth."""

    def clean(self, value: Any) -> Any:
        return super().clean("1" if value is True else "0" if value is False else value) == "1"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
