"""Numbers that are given once, ever (domain.md 3). Every function runs inside the caller's transaction: a rollback
gives the number back, a commit keeps it for good. Letters I and O are left out of automatic issue (D-06)."""

from __future__ import annotations

import hashlib
import secrets as randomness
from collections.abc import Iterator

from django.db import connection

from nss.base import clock
from nss.contract.models import Office

from .models import Issued

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
SAFE = "ABCDEFGHJKLMNPQRSTUVWXYZ"
SAFE_DIGITS = "23456789"


class AlreadyIssued(Exception):
    """A typed number was handed out before, perhaps to somebody else, perhaps long ago."""


class PoolEmpty(Exception):
    """Nothing is left to issue; the application stays in review and the Center is told."""


def reception_number(series: str = "A") -> str:
    """申込受付番号: two digits of the year, a serial of four (five past 9999) and the series letter. Dense: take it last
    in the transaction, its row is locked until the commit."""
    year = f"{clock.today():%y}"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO issuing_counter (name, value) VALUES (%s, 1) "
            "ON CONFLICT (name) DO UPDATE SET value = issuing_counter.value + 1 RETURNING value",
            [f"reception-{year}{series}"],
        )
        serial = cursor.fetchone()[0]
    return f"{year}{serial:04d}{series}"


def _lock(pool: str) -> None:
    key = int.from_bytes(hashlib.sha256(pool.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _lowest(kind: str, prefix: str, candidates: Iterator[str], skip: int = 0) -> str:
    """The first candidate never handed out, after `skip` others."""
    used = set(Issued.objects.filter(kind=kind, value__startswith=prefix).values_list("value", flat=True))
    for value in candidates:
        if value not in used:
            if not skip:
                return value
            skip -= 1
    raise PoolEmpty(f"{kind} {prefix}")


def _codes(office: Office) -> Iterator[str]:
    company = office.code[:3]
    for second in LETTERS + "0123456789":
        yield f"{office.customs}{second}{company}"


def _ids(code: str, net: bool, first: str) -> Iterator[str]:
    for letter in first + "".join(x for x in LETTERS if x != first):
        for middle in "0123456789":
            for last in LETTERS if net else "123456789":
                yield f"{code}{letter}{middle}{last}"


def peek_user_code(office: Office, skip: int = 0) -> str:
    """What `user_code` would give now; nothing is taken."""
    found = _lowest("user_code", office.customs, (c for c in _codes(office)), skip)
    return found


def user_code(office: Office, application: int) -> str:
    """利用者コード: 営業所コード (customs digit and a letter, then digits) + 企業略称. Raises PoolEmpty."""
    _lock(f"user_code {office.customs} {office.code[:3]}")
    return claim("user_code", peek_user_code(office), office, application)


def peek_id_number(code: str, net: bool, prefix: str, skip: int = 0) -> str:
    """What `id_number` would give now, three characters."""
    return _lowest("user_id", code, _ids(code, net, prefix), skip)[5:]


def id_number(code: str, net: bool, prefix: str, office: Office, application: int) -> str:
    """識別番号: three characters; the last is a letter for netNACCS and a digit for general NACCS. Raises PoolEmpty."""
    _lock(f"user_id {code}")
    return claim("user_id", code + peek_id_number(code, net, prefix), office, application)[5:]


def claim(kind: str, value: str, office: Office, application: int | None = None) -> str:
    """Write a number down as handed out. Raises AlreadyIssued."""
    with connection.cursor() as cursor:
        made = Issued(
            kind=kind, value=value, company_id=office.company_id, application=application, at=clock.now()
        )
        cursor.execute(
            "INSERT INTO issuing_issued (id, kind, value, company_id, application, at) VALUES (%s, %s, %s, %s, %s, %s) "
            "ON CONFLICT (kind, value) DO NOTHING RETURNING id",
            [made.pk, kind, value, made.company_id, application, made.at],
        )
        if cursor.fetchone() is None:
            raise AlreadyIssued(value)
    return value


def user_password() -> str:
    """Eight capitals and digits, at least one of each, without characters that are easily confused (domain-technical 7.1)."""
    while True:
        text = "".join(randomness.choice(SAFE + SAFE_DIGITS) for _ in range(8))
        if any(c in SAFE for c in text) and any(c in SAFE_DIGITS for c in text):
            return text


def office_password() -> str:
    """An initial 契約手続き用パスワード: 16 characters, to be changed at the first sign-in."""
    return "".join(randomness.choice(SAFE + SAFE.lower().replace("l", "") + SAFE_DIGITS) for _ in range(16))
