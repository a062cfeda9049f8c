"""Numbers that are given once, ever (D-31). Every function runs inside the caller's transaction: a rollback
gives the number back, a commit keeps it for good. Letters I and O are left out of automatic issue (D-06)."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets as randomness
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count

from nss.base import clock
from nss.base.compiled_query import CompiledQuery
from nss.base.words import W
from nss.contract.models import Company, Office

from . import shapes
from .models import Counter, Issued

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


def issued(kind: str, prefix: str) -> set[str]:
    """What was ever handed out of a kind, by how it begins (capitals and digits)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value FROM issuing_issued WHERE kind = %s AND value::text LIKE %s", [kind, f"{prefix}%"]
        )
        return {value for (value,) in cursor.fetchall()}


def _lowest(kind: str, prefix: str, candidates: Iterator[str]) -> str:
    """The first candidate never handed out."""
    used = issued(kind, prefix)
    for value in candidates:
        if value not in used:
            return value
    raise PoolEmpty(f"{kind} {prefix}")


def user_codes(office: Office) -> Iterator[str]:
    """Every user code that an office's company can have in its district, in the order in which they are issued."""
    company = office.code[:3]
    for second in LETTERS + "0123456789":
        yield f"{office.customs}{second}{company}"


def ids_of(code: str, net: bool, first: str) -> Iterator[str]:
    """Every user ID under a code, in the order in which they are issued: those that begin with the letter `first` before all."""
    for letter in first + "".join(x for x in LETTERS if x != first):
        for middle in "0123456789":
            for last in LETTERS if net else "123456789":
                yield f"{code}{letter}{middle}{last}"


def temporary_code() -> str:
    """仮アカウント: T and five digits, for an office that has no code yet."""
    return f"T{_next('temporary'):05d}"


def company_code(wish: str) -> str:
    """企業略称: the wished one if it is free, else the next that begins like it. Raises PoolEmpty."""
    _lock("company code")
    used = set(Company.objects.values_list("code", flat=True))
    first = wish[:1] if wish else "A"
    tries = [wish] if len(wish) == 3 else []
    tries += [a + b + c for a in dict.fromkeys(first + LETTERS) for b in LETTERS for c in LETTERS]
    for code in tries:
        if code not in used:
            return code
    raise PoolEmpty("company code")


def office_code(company: str) -> str:
    """事業所コード: 企業略称 and three digits, the next that the company never had. Raises PoolEmpty."""
    _lock(f"office code {company}")
    used = set(Office.objects.filter(code__startswith=company).values_list("code", flat=True))
    for n in range(1, 1000):
        if f"{company}{n:03d}" not in used:
            return f"{company}{n:03d}"
    raise PoolEmpty(f"office code {company}")


def billing_code(office: Office) -> str:
    """請求先コード: seven digits (D-21)."""
    while True:
        code = f"{1_000_000 + _next('billing'):07d}"
        if not Office.objects.filter(billing_code=code).exists():  # one that came with the register
            return code


def exporter_code(office: Office) -> str:
    """The user code of a Foreign Exchange Act exporter: V1 and the 企業略称, one a company (D-40)."""
    return f"V1{office.code[:3]}"


def was_issued(kind: str, value: str) -> bool:
    """Whether a number was ever handed out."""
    return Issued.objects.filter(kind=kind, value=value).exists()


def user_code(office: Office, application: int) -> str:
    """利用者コード: 営業所コード (customs digit and a letter, then digits) + 企業略称. Raises PoolEmpty."""
    _lock(f"user_code {office.customs} {office.code[:3]}")
    return claim("user_code", _lowest("user_code", office.customs, user_codes(office)), office, application)


def id_number(code: str, net: bool, prefix: str, office: Office, application: int) -> str:
    """識別番号: three characters; the last is a letter for netNACCS and a digit for general NACCS. Raises PoolEmpty."""
    _lock(f"user_id {code}")
    return claim("user_id", _lowest("user_id", code, ids_of(code, net, prefix)), office, application)[5:]


TERMINAL_LETTERS = {
    "interactive": "C",
    "mail": "M",
    "smtp": "S",
    "gw": "G",
    "net": "N",
    "netapi": "P",
    "web": "W",
}
"""Last letter of a logical terminal name (D-02)."""
POOL = ipaddress.ip_network("10.20.0.0/16")
"""Where the LAN blocks of the routers come from (D-15)."""
LAST = 99_999
"""The last number of a series of five digits."""
BLOCK = 29
HOSTS = 5
"""Addresses of a block that terminals get; the sixth, the last, is the router's (T-01)."""


def _next(name: str) -> int:
    """The next number of a series, its row locked until the commit: a rollback leaves no gap."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO issuing_counter (name, value) VALUES (%s, 1) "
            "ON CONFLICT (name) DO UPDATE SET value = issuing_counter.value + 1 RETURNING value",
            [name],
        )
        return int(cursor.fetchone()[0])


def _used(kind: str, digits: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM issuing_issued WHERE kind = %s AND value::text LIKE %s)",
            [kind, f"{digits}%"],
        )
        return bool(cursor.fetchone()[0])


def _series(kind: str) -> str:
    """The next five digits of a kind that nobody ever had, whatever letter followed them. Raises PoolEmpty."""
    n = _next(kind)
    if _used(kind, f"{n:05d}"):
        found = _free_from(kind, n, 1)
        if not found:
            raise PoolEmpty(kind)
        n = found[0]
        Counter.objects.filter(name=kind).update(value=n)
    if n > LAST:
        raise PoolEmpty(kind)
    return f"{n:05d}"


def free_digits(kind: str, at_once: int) -> Iterator[int]:
    """The digits that a series would give, one after the other; `at_once` are read at a time once there is more than one."""
    n = (REACHED.first(kind) or 0) + 1
    if n <= LAST and not _used(kind, f"{n:05d}"):
        yield n
        n += 1
    while found := _free_from(kind, n, at_once):
        yield from found
        n = found[-1] + 1


REACHED = CompiledQuery(lambda name: Counter.objects.filter(name=name).values_list("value", flat=True), str)


def _free_from(kind: str, n: int, count: int) -> list[int]:
    """The first numbers from `n` on that nobody ever had: a register that was taken over may have used tens of thousands in a
    row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT free.n FROM generate_series(%s::int, %s) AS free (n) "
            "LEFT JOIN (SELECT DISTINCT left(value, 5) AS digits FROM issuing_issued WHERE kind = %s) AS used "
            "ON used.digits = lpad(free.n::text, 5, '0') WHERE used.digits IS NULL ORDER BY free.n LIMIT %s",
            [n, LAST, kind, count],
        )
        return [int(found) for (found,) in cursor.fetchall()]


def terminal_name(letter: str, office: Office, application: int) -> str:
    """論理端末名: five digits that are used once whatever the letter, and the letter of the kind (D-02). Raises PoolEmpty."""
    return claim("terminal", _series("terminal") + letter, office, application)


def router_number(office: Office, application: int) -> str:
    """ルータ番号: five digits, leading zeros kept. Raises PoolEmpty."""
    return claim("router", _series("router"), office, application)


def _free(networks: Iterable[str]) -> Iterator[str]:
    """Addresses of blocks that no terminal ever had, lowest first (T-01)."""
    for text in networks:
        network = ipaddress.ip_network(text)
        hosts = [str(h) for h in list(network.hosts())[:HOSTS]]
        used = set(Issued.objects.filter(kind="address", value__in=hosts).values_list("value", flat=True))
        yield from (h for h in hosts if h not in used)


def free_addresses(networks: Iterable[str]) -> list[str]:
    """What is left in a router's blocks, for looking; nothing is taken."""
    return list(_free(networks))


def address(networks: Iterable[str], router: str, office: Office, application: int) -> str | None:
    """IPアドレス（LAN側）: the lowest free one of a router's blocks; None when they are full. Lock `lock_router` first."""
    found = next(_free(networks), None)
    return claim("address", found, office, application) if found else None


def lock_router(router: str) -> None:
    """Hold a router's addresses until the end of the transaction."""
    _lock(f"router {router}")


def block(office: Office, application: int) -> str:
    """The next /29 of the pool, never given before. Raises PoolEmpty."""
    _lock("address block")
    used = set(Issued.objects.filter(kind="block").values_list("value", flat=True))
    for network in POOL.subnets(new_prefix=BLOCK):
        if str(network) not in used:
            return claim("block", str(network), office, application)
    raise PoolEmpty("block")


def mail_address(terminal: str, domain: str, office: Office, application: int) -> str:
    """SMTPメールアドレス of a server: `<name>-<nn>@<domain>` (D-04). Raises PoolEmpty after 99."""
    _lock(f"mail {terminal}")
    stem = terminal.lower()
    for n in range(1, 100):
        value = f"{stem}-{n:02d}@{domain}"
        if not Issued.objects.filter(kind="mail_address", value=value).exists():
            return claim("mail_address", value, office, application)
    raise PoolEmpty(f"mail_address {terminal}")


def mailbox_id(code: str, office: Office, application: int) -> str:
    """メールボックスID: user code and three digits (D-05, three digits so that it is as long as a user ID)."""
    _lock(f"mailbox {code}")
    for n in range(1, 1000):
        value = f"{code}{n:03d}"
        if not Issued.objects.filter(kind="mailbox", value=value).exists():
            return claim("mailbox", value, office, application)
    raise PoolEmpty(f"mailbox {code}")


@dataclass(frozen=True, slots=True)
class Level:
    """How much of a pool is gone; `low` when less than a tenth is left."""

    name: W
    used: int
    size: int

    @property
    def left(self) -> int:
        """How many numbers are free."""
        return self.size - self.used

    @property
    def low(self) -> bool:
        """Whether less than a tenth is free."""
        return self.left * 10 < self.size


def levels() -> list[Level]:
    """The pools that can run out, for the Center (N05)."""
    counts = dict(
        Issued.objects.filter(kind__in=["terminal", "router", "block"])
        .values_list("kind")
        .annotate(n=Count("id"))
        .values_list("kind", "n")
    )
    return [
        Level(W("論理端末名", "Logical terminal names"), counts.get("terminal", 0), 99_999),
        Level(W("ルータ番号", "Router numbers"), counts.get("router", 0), 99_999),
        Level(
            W("LAN側アドレスブロック", "LAN address blocks"),
            counts.get("block", 0),
            2 ** (BLOCK - POOL.prefixlen),
        ),
        *(x for x in _levels_of_companies() if x.low),
    ]


def _levels_of_companies() -> list[Level]:
    """The user codes of each company in each customs district. Those of exporters are one a company and no pool."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT left(value, 1), substr(value, 3), count(*) FROM issuing_issued "
            "WHERE kind = 'user_code' AND value !~ '^V1' GROUP BY 1, 2 ORDER BY 1, 2"
        )
        found = cursor.fetchall()
    size = len(LETTERS) + 10
    return [
        Level(W(f"利用者コード（{customs}□{company}）", f"User codes ({customs}_{company})"), used, size)
        for customs, company, used in found
    ]


def claim(
    kind: str, value: str, office: Office, application: int | None = None, shape: str | None = None
) -> str:
    """Write a number down as handed out, for good (T-02). `shape` is the pattern that its place asks for, beside that
    of its kind. Raises BadNumber, AlreadyIssued."""
    shapes.check(kind, value, shape)
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


def access_key() -> str:
    """端末アクセスキー: 16 capitals and digits that are not easily confused (D-03)."""
    return "".join(randomness.choice(SAFE + SAFE_DIGITS) for _ in range(16))


def user_password() -> str:
    """Eight capitals and digits, at least one of each, without characters that are easily confused (D-59)."""
    while True:
        text = "".join(randomness.choice(SAFE + SAFE_DIGITS) for _ in range(8))
        if any(c in SAFE for c in text) and any(c in SAFE_DIGITS for c in text):
            return text
