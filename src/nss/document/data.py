"""What a paper holds: plain values, already words. Its digest is over these values, not over the bytes of a PDF."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

FORM = "form"
APPROVAL = "approval"
ENDING = "ending"
TITLES = {
    FORM: "システムサービス利用契約変更申込書",
    APPROVAL: "システムサービス利用契約変更承認通知",
    ENDING: "システムサービス利用契約解除通知書（事業所廃止）",
}
ISSUER = "輸出入・港湾関連情報処理センター株式会社"
"""Who approves, and whom an application is addressed to."""
ADD, CHANGE, END = "追加", "変更", "廃止"
SEAL = ("digest", "verify_url", "verify_code")
"""Values that are made from the others when the paper is issued."""


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a paper is for or about. `office_code` may be empty (the Center has none)."""

    company: str
    office: str = ""
    office_code: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value before and after. An empty one reads 「入力なし」."""

    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the contract: ■ `marked` is touched by the application, □ is not. `action` is ADD, CHANGE, END or ''."""

    marked: bool
    label: str
    action: str = ""
    name: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A block of the paper, with its own table."""

    title: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """All that is printed. `issued_on` is the day that it bears. `contact` holds (label, value), `attachments` (name, size in bytes)."""

    kind: str
    number: str
    issued_on: date
    addressed_to: Party
    party: Party
    start_on: date | None = None
    wish_on: date | None = None
    sections: tuple[Section, ...] = ()
    reason: str = ""
    remark: str = ""
    contact: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[str, int], ...] = ()
    digest: str = ""
    verify_url: str = ""
    verify_code: str = ""
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What stands at its head, by its kind."""
        return TITLES[self.kind]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; dates as ISO texts."""
        plain: dict[str, Any] = asdict(self)
        for name in ("issued_on", "start_on", "wish_on"):
            plain[name] = plain[name].isoformat() if plain[name] else None
        made: dict[str, Any] = json.loads(json.dumps(plain))
        return made

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Paper:
        """The inverse of `to_json`."""
        values = dict(plain)
        for name in ("issued_on", "start_on", "wish_on"):
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        for name in ("addressed_to", "party"):
            values[name] = Party(**values[name])
        values["sections"] = tuple(
            Section(s["title"], tuple(_item(i) for i in s["items"])) for s in values["sections"]
        )
        for name in ("contact", "attachments"):
            values[name] = tuple(tuple(pair) for pair in values[name])
        values["notes"] = tuple(values["notes"])
        return cls(**values)


def _item(plain: dict[str, Any]) -> Item:
    return Item(**{**plain, "cells": tuple(Cell(**c) for c in plain["cells"])})


def digest(paper: Paper) -> str:
    """SHA-256 of the paper's canonical JSON: keys sorted, no spaces, UTF-8, without the seal itself."""
    plain = {k: v for k, v in paper.to_json().items() if k not in SEAL}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(paper: Paper, code: str, url: str) -> Paper:
    """The paper with its digest, verification code and the address that verifies it."""
    return replace(paper, digest=digest(paper), verify_code=code, verify_url=url)
