"""Office code + person + password. An unknown person costs as much time as a wrong password."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from .models import Person
from .sessions import session_person


class OfficePerson(BaseBackend):
    """Authentication back end for office code, login ID and password."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: object,
    ) -> Person | None:
        person = Person.objects.select_related("office").filter(username=username).first()
        if person is None:
            make_password(password or "")
            return None
        return person if person.check_password(password or "") and person.is_active else None

    def get_user(self, user_id: int) -> Person | None:
        person = session_person(int(user_id))
        if person is None:
            person = Person.objects.select_related("office", "office__company").filter(pk=user_id).first()
        return person if person is not None and person.is_active else None
