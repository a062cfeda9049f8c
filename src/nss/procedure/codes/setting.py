"""システム設定 (追加・変更・削除) inside a change application: says which code's settings change, so that a system-setting
application must follow in time."""

from __future__ import annotations

from typing import Any

from django import forms

from nss.application.case import Case
from nss.base.choices import Choice
from nss.base.columns import LongColumn
from nss.base.problems import Problem
from nss.base.words import W
from nss.procedure.kit.pages import FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.selection import Entry, Group

ENTRY = Entry(
    "setting", Group.CODES, 40, W("システム設定（追加・変更・削除）", "System settings (add, change, remove)")
)
KEY = ENTRY.key


class SettingKind(Choice):
    """設定種別."""

    NEW = "new", W("追加", "Add")
    CHANGE = "change", W("変更", "Change")
    REMOVE = "remove", W("削除", "Remove")


WHAT = LongColumn(
    "what", W("設定の内容", "What is set"), length=240, hint=W("240文字以内", "up to 240 characters")
)


class SettingForm(ItemForm):
    """Which code, which kind of setting, and what is to be set."""

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        return dict(case.extra.get("setting", {}))

    def add_fields(self) -> None:
        codes = [str(r.values["code"]) for r in self.case.contract.of("user_code")]
        self.fields["code"] = forms.ChoiceField(
            label=W("対象の利用者コード", "User code"),
            widget=forms.RadioSelect,
            choices=[(c, c) for c in codes],
            error_messages={"required": W("利用者コードを選択してください。", "Choose a user code.")},
        )
        self.fields["kind"] = forms.ChoiceField(
            label=W("設定種別", "Kind"),
            widget=forms.RadioSelect,
            choices=SettingKind.choices(),
            error_messages={"required": W("設定種別を選択してください。", "Choose a kind.")},
        )
        self.fields["what"] = WHAT.form_field(must=True)

    def sections(self) -> list[Section]:
        note = W(
            "登録後に「システム設定の申込」から調査票を提出してください。締切日は審査終了時にお知らせします。",
            "After submission, hand in the survey form under 'System setting'.",
        )
        return [
            Section(W("システム設定に関する項目", "System setting"), note, fields=("code", "kind", "what"))
        ]

    def extras(self) -> dict[str, Any]:
        return {"setting": {k: self.cleaned_data[k] for k in ("code", "kind", "what")}}


def setting_described(case: Case) -> list[Problem]:
    """What is set has been said."""
    if KEY in case.chosen_items and not case.extra.get("setting"):
        return [
            Problem(
                "no_setting",
                W("システム設定の内容を入力してください。", "Enter which system setting changes."),
                KEY,
            )
        ]
    return []


class Setting(Procedure):
    """システム設定."""

    entry = ENTRY
    kinds = ("user_code",)
    pages = (
        FormPage(
            "form",
            W("システム設定 入力", "System setting"),
            W("設定を変更する利用者コードと内容を入力してください。", "Enter code and content."),
            SettingForm,
            step=True,
        ),
    )
    rules = (setting_described,)
    checks = (Check(W("システム設定の内容がある", "The setting is described"), ("no_setting",)),)
    edits_optional = True

    def needs_setting(self, case: Case) -> bool:
        """Always: that is what the item says."""
        return True

    def setting_codes(self, case: Case) -> list[str]:
        """The code that it names."""
        found = case.extra.get("setting")
        return [str(found["code"])] if found else []

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        found = case.extra.get("setting")
        if not found:
            return []
        kind = SettingKind.word_of(found["kind"])
        text = kind.ja if isinstance(kind, W) else kind
        return [(W("システム設定", "System setting"), f"{found['code']} {text}：{found['what']}")]


PROCEDURE = Setting()
