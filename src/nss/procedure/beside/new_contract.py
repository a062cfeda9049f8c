"""新規申込 (C02, D-51): a company or an office that has no contract yet enters a whole one. All other items are used as they
are, on an empty contract; this one says what only a new office has, and gives it its codes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Action, Edit, add
from nss.application.models import Application
from nss.application.rulebook import IssueJob
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.choices import Customs, SharedUseKind, SystemClass
from nss.contract.models import Company, Office
from nss.contract.rows.office import OfficeContract
from nss.issuing import numbers
from nss.procedure.charges import billing, billing_contact, fee_plan, payment
from nss.procedure.codes import user_code
from nss.procedure.codes.business_rules import (
    business_types_exist_in_class,
    business_types_offered,
    one_for_exporters,
)
from nss.procedure.kit.pages import FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.selection import Entry, Group
from nss.procedure.office import head_office, holder, manager, name

ENTRY = Entry("new-contract", Group.NEW, 10, W("新規申込", "New contract"))
KEY = ENTRY.key
SUCCEEDS = "succeeds"
"""What a contract keeps that takes the place of an office of a company that vanishes: the code of that office."""
ALWAYS = tuple(
    module.PROCEDURE
    for module in (name, holder, manager, user_code, fee_plan, billing, billing_contact, payment)
)
"""Items that every new contract has."""
FIRST_OF_COMPANY = (head_office.PROCEDURE,)
"""Needed too where the company is new."""
MISSING = W("新規申込には「{item}」が必要です。", "A new contract needs '{item}'.")


class NewContractForm(ItemForm):
    """What only a new office has: kind of office, customs house, wished code, terms."""

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        return {
            "customs": case.office.customs,
            "system_class": case.office.system_class,
            **case.extra.get("new_contract", {}),
        }

    def add_fields(self) -> None:
        self.fields["customs"] = forms.ChoiceField(label=W("管轄税関", "Customs"), choices=Customs.choices())
        self.fields["system_class"] = forms.ChoiceField(
            label=W("システム区分", "System class"), choices=SystemClass.choices(), widget=forms.RadioSelect
        )
        if self.case.office.provisional and len(self.case.office.company.code) != 3:
            self.fields["wish"] = forms.CharField(
                label=W("希望する企業略称", "Requested company code"),
                required=False,
                max_length=3,
                help_text=W(
                    "半角英数字3文字。ほかの企業が使用している場合は、別の略称になります。",
                    "Three letters or digits; if it is taken, another is given.",
                ),
                widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),
            )
        self.fields["cyber_port"] = forms.ChoiceField(
            label=W("サイバーポート（Cyber Port）経由の利用", "Use through Cyber Port"),
            widget=forms.RadioSelect,
            required=False,
            choices=[("0", W("なし", "No")), ("1", W("あり", "Yes"))],
        )

    def sections(self) -> list[Section]:
        return [Section(W("新しい事業所に関する項目", "The new office"), fields=tuple(self.fields))]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "wish" in self.fields:
            data["wish"] = unicodedata.normalize("NFKC", data.get("wish") or "").strip().upper()
            if data["wish"] and (
                len(data["wish"]) != 3 or not data["wish"].isascii() or not data["wish"].isalnum()
            ):
                self.add_error(
                    "wish",
                    ValidationError(
                        W("半角英数字3文字で入力してください。", "Enter three letters or digits.")
                    ),
                )
        return data

    def extras(self) -> dict[str, Any]:
        return {"new_contract": {k: v for k, v in self.cleaned_data.items() if v}}


def contract_is_whole(case: Case) -> list[Problem]:
    """Everything that a contract cannot be without is entered, and the terms are accepted."""
    if KEY not in case.chosen_items:
        return []
    problems = []
    office = Office.objects.select_related("company").get(pk=case.contract.office_id)
    wanted = [*ALWAYS, *(FIRST_OF_COMPANY if len(office.company.code) != 3 else ())]
    for item in wanted:
        if item.key not in case.chosen_items:
            problems.append(Problem("item_missing", MISSING.format(item=item.entry.label), "items"))
    if not case.extra.get("new_contract"):
        problems.append(
            Problem(
                "no_new_contract",
                W("新しい事業所に関する項目を入力してください。", "Enter the data of the new office."),
                KEY,
            )
        )
    if not case.extra.get("terms"):
        problems.append(
            Problem(
                "no_terms", W("利用規程への同意がありません。", "The terms of use are not accepted."), KEY
            )
        )
    has_id = any(e.kind == "user_id" and e.action == Action.ADD.value for e in case.edits)
    if not has_id:
        problems.append(
            Problem(
                "no_user_id",
                W(
                    "利用者コードと識別番号を1つ以上追加してください。",
                    "Add at least one user code with a number.",
                ),
                user_code.KEY,
            )
        )
    return problems


def _rename_people(office: Office) -> list[Any]:
    """People of an office sign in under its present code; gives them."""
    mine = list(get_user_model()._default_manager.filter(office=office))
    for person in mine:
        person.username = f"{office.code}/{person.login_id}"
        person.save(update_fields=["username"])
    return mine


def _name_people(office: Office, application: int) -> None:
    """People of the temporary office sign in under its code from now on; an office that another one applied for gets the
    applicant as its first manager, who sets a password by 'forgotten password'."""
    people = get_user_model()._default_manager
    mine = _rename_people(office)
    by = Application.objects.select_related("created_by").get(pk=application).created_by
    if not mine and by is not None:
        same = {
            n: getattr(by, n)
            for n in ("login_id", "family_name", "given_name", "kana", "phone", "email", "role")
        }
        made = people.model(username=f"{office.code}/{by.login_id}", office=office, **same)
        made.set_unusable_password()
        made.save()


class NewContract(Procedure):
    """新規申込."""

    entry = ENTRY
    pages = (
        FormPage(
            "form",
            W("新規申込 入力", "New contract"),
            W("新しく契約する事業所について入力してください。", "Enter the data of the new office."),
            NewContractForm,
            step=True,
        ),
    )
    rules = (contract_is_whole, business_types_exist_in_class, one_for_exporters, business_types_offered)
    checks = (
        Check(
            W(
                "契約に必要な項目がそろい、利用規程に同意している",
                "The contract is whole and the terms are accepted",
            ),
            ("item_missing", "no_new_contract", "no_terms", "no_user_id"),
        ),
    )
    edits_optional = True

    def derived_edits(self, case: Case) -> list[Edit]:
        """The contract of the office begins."""
        return [add(KEY, OfficeContract.kind, {})] if case.office.provisional else []

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        given = case.extra.get("new_contract", {})
        found: list[tuple[W, str | W]] = []
        if given.get("customs"):
            found.append((W("管轄税関", "Customs"), Customs.word_of(given["customs"])))
        if given.get("system_class"):
            found.append((W("区分", "Class"), SystemClass.word_of(given["system_class"])))
        if given.get("wish"):
            found.append((W("希望する企業略称", "Requested company code"), str(given["wish"])))
        if given.get("cyber_port") == "1":
            found.append(
                (W("サイバーポート（Cyber Port）経由の利用", "Use through Cyber Port"), W("あり", "Yes"))
            )
        if case.extra.get(SUCCEEDS):
            found.append((W("引き継ぐ承継元の事業所", "Takes the place of"), str(case.extra[SUCCEEDS])))
        terms = case.extra.get("terms")
        if terms:
            found.append((W("同意した利用規程", "Terms accepted"), f"{terms['version']}（{terms['at']}）"))
        return found

    def issue(self, job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
        """The office gets its company's and its own code before anything else is issued."""
        office, given = job.office, job.extra.get("new_contract", {})
        if not office.provisional:
            return list(edits)
        company = Company.objects.select_for_update().get(pk=office.company_id)
        if len(company.code) != 3:
            company.code = job.chosen.get("company") or numbers.company_code(str(given.get("wish", "")))
            company.save(update_fields=["code"])
        office.former_code, office.code = office.code, numbers.office_code(company.code)
        office.customs, office.system_class = (
            str(given.get("customs", office.customs)),
            str(given.get("system_class", office.system_class)),
        )
        office.billing_code = numbers.billing_code(office)
        office.provisional = False
        office.save()
        job.numbers["office"] = office.code
        _name_people(office, job.application)
        partner = str(job.extra.get("joint", ""))
        if not partner:
            return list(edits)
        values = {"use": SharedUseKind.JOINT.value, "object": ""}
        mine = add(KEY, "shared_use", {**values, "partner": partner}, derived=True)
        theirs = add(
            KEY, "shared_use", {**values, "partner": office.code}, options={"at": partner}, derived=True
        )
        return [*edits, mine, theirs]

    def take_back(self, application: Application) -> None:
        """The office is a temporary one again, under its temporary code, and may apply anew; its company too, where it was
        the first office. Their codes are free, as no contract ever began under them."""
        office = Office.objects.select_for_update().get(pk=application.office_id)
        if office.provisional or not office.former_code:
            return
        office.code, office.former_code = office.former_code, ""
        office.provisional, office.billing_code = True, ""
        office.save()
        if not Office.objects.filter(company_id=office.company_id, provisional=False).exists():
            Company.objects.filter(pk=office.company_id).update(code=office.code)
        _rename_people(office)


PROCEDURE = NewContract()
