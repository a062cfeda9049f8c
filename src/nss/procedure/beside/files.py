"""添付ファイル登録: papers that an application needs (a mandate, an approval as authorised operator), as an item of its own."""

from __future__ import annotations

from typing import Any

from nss.application.case import Case
from nss.base.columns import LongColumn
from nss.base.problems import Problem
from nss.base.words import W
from nss.procedure.kit.pages import FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.selection import Entry, Group

ENTRY = Entry("files", Group.FILES, 10, W("添付ファイル登録", "Attachments"))
KEY = ENTRY.key
NO_FILE = W(
    "添付ファイル登録を選択しています。ファイルを1つ以上添付してください。",
    "Attachments are chosen as an item: attach at least one file.",
)
ABOUT = LongColumn(
    "about",
    W("添付ファイルの内容", "What the files are"),
    length=240,
    rows=2,
    hint=W("例 委任状、AEO認定の通知書（240文字以内）", "e.g. a mandate (up to 240 characters)"),
)


class FilesForm(ItemForm):
    """What the files are; the files themselves are sent with the same page."""

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        return {"about": case.extra.get("files_about", "")}

    def add_fields(self) -> None:
        self.fields["about"] = ABOUT.form_field(must=True)

    def sections(self) -> list[Section]:
        return [Section(W("添付ファイルに関する項目", "Attachments"), fields=("about",))]

    def extras(self) -> dict[str, Any]:
        return {"files_about": self.cleaned_data["about"]}


def has_file(case: Case) -> list[Problem]:
    """The item is chosen, so there is a file and what it is."""
    if KEY not in case.chosen_items:
        return []
    found = []
    if not case.extra.get("files_about"):
        found.append(
            Problem(
                "no_file_about", W("添付ファイルの内容を入力してください。", "Enter what the files are."), KEY
            )
        )
    if case.revision.application_id and not any(f.purpose == "file" for f in case.attachments):
        found.append(Problem("no_file", NO_FILE, KEY))
    return found


class Files(Procedure):
    """添付ファイル登録."""

    entry = ENTRY
    pages = (
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
    )
    rules = (has_file,)
    checks = (Check(W("添付ファイルがある", "There is an attachment"), ("no_file",)),)
    edits_optional = True

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        about = case.extra.get("files_about")
        return [(W("添付ファイルの内容", "Attachments"), str(about))] if about else []


PROCEDURE = Files()
