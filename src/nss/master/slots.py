"""Slots of a text that the Center words itself: `{受付番号}` or `{number}` stands for what the application says."""

from __future__ import annotations

import re
from collections.abc import Mapping

SLOT = re.compile(r"\{([^{}\n]*)\}")
SLOTS: dict[str, tuple[str, str]] = {
    "number": ("受付番号", "number"),
    "received_on": ("受付日", "received"),
    "wish_date": ("希望日", "wish"),
    "start_date": ("利用開始日", "start"),
    "setting_deadline": ("システム設定締切日", "deadline"),
    "window_last": ("パスワード参照期限", "readable_until"),
    "reason": ("理由", "reason"),
    "company": ("企業名", "company"),
    "office": ("事業所名", "office"),
    "person": ("担当者", "person"),
}
"""Fact -> its slot in Japanese and in English; either may stand in either text."""
FACT_OF = {name: fact for fact, names in SLOTS.items() for name in names}


def unknown(text: str) -> list[str]:
    """Names of slots in a text that no fact can fill."""
    return [name for name in SLOT.findall(text) if name.strip() not in FACT_OF]


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its slots filled; a fact that is not there reads as a dash."""
    return SLOT.sub(lambda m: facts.get(FACT_OF.get(m.group(1).strip(), ""), "") or "—", text)
