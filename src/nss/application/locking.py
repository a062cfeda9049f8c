"""An application and its newest revision, locked for the transaction that moves it, with those of its group."""

from __future__ import annotations

from nss.base.compiled_query import CompiledQuery
from nss.base.rows import RowSelect
from nss.contract.models import Office

from .models import Application, Revision


def lock(pk: int) -> Application:
    """The application, its row locked to the end of the transaction, and the rows of those that belong to it: they are
    judged together, so none of them may move meanwhile. All in the order of their keys, so that nobody waits in a circle."""
    found = {application.pk: (application, *offices) for application, *offices in LOCKED.all(pk, pk)}
    if pk not in found:
        raise Application.DoesNotExist
    application: Application
    application, application.office, application.applicant_office = found[pk]
    return application


LOCKED = RowSelect(
    {"a": Application, "o": Office, "p": Office},
    "FROM application_application a JOIN contract_office o ON o.id = a.office_id JOIN contract_office p ON p.id = a.applicant_office_id "
    'WHERE a.id = %s OR a."group" = (SELECT m."group" FROM application_application m WHERE m.id = %s) ORDER BY a.id FOR UPDATE OF a',
)


def revision_of(application: Application) -> Revision:
    """Its newest revision."""
    found = OF_NUMBER(application.pk, application.revision_no)
    if not found:
        raise Revision.DoesNotExist
    found[0].application = application
    return found[0]


OF_NUMBER = CompiledQuery(lambda pk, no: Revision.objects.filter(application_id=pk, no=no), int, int)
