"""An application and its newest revision, locked for the transaction that moves it."""

from __future__ import annotations

from nss.account.models import Person
from nss.base.compiled_query import CompiledQuery
from nss.base.rows import RowSelect
from nss.contract.models import Office

from .filing import apply_transition
from .lifecycle import Event, State
from .models import Application, Revision


def lock(pk: int) -> Application:
    """The application, its row locked to the end of the transaction."""
    found = LOCKED.one(pk)
    if found is None:
        raise Application.DoesNotExist
    application: Application
    application, application.office, application.applicant_office = found
    return application


LOCKED = RowSelect(
    {"a": Application, "o": Office, "p": Office},
    "FROM application_application a JOIN contract_office o ON o.id = a.office_id JOIN contract_office p ON p.id = a.applicant_office_id "
    "WHERE a.id = %s FOR UPDATE OF a",
)


def _lock_for_review(pk: int, person: Person) -> Application:
    """Locked and under review; a filed application is taken up on the way. The caller moves it
    on, or stores it."""
    application = lock(pk)
    if application.state in (State.RECEIVED, State.RESUBMITTED):
        apply_transition(application, Event.TAKE, person, stored=False, claimed_by=person)
    return application


def revision_of(application: Application) -> Revision:
    """Its newest revision."""
    found = OF_NUMBER(application.pk, application.revision_no)
    if not found:
        raise Revision.DoesNotExist
    found[0].application = application
    return found[0]


OF_NUMBER = CompiledQuery(lambda pk, no: Revision.objects.filter(application_id=pk, no=no), int, int)
