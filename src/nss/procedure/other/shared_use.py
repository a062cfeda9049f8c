"""機器共用 and 共同利用 (追加・解除): a row on both sides, written when both offices want it. Used by `equipment` and
`joint_use`; each partner is asked inside the same application."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Action, Edit, add, end
from nss.application.rulebook import ConsentNeed
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.choices import SharedUseKind
from nss.contract.models import Office
from nss.contract.rows.sharing import SharedUse
from nss.contract.snapshot import live
from nss.procedure import sharing
from nss.procedure.kit.pages import FieldRow, FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Check, Procedure

from . import consultation

COLUMNS = {c.name: c for c in SharedUse.columns}
NO_PARTNER = W(
    "事業所コードまたは対象を確認してください。共用できる相手が見つかりません。",
    "Check office code and object: no such partner can be found.",
)


def code_of(text: str) -> str:
    """An office code as typed, in capitals and half width."""
    return unicodedata.normalize("NFKC", text).strip().upper().replace(" ", "")


class SharedUseForm(ItemForm):
    """Subclasses set `key`, `use` and whether an object (a router) is named."""

    use: SharedUseKind
    with_object: bool

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        initial = consultation.initial_values(case.extra)
        for e in case.requested_of(cls.key):
            if e.action == Action.END.value:
                initial[f"end_{e.target}"] = True
            else:
                initial |= {"partner": e.after["partner"], "object": e.after["object"]}
        return initial

    def add_fields(self) -> None:
        consultation.fields(self)
        for r in self.case.contract.where("shared_use", use=self.use.value):
            self.tick(f"end_{r.identity}", W(f"{_ja(r.name)}を解除する", f"Cancel {r.name}"))
        self.fields["partner"] = forms.CharField(
            label=COLUMNS["partner"].label,
            required=False,
            max_length=10,
            help_text=W("例 NAC555", "e.g. NAC555"),
            widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),
        )
        if self.with_object:
            self.fields["object"] = forms.CharField(
                label=W("共用するルータ番号", "Router to share"),
                required=False,
                max_length=8,
                help_text=W("例 09143", "e.g. 09143"),
                widget=forms.TextInput(
                    attrs={"class": "code", "autocomplete": "off", "inputmode": "numeric"}
                ),
            )

    def sections(self) -> list[Section]:
        held = tuple(
            FieldRow(
                {c.name: c.show(r.values[c.name]) for c in COLUMNS.values()},
                (),
                r.name,
                (f"end_{r.identity}",),
            )
            for r in self.case.contract.where("shared_use", use=self.use.value)
        )
        return [
            consultation.section(),
            Section(
                W("追加", "Add"),
                W(
                    "登録すると、相手の事業所に同意を依頼します。",
                    "When you submit, the partner is asked to agree.",
                ),
                fields=("partner", *(("object",) if self.with_object else ())),
            ),
            Section(
                W("現在の契約情報", "Contract"),
                None if held else W("登録はありません。", "Nothing is registered."),
                columns=tuple(COLUMNS.values()),
                table=held,
            ),
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        consultation.clean(self)
        # `add_error` takes a field out of the cleaned data, so the values are kept apart.
        partner, item = code_of(data.get("partner") or ""), code_of(data.get("object") or "")
        data["partner"], data["object"] = partner, item
        if self.with_object and bool(partner) != bool(item):
            name = "object" if partner else "partner"
            self.add_error(
                name,
                ValidationError(
                    W(
                        "事業所コードとルータ番号の両方を入力してください。",
                        "Enter both office code and router.",
                    )
                ),
            )
        elif partner and not self.possible(partner, item):
            self.add_error("partner", ValidationError(NO_PARTNER))
        if not self.errors and not self.edits():
            self.add_error(
                "partner",
                ValidationError(
                    W(
                        "追加または解除する内容を入力してください。",
                        "Enter what to add, or choose what to end.",
                    )
                ),
            )
        return data

    def possible(self, partner: str, item: str) -> bool:
        """The partner exists and one of the two has the router; every other case looks the same from outside."""
        office = Office.objects.filter(code=partner).exclude(pk=self.case.office.pk).first()
        if office is None:
            return False
        if not self.with_object:
            return True
        mine = self.case.contract.where("line", router=item)
        return bool(mine) or any(
            r.values["router"] == item for r in live(office, "line", self.case.contract.day)
        )

    def edits(self) -> list[Edit]:
        data = self.cleaned_data
        done = [
            end(self.key, r)
            for r in self.case.contract.where("shared_use", use=self.use.value)
            if self.ticked(f"end_{r.identity}")
        ]
        if data.get("partner"):
            done.append(
                add(
                    self.key,
                    "shared_use",
                    {"use": self.use.value, "partner": data["partner"], "object": data.get("object") or ""},
                )
            )
        return done

    def extras(self) -> dict[str, Any]:
        return consultation.extras(self)


def _ja(text: str | W) -> str:
    return text.ja if isinstance(text, W) else text


def not_shared_yet(case: Case) -> list[Problem]:
    """The same sharing cannot be added while it is there."""
    problems = []
    for e in case.edits:
        if (
            e.kind == "shared_use"
            and e.action == Action.ADD.value
            and case.contract.where("shared_use", **e.after)
        ):
            problems.append(
                Problem("shared_already", W("すでに登録されています。", "Already registered."), e.procedure)
            )
    return problems


class SharedUseProcedure(Procedure):
    """One of the two items. Subclasses give `entry`, `use`, `title` and whether an object (a router) is named."""

    use: SharedUseKind
    title: W
    with_object: bool
    kinds = sharing.KINDS
    checks = (
        Check(
            W("事前のお問い合わせがあり、重複がない", "Consulted, and not there already"),
            ("not_consulted", "shared_already"),
        ),
    )

    def __init__(self) -> None:
        form = type(
            f"{self.use.name.title()}Form",
            (SharedUseForm,),
            {"key": self.key, "use": self.use, "with_object": self.with_object},
        )
        lead = W(
            "追加する相手を入力するか、解除するものを選択してください。",
            "Enter the partner, or choose what to end.",
        )
        self.pages = (FormPage("form", self.title, lead, form, step=True),)
        self.rules = (consultation.rule(self.key), not_shared_yet)

    def other_office_codes(self, extra: Mapping[str, Any], edits: Sequence[Edit]) -> list[str]:
        """The partners."""
        values = ({**e.before, **e.after} for e in edits if e.kind == SharedUse.kind)
        return [str(v["partner"]) for v in values if v.get("partner")]

    def derived_edits(self, case: Case) -> list[Edit]:
        """Terminals and addresses behind a router end when the router is no longer shared."""
        return sharing.derived_edits(case)

    def consents(self, case: Case) -> list[ConsentNeed]:
        """The partner's side: the same row with the offices exchanged, added or ended on the same day."""
        found = sharing.consents(case, case.office, sharing.sharing_ends(case.of(self.key)))
        for e in case.of(self.key):
            partner = Office.objects.filter(code=e.after.get("partner")).first()
            if e.kind == SharedUse.kind and e.action == Action.ADD.value and partner is not None:
                mirrored = {**e.after, "partner": case.office.code}
                name = str(e.after["object"] or case.office.code)
                found.append(ConsentNeed(partner, name, self.use.value, (add(self.key, e.kind, mirrored),)))
        return found

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        return consultation.summary_lines(case)
