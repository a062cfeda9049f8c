"""A filed application by its reception number, with its office and whoever has it, in one statement: what most pages of both
sides begin with."""

from __future__ import annotations

from typing import Any

from nss.account.models import Person
from nss.base.rows import RowSelect
from nss.contract.models import Office

from .models import Application

_WHOLE = {"a": Application, "o": Office, "c": Person}
_JOINED = (
    "FROM application_application a JOIN contract_office o ON o.id = a.office_id "
    "LEFT JOIN people_person c ON c.id = a.claimed_by_id WHERE a.number = %s"
)
_ANYBODYS = RowSelect(_WHOLE, _JOINED)
_OF_OFFICE = RowSelect(_WHOLE, f"{_JOINED} AND (a.office_id = %s OR a.applicant_office_id = %s)")


def find(number: str) -> Application | None:
    """The application with a number, whosever it is: for the Center."""
    return _made(_ANYBODYS.one(number))


def find_of(number: str, office: Office) -> Application | None:
    """The same where it is this office's own, or was filed by it for another one; nobody else's."""
    return _made(_OF_OFFICE.one(number, office.pk, office.pk))


def _made(row: list[Any] | None) -> Application | None:
    if row is None:
        return None
    application: Application
    application, application.office, application.claimed_by = row
    return application
