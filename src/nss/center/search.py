"""Finds offices and rows by whatever a caller may name: office code, user ID, router, terminal, address, or any part of a text
about the office."""

from __future__ import annotations

import re

from django.db.models import F, Func, Q, QuerySet, TextField, Value

from nss.account.models import Person
from nss.application.models import Application
from nss.base.typed_text import plain
from nss.contract.models import ROW_TYPES, Office
from nss.contract.texts import offices_named, offices_written, people_written
from nss.notice.models import Mail

NUMBER = re.compile(r"\d{6,7}[A-Z]?")
"""A reception number, or the beginning of one, as a caller reads it out (D-01)."""
NAMED = tuple(m for m in ROW_TYPES.values() if m.called_by_name)
MOST = 50
"""So many offices or rows of a kind; who means fewer types more."""
MOST_TYPED, MOST_WORDS = 100, 6
"""What is looked for of a text that somebody pasted: comparing costs the square of its length, for every row."""
BEGINS = "|"
"""Stands between the texts that are searched (`contract.texts`)."""
NOT_COMPARED = re.compile("[-‐‑‒–—―−ー()|]")
"""What is left out where texts are compared (`nss_folded`)."""


def written(text: str) -> str:
    """A code or a name as the register writes it: half width, capital, without spaces inside."""
    return "".join(plain(text).upper().split())


def rows_named(text: str) -> dict[str, list[int]]:
    """Table -> keys of the rows of the contract, and of the offices, that bear a name."""
    upper = written(text)
    found = {"contract_office": list(Office.objects.filter(code=upper).values_list("pk", flat=True))}
    for model in NAMED:
        found[model._meta.db_table] = list(
            model._default_manager.filter(model.called(upper)).values_list("pk", flat=True)[:MOST]
        )
    return {table: keys for table, keys in found.items() if keys}


def offices_with(text: str) -> set[int]:
    """Offices by code, user code or ID, router, terminal, LAN address or mailbox, else by any part of a name, reading, person,
    telephone, mail or address: what a caller may name. A letter O that is not found is read as a zero, which callers say alike."""
    found = offices_called(text) or offices_about(text)
    return found or offices_called(text.upper().replace("O", "0"))


def offices_called(text: str) -> set[int]:
    """Offices by a code or a name that stands for itself."""
    upper = written(text[:MOST_TYPED])
    if not upper:
        return set()
    found = set(Office.objects.filter(code__startswith=upper).values_list("pk", flat=True)[:MOST])
    for model in NAMED:
        theirs = model._default_manager.filter(model.called(upper))
        found |= set(theirs.values_list("office_id", flat=True)[:MOST])
    return {pk for pk in found if pk}


def offices_about(text: str) -> set[int]:
    """Offices by any part of what is written about them and their people."""
    words = words_of(text)
    return offices_written(words, MOST) if words else set()


def people_with(text: str) -> set[int]:
    """People, of offices and of the Center, by the user name as the record shows it (NAC001/hanako, or the beginning of it), or
    by any part of name, reading, login ID, telephone or mail."""
    text = text[:MOST_TYPED]
    code, slash, login = plain(text).partition("/")
    called = written(code) + slash + login.strip().lower()
    if not called:
        return set()
    found = set(Person.objects.filter(username__startswith=called).values_list("pk", flat=True)[:MOST])
    words = words_of(text)
    return found | (people_written(words, MOST) if words else set())


def words_of(text: str) -> list[str]:
    """What is compared of a text. A name of one letter (林) is looked for where a name begins, as the sign before it and the letter
    are a pair; single figures and Latin letters stand in every other text and are left out."""
    words = [NOT_COMPARED.sub("", part) for part in plain(text[:MOST_TYPED]).split()]
    return [BEGINS + w if len(w) == 1 else w for w in words if len(w) > 1 or _is_name(w)][:MOST_WORDS]


def _is_name(letter: str) -> bool:
    return letter.isalpha() and not letter.isascii()


def mails_with(text: str) -> QuerySet[Mail]:
    """Mails about an application, by its number or the beginning of it; else by any part of the name of an office, a company or a
    person, by an address or by the subject, in any width. Those to a person are found, not all of their office."""
    text, number = text[:MOST_TYPED], written(text[:MOST_TYPED])
    found = Mail.objects.annotate(folded=Func(F("subject"), function="nss_folded", output_field=TextField()))
    compared = Func(Value(plain(text)), function="nss_folded", output_field=TextField())
    if NUMBER.fullmatch(number):
        about = Application.objects.filter(number__startswith=number).values("pk")
        return found.filter(Q(application_id__in=about) | Q(folded__contains=compared))
    address = plain(text)
    is_theirs = Q(to__overlap=[text, address, address.lower()]) | Q(office__code=number)
    if words := words_of(text):
        people = people_written(words, MOST)
        addresses = Person.objects.filter(pk__in=people).exclude(email="").values_list("email", flat=True)
        offices = offices_named(words, MOST)
        is_theirs |= Q(to__overlap=list(addresses)) | Q(office__in=offices) | Q(folded__contains=compared)
    else:
        is_theirs |= Q(subject__icontains=text)
    return found.filter(is_theirs)
