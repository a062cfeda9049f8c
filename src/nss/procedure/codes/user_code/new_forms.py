"""利用者コード: the pages on a new code (S08), and on sharing another office's (C24)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Edit, add
from nss.base.marks import mark_must
from nss.base.typed_text import plain
from nss.base.words import W
from nss.procedure.kit.pages import ItemForm, Section

from .additions import SLOTS, Additions
from .forms import FLAGS, CodePage
from .rows import CODE_COLUMNS, KEY, free_ref, partner_row


class NewCodeForm(CodePage):
    """S08 blank: a code that the Center will issue. `subject` is the ref of its ADD, or ''."""

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        code = next((e for e in case.requested if e.ref and e.ref == subject), None)
        values = code.after if code else {}
        return {
            "system_class": values.get("system_class"),
            **{f: "1" if values.get(f) else "0" for f in FLAGS},
            **Additions.initial_values([e for e in case.requested if e.parent and e.parent == subject]),
        }

    def add_fields(self) -> None:
        self.ref = self.subject or free_ref(self.case.requested, "code")
        self.add_common_fields(sum(1 for e in self.case.requested if e.parent == self.ref) + SLOTS)

    def sections(self) -> list[Section]:
        return [
            Section(
                W("利用者コードに関する項目", "User code"),
                note=W(
                    "利用者コード（5桁）はNACCSセンターが払い出します。",
                    "The Center issues the user code (5 characters).",
                ),
                fields=("system_class",),
            ),
            Additions.section(self.slots),
            self.materials(),
        ]

    def owns(self, edit: Edit) -> bool:
        return edit.procedure == KEY and self.ref in (edit.ref, edit.parent)

    def clean(self) -> dict[str, Any]:
        self.additions = Additions.clean(self, self.slots)
        if not self.additions and not self.errors:
            self.add_error(
                "add_count_0",
                ValidationError(
                    W("識別番号を1つ以上追加してください。", "Add at least one identification number.")
                ),
            )
        return self.cleaned_data

    def edits(self) -> list[Edit]:
        code = add(
            KEY,
            "user_code",
            {"code": "", "system_class": self.cleaned_data["system_class"], **self.flags()},
            ref=self.ref,
        )
        ids = [
            add(
                KEY,
                "user_id",
                {"code": "", "number": "", "business": a["business"], "method": a["method"]},
                count=a["count"],
                parent=self.ref,
            )
            for a in self.additions
        ]
        return [code, *ids]


class ShareForm(ItemForm):
    """C24: use a code of another office, with that office's consent. `subject` is the ref of its ADD, or ''."""

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        code = next((e for e in case.requested if e.ref and e.ref == subject), None)
        if code is None:
            return {}
        return {
            "partner": code.options.get("partner", ""),
            "code": code.after["code"],
        } | Additions.initial_values([e for e in case.requested if e.parent == subject])

    def add_fields(self) -> None:
        self.ref = self.subject or free_ref(self.case.requested, "share")
        self.slots = sum(1 for e in self.case.requested if e.parent == self.ref) + SLOTS
        code_attrs = {"autocomplete": "off", "autocapitalize": "characters", "class": "code"}
        self.fields["partner"] = forms.CharField(
            label=W("相手の事業所コード", "Office code of the partner"),
            max_length=20,
            widget=forms.TextInput(attrs=code_attrs),
            help_text=W("例 NAC001", "e.g. NAC001"),
        )
        self.fields["code"] = forms.CharField(
            label=CODE_COLUMNS["code"].label,
            max_length=20,
            widget=forms.TextInput(attrs=code_attrs),
            help_text=W("例 1BNAC", "e.g. 1BNAC"),
        )
        for f in ("partner", "code"):
            mark_must(self.fields[f])
        Additions.add_fields(self, self.slots)

    def sections(self) -> list[Section]:
        return [
            Section(
                W("共用する利用者コードに関する項目", "Code to share"),
                note=W(
                    "登録すると相手の事業所に同意を依頼します。共用には制限があります。不明な場合は事前にNACCSセンターへご確認ください。",
                    "When you submit, the partner office is asked to agree. Sharing is limited; ask the Center first if in doubt.",
                ),
                fields=("partner", "code"),
            ),
            Additions.section(self.slots),
        ]

    def owns(self, edit: Edit) -> bool:
        return edit.procedure == KEY and self.ref in (edit.ref, edit.parent)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for f in ("partner", "code"):
            data[f] = plain(data.get(f) or "").upper()
        self.additions = Additions.clean(self, self.slots)
        if not self.additions and not self.errors:
            self.add_error(
                "add_count_0",
                ValidationError(
                    W("識別番号を1つ以上追加してください。", "Add at least one identification number.")
                ),
            )
        if (
            data.get("partner")
            and data.get("code")
            and partner_row(self.case.contract, data["partner"], data["code"]) is None
        ):
            # one message for an unknown office and an unknown code: neither may be learned here
            self.add_error(
                "code",
                ValidationError(
                    W(
                        "この事業所コードと利用者コードの組み合わせでは共用を申し込めません。",
                        "Sharing cannot be asked for with this office code and user code.",
                    )
                ),
            )
        return data

    def edits(self) -> list[Edit]:
        data = self.cleaned_data
        row = partner_row(self.case.contract, data["partner"], data["code"])
        after = {
            "code": data["code"],
            "system_class": row.values["system_class"] if row else "common",
            "stats_paid": False,
            "stats_free": False,
            "bonded_storage": False,
        }
        code = add(KEY, "user_code", after, ref=self.ref, options={"partner": data["partner"]})
        return [code] + [
            add(
                KEY,
                "user_id",
                {"code": data["code"], "number": "", "business": a["business"], "method": a["method"]},
                count=a["count"],
                parent=self.ref,
            )
            for a in self.additions
        ]
