"""添付ファイル登録: papers that an application needs (a mandate, an approval as authorised operator), as an item of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.edits import Edit
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.book import Contract
from nss.procedure.kit import selection
from nss.procedure.kit.contact import clean_text
from nss.procedure.kit.procedure import Check, Ctx, FormPage, ItemForm, Procedure, Section

KEY = selection.FILES.key
NO_FILE = W(
    "添付ファイル登録を選択しています。ファイルを1つ以上添付してください。",
    "Attachments are chosen as an item: attach at least one file.",
)


class FilesForm(ItemForm):
    """What the files are; the files themselves are sent with the same page."""

    @classmethod
    def start(cls, ctx: Ctx, subject: str) -> dict[str, Any]:
        return {"about": ctx.extra.get("files_about", "")}

    def build(self) -> None:
        self.fields["about"] = forms.CharField(
            label=W("添付ファイルの内容", "What the files are"),
            help_text=W("例 委任状、AEO認定の通知書（240文字以内）", "e.g. a mandate (up to 240 characters)"),
            widget=forms.Textarea(attrs={"rows": 2, "data-max": 240}),
            error_messages={
                "required": W("添付ファイルの内容を入力してください。", "Say what the files are.")
            },
        )

    def sections(self) -> list[Section]:
        return [Section(W("添付ファイルに関する項目", "Attachments"), fields=("about",))]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        data["about"] = clean_text(str(data.get("about") or ""))
        if len(data["about"]) > 240:
            self.add_error(
                "about", ValidationError(W("240文字以内で入力してください。", "Up to 240 characters."))
            )
        return data

    def mine(self, edit: Edit) -> bool:
        return False

    def edits(self) -> list[Edit]:
        return []

    def extras(self) -> dict[str, Any]:
        return {"files_about": self.cleaned_data["about"]}


def has_file(contract: Contract, revision: Any, edits: Sequence[Edit]) -> list[Problem]:
    """The item is chosen, so there is a file and what it is."""
    if KEY not in revision.items:
        return []
    found = []
    if not revision.extra.get("files_about"):
        found.append(
            Problem(
                "no_file_about", W("添付ファイルの内容を入力してください。", "Say what the files are."), KEY
            )
        )
    if revision.application_id and not revision.application.attachments.filter(purpose="file").exists():
        found.append(Problem("no_file", NO_FILE, KEY))
    return found


PROCEDURE = Procedure(
    entry=selection.FILES,
    kinds=(),
    pages=(
        FormPage(
            "form",
            W("添付ファイル登録", "Attachments"),
            W(
                "申込に必要な書類（委任状など）を添付してください。",
                "Attach the papers that this application needs.",
            ),
            FilesForm,
            step=True,
            upload=True,
        ),
    ),
    rules=(has_file,),
    said=lambda extra, edits: (
        [(W("添付ファイルの内容", "Attachments"), str(extra["files_about"]))]
        if extra.get("files_about")
        else []
    ),
    checks=(Check(W("添付ファイルがある", "There is an attachment"), ("no_file",)),),
    bare=True,
)
