"""Fills a database by COPY for the measurements at full size: 10 IDs, 4 lines and terminals, 50 applications an office."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from .driver import PASSWORD
from .offices import SINCE, short, user_code

APPLICATIONS = 50
WAITING = range(0, 1000, 20)
"""Offices with an application that waits: fifty at every size, a page of the queue. The backlog is what the Center works off
in days; it does not grow with the years."""


def copy(model: Any, rows: Iterable[dict[str, Any]]) -> int:
    """Rows of a model by COPY; what a row does not say is the field's default."""
    from django.db import connection

    fields = list(model._meta.concrete_fields)
    plain = {f.attname: f.get_default() for f in fields}
    json_fields = {f.attname for f in fields if f.get_internal_type() == "JSONField"}
    names = ", ".join(f'"{f.column}"' for f in fields)
    n = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as out,
    ):
        for row in rows:
            values = {**plain, **row}
            out.write_row(
                [json.dumps(v) if k in json_fields and v is not None else v for k, v in values.items()]
            )
            n += 1
    return n


class Fill:
    """The rows of so many offices, from number `first` on."""

    def __init__(self, first: int, offices: int) -> None:
        self.span = range(first, first + offices)
        self.companies = range(first // 10, (first + offices - 1) // 10 + 1)

    @staticmethod
    def office_id(n: int) -> int:
        return 10_000_000 + n

    def all(self) -> Iterator[tuple[Any, Iterable[dict[str, Any]]]]:
        from django.contrib.auth.hashers import make_password

        from nss.account.models import Person
        from nss.application.models import Application, Record, Revision
        from nss.base import clock
        from nss.contract.models import Company, Office
        from nss.contract.rows.ids import UserCode, UserId
        from nss.contract.rows.lines import Line, Terminal
        from nss.contract.rows.office import SystemManager
        from nss.issuing.models import Issued

        now, o = clock.now(), self.office_id
        yield Company, ({"id": 1_000_000 + k, "code": short(k, 3)} for k in self.companies)
        yield (
            Office,
            (
                {
                    "id": o(n),
                    "company_id": 1_000_000 + n // 10,
                    "code": f"{short(n // 10, 3)}{n % 10:03d}",
                    "company_name": f"見本{n // 10}株式会社",
                    "name": f"第{n % 10}営業所",
                }
                for n in self.span
            ),
        )
        hashed = make_password(PASSWORD)
        yield (
            Person,
            (
                {
                    "id": 20_000_000 + n,
                    "username": f"{short(n // 10, 3)}{n % 10:03d}/tanto",
                    "login_id": "tanto",
                    "office_id": o(n),
                    "family_name": "見本",
                    "given_name": "太郎",
                    "email": "tanto@example.jp",
                    "role": "applicant",
                    "password": hashed,
                }
                for n in self.span
            ),
        )

        def base(key: int, n: int) -> dict[str, Any]:
            return {
                "id": key,
                "identity": key,
                "company_id": 1_000_000 + n // 10,
                "office_id": o(n),
                "starts": SINCE,
                "ends": clock.FOREVER,
            }

        yield (
            SystemManager,
            (
                {
                    **base(30_000_000 + n, n),
                    "name": "管理 太郎",
                    "name_kana": "カンリ タロウ",
                    "phone": "0312345678",
                    "email": "m@example.jp",
                }
                for n in self.span
            ),
        )
        yield (
            UserCode,
            ({**base(40_000_000 + n, n), "code": user_code(n), "system_class": "sea"} for n in self.span),
        )
        yield (
            UserId,
            (
                {
                    **base(100_000_000 + n * 10 + k, n),
                    "code": user_code(n),
                    "number": f"A{k}1" if k % 2 else f"A{k}A",
                    "business": ["01"],
                    "method": "interactive" if k % 2 else "net",
                }
                for n in self.span
                for k in range(10)
            ),
        )
        yield (
            Issued,
            (
                {
                    "id": 200_000_000 + n * 10 + k,
                    "kind": "user_id",
                    "value": user_code(n) + (f"A{k}1" if k % 2 else f"A{k}A"),
                    "company_id": 1_000_000 + n // 10,
                    "at": now,
                }
                for n in self.span
                for k in range(10)
            ),
        )
        yield (
            Line,
            ({**base(50_000_000 + n, n), "system_class": "common", "router": short(n, 5)} for n in self.span),
        )
        yield (
            Terminal,
            (
                {
                    **base(60_000_000 + n * 3 + k, n),
                    "router": short(n, 5),
                    "system_class": "common",
                    "device": "pc",
                    "package": "mail",
                    "name": f"{short(n * 3 + k, 5)}M",
                    "address": f"10.{64 + (n * 3 + k) // 65536 % 128}.{(n * 3 + k) // 256 % 256}.{(n * 3 + k) % 256}",
                }
                for n in self.span
                for k in range(3)
            ),
        )

        def of_application(n: int, k: int) -> dict[str, Any]:
            serial = n * APPLICATIONS + k
            day = date.today() - timedelta(days=3650 - 73 * k)
            fresh = k == APPLICATIONS - 1 and n in WAITING
            return {
                "id": 1_000_000_000 + serial,
                "company_id": 1_000_000 + n // 10,
                "office_id": o(n),
                "applicant_office_id": o(n),
                "number": f"{10 + serial // 100_000:02d}{serial % 100_000:05d}A",
                "state": "received" if fresh else "approved",
                "created_at": now,
                "changed_at": now,
                "created_by_id": 20_000_000 + n,
                "received_on": day,
                "waiting_since": day,
                "decided_on": None if fresh else day,
                "start_date": None if fresh else day + timedelta(days=20),
            }

        every = [(n, k) for n in self.span for k in range(APPLICATIONS)]
        yield Application, (of_application(n, k) for n, k in every)
        edit = {
            "procedure": "user-code",
            "action": "add",
            "kind": "user_id",
            "target": None,
            "before": {},
            "after": {"business": ["01"], "method": "net", "number": ""},
            "count": 1,
        }
        yield (
            Revision,
            (
                {
                    "id": 2_000_000_000 + n * APPLICATIONS + k,
                    "company_id": 1_000_000 + n // 10,
                    "application_id": 1_000_000_000 + n * APPLICATIONS + k,
                    "items": ["user-code"],
                    "edits": [{**edit, "after": {**edit["after"], "code": user_code(n)}}],
                    "saved_at": now,
                    "frozen_at": now,
                    "wish_date": date.today() + timedelta(days=30),
                    "reason": "利用者の増加のため",
                }
                for n, k in every
            ),
        )
        yield (
            Record,
            (
                {
                    "id": 3_000_000_000 + (n * APPLICATIONS + k) * 2 + e,
                    "company_id": 1_000_000 + n // 10,
                    "application_id": 1_000_000_000 + n * APPLICATIONS + k,
                    "at": now,
                    "event": word,
                }
                for n, k in every
                for e, word in enumerate(("submit", "approve"))
            ),
        )


def fill(first: int, last: int) -> tuple[int, float]:
    """Offices `first` to `last`: rows and seconds. Guards and history rest while it runs."""
    from django.db import connection

    began, rows = time.perf_counter(), 0
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    for start in range(first, last, 5000):
        for model, made in Fill(start, min(5000, last - start)).all():
            rows += copy(model, made)
        took = time.perf_counter() - began
        print(f"  {min(start + 5000, last):,} offices, {rows:,} rows, {rows / took:,.0f} rows/s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")
    took = time.perf_counter() - began
    with (
        connection.cursor() as cursor
    ):  # what years of running would have done: the pages are measured, not the filling's wake
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")
    return rows, took
