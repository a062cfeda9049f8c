"""システム設定の申込 (D-49): the survey form of a business type for one user code, on screen or as a file. It
completes the application that waits for it; one that is sent back does not."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.edits import Edit
from nss.application.models import Application
from nss.base.choices import Choice
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.book import Contract
from nss.contract.choices import BusinessType
from nss.contract.models import Office
from nss.procedure.kit import selection
from nss.procedure.kit.contact import BAD_PHONE, PHONE, clean_text, digits
from nss.procedure.kit.procedure import Check, Ctx, FormPage, ItemForm, Procedure, Section

KEY = selection.SURVEY.key
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


def blank_form(code: str, kind: str, types: Sequence[str]) -> bytes:
    """The survey form as xlsx: question, answer, how to fill it in."""
    from openpyxl import Workbook  # ten megabytes that most processes never need
    from openpyxl.styles import Font, PatternFill

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  (a new workbook has one)
    sheet.title = "調査票"
    sheet["A1"], sheet["A1"].font = "システム設定調査票", Font(size=14, bold=True)
    sheet.append(["利用者コード", code])
    sheet.append(["設定種別", FormKind(kind).word.ja])
    sheet.append(["項目", "回答", "記入方法"])
    for cell in sheet[4]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E6E6E6")
    for q in asked_of(types):
        sheet.append([q.label.ja, "", ("必須　" if q.must else "任意　") + (q.hint.ja if q.hint else "")])
    for letter, width in (("A", 40), ("B", 44), ("C", 40)):
        sheet.column_dimensions[letter].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_form(body: bytes, code: str, types: Sequence[str]) -> tuple[dict[str, str], list[W]]:
    """The answers of a filled-in form, and what is wrong, cell by cell. The file's name does not matter."""
    from openpyxl import load_workbook

    try:
        sheet = load_workbook(io.BytesIO(body), read_only=True, data_only=True).worksheets[0]
        cells = [
            [str(v) if v is not None else "" for v in row[:2]]
            for row in sheet.iter_rows(max_row=60, max_col=2, values_only=True)
        ]
    except Exception:  # whatever a hostile file makes the reader raise, it is not a form
        return {}, [
            W(
                "調査票として読み取れません。様式をダウンロードして記入してください。",
                "This is not the survey form. Download and fill it in.",
            )
        ]
    rows = {clean_text(r[0]): (n, clean_text(r[1])) for n, r in enumerate(cells, start=1) if r and r[0]}
    problems: list[W] = []
    if rows.get("利用者コード", (0, ""))[1] != code:
        problems.append(
            W(
                f"調査票の利用者コードが{code}と一致しません（セルB2）。",
                f"The form's user code is not {code} (cell B2).",
            )
        )
    answers = {}
    for q in asked_of(types):
        at, text = rows.get(q.label.ja, (0, ""))
        value, problem = answer_of(q, text)
        answers[q.name] = value
        if problem is not None:
            where = f"セルB{at}" if at else "行がありません"
            problems.append(
                W(f"{q.label.ja}（{where}）：{problem.ja}", f"{q.label.en} ({where}): {problem.en}")
            )
    return answers, problems


def file_name(code: str, kind: str, types: Sequence[str], day: date) -> str:
    """What a form is called from its arrival on: `<業種コード>_<利用者コード>_<新規|変更>_<yyyymmdd>.xlsx` (D-23)."""
    return f"{'-'.join(types) or '00'}_{code}_{'新規' if kind == FormKind.NEW.value else '変更'}_{day:%Y%m%d}.xlsx"


def waiting(office: Office) -> list[Application]:
    """Applications of the office that wait for their setting."""
    return list(Application.objects.filter(office=office, state="setting_wait").order_by("setting_deadline"))


class SurveyForm(ItemForm):
    """First which code and form; once that is set, its questions."""

    @classmethod
    def start(cls, ctx: Ctx, subject: str) -> dict[str, Any]:
        given = ctx.extra.get("survey", {})
        found = waiting(ctx.office)
        initial = {
            "code": given.get("code", ""),
            "kind": given.get("kind", ""),
            "serves": str(ctx.extra.get("serves") or (found[0].pk if found else "")),
        }
        return {**initial, **{f"q_{k}": v for k, v in given.get("answers", {}).items()}}

    def build(self) -> None:
        contract = self.ctx.contract
        self.codes = [str(r.values["code"]) for r in contract.of("user_code")]
        self.fields["serves"] = forms.ChoiceField(
            label=W("もとになる利用申込", "Application that needs it"),
            required=False,
            widget=forms.RadioSelect,
            choices=[
                *(
                    (
                        str(a.pk),
                        W(
                            f"{a.number}（締切日 {a.setting_deadline:%Y/%m/%d}）",
                            f"{a.number} (due {a.setting_deadline:%Y-%m-%d})",
                        ),
                    )
                    for a in waiting(self.ctx.office)
                    if a.setting_deadline
                ),
                ("", W("利用申込を伴わない設定", "None")),
            ],
        )
        self.fields["code"] = forms.ChoiceField(
            label=W("対象の利用者コード", "User code"),
            widget=forms.RadioSelect,
            choices=[(c, c) for c in self.codes],
            error_messages={"required": W("利用者コードを選択してください。", "Choose a user code.")},
        )
        self.fields["kind"] = forms.ChoiceField(
            label=W("設定種別", "Kind"),
            widget=forms.RadioSelect,
            choices=FormKind.choices(),
            error_messages={"required": W("設定種別を選択してください。", "Choose a kind.")},
        )
        self.code = str(self.data.get("code") or self.initial.get("code") or "")
        known = self.ctx.extra.get("survey", {}).get("code")
        self.questions = asked_of(types_of(contract, self.code)) if known and known == self.code else []
        for q in self.questions:
            widget: forms.Widget = forms.TextInput(attrs={"autocomplete": "off"})
            self.fields[f"q_{q.name}"] = forms.CharField(
                label=q.label, required=False, help_text=q.hint or "", widget=widget
            )
            self.fields[f"q_{q.name}"].must = q.must  # type: ignore[attr-defined]

    def sections(self) -> list[Section]:
        first = Section(
            W("対象", "What for"),
            W(
                "利用者コードと設定種別を選んで「次へ進む」を押すと、調査票の項目を表示します。",
                "Choose code and kind, then go on: the form's questions follow.",
            ),
            fields=("serves", "code", "kind"),
        )
        if not self.questions:
            return [first]
        return [
            first,
            Section(
                W("調査票", "Survey form"),
                W(
                    "画面で入力するか、記入した調査票（xlsx）を添付してください。ファイル名は自由です。",
                    "Fill it in here, or attach the form as xlsx under any name.",
                ),
                fields=tuple(f"q_{q.name}" for q in self.questions),
            ),
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.answers: dict[str, str] = {}
        upload = self.file
        if upload is not None and self.questions:
            answers, problems = read_form(upload, self.code, types_of(self.ctx.contract, self.code))
            for text in problems[:20]:
                self.add_error("code", ValidationError(text))
            self.answers = answers
            return data
        for q in self.questions:
            value, problem = answer_of(q, str(data.get(f"q_{q.name}") or ""))
            self.answers[q.name] = value
            if problem is not None:
                self.add_error(f"q_{q.name}", ValidationError(problem))
        return data

    def mine(self, edit: Edit) -> bool:
        return False

    def edits(self) -> list[Edit]:
        return []

    def again(self) -> bool:
        """The page is shown once more while the questions have not been."""
        return not self.questions

    def extras(self) -> dict[str, Any]:
        data = self.cleaned_data
        known = [str(a.pk) for a in waiting(self.ctx.office)]
        serves = data.get("serves") if data.get("serves") in known else ""
        return {
            "survey": {"code": data["code"], "kind": data["kind"], "answers": self.answers},
            "serves": serves or None,
        }


def complete_form(contract: Contract, revision: Any, edits: Sequence[Edit]) -> list[Problem]:
    if KEY not in revision.items:
        return []
    given = revision.extra.get("survey", {})
    answers = given.get("answers", {})
    for q in asked_of(types_of(contract, given.get("code", ""))) if given else []:
        if answer_of(q, str(answers.get(q.name, "")))[1] is not None:
            return [
                Problem(
                    "survey_incomplete",
                    W("調査票に未入力の項目があります。", "The survey form is not complete."),
                    KEY,
                )
            ]
    if not given:
        return [
            Problem("survey_incomplete", W("調査票を入力してください。", "Fill in the survey form."), KEY)
        ]
    return []


def still_waiting(contract: Contract, revision: Any, edits: Sequence[Edit]) -> list[Problem]:
    """The application that it serves still waits."""
    serves = revision.extra.get("serves")
    if (
        KEY in revision.items
        and serves
        and not Application.objects.filter(
            pk=int(serves), office_id=contract.office_id, state="setting_wait"
        ).exists()
    ):
        return [
            Problem(
                "serves_nothing",
                W(
                    "もとになる利用申込が、システム設定待ちではなくなりました。選び直してください。",
                    "The application does not wait any more. Choose again.",
                ),
                KEY,
            )
        ]
    return []


def said(extra: Mapping[str, Any], edits: Sequence[Edit]) -> list[tuple[W, str | W]]:
    given = extra.get("survey")
    if not given:
        return []
    found: list[tuple[W, str | W]] = [
        (W("対象の利用者コード", "User code"), str(given["code"])),
        (W("設定種別", "Kind"), FormKind.word_of(given["kind"])),
    ]
    number = (
        Application.objects.filter(pk=int(extra["serves"])).values_list("number", flat=True).first()
        if extra.get("serves")
        else None
    )
    if number:
        found.append((W("もとになる利用申込", "For application"), number))
    return [
        *found,
        *((q.label, str(given["answers"][q.name])) for q in QUESTIONS if given["answers"].get(q.name)),
    ]


PROCEDURE = Procedure(
    entry=selection.SURVEY,
    kinds=("user_code", "user_id"),
    pages=(
        FormPage(
            "form",
            W("システム設定調査票 入力", "Survey form"),
            W("利用者コードごとに調査票を入力してください。", "One form for each user code."),
            SurveyForm,
            step=True,
            upload=True,
        ),
    ),
    rules=(complete_form, still_waiting),
    said=said,
    checks=(
        Check(
            W("調査票がそろい、もとの申込が設定待ちである", "The form is complete and its application waits"),
            ("survey_incomplete", "serves_nothing"),
        ),
    ),
    bare=True,
    undated=True,
)
