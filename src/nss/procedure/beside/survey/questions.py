"""調査票: what a survey form asks of which business type, and what is accepted as an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nss.application.case import Case
from nss.base.choices import Choice
from nss.base.columns import MISSING, CodeColumn, Column, PhoneColumn, TextColumn
from nss.base.typed_text import NotUnderstood, plain
from nss.base.words import W
from nss.contract.choices import BusinessType
from nss.contract.rows.ids import UserCode, UserId

B = BusinessType


class FormKind(Choice):
    """Which of the forms (D-49)."""

    NEW = "new", W("新規（新しく払い出された利用者コード）", "New (a newly issued code)")
    CHANGE = "change", W("変更（現在の利用者コード）", "Change (an existing code)")


@dataclass(frozen=True, slots=True)
class LatinColumn(Column):
    """A name in Latin letters, half width and in capitals."""

    def from_typed(self, value: Any) -> Any:
        text = plain(str(value or "")).upper()
        if not text.isascii():
            raise NotUnderstood(NOT_LATIN)
        return self.within_length(text)


@dataclass(frozen=True, slots=True)
class FixedCodeColumn(CodeColumn):
    """A code of exactly so many letters and digits."""

    def from_typed(self, value: Any) -> Any:
        text = plain(str(value or "")).upper()
        if text and not (len(text) == self.length and text.isascii() and text.isalnum()):
            raise NotUnderstood(NOT_CODE.format(n=self.length))
        return text


NOT_LATIN = W("半角英字で入力してください。", "Enter Latin letters.")
NOT_CODE = W("半角英数字{n}桁で入力してください。", "Enter {n} letters or digits.")


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a survey form. `types` are the business types that are asked; empty for all."""

    column: Column
    must: bool = True
    types: tuple[BusinessType, ...] = ()

    @property
    def name(self) -> str:
        """The name of its column, also of its field."""
        return self.column.name

    @property
    def label(self) -> W:
        """The words of the question."""
        return self.column.label


TRADERS = (B.BROKER, B.TRADER, B.SEA_FORWARDER, B.FORWARDER, B.NVOCC, B.AIR_AGENT)
QUESTIONS: tuple[Question, ...] = (
    Question(
        LatinColumn(
            "latin_name",
            W("利用者名称（英字）", "Name in Latin letters"),
            hint=W("例 NACS SHOJI CO., LTD.", "e.g. NACS SHOJI CO., LTD."),
            length=70,
        )
    ),
    Question(TextColumn("responsible", W("責任者氏名", "Responsible person"), length=60)),
    Question(PhoneColumn("phone", W("責任者電話番号", "Telephone of the responsible person"))),
    Question(
        LatinColumn(
            "destination",
            W("出力先（論理端末名またはメールボックスID）", "Destination (terminal or mailbox)"),
            hint=W("例 27264C", "e.g. 27264C"),
            length=8,
        )
    ),
    Question(
        TextColumn("licence", W("通関業許可番号", "Licence of the customs broker"), length=20),
        types=(B.BROKER,),
    ),
    Question(
        TextColumn(
            "customs_office",
            W("主に申告する官署", "Main customs office"),
            hint=W("例 東京税関本関", "e.g. Tokyo headquarters"),
            length=60,
        ),
        types=(B.BROKER, B.TRADER),
    ),
    Question(
        FixedCodeColumn(
            "bonded_code",
            W("保税地域コード（5桁）", "Code of the bonded area (5)"),
            hint=W("例 1AW01", "e.g. 1AW01"),
            length=5,
        ),
        types=(B.BONDED, B.CY),
    ),
    Question(
        FixedCodeColumn(
            "carrier_code",
            W("船会社コード（4桁）", "Carrier code (4)"),
            hint=W("例 NACS", "e.g. NACS"),
            length=4,
        ),
        types=(B.CARRIER, B.SHIP_AGENT, B.NVOCC),
    ),
    Question(
        FixedCodeColumn(
            "airline_code",
            W("航空会社コード（2桁）", "Airline code (2)"),
            hint=W("例 NH", "e.g. NH"),
            length=2,
        ),
        types=(B.AIRLINE,),
    ),
    Question(
        TextColumn("importer_code", W("輸出入者符号", "Importer / exporter code"), length=17),
        must=False,
        types=TRADERS,
    ),
    Question(
        TextColumn("broadcast", W("出力情報の配信先の追加", "Further recipients"), length=120), must=False
    ),
    Question(TextColumn("remark", W("設定に関する備考", "Remark on the setting"), length=240), must=False),
)


def questions_for(types: Sequence[str]) -> list[Question]:
    """The questions for a code's business types."""
    return [q for q in QUESTIONS if not q.types or {t.value for t in q.types} & set(types)]


def codes_of(case: Case) -> list[str]:
    """The user codes of the office that live today or from a decided day on: settings are made before a code is used."""
    return sorted({str(r.values["code"]) for r in case.timeline.of(case.office.pk, UserCode.kind)})


def business_types_of(case: Case, code: str) -> list[str]:
    """The business types that a code's numbers have or will have."""
    mine = (r for r in case.timeline.of(case.office.pk, UserId.kind) if r.values["code"] == code)
    return sorted({str(b) for r in mine for b in r.values["business"]})


def in_use(case: Case, code: str) -> bool:
    """Whether somebody uses a code already, so that it has settings which can be changed. The code of the very
    application that waits is new, although its start may have come while the form was read."""
    served = int(case.extra.get("serves") or 0)
    live = case.timeline.live(case.contract.day, UserCode.kind)
    return any(r.values["code"] == code and (not served or r.by != served) for r in live)


def read_answer(question: Question, value: object, cell: bool = False) -> tuple[str, W | None]:
    """What is stored of an answer, and what is wrong with it; `cell`: whether it stood in a cell of a spreadsheet."""
    try:
        found = str(question.column.from_cell(value) if cell else question.column.from_typed(value))
    except NotUnderstood as error:
        return str(value or ""), error.text
    if not found and question.must:
        return found, MISSING.format(label=question.label)
    return found, None
