"""仮アカウント (C01, D-08): a company without a contract gets an office of its own, still without one, and a person who confirms
the mail address by setting the password. It lives 30 days and for one application."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from nss.application import drafts
from nss.application.models import Application, Kind, Revision
from nss.base import clock
from nss.base.words import W
from nss.contract.models import Company, Office
from nss.issuing import numbers
from nss.master import terms as rules
from nss.procedure.beside import new_contract
from nss.procedure.kit.contact import LABELS, clean_text, normal, problem_of

from . import throttle
from .models import Person, Role
from .people_mail import send_link

DAYS = 30
LOGIN = "kari"
PERSON = ("family_name", "given_name", "family_kana", "given_kana", "phone", "email")


class NewcomerForm(forms.Form):
    """C01."""

    use_required_attribute = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["company"] = forms.CharField(
            label=W("会社名", "Company"),
            max_length=80,
            widget=forms.TextInput(attrs={"autocomplete": "organization"}),
            error_messages={"required": W("会社名を入力してください。", "Enter the company.")},
        )
        for name in PERSON:
            widget: forms.Widget = (
                forms.EmailInput(attrs={"autocomplete": "email"})
                if name == "email"
                else forms.TextInput(attrs={"autocomplete": "off"})
            )
            self.fields[name] = forms.CharField(label=LABELS[name], required=False, widget=widget)
            self.fields[name].must = True  # type: ignore[attr-defined]
        version = rules.in_force(clock.today())[0]
        self.fields["terms"] = forms.BooleanField(
            label=W(f"利用規程（{version}）に同意する", f"I accept the terms of use ({version})"),
            error_messages={
                "required": W("申込には利用規程への同意が必要です。", "The terms must be accepted.")
            },
        )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        data["company"] = clean_text(data.get("company") or "")
        for name in PERSON:
            data[name] = normal(name, str(data.get(name) or ""))
            problem = problem_of(name, data[name])
            if problem is not None:
                self.add_error(name, ValidationError(problem))
        return data


def begin_contract(
    office: Office, applicant: Office, person: Any, terms: dict[str, str], **more: Any
) -> Revision:
    """The draft of a whole contract, its items chosen."""
    company_known = len(office.company.code) == 3
    items = [new_contract.KEY, *(e.key for e in new_contract.ALWAYS)]
    if not company_known:
        items += [e.key for e in new_contract.FIRST_OF_COMPANY]
    revision = drafts.begin(
        applicant, person, items=items, reason="新規の利用開始のため", extra={"terms": terms}, **more
    )
    Application.objects.filter(pk=revision.application_id).update(
        office=office, company_id=office.company_id, kind=Kind.NEW.value
    )
    return revision


def terms_now() -> dict[str, str]:
    return {"version": rules.in_force(clock.today())[0], "at": f"{clock.now():%Y/%m/%d %H:%M}"}


@transaction.atomic
def open_account(data: dict[str, Any]) -> Person:
    """Company, office and person with temporary codes, and the draft."""
    code = numbers.temporary_code()
    company = Company.objects.create(code=code)
    office = Office.objects.create(
        company=company, code=code, company_name=data["company"], name="（新規申込）", provisional=True
    )
    person = Person(
        username=f"{code}/{LOGIN}",
        login_id=LOGIN,
        office=office,
        role=Role.MANAGER.value,
        family_name=data["family_name"],
        given_name=data["given_name"],
        kana=f"{data['family_kana']} {data['given_kana']}",
        phone=data["phone"],
        email=data["email"],
    )
    person.set_unusable_password()
    person.save()
    begin_contract(office, office, person, terms_now())
    return person


@require_http_methods(["GET", "POST"])
def newcomer(request: HttpRequest) -> HttpResponse:
    """C01: the answer is the same whatever the address; the mail goes to it alone."""
    form = NewcomerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if throttle.blocked(request, "newcomer"):
            return render(
                request, "account/newcomer.html", {"form": form, "errors": False, "later": True}, status=429
            )
        throttle.failed(request, "newcomer")
        person = open_account(form.cleaned_data)
        send_link(
            person,
            W(
                f"仮アカウントのご案内（事業所コード {person.office.code if person.office else ''}、担当者ID {LOGIN}）",
                "Your temporary account",
            ),
        )
        return render(request, "account/newcomer_sent.html", {"email": person.email})
    return render(
        request,
        "account/newcomer.html",
        {"form": form, "errors": bool(form.errors), "later": False},
        status=422 if form.errors else 200,
    )


@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    """利用規程, the version in force."""
    version, articles = rules.in_force(clock.today())
    return render(request, "account/terms.html", {"version": version, "articles": articles})


def tidy(today: date) -> int:
    """Temporary accounts older than 30 days whose application was never filed are closed; gives how many."""
    old = Person.objects.filter(office__provisional=True, is_active=True, login_id=LOGIN)
    closed = 0
    for person in old.select_related("office"):
        filed = Application.objects.filter(applicant_office=person.office, number__isnull=False).exists()
        begun = Application.objects.filter(applicant_office=person.office).order_by("id").first()
        if not filed and begun is not None and begun.created_at.date() + timedelta(days=DAYS) < today:
            Person.objects.filter(pk=person.pk).update(is_active=False)
            closed += 1
    return closed
