"""事業所間の登録情報の移動 (付替): chosen codes, lines, mailboxes and the like go to another office of the company on one day
(D-09). This office ends its rows, the other, which is asked to agree, gets the same rows under the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.edits import Action, Edit, add, end
from nss.application.rulebook import Asked
from nss.base.columns import Column
from nss.base.words import W
from nss.contract.book import Contract, Row
from nss.contract.models import ROW_TYPES, Office
from nss.procedure.codes.user_code.rules import complete as with_code
from nss.procedure.codes.user_code.rules import whole_code
from nss.procedure.kit import selection
from nss.procedure.kit.procedure import Check, Ctx, FieldRow, FormPage, ItemForm, Procedure, Section
from nss.procedure.lines.rules import complete as with_terminals

from . import consultation

KEY = selection.MOVE.key
MOVABLE = ("user_code", "line", "net_terminal", "web_certificate", "mailbox")
KINDS = (
    "user_code",
    "user_id",
    "line",
    "address_block",
    "terminal",
    "mail_address",
    "net_terminal",
    "web_certificate",
    "mailbox",
)


def with_parts(contract: Contract, rows: Sequence[Row]) -> list[Row]:
    """A code brings its numbers, a line its blocks, terminals and their mail addresses."""
    found = list(rows)
    for r in rows:
        if r.kind == "user_code":
            found += contract.where("user_id", code=r.values["code"])
        if r.kind == "line":
            router = r.values["router"]
            found += contract.where("address_block", router=router)
            for t in contract.where("terminal", router=router):
                found += [t, *contract.where("mail_address", terminal=t.values["name"])]
    return found


class MoveForm(ItemForm):
    @classmethod
    def start(cls, ctx: Ctx, subject: str) -> dict[str, Any]:
        initial = {**consultation.start(ctx.extra), "to": ctx.extra.get("move_to", "")}
        return {**initial, **{f"row_{e.target}": True for e in ctx.of(KEY)}}

    def build(self) -> None:
        consultation.fields(self)
        others = (
            Office.objects.filter(company_id=self.ctx.office.company_id)
            .exclude(pk=self.ctx.office.pk)
            .order_by("code")
        )
        self.fields["to"] = forms.ChoiceField(
            label=W("移動先の事業所", "Office to move to"),
            widget=forms.RadioSelect,
            choices=[(o.code, f"{o.code} {o.name}") for o in others],
            error_messages={"required": W("移動先の事業所を選択してください。", "Choose an office.")},
        )
        for r in self.ctx.contract.of(*MOVABLE):
            self.fields[f"row_{r.identity}"] = forms.BooleanField(
                label=W(
                    f"{ROW_TYPES[r.kind].label.ja} {r.name}を移動する",
                    f"Move {ROW_TYPES[r.kind].label.en} {r.name}",
                ),
                required=False,
            )

    def sections(self) -> list[Section]:
        kind, name = Column("kind", W("種類", "Kind")), Column("name", W("対象", "Object"), "code")
        table = tuple(
            FieldRow({"kind": ROW_TYPES[r.kind].label, "name": r.name}, (f"row_{r.identity}",), r.name)
            for r in self.ctx.contract.of(*MOVABLE)
        )
        note = W(
            "利用者コードは識別番号と、回線は論理端末とあわせて移動します。番号は変わりません。",
            "Codes move with their numbers, lines with their terminals. Numbers stay.",
        )
        return [
            consultation.section(),
            Section(
                W("移動先", "To"),
                W(
                    "同じ企業の事業所に移動できます。登録すると、移動先の事業所に同意を依頼します。",
                    "Within the company; the other office is asked to agree.",
                ),
                fields=("to",),
            ),
            Section(W("移動する登録情報", "What moves"), note, columns=(kind, name), table=table),
        ]

    def clean(self) -> dict[str, Any]:
        consultation.clean(self)
        if not self.errors and not self.edits():
            text = W("移動する登録情報を1つ以上選択してください。", "Choose at least one thing to move.")
            first = next((f for f in self.fields if f.startswith("row_")), "to")
            self.add_error(first, ValidationError(text))
        return self.cleaned_data

    def mine(self, edit: Edit) -> bool:
        return edit.procedure == KEY

    def edits(self) -> list[Edit]:
        contract = self.ctx.contract
        chosen = [r for r in contract.of(*MOVABLE) if self.cleaned_data.get(f"row_{r.identity}")]
        to = self.cleaned_data["to"]
        options = {"to": to, "scope": "own"}
        return [end(KEY, r, options=options) for r in with_parts(contract, chosen)]

    def extras(self) -> dict[str, Any]:
        return {**consultation.extras(self), "move_to": self.cleaned_data["to"]}


def asks(office: Office, contract: Contract, edits: Sequence[Edit]) -> list[Asked]:
    """The receiving office gets the same rows; it sees them before it agrees."""
    mine = [e for e in edits if e.procedure == KEY and e.action == Action.END.value]
    to = next((str(e.options["to"]) for e in mine if e.options.get("to")), "")
    partner = Office.objects.filter(code=to, company_id=office.company_id).first()
    if partner is None or not mine:
        return []
    return [Asked(partner, office.code, "move", tuple(add(KEY, e.kind, dict(e.before)) for e in mine))]


def said(extra: Any, edits: Sequence[Edit]) -> list[tuple[W, str | W]]:
    found = consultation.said(extra, edits)
    if extra.get("move_to"):
        found.append((W("移動先の事業所", "Moves to"), str(extra["move_to"])))
    return found


def complete(contract: Contract, edits: Sequence[Edit]) -> list[Edit]:
    return [*with_code(contract, edits), *with_terminals(contract, edits)]


PROCEDURE = Procedure(
    entry=selection.MOVE,
    kinds=KINDS,
    pages=(
        FormPage(
            "form",
            W("登録情報の移動（付替） 入力", "Move of registered data"),
            W("移動先と、移動する登録情報を選択してください。", "Choose where to and what."),
            MoveForm,
            step=True,
        ),
    ),
    rules=(consultation.rule(KEY), whole_code),
    asks=asks,
    said=said,
    checks=(
        Check(
            W("事前のお問い合わせがあり、移動先が同意している", "Consulted, and the other office agrees"),
            ("not_consulted",),
        ),
    ),
)
