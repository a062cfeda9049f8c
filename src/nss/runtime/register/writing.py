"""Writes what comes of a register's lines: companies, offices, rows, numbers, people. Inside the caller's transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import connection
from django.db.models import Model

from nss.account.models import Person
from nss.account.people_mail import REGISTERED, send_link
from nss.base import clock
from nss.base.copying import copy_in
from nss.contract import names
from nss.contract.models import Company, Office
from nss.contract.rows.office import CompanyProfile, OfficeProfile
from nss.issuing.models import Issued

from .judging import Plan
from .reading import Say

AT_ONCE = 100_000
"""So many rows are written between two words of how far it is."""


def write(plan: Plan, say: Say = lambda step: None) -> dict[str, int]:
    """Write all of it; gives how many came to each file. `say` is told how far it is."""
    _name(plan)
    now = clock.now()
    by_model: dict[type[Model], list[Model]] = defaultdict(list)
    by_model[Company] += plan.companies.values()
    by_model[Office] += plan.offices.values()
    for _, row in plan.rows:
        by_model[type(row)].append(row)
    by_model[Issued] += (Issued(kind=k, value=v, company_id=whose, at=now) for k, v, whose in plan.numbers)
    for _, person in plan.people:
        person.set_unusable_password()
        by_model[Person].append(person)
    for model, rows in by_model.items():
        name = model._meta.verbose_name
        for at in range(0, len(rows), AT_ONCE):
            done = at + copy_in(model, rows[at : at + AT_ONCE])
            say(f"wrote {done:,} of {len(rows):,} ({name})")
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # what the database guards is said now, in a dry run too
        say("the database has compared them all")
        # Nothing is known yet of how many there are: without it the next statement goes from row to row.
        cursor.execute("ANALYZE contract_office, contract_officeprofile, contract_companyprofile")
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
