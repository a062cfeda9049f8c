"""仮アカウント (C01, D-08): a company without a contract gets an office of its own, still without one, and a person who
confirms the mail address by setting the password. It lives 30 days and for one application."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from nss.account.models import OneTimeLink, Person, Role
from nss.account.people_mail import LINK_MINUTES
from nss.application import drafts
from nss.application.models import Application, Kind, Revision
from nss.base import clock
from nss.contract.models import Company, Office
from nss.issuing import numbers
from nss.master import terms as rules

from . import new_contract

DAYS = 30
LOGIN = "kari"


def begin_contract_draft(
    office: Office, applicant: Office, person: Person, terms: dict[str, str], **more: Any
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


def current_terms() -> dict[str, str]:
    """Version and text of the terms (利用規程) in force today."""
    return {"version": rules.in_force(clock.today())[0], "at": f"{clock.now():%Y/%m/%d %H:%M}"}


TWICE = timedelta(minutes=5)
"""The same form within so long is the same button pressed twice."""


def _opened_just_now(data: dict[str, Any]) -> bool:
    """Whether the same form has opened an account a moment ago whose link waits to be used."""
    since = clock.now() + timedelta(minutes=LINK_MINUTES) - TWICE
    return OneTimeLink.objects.filter(
        person__login_id=LOGIN,
        person__office__provisional=True,
        person__office__company_name=data["company"],
        person__email=data["email"],
        used_at=None,
        expires__gt=since,
    ).exists()


@transaction.atomic
def open_account(data: dict[str, Any]) -> Person | None:
    """Company, office and person with temporary codes, and the draft; None where the same form has just done that."""
    code = numbers.temporary_code()  # of two at once the second waits here for the first
    if _opened_just_now(data):
        return None
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
    begin_contract_draft(office, office, person, current_terms())
    return person


def close_expired(today: date) -> int:
    """Temporary accounts older than 30 days whose application was never filed are closed; gives how many."""
    old = Person.objects.filter(office__provisional=True, is_active=True, login_id=LOGIN)
    closed = 0
    for person in old.select_related("office"):
        filed = Application.objects.filter(applicant_office=person.office, number__isnull=False).exists()
        begun = Application.objects.filter(applicant_office=person.office).order_by("id").first()
        if not filed and begun is not None and clock.day_of(begun.created_at) + timedelta(days=DAYS) < today:
            Person.objects.filter(pk=person.pk).update(is_active=False)
            closed += 1
    return closed
