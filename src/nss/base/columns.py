"""Column lists: a row type says once how each of its values is labelled and read. Pages, PDFs, CSV, JSON and the
before/after block all read that list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .choices import Choice
from .clock import FOREVER
from .words import W, joined

YES_NO = (W("否", "No"), W("要", "Yes"))
HAS_NOT = (W("なし", "No"), W("あり", "Yes"))
MONOSPACED = frozenset({"code", "phone", "postal", "mail", "corporate"})
PENDING = W("（発行前）", "(not issued yet)")


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a row.

    `kind`: text, kana, address (of a place), code, phone, postal, mail, corporate (法人番号), number, date, flag,
    choice, choices (several), secret. What may be typed follows from it, see `procedure.kit.fields`.
    `phone`: whether it matters on a small screen. `group`: word of a head that spans neighbours.
    `length`: the most characters that its table holds; a row type takes it from its model field.
    `must`: a row that has this value cannot lose it. `issued`: the Center hands it out, so that nobody types it;
    `pending`: before/after says so where a row has not got it yet.
    """

    name: str
    label: W
    kind: str = "text"
    choice: type[Choice] | None = None
    flag: tuple[W, W] = YES_NO
    group: W | None = None
    phone: bool = True
    read: Callable[[Any], W | str] | None = None
    must: bool = False
    issued: bool = False
    pending: bool = False
    length: int | None = None

    @property
    def monospaced(self) -> bool:
        """Whether it is read sign by sign."""
        return self.kind in MONOSPACED

    def show(self, value: Any) -> W | str:
        """How a stored (JSON) value reads to a person; '' for nothing."""
        if self.read is not None:
            return self.read(value)
        if self.kind == "flag":
            return self.flag[1] if value else self.flag[0]
        if value is None or value == "" or value == []:
            return ""
        if self.kind == "choice" and self.choice:
            return self.choice.word_of(value)
        if self.kind == "choices" and self.choice:
            return joined([self.choice.word_of(v) for v in value])
        if self.kind == "date":
            day = date.fromisoformat(value) if isinstance(value, str) else value
            return "" if day >= FOREVER else f"{day:%Y/%m/%d}"
        return str(value)

    def show_in(self, values: Mapping[str, Any] | None) -> W | str:
        """How it reads in a row with these values: '' where there is no row, （発行前） for what the Center has yet to issue."""
        if values is None:
            return ""
        value = values.get(self.name)
        return PENDING if self.pending and value in (None, "") else self.show(value)
