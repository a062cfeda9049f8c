"""The first day: the first person of the Center, and what is still missing before offices may come."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from nss.account.access_log import log
from nss.account.forms import PersonForm, username_of
from nss.account.models import CENTER_CODE, Access, Person, Role
from nss.account.people_mail import send_link
from nss.base import clock
from nss.base.words import W
from nss.billing.models import Price
from nss.runtime import keys

INVITATION = W("NSSへの招待", "Invitation to NSS")


class CannotOpen(Exception):
    """Why nobody was made, in one sentence."""


@transaction.atomic
def first_person(login_id: str, family_name: str, given_name: str, email: str) -> Person:
    """Make the first administrator and mail a link to set a password. As long as nobody has set one, the same call mails another
    link; afterwards people invite people. Raises CannotOpen."""
    made = Person.objects.select_for_update().filter(office=None, role=Role.ADMIN, is_active=True)
    waiting = next((p for p in made if not p.has_usable_password()), None)
    if waiting is not None and (waiting.login_id, waiting.email) == (login_id, email):
        send_link(waiting, INVITATION)
        return waiting
    if made:
        raise CannotOpen(
            "there is an administrator; who has none of the own asks that person for an invitation"
        )
    typed = {"login_id": login_id, "family_name": family_name, "given_name": given_name, "email": email}
    form = PersonForm(None, {**typed, "role": Role.ADMIN.value})
    if not form.is_valid():
        raise CannotOpen("; ".join(f"{name}: {texts[0]}" for name, texts in form.errors.items()))
    person = Person(username=username_of(CENTER_CODE, login_id), office=None, role=Role.ADMIN, **typed)
    person.set_unusable_password()
    person.save()
    send_link(person, INVITATION)
    log(Access.What.INVITED, None, about=person, role=person.role, by="first-person")
    return person


def missing() -> Iterator[str]:
    """What still keeps offices from working, or soon will, each in one sentence."""
    people = list(Person.objects.filter(office=None, is_active=True))
    if not any(p.may_administer and p.has_usable_password() for p in people):
        yield "no administrator has set a password: python -m nss first-person"
    if sum(p.may_decide and p.has_usable_password() for p in people) < 2:
        yield "fewer than two people may decide: what needs two people cannot be carried out"
    if not Price.objects.exists():
        yield "the price list (料金表) is empty: no month can be billed"
    if lacking := sorted(keys.unknown()):
        yield f"NSS_VAULT_KEYS lacks {', '.join(lacking)}, under which something is sealed"
    if not _mail_server_answers():
        yield f"the mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not answer"
    if not _worker_runs():
        yield "no job was run in the last five minutes: start python -m nss worker"
    for value, name, what in (
        (settings.METRICS_TOKEN, "NSS_METRICS_TOKEN", "there are no figures for Prometheus"),
        (settings.CLAMD, "NSS_CLAMD", "uploads are not scanned for viruses"),
        (settings.INVOICE_REGISTRATION, "NSS_INVOICE_REGISTRATION", "invoices carry no 登録番号"),
    ):
        if not value:
            yield f"{name} is not set: {what}"


def _mail_server_answers() -> bool:
    try:
        with socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=5):
            return True
    except OSError:
        return False


def _worker_runs() -> bool:
    from procrastinate.contrib.django.models import ProcrastinateEvent

    since = clock.now() - timedelta(minutes=5)
    return ProcrastinateEvent.objects.filter(type="succeeded", at__gt=since).exists()
