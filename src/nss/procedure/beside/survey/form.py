"""システム設定の申込: its page, first which code and form, then the questions of the form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application import settings_left
from nss.application.case import Case
from nss.application.models import Application
from nss.base.words import W
from nss.contract.models import Office
from nss.procedure.kit.pages import ItemForm, Section

from .questions import FormKind, business_types_of, codes_of, in_use, questions_for
from .sheet import read_form


def waiting(office: Office) -> list[Application]:
    """Applications of the office that wait for their setting."""
    return list(Application.objects.filter(office=office, state="setting_wait").order_by("setting_deadline"))


NOT_NEW = W(
    "利用者コード{code}はすでに使用されています。設定種別は「変更」を選択してください。",
    "User code {code} is in use already. Choose 'Change'.",
)
NOT_ASKED = W(
    "{number}に必要なシステム設定は、利用者コード{codes}のものです。",
    "{number} needs the settings of {codes}.",
)


def not_asked(served: Application, code: str) -> W | None:
    """What is wrong with a form for a code that the application which waits does not touch."""
    codes = settings_left.codes_of(served)
    if not codes or code in codes:
        return None
    return NOT_ASKED.format(number=served.number, codes="・".join(codes))


def kind_of(case: Case, code: str) -> str:
    """Which form a code needs, as far as the contract tells."""
    return (FormKind.CHANGE if in_use(case, code) else FormKind.NEW).value


def _named(a: Application) -> W:
    """An application that waits: number, deadline, the codes that have no form yet."""
    codes = "・".join(settings_left.codes_left(a))
    return W(
        f"{a.number}（締切日 {a.setting_deadline:%Y/%m/%d}{'、未提出 ' + codes if codes else ''}）",
        f"{a.number} (due {a.setting_deadline:%Y/%m/%d}{', open: ' + codes if codes else ''})",
    )


class SurveyForm(ItemForm):
    """First which code and form; once that is set, its questions."""

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        given = case.extra.get("survey", {})
        found = waiting(case.office)
        left = [c for c in settings_left.codes_left(found[0]) if c in codes_of(case)] if found else []
        initial = {
            "code": given.get("code") or (left[0] if left else ""),
            "kind": given.get("kind") or (kind_of(case, left[0]) if left else ""),
            "serves": str(case.extra.get("serves") or (found[0].pk if found else "")),
        }
        return {**initial, **{f"q_{k}": v for k, v in given.get("answers", {}).items()}}

    def add_fields(self) -> None:
        self.codes = codes_of(self.case)
        self.fields["serves"] = forms.ChoiceField(
            label=W("もとになる利用申込", "Application that needs it"),
            required=False,
            widget=forms.RadioSelect,
            choices=[
                *((str(a.pk), _named(a)) for a in waiting(self.case.office) if a.setting_deadline),
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
        known = self.case.extra.get("survey", {}).get("code")
        self.questions = (
            questions_for(business_types_of(self.case, self.code)) if known and known == self.code else []
        )
        for q in self.questions:
            self.fields[f"q_{q.name}"] = q.column.form_field(q.must)

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
        if data.get("kind") == FormKind.NEW.value and data.get("code") and in_use(self.case, data["code"]):
            self.add_error("kind", ValidationError(NOT_NEW.format(code=data["code"])))
        served = next((a for a in waiting(self.case.office) if str(a.pk) == data.get("serves")), None)
        if served is not None and data.get("code") and (text := not_asked(served, data["code"])):
            self.add_error("code", ValidationError(text))
        self.answers: dict[str, str] = {}
        if self.file is not None and self.questions:
            for name in [f"q_{q.name}" for q in self.questions]:
                self.errors.pop(name, None)  # the file answers, not the boxes
            answers, problems = read_form(self.file, self.code, business_types_of(self.case, self.code))
            for text in problems[:20]:
                self.add_error("code", ValidationError(text))
            self.answers = answers
            return data
        self.answers = {q.name: data.get(f"q_{q.name}", "") for q in self.questions}
        return data

    def shown_again_at(self) -> str | None:
        """The page is shown once more while the questions have not been."""
        return None if self.questions else ""

    def extras(self) -> dict[str, Any]:
        data = self.cleaned_data
        known = [str(a.pk) for a in waiting(self.case.office)]
        serves = data.get("serves") if data.get("serves") in known else ""
        return {
            "survey": {"code": data["code"], "kind": data["kind"], "answers": self.answers},
            "serves": serves or None,
        }
