"""事業所間の登録情報の移動 (付替): chosen codes, lines, mailboxes and the like go to another office of the company on one day
(D-09). This office ends its rows, the other, which is asked to agree, gets the same rows under the same numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Action, Edit, add, end
from nss.application.rulebook import ConsentNeed
from nss.base.columns import CodeColumn, TextColumn
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import Contract, Row
from nss.procedure import sharing
from nss.procedure.codes.user_code.rules import derived_edits as with_code
from nss.procedure.codes.user_code.rules import ended_code_has_no_numbers, mailboxes_of
from nss.procedure.kit.pages import FieldRow, FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.selection import Entry, Group
from nss.procedure.lines.rules import derived_edits as with_terminals

from . import consultation, decided_ends

ENTRY = Entry(
    "move",
    Group.OTHER,
    40,
    W("事業所間の登録情報の移動（付替）", "Move of registered data between offices"),
)
KEY = ENTRY.key
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
    """A code brings its numbers and the mailboxes that are named after it, a line its blocks, terminals and their mail
    addresses."""
    found = list(rows)
    for r in rows:
        if r.kind == "user_code":
            found += contract.where("user_id", code=r.values["code"])
            found += [m for m in mailboxes_of(contract, str(r.values["code"])) if m not in found]
        if r.kind == "line":
            router = r.values["router"]
            found += contract.where("address_block", router=router)
            for t in contract.where("terminal", router=router):
                found += [t, *contract.where("mail_address", terminal=t.values["name"])]
    return found


def parts_since(case: Case) -> list[Edit]:
    """What belongs to a row that moves and came, or came back, into the contract since its page was filled in goes along."""
    moving = {(e.kind, e.target): e for e in case.edits if e.action == Action.END.value}
    found = {}
    for r in case.contract.of("user_code", "line"):
        e = moving.get((r.kind, r.identity))
        if e is not None and e.procedure == KEY:
            for part in with_parts(case.contract, [r]):
                if (part.kind, part.identity) not in moving:
                    found[part.kind, part.identity] = end(KEY, part, options=e.options)
    return list(found.values())


def needed_there(case: Case, ends: Sequence[Edit], partner: Office) -> list[Edit]:
    """The rows that the receiving office gets for those that end here: a code that it shares already it keeps as it is, and
    business types of the numbers that it lacks are registered there too."""
    there = case.timeline.on(partner.pk, case.contract.day)
    codes = {r.values["code"] for r in there.of("user_code")}
    found = [e for e in ends if e.kind != "user_code" or e.before["code"] not in codes]
    missing = {b for e in ends if e.kind == "user_id" for b in e.before["business"]}
    missing -= {r.values["business"] for r in there.of("business")}
    types = [r for r in case.contract.of("business") if r.values["business"] in missing]
    return [add(KEY, e.kind, dict(e.before)) for e in found] + [
        add(KEY, r.kind, dict(r.values)) for r in types
    ]


ENDS_ANYWAY = W(
    "「{name}」は、{by}により{day}に廃止されることが決まっているため、移動できません。移動する登録情報から外すか、先にその廃止の取消をNACCSセンターに依頼してください。",
    "'{name}' ends on {day} by {by}, so it cannot move. Leave it out, or have the Center take that end back first.",
)


def moved_rows_have_no_end(case: Case) -> list[Problem]:
    """What is to end after the move would live on for ever at the office that gets it, where nobody decided its end."""
    over = [e for e in case.of(KEY) if e.action == Action.END.value and e.kind in KINDS]
    return decided_ends.problems(case, case.office, over, "moved_row_ends", ENDS_ANYWAY)


class MoveForm(ItemForm):
    """Which rows move, and to which office."""

    key = KEY

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        initial = {**consultation.initial_values(case.extra), "to": case.extra.get("move_to", "")}
        return {**initial, **{f"row_{e.target}": True for e in case.requested_of(KEY)}}

    def add_fields(self) -> None:
        consultation.fields(self)
        others = (
            Office.objects.filter(company_id=self.case.office.company_id)
            .exclude(pk=self.case.office.pk)
            .order_by("code")
        )
        self.fields["to"] = forms.ChoiceField(
            label=W("移動先の事業所", "Office to move to"),
            widget=forms.RadioSelect,
            choices=[(o.code, f"{o.code} {o.name}") for o in others],
            error_messages={"required": W("移動先の事業所を選択してください。", "Choose an office.")},
        )
        for r in self.case.contract.of(*MOVABLE):
            self.tick(
                f"row_{r.identity}",
                W(
                    f"{ROW_TYPES[r.kind].label.ja} {r.name}を移動する",
                    f"Move {ROW_TYPES[r.kind].label.en} {r.name}",
                ),
            )

    def sections(self) -> list[Section]:
        kind, name = TextColumn("kind", W("種類", "Kind")), CodeColumn("name", W("対象", "Object"))
        table = tuple(
            FieldRow({"kind": ROW_TYPES[r.kind].label, "name": r.name}, (), r.name, (f"row_{r.identity}",))
            for r in self.case.contract.of(*MOVABLE)
        )
        note = W(
            "利用者コードは識別番号・メールボックスと、回線は論理端末とあわせて移動します。番号は変わりません。",
            "Codes move with their numbers and mailboxes, lines with their terminals. Numbers stay.",
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
            self.add_error(None, ValidationError(text))
        return self.cleaned_data

    def edits(self) -> list[Edit]:
        contract = self.case.contract
        chosen = [r for r in contract.of(*MOVABLE) if self.ticked(f"row_{r.identity}")]
        to = self.cleaned_data["to"]
        options = {"to": to, "scope": "own"}
        return [end(KEY, r, options=options) for r in with_parts(contract, chosen)]

    def extras(self) -> dict[str, Any]:
        return {**consultation.extras(self), "move_to": self.cleaned_data["to"]}


class Move(Procedure):
    """事業所間の登録情報の移動."""

    entry = ENTRY
    kinds = (*KINDS, "shared_use", "business")
    pages = (
        FormPage(
            "form",
            W("登録情報の移動（付替） 入力", "Move of registered data"),
            W("移動先と、移動する登録情報を選択してください。", "Choose where to and what."),
            MoveForm,
            step=True,
        ),
    )
    rules = (consultation.rule(KEY), ended_code_has_no_numbers, moved_rows_have_no_end)
    checks = (
        Check(
            W("移動する登録情報の廃止が決まっていない", "Nothing that moves has a decided end"),
            ("moved_row_ends",),
        ),
        Check(
            W("事前のお問い合わせがあり、移動先が同意している", "Consulted, and the other office agrees"),
            ("not_consulted",),
        ),
    )

    consent_purposes = {
        **sharing.ASK_END,
        "move": W("登録情報の移動（{code}）", "moving registered data ({code})"),
    }

    def other_office_codes(self, extra: Mapping[str, Any], edits: Sequence[Edit]) -> list[str]:
        """The office that receives."""
        return [str(extra["move_to"])] if extra.get("move_to") else []

    def derived_edits(self, case: Case) -> list[Edit]:
        along = parts_since(case)
        whole = case.with_edits([*case.edits, *along])
        return [*along, *with_code(whole), *with_terminals(whole), *sharing.derived_edits(whole)]

    def consents(self, case: Case) -> list[ConsentNeed]:
        """The receiving office gets the same rows; it sees them before it agrees."""
        mine = [e for e in case.of(KEY) if e.action == Action.END.value]
        to = next((str(e.options["to"]) for e in mine if e.options.get("to")), "")
        partner = Office.objects.filter(code=to, company_id=case.office.company_id).first()
        if partner is None or not mine:
            return []
        shared = sharing.sharing_ends(mine)
        theirs = needed_there(case, [e for e in mine if e not in shared], partner)
        theirs += sharing.heir_edits(KEY, shared, partner)
        others = sharing.consents(case, case.office, shared, partner)
        own = [e for a in others if a.office == partner for e in a.edits]
        return [
            ConsentNeed(partner, case.office.code, "move", (*theirs, *own)),
            *(a for a in others if a.office != partner),
        ]

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        found = consultation.summary_lines(case)
        if case.extra.get("move_to"):
            code = str(case.extra["move_to"])
            office = case.basis.others.get(code)
            found.append((W("移動先の事業所", "Moves to"), f"{code} {office.name}" if office else code))
        return found


PROCEDURE = Move()
