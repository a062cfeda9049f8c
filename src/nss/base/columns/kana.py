"""Readings in full-width katakana."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, ClassVar

import jaconv

from nss.base.typed_text import NotUnderstood, line
from nss.base.words import W

from .column import Column

KANA = re.compile("(?=[^ァ-ヺ]*[ァ-ヺ])[ァ-ヺヽヾー・＝‐\\s]*")
"""At least one kana; with ー, and with ・ ＝ ‐ between the parts of a double name."""
LONG_VOWEL = re.compile("(?<=[ァ-ヺー])[-\u2011-\u2015\u2212](?=[ァ-ヺー・＝\\s]|$)")
"""Dashes that are typed for ー."""
BAD_KANA = W("全角カナで入力してください（例 ツウカン）。", "Enter katakana (e.g. ツウカン).")


def katakana(text: str) -> str:
    """Full-width katakana from hiragana or half-width kana, with ー for the dashes that are typed for it."""
    read: str = jaconv.hira2kata(unicodedata.normalize("NFKC", line(text)))
    return LONG_VOWEL.sub("ー", read.replace("=", "＝"))


@dataclass(frozen=True, slots=True)
class KanaColumn(Column):
    """フリガナ."""

    kind: ClassVar[str] = "kana"

    def from_typed(self, value: Any) -> Any:
        text = katakana(str(value or ""))
        if text and not KANA.fullmatch(text):
            raise NotUnderstood(BAD_KANA)
        return self.within_length(text)
