"""共同利用 (新規事業所): an office that is still to be opened joins this office's set-up. The new office's own contract is a linked
新規申込; its approval writes the sharing on both sides."""

from __future__ import annotations

from typing import Any

from nss.application.case import Case
from nss.application.rulebook import Linked
from nss.base.columns import TextColumn
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.rows.office import OfficeContract
from nss.procedure.beside import new_contract
from nss.procedure.kit.pages import FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.selection import Entry, Group

from . import consultation

ENTRY = Entry("joint-new", Group.OTHER, 30, W("共同利用（新規事業所）", "Joint use (new office)"))
KEY = ENTRY.key
NAME = TextColumn("name", W("新規事業所の名称", "Name of the new office"), length=80)


class JointNewForm(ItemForm):
    """The name of the office that is to be opened."""

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        return {
            **consultation.initial_values(case.extra),
            "name": case.extra.get("joint_new", {}).get("name", ""),
        }

    def add_fields(self) -> None:
        consultation.fields(self)
        self.fields["name"] = NAME.form_field(must=True)

    def sections(self) -> list[Section]:
        note = W(
            "1 この申込を入力する。2 確認画面の「続けて別の申込を作る」から、新規事業所の新規申込を入力する。審査が終わると、双方に共同利用が登録されます。",
            "1 Fill in this application. 2 From the confirm page ('Begin another application'), fill in the new contract of the new office. Approval registers the joint use at both offices.",
        )
        return [
            consultation.section(),
            Section(W("新規事業所に関する項目", "New office"), note, fields=("name",)),
        ]

    def clean(self) -> dict[str, Any]:
        consultation.clean(self)
        return self.cleaned_data

    def extras(self) -> dict[str, Any]:
        return {**consultation.extras(self), "joint_new": {"name": self.cleaned_data["name"]}}


def new_office_named(case: Case) -> list[Problem]:
    """The new office has a name."""
    if KEY in case.chosen_items and not case.extra.get("joint_new"):
        return [
            Problem("no_joint_new", W("新規事業所の名称を入力してください。", "Enter the new office."), KEY)
        ]
    return []


class JointNew(Procedure):
    """共同利用 with a new office."""

    entry = ENTRY
    pages = (
        FormPage(
            "form",
            W("共同利用（新規事業所） 入力", "Joint use (new office)"),
            W("共同利用する新規事業所を入力してください。", "Enter the new office."),
            JointNewForm,
            step=True,
        ),
    )
    rules = (consultation.rule(KEY), new_office_named)
    checks = (Check(W("事前のお問い合わせがある", "Consulted"), ("not_consulted", "no_joint_new")),)
    edits_optional = True

    def linked(self, case: Case) -> list[Linked]:
        """The contract of the new office."""
        if not case.extra.get("joint_new"):
            return []
        return [Linked((new_contract.KEY,), OfficeContract.kind, extra={"joint": case.office.code})]

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        found = consultation.summary_lines(case)
        if case.extra.get("joint_new"):
            found.append((W("新規事業所の名称", "New office"), str(case.extra["joint_new"]["name"])))
        return found


PROCEDURE = JointNew()
