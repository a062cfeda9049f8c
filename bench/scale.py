"""`python -m bench.scale [offices ...]`: fills a database by COPY (10 IDs, 4 lines and terminals, 50 applications an office) and
measures the same pages at each size; tables that grow must not be read from end to end.

Default 1000 and 10000 offices; 100000 offices are 1M user IDs and 5M applications (about 15 GB on disk).
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from .__main__ import FLOOR, ROOT, keep_reading
from .driver import PASSWORD, PORT, Browser, decide, first_waiting, journey, percentiles, wait_for
from .driver import measure as load
from .offices import SINCE, short, user_code
from .rounds import granian

DATA = Path(os.environ.get("BENCH_DATA") or ROOT / ".nss" / "scale")
APPLICATIONS = 50
WAITING = range(0, 1000, 20)
"""Offices with an application that waits: fifty at every size, a page of the queue. The backlog is what the Center works off
in days; it does not grow with the years."""
DRIFT = "help"
"""A page that reads no table that grows: what it takes longer, the machine takes longer."""
GROWING = 10_000
"""A table of more rows must not be scanned whole."""


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


def scans() -> dict[str, int]:
    """Whole reads so far of every table that grows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT relname, seq_scan FROM pg_stat_user_tables WHERE n_live_tup > %s", [GROWING])
        return dict(cursor.fetchall())


def timed(what: Callable[[], Any], times: int = 60) -> tuple[float, float]:
    """p50 and p95 in milliseconds, after a few to warm up."""
    for _ in range(5):
        what()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        what()
        found.append((time.perf_counter() - began) * 1000)
    cut = statistics.quantiles(found, n=100)
    return cut[49], cut[94]


def at_once(office: Browser, center: Browser) -> dict[str, tuple[float, float]]:
    """The queue and a review page for eight people at a time, beside the floor page (`bench/floor.py`)."""
    waiting = first_waiting(center)
    found = {}
    for name, path, of, port in (
        ("floor page", "/floor", office, FLOOR),
        ("queue", "/center/", center, PORT),
        ("review page", waiting, center, PORT),
    ):
        eight = [Browser(port) for _ in range(8)]
        for b in eight:
            b.cookies = dict(of.cookies)

        def ask(b: Browser, path: str = path) -> None:
            if b.get(path) != 200:
                raise SystemExit(f"{path}: not 200")

        load(ask, eight, 2)
        times, errors, _ = load(ask, eight, 5)
        if errors:
            raise SystemExit(f"{path}: {errors} errors")
        found[f"{name}, 8 clients"] = percentiles(times)[:2]
    return found


def measure(offices: int) -> dict[str, tuple[float, float]]:
    """The pages of an office in the middle and of the Center."""
    n = offices // 2
    code = f"{short(n // 10, 3)}{n % 10:03d}"
    office, center = Browser(), Browser()
    office.sign_in(code, "tanto")
    center.sign_in("NACCS", "shinsa")

    def get(b: Browser, path: str) -> Callable[[], Any]:
        def ask() -> None:
            if b.get(path) != 200:
                raise SystemExit(f"{path}: not 200")

        return ask

    serial = n * APPLICATIONS + 3
    found = {
        DRIFT: timed(get(office, "/help/")),
        "contract": timed(get(office, "/contract/?tab=code")),
        "menu": timed(get(office, "/")),
        "applications": timed(get(office, "/applications/")),
        "one application": timed(
            get(office, f"/applications/{10 + serial // 100_000:02d}{serial % 100_000:05d}A/")
        ),
        "queue": timed(get(center, "/center/")),
        "finished": timed(get(center, "/center/?view=done")),
    }
    for what, text in (
        ("number", f"{10 + serial // 100_000:02d}{serial % 100_000:05d}A"),
        ("office code", code),
        ("user ID", user_code(n) + "A1"),
        ("terminal", f"{short(n * 3, 5)}M"),
        ("address", f"10.{64 + (n * 3) // 65536 % 128}.{(n * 3) // 256 % 256}.{(n * 3) % 256}"),
        ("name", f"見本{n // 10}"),
        ("first letters of a thousand names", "見本1"),
    ):
        from urllib.parse import quote

        found[f"search by {what}"] = timed(get(center, f"/center/?q={quote(text)}"), 30)
    found |= at_once(office, center)
    numbers: list[str] = []
    found["guide ⑩"] = timed(lambda: numbers.append(journey(office)), 30)
    found["decision"] = percentiles(decide(numbers, center, 1)[0])[:2]
    from nss.application import sweeps

    found["deadline sweep"] = timed(sweeps.sweep_deadlines, 20)
    return found


def main(sizes: list[int]) -> int:
    env = {**os.environ, "NSS_DATA": str(DATA), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    subprocess.run([sys.executable, "-m", "nss", "demo-reset"], env=env, capture_output=True, check=False)
    shutil.rmtree(DATA, ignore_errors=True)
    os.environ["NSS_DATA"] = str(DATA)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nss.runtime.settings")
    from nss.runtime import embedded, prepare

    results: dict[int, dict[str, tuple[float, float]]] = {}
    speed: list[str] = []
    scanned: dict[str, int] = {}
    with embedded.Server(DATA).use(), ExitStack() as beside:
        prepare.migrate()
        prepare.collect_static()
        prepare.set_up_django()
        prepare.load_if_empty()
        web = subprocess.Popen(
            [sys.executable, "-m", "nss", "serve", "--port", str(PORT), "--workers", "2"], env=env
        )
        try:
            floor = {**env, "DJANGO_SETTINGS_MODULE": "bench.floor_settings"}
            beside.enter_context(granian("bench.floor_wsgi:application", FLOOR, floor))
            wait_for(FLOOR, "/floor")
            wait_for(PORT, "/readyz")
            have = 0
            for size in sizes:
                rows, took = fill(have, size)
                have = size
                speed.append(f"{size:,} offices: {rows:,} rows in {took:.0f} s, {rows / took:,.0f} rows/s")
                before = scans()
                results[size] = measure(size)
                scanned = {t: n - before.get(t, 0) for t, n in scans().items() if n > before.get(t, 0)}
                print(
                    size,
                    {k: (round(a, 1), round(b, 1)) for k, (a, b) in results[size].items()},
                    "scanned whole:",
                    scanned,
                    flush=True,
                )
        finally:
            web.terminate()
            with suppress(subprocess.TimeoutExpired):
                web.wait(20)
        from django.db import connection

        connection.close()
        connection.close_pool()
    write(results, speed, scanned)
    return 0


def write(
    results: dict[int, dict[str, tuple[float, float]]], speed: list[str], scanned: dict[str, int]
) -> None:
    sizes = list(results)
    lines = [
        "# Growth",
        "",
        f"`make bench-scale` on {datetime.now(UTC):%Y-%m-%d}: one client, p50 / p95 in milliseconds, embedded PostgreSQL; 10 IDs, 4 lines and terminals and "
        f"{APPLICATIONS} applications with their edits and events an office (`bench/scale.py`).",
        "",
        "| Page | "
        + " | ".join(f"{s:,} offices" for s in sizes)
        + " | last / first (p50) | the same, less the drift |",
        "|---|" + "---|" * (len(sizes) + 2),
    ]
    for name in results[sizes[0]]:
        cells = [f"{results[s][name][0]:.1f} / {results[s][name][1]:.1f}" for s in sizes]
        grown = results[sizes[-1]][name][0] / results[sizes[0]][name][0]
        drift = results[sizes[-1]][DRIFT][0] / results[sizes[0]][DRIFT][0]
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {grown:.2f} | {grown / drift:.2f} |")
    lines += [
        "",
        "Filling: " + "; ".join(speed) + ".",
        "",
        f"Tables of more than {GROWING:,} rows that a page read from end to end at the last size: {', '.join(scanned) or 'none'}.",
        "",
    ]
    keep_reading(ROOT / "docs" / "growth.md", "\n".join(lines))


if __name__ == "__main__":
    raise SystemExit(main([int(x) for x in sys.argv[1:]] or [1000, 10_000]))
