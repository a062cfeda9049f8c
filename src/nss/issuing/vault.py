"""The vault: texts sealed with AES-GCM under named keys, readable only by their office and only inside their window,
erased afterwards. No function logs or returns a secret but `reveal`."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterable
from datetime import date

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min, Q

from nss.base import clock
from nss.calendar.days import add_business_days
from nss.contract.models import Office

from . import numbers
from .models import Secret, SecretKind, SecretView


class WindowClosed(Exception):
    """Asked for outside its days."""


def _key(name: str) -> AESGCM:
    return AESGCM(base64.b64decode(settings.VAULT_KEYS[name]))


def seal(
    *, kind: str, label: str, text: str, office: Office, application_id: int, opens_on: date, closes_on: date
) -> Secret:
    """Put a secret in; the first of the named keys encrypts."""
    secret = Secret(
        company_id=office.company_id,
        office=office,
        application_id=application_id,
        kind=kind,
        label=label,
        opens_on=opens_on,
        closes_on=closes_on,
    )
    _fill(secret, text)
    secret.save(force_insert=True)
    return secret


def _open(secret: Secret) -> str:
    body = bytes(secret.ciphertext or b"")
    return _key(secret.key_name).decrypt(body[:12], body[12:], str(secret.pk).encode()).decode()


def reveal(pk: int, office: Office, person_id: int, today: date) -> str:
    """One secret to a person of its office, recorded. Raises Secret.DoesNotExist for anybody else's, WindowClosed."""
    secret = Secret.objects.get(pk=pk, office=office)
    inside = secret.opens_on <= today <= secret.closes_on and secret.ciphertext is not None
    SecretView.objects.create(
        secret=secret, person_id=person_id, at=clock.now(), outcome="shown" if inside else "closed"
    )
    if not inside:
        raise WindowClosed(secret.label)
    return _open(secret)


def erase_closed(today: date) -> int:
    """Overwrite what is past its window; gives how many."""
    return Secret.objects.filter(closes_on__lt=today, ciphertext__isnull=False).update(
        ciphertext=None, erased_at=clock.now()
    )


def erase_of(application_id: int) -> int:
    """Overwrite the secrets of an application that was undone."""
    return Secret.objects.filter(application_id=application_id, ciphertext__isnull=False).update(
        ciphertext=None, erased_at=clock.now()
    )


MAKERS: dict[str, Callable[[], str]] = {
    SecretKind.USER_PASSWORD.value: numbers.user_password,
    SecretKind.MAILBOX_PASSWORD.value: numbers.user_password,
    SecretKind.ACCESS_KEY.value: numbers.access_key,
}
"""How a secret of a kind is made; nothing was begun with it before its start."""


def move_window(application_id: int, closes_on: date, today: date) -> int:
    """Another last day for the secrets of an application whose start was moved; gives how many. What was overwritten at the
    end of its window without anybody having read it is made anew."""
    secrets = Secret.objects.filter(application_id=application_id)
    if closes_on >= today:
        unread = secrets.filter(ciphertext__isnull=True, received_at__isnull=True, kind__in=MAKERS)
        for secret in unread.exclude(views__outcome="shown"):
            _fill(secret, MAKERS[secret.kind]())
            secret.erased_at = None
            secret.save(update_fields=["ciphertext", "key_name", "erased_at"])
    return secrets.update(closes_on=closes_on)


def _fill(secret: Secret, text: str) -> None:
    """Encrypt a text into a secret with the first of the named keys."""
    secret.key_name, nonce = next(iter(settings.VAULT_KEYS)), os.urandom(12)
    secret.ciphertext = nonce + _key(secret.key_name).encrypt(nonce, text.encode(), str(secret.pk).encode())


def rotate(name: str) -> int:
    """Seal every living secret anew under key `name`; readers go on meanwhile, as each row names its key."""
    count = 0
    while True:
        with transaction.atomic():
            batch = list(
                Secret.objects.select_for_update(skip_locked=True).filter(
                    ~Q(key_name=name), ciphertext__isnull=False
                )[:200]
            )
            if not batch:
                return count
            for s in batch:
                text, nonce = _open(s), os.urandom(12)
                s.ciphertext, s.key_name = (
                    nonce + _key(name).encrypt(nonce, text.encode(), str(s.pk).encode()),
                    name,
                )
            Secret.objects.bulk_update(batch, ["ciphertext", "key_name"])
            count += len(batch)


def acknowledge(application_id: int, office: Office, person_id: int) -> None:
    """Record that somebody of the office has noted the passwords down."""
    Secret.objects.filter(application_id=application_id, office=office, received_at__isnull=True).update(
        received_at=clock.now(), received_by=person_id
    )


def window_of(application_id: int) -> tuple[date, date] | None:
    """First and last day of an application's window; None without secrets."""
    found = Secret.objects.filter(application_id=application_id).aggregate(
        a=Min("opens_on"), b=Max("closes_on")
    )
    return (found["a"], found["b"]) if found["a"] else None


def open_windows(office: Office, today: date) -> list[tuple[str, date]]:
    """Applications (by number) whose passwords nobody has acknowledged and can still be read, with the last day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.number, max(s.closes_on) FROM issuing_secret s JOIN application_application a ON a.id = s.application_id "
            "WHERE s.office_id = %s AND s.ciphertext IS NOT NULL AND s.opens_on <= %s AND s.closes_on >= %s "
            "AND s.received_at IS NULL GROUP BY a.number ORDER BY a.number",
            [office.pk, today, today],
        )
        return list(cursor.fetchall())


def closing_soon(today: date) -> Iterable[tuple[int, date]]:
    """Applications with unacknowledged secrets whose window ends in two or one business days (M14)."""
    days = [add_business_days(today, 2), add_business_days(today, 1)]
    found = Secret.objects.filter(closes_on__in=days, ciphertext__isnull=False, received_at__isnull=True)
    return list(found.order_by("application_id").values_list("application_id", "closes_on").distinct())


def encrypt(body: bytes, about: str) -> bytes:
    """Seal bytes that are not handed out as a secret, e.g. a parked form; `about` binds them to their place."""
    name = next(iter(settings.VAULT_KEYS))
    nonce = os.urandom(12)
    return name.encode() + b"\0" + nonce + _key(name).encrypt(nonce, body, about.encode())


def key_of(body: bytes) -> str:
    """The name of the key under which `encrypt` sealed these bytes."""
    return body.partition(b"\0")[0].decode()


def decrypt(body: bytes, about: str) -> bytes:
    """The bytes of `encrypt`. Raises cryptography's InvalidTag for another place."""
    name, _, rest = body.partition(b"\0")
    return _key(name.decode()).decrypt(rest[:12], rest[12:], about.encode())
