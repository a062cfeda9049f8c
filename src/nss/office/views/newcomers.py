"""C01: how somebody without a contract gets a temporary account."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from nss.account import throttle
from nss.account.people_mail import send_link
from nss.base import clock, posted
from nss.base.columns import TextColumn
from nss.base.words import W
from nss.master import terms as rules
from nss.procedure.beside.newcomers import LOGIN, open_account
from nss.procedure.kit.contact import COLUMNS

PERSON = ("family_name", "given_name", "family_kana", "given_kana", "phone", "email")

COMPANY = TextColumn("company", W("会社名", "Company"), length=80)


class NewcomerForm(forms.Form):
    """C01: company, name and mail address of who asks for a temporary account; the terms accepted."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data)
        self.fields["company"] = COMPANY.form_field(must=True)
        self.fields["company"].widget.attrs["autocomplete"] = "organization"
        for name in PERSON:
            self.fields[name] = COLUMNS[name].form_field(must=True)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        version = rules.in_force(clock.today())[0]
        self.fields["terms"] = forms.BooleanField(
            label=W(f"利用規程（{version}）に同意する", f"I accept the terms of use ({version})"),
            error_messages={
                "required": W("申込には利用規程への同意が必要です。", "The terms must be accepted.")
            },
        )


PER_ADDRESS = 10
"""Temporary accounts that one visitor may open in the throttle's window."""


@require_http_methods(["GET", "HEAD", "POST"])
def newcomer(request: HttpRequest) -> HttpResponse:
    """C01: the answer is the same whatever the address; the mail goes to it alone."""
    form = NewcomerForm(posted.sent(request))
    if request.method == "POST" and form.is_valid():
        visitor = throttle.per_address(request, "newcomer", PER_ADDRESS)
        if throttle.reached(visitor):
            return render(
                request, "office/newcomer.html", {"form": form, "errors": False, "later": True}, status=429
            )
        throttle.count_try(visitor)
        with transaction.atomic():  # an account without its mail could be entered by nobody
            person = open_account(form.cleaned_data)
            if person is not None:
                code = person.office.code if person.office else ""
                title = f"仮アカウントのご案内（事業所コード {code}、担当者ID {LOGIN}）"
                send_link(person, W(title, "Your temporary account"))
        return render(request, "office/newcomer_sent.html", {"email": form.cleaned_data["email"]})
    return render(
        request,
        "office/newcomer.html",
        {"form": form, "errors": bool(form.errors), "later": False},
        status=422 if form.errors else 200,
    )
