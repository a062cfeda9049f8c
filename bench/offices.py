"""Offices of a fixed size, made for a measurement: an office that is measured grows by what it files, and its pages with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count

SINCE = date(2018, 11, 1)
DIGITS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_serial = count()


@dataclass(frozen=True, slots=True)
class Made:
    """An office with one user code, and the session of the person who applies for it."""

    office: str
    code: str
    session: str


def short(n: int, width: int) -> str:
    """A number in base 34, of a fixed width."""
    out = ""
    for _ in range(width):
        n, rest = divmod(n, len(DIGITS))
        out = DIGITS[rest] + out
    return out


def user_code(n: int) -> str:
    """The user code of the n-th office of a filled database."""
    return f"1{short(n, 4)}"


def make(how_many: int, ids: int, terminals: int = 0) -> list[Made]:
    """Offices that nobody has used, each with one code of `ids` numbers and `terminals` behind one router."""
    from django.db import transaction

    with transaction.atomic():
        return [_make(next(_serial), ids, terminals) for _ in range(how_many)]


def _make(n: int, ids: int, terminals: int) -> Made:
    from nss.account.models import Role
    from nss.base import clock
    from nss.contract.models import ROW_TYPES
    from nss.issuing.models import Issued
    from nss.runtime.demo import rows

    short_name, code = f"Z{short(n, 2)}", f"9{short(n, 4)}"
    company = rows.company(
        short_name, f"計測{n}株式会社", "ケイソク", "東京都港区1-1", "1050001", "0312345678", SINCE
    )
    office = rows.office(
        company,
        f"{short_name}001",
        "計測部",
        f"計測{n}株式会社",
        "東京都港区1-1",
        "1050001",
        "0312345678",
        SINCE,
    )
    rows.user_code(office, code, "common", SINCE)
    same = {"company_id": company.pk, "office": office, "starts": SINCE}
    numbers = [f"{'ABCDEFGH'[k // 100]}{k // 10 % 10}{DIGITS[10 + k % 10]}" for k in range(ids)]
    model = ROW_TYPES["user_id"]
    model._default_manager.bulk_create(
        model(**same, code=code, number=x, business=["01"], method="net") for x in numbers
    )
    Issued.objects.bulk_create(
        Issued(kind="user_id", value=code + x, company_id=company.pk, at=clock.now()) for x in numbers
    )
    if terminals:
        router = f"9{n:04d}"
        rows.row(office, "line", SINCE, system_class="common", router=router)
        model = ROW_TYPES["terminal"]
        model._default_manager.bulk_create(
            model(
                **same,
                router=router,
                system_class="common",
                device="pc",
                package="mail",
                name=f"{90000 + n * terminals + k}M",
                address=f"10.{200 + n // 250}.{n % 250}.{k + 1}",
            )
            for k in range(terminals)
        )
    person = rows.person(office, "keisoku", ("計測", "太郎", "ケイソク タロウ"), Role.APPLICANT, "!")
    return Made(office.code, code, signed_in(person.username))


def signed_in(username: str) -> str:
    """The key of a session of a person as a sign-in leaves it, without the seconds that a password costs."""
    import time

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from nss.account.models import Person
    from nss.account.sessions import SessionStore

    person = Person.objects.get(username=username)
    store = SessionStore()
    now = time.time()
    store.update(
        {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: "nss.account.backends.OfficePerson",
            HASH_SESSION_KEY: person.get_session_auth_hash(),
            "seen": now,
            "began": now,
            "signed_in_at": "2026/01/01 09:00",
        }
    )
    store.save()
    return str(store.session_key)
