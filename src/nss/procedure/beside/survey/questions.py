"""調査票: what a survey form asks of which business type, and what is accepted as an answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from nss.base.choices import Choice
from nss.base.words import W
from nss.contract.book import Contract
from nss.contract.choices import BusinessType
from nss.procedure.kit.contact import BAD_PHONE, PHONE, clean_text, digits

B = BusinessType


class FormKind(Choice):
    """Which of the forms (D-49)."""

    NEW = "new", W("新規（新しく払い出された利用者コード）", "New (a newly issued code)")
    CHANGE = "change", W("変更（現在の利用者コード）", "Change (an existing code)")


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a survey form. `types` are the business types that are asked; empty for all."""

    name: str
    label: W
    hint: W | None = None
    must: bool = True
    types: tuple[BusinessType, ...] = ()
    length: int = 60


TRADERS = (B.BROKER, B.TRADER, B.SEA_FORWARDER, B.FORWARDER, B.NVOCC, B.AIR_AGENT)
QUESTIONS: tuple[Question, ...] = (
    Question(
        "latin_name",
        W("利用者名称（英字）", "Name in Latin letters"),
        W("例 NACS SHOJI CO., LTD.", "e.g. NACS SHOJI CO., LTD."),
        length=70,
    ),
    Question("responsible", W("責任者氏名", "Responsible person")),
    Question("phone", W("責任者電話番号", "Telephone of the responsible person"), length=14),
    Question(
        "destination",
        W("出力先（論理端末名またはメールボックスID）", "Destination (terminal or mailbox)"),
        W("例 27264C", "e.g. 27264C"),
        length=8,
    ),
    Question("licence", W("通関業許可番号", "Licence of the customs broker"), types=(B.BROKER,), length=20),
    Question(
        "customs_office",
        W("主に申告する官署", "Main customs office"),
        W("例 東京税関本関", "e.g. Tokyo headquarters"),
        types=(B.BROKER, B.TRADER),
    ),
    Question(
        "bonded_code",
        W("保税地域コード（5桁）", "Code of the bonded area (5)"),
        W("例 1AW01", "e.g. 1AW01"),
        types=(B.BONDED, B.CY),
        length=5,
    ),
    Question(
        "carrier_code",
        W("船会社コード（4桁）", "Carrier code (4)"),
        W("例 NACS", "e.g. NACS"),
        types=(B.CARRIER, B.SHIP_AGENT, B.NVOCC),
        length=4,
    ),
    Question(
        "airline_code",
        W("航空会社コード（2桁）", "Airline code (2)"),
        W("例 NH", "e.g. NH"),
        types=(B.AIRLINE,),
        length=2,
    ),
    Question(
        "importer_code", W("輸出入者符号", "Importer / exporter code"), must=False, types=TRADERS, length=17
    ),
    Question("broadcast", W("出力情報の配信先の追加", "Further recipients"), must=False, length=120),
    Question("remark", W("設定に関する備考", "Remark on the setting"), must=False, length=240),
)
CODES = {"bonded_code": 5, "carrier_code": 4, "airline_code": 2}


def asked_of(types: Sequence[str]) -> list[Question]:
    """The questions for a code's business types."""
    return [q for q in QUESTIONS if not q.types or {t.value for t in q.types} & set(types)]


def types_of(contract: Contract, code: str) -> list[str]:
    return sorted({b for r in contract.where("user_id", code=code) for b in r.values["business"]})


def answer_of(question: Question, text: str) -> tuple[str, W | None]:
    """What is stored of an answer, and what is wrong with it."""
    value = clean_text(text)
    if question.name == "phone":
        value = digits(value)
        return value, None if PHONE.fullmatch(value) else BAD_PHONE
    if question.name in ("latin_name", "destination", *CODES):
        value = unicodedata.normalize("NFKC", value).upper()
    if not value:
        return value, W("{label}を入力してください。", "{label} is required.").format(
            label=question.label
        ) if question.must else None
    if question.name in CODES and (
        len(value) != CODES[question.name] or not value.isascii() or not value.isalnum()
    ):
        n = CODES[question.name]
        return value, W(f"半角英数字{n}桁で入力してください。", f"Enter {n} letters or digits.")
    if question.name == "latin_name" and not value.isascii():
        return value, W("半角英字で入力してください。", "Enter Latin letters.")
    if len(value) > question.length:
        return value, W(
            f"{question.length}文字以内で入力してください。", f"Up to {question.length} characters."
        )
    return value, None
