"""Writes what comes of a register's lines: companies, offices, rows, numbers, people. Inside the caller's transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import connection, models

from nss.account.models import Person
from nss.account.people_mail import REGISTERED, send_link
from nss.base import clock
from nss.contract import names
from nss.contract.dated import DatedRow
from nss.contract.models import Company, Office
from nss.contract.rows.office import CompanyProfile, OfficeProfile
from nss.issuing.models import Issued

from .judging import Plan

AT_ONCE = 2000
"""Rows of one statement."""


def write(plan: Plan) -> dict[str, int]:
    """Write all of it; gives how many came to each file."""
    _name(plan)
    _create(Company, plan.companies.values())
    _create(Office, plan.offices.values())
    by_model: dict[type[DatedRow], list[DatedRow]] = defaultdict(list)
    for _, row in plan.rows:
        by_model[type(row)].append(row)
    for model, rows in by_model.items():
        _create(model, rows)
    now = clock.now()
    _create(Issued, [Issued(kind=k, value=v, company_id=whose, at=now) for k, v, whose in plan.numbers])
    for _, person in plan.people:
        person.set_unusable_password()
    _create(Person, [person for _, person in plan.people])
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # what the database guards is said now, in a dry run too
    names.refresh(clock.today())
    return dict(Counter(line.form.file for line, _ in (*plan.rows, *plan.people)))


def invite(people: Iterable[Person]) -> None:
    """Mail each a link to set a password, which lives an hour."""
    for person in people:
        send_link(person, REGISTERED)


def _name(plan: Plan) -> None:
    """Give new offices the names that they have, so that one that has yet to begin has one too."""
    of_company = {row.company_id: row.name for _, row in plan.rows if isinstance(row, CompanyProfile)}
    of_office = {row.office_id: row.name for _, row in plan.rows if isinstance(row, OfficeProfile)}
    for office in plan.offices.values():
        office.name = of_office.get(office.pk, "")
        office.company_name = of_company.get(office.company_id, "")


def _create(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    model._default_manager.bulk_create(list(rows), batch_size=AT_ONCE)
