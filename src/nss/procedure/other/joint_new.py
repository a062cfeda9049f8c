"""共同利用 (新規事業所): an office that is still to be opened joins this office's set-up. The new office's own contract is a linked
新規申込; its approval writes the sharing on both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from nss.application.edits import Edit
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.book import Contract
from nss.procedure.kit import selection
from nss.procedure.kit.contact import clean_text
from nss.procedure.kit.procedure import Check, Ctx, FormPage, ItemForm, Procedure, Section

from . import consultation

KEY = selection.JOINT_NEW.key


class JointNewForm(ItemForm):
    @classmethod
    def start(cls, ctx: Ctx, subject: str) -> dict[str, Any]:
        return {**consultation.start(ctx.extra), "name": ctx.extra.get("joint_new", {}).get("name", "")}

    def build(self) -> None:
        consultation.fields(self)
        self.fields["name"] = forms.CharField(
            label=W("新規事業所の名称", "Name of the new office"),
            max_length=80,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            error_messages={"required": W("新規事業所の名称を入力してください。", "Enter the name.")},
        )

    def sections(self) -> list[Section]:
        note = W(
            "新規事業所の契約内容は、確認画面の「続けて別の申込を作る」から新規申込として入力します。審査が終わると、双方に共同利用が登録されます。",
            "The new office's contract is a linked application, begun on the confirm page; its approval registers the joint use.",
        )
        return [
            consultation.section(),
            Section(W("新規事業所に関する項目", "New office"), note, fields=("name",)),
        ]

    def clean(self) -> dict[str, Any]:
        consultation.clean(self)
        self.cleaned_data["name"] = clean_text(str(self.cleaned_data.get("name") or ""))
        return self.cleaned_data

    def mine(self, edit: Edit) -> bool:
        return False

    def edits(self) -> list[Edit]:
        return []

    def extras(self) -> dict[str, Any]:
        return {**consultation.extras(self), "joint_new": {"name": self.cleaned_data["name"]}}


def named(contract: Contract, revision: Any, edits: Sequence[Edit]) -> list[Problem]:
    if revision.other == KEY and not revision.extra.get("joint_new"):
        return [
            Problem("no_joint_new", W("新規事業所の名称を入力してください。", "Enter the new office."), KEY)
        ]
    return []


def said(extra: Mapping[str, Any], edits: Sequence[Edit]) -> list[tuple[W, str | W]]:
    found = consultation.said(extra, edits)
    if extra.get("joint_new"):
        found.append((W("新規事業所の名称", "New office"), str(extra["joint_new"]["name"])))
    return found


PROCEDURE = Procedure(
    entry=selection.JOINT_NEW,
    kinds=(),
    pages=(
        FormPage(
            "form",
            W("共同利用（新規事業所） 入力", "Joint use (new office)"),
            W("共同利用する新規事業所を入力してください。", "Enter the new office."),
            JointNewForm,
            step=True,
        ),
    ),
    rules=(consultation.rule(KEY), named),
    said=said,
    linked=lambda extra: [(selection.NEW_CONTRACT.key,)] if extra.get("joint_new") else [],
    checks=(Check(W("事前のお問い合わせがある", "Consulted"), ("not_consulted", "no_joint_new")),),
    bare=True,
)
