"""Sessions in the database that know whose they are, so that they can be listed and ended without reading all."""

from __future__ import annotations

import hashlib
from contextvars import ContextVar
from datetime import date
from typing import Any, cast

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from nss.base import clock
from nss.base.rows import RowSelect
from nss.contract.models import Company, Office

from .models import Person, PersonSession

_arrived: ContextVar[Person | None] = ContextVar("person_of_session", default=None)


def session_person(pk: int) -> Person | None:
    """The person that was read together with the session of this request; given once."""
    person = _arrived.get()
    _arrived.set(None)
    return person if person is not None and person.pk == pk else None


WHOSE = RowSelect(
    {"p": Person, "o": Office, "c": Company},
    "FROM people_personsession s LEFT JOIN people_person p ON p.id = s.person_id LEFT JOIN contract_office o ON o.id = p.office_id "
    "LEFT JOIN contract_company c ON c.id = o.company_id WHERE s.session_key = %s AND s.expire_date > %s",
    first=(
        "s.session_data",
        "(SELECT max(k.ends) FROM contract_officecontract k WHERE k.office_id = o.id)",
    ),
)


def stored_key(key: str | None) -> str:
    """What the table keeps of a session's key: a digest (160 bits of SHA-256), so that no dump or backup holds what a browser
    would have to send."""
    return hashlib.sha256((key or "").encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """Django's store on a table with the person, the browser and the address beside the data, under digests of the keys."""

    @classmethod
    def get_model_class(cls) -> type[PersonSession]:
        return PersonSession

    def load(self) -> dict[str, Any]:
        """The session's data; its person, office and company come with the same query and wait for the sign-in check."""
        found = WHOSE.one(stored_key(self.session_key), timezone.now())
        if found is None:
            self._session_key = None
            return {}
        data: str
        last_end: date | None
        person: Person | None
        office: Office | None
        company: Company
        data, last_end, person, office, company = found
        if person is not None:
            if office is not None:
                office.company, office.last_end = company, last_end
            person.office = office
            _arrived.set(person)
        return self.decode(data)

    def exists(self, session_key: str) -> bool:
        """Whether a session has this key; the table holds only the keys' digests."""
        return super().exists(stored_key(session_key))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored_key(key))

    def create_model_instance(self, data: dict[str, Any]) -> PersonSession:
        made = cast(PersonSession, super().create_model_instance(data))
        made.session_key = stored_key(made.session_key)
        person = data.get("_auth_user_id")
        made.person_id = int(person) if person else None
        made.agent = str(data.get("agent", ""))[:80]
        made.address = str(data.get("address", ""))[:45]
        made.began_at = data.get("signed_in_at", "")
        return made


BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def agent_of(request: HttpRequest) -> str:
    """Browser and system in two words, for people to recognise; the whole string is not kept."""
    text = request.META.get("HTTP_USER_AGENT", "")
    browser = next((name for mark, name in BROWSERS if mark in text), "")
    system = next((name for mark, name in SYSTEMS if mark in text), "")
    return " ".join(x for x in (browser, system) if x)


def sessions_of(person: Person) -> list[PersonSession]:
    """Living sessions of one person, newest first."""
    return list(
        PersonSession.objects.filter(person_id=person.pk, expire_date__gt=clock.now()).order_by(
            "-expire_date"
        )
    )


def end_all(person: Person, but: str | None = None) -> int:
    """End every session of a person, or every other one than that with the key `but`; gives how many."""
    found = PersonSession.objects.filter(person_id=person.pk, expire_date__gt=clock.now())
    if but:
        found = found.exclude(session_key=stored_key(but))
    return found.delete()[0]
