"""Sessions in the database that know whose they are, so that they can be listed and ended without reading all."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from nss.base import clock
from nss.contract.models import Company, Office

from .models import Person, PersonSession

_arrived: ContextVar[Person | None] = ContextVar("person_of_session", default=None)


def arrived(pk: int) -> Person | None:
    """The person that came with the session of this request, once."""
    person = _arrived.get()
    _arrived.set(None)
    return person if person is not None and person.pk == pk else None


@cache
def _joined() -> tuple[str, list[tuple[Any, list[str]]]]:
    """One query for session, person, office and company, and which columns belong to whom."""
    wanted, models = ["s.session_data"], []
    for letter, model in (("p", Person), ("o", Office), ("c", Company)):
        fields = model._meta.concrete_fields  # in this order `from_db` takes them
        wanted += [f'{letter}."{f.column}"' for f in fields]
        models.append((model, [f.attname for f in fields]))
    query = (
        f"SELECT {', '.join(wanted)} FROM people_personsession s "  # noqa: S608  (names come from the models alone)
        "LEFT JOIN people_person p ON p.id = s.person_id LEFT JOIN contract_office o ON o.id = p.office_id "
        "LEFT JOIN contract_company c ON c.id = o.company_id WHERE s.session_key = %s AND s.expire_date > %s"
    )
    return query, models


class SessionStore(DatabaseStore):
    """Django's store on a table with the person, the browser and the address beside the data."""

    @classmethod
    def get_model_class(cls) -> Any:
        return PersonSession

    def load(self) -> dict[str, Any]:
        """The session's data; its person, office and company come with the same query and wait for the sign-in check."""
        query, models = _joined()
        with connection.cursor() as cursor:
            cursor.execute(query, [self.session_key, timezone.now()])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        at, made = 1, []
        for model, names in models:
            values = found[at : at + len(names)]
            at += len(names)
            there = values[names.index(model._meta.pk.attname)] is not None
            made.append(model.from_db("default", names, values) if there else None)
        person, office, company = made
        if person is not None:
            if office is not None:
                office.company = company
            person.office = office
            _arrived.set(person)
        return self.decode(found[0])

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        made: Any = super().create_model_instance(data)
        person = data.get("_auth_user_id")
        made.person_id = int(person) if person else None
        made.agent = str(data.get("agent", ""))[:80]
        made.address = str(data.get("address", ""))[:45]
        made.began_at = data.get("signed_in_at", "")
        return made


BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def agent_of(request: HttpRequest) -> str:
    """Browser and system in two words, for people to recognise; the whole string is not kept."""
    text = request.META.get("HTTP_USER_AGENT", "")
    browser = next((name for mark, name in BROWSERS if mark in text), "")
    system = next((name for mark, name in SYSTEMS if mark in text), "")
    return " ".join(x for x in (browser, system) if x)


def of(person: Any) -> list[PersonSession]:
    """Living sessions of one person, newest first."""
    return list(
        PersonSession.objects.filter(person_id=person.pk, expire_date__gt=clock.now()).order_by(
            "-expire_date"
        )
    )


def end_all(person: Any, but: str | None = None) -> int:
    """End every session of a person, or every other one; gives how many."""
    found = PersonSession.objects.filter(person_id=person.pk, expire_date__gt=clock.now())
    if but:
        found = found.exclude(session_key=but)
    return found.delete()[0]
