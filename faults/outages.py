"""F25: the database is away for long, or somebody holds every table."""

from __future__ import annotations

import http.client
import threading
import time

from bench.driver import journey

from .stage import PORT, Outcome, Stage, answers, wait

PATHS = ("/login/", "/contract/?tab=net", "/applications/", "/center/", "/news/")
PAGE_SECONDS, LOCK_SECONDS = 2.5, 5.0
"""Two seconds until the pool gives up, five until a lock does; the rest is the way there and back on two busy cores."""


def ask(path: str, cookie: str) -> tuple[int, str, float]:
    """Status, Retry-After and how long it took."""
    began = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        line.request("GET", path, headers={"Cookie": cookie})
        answer = line.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Retry-After", ""), time.perf_counter() - began
    except (OSError, http.client.HTTPException):
        return 0, "", time.perf_counter() - began


def watched(seconds: float, cookie: str) -> tuple[list[tuple[int, str, float]], list[tuple[int, str, float]]]:
    """What pages and health answer in so long: one asks pages after one another, one asks for health."""
    pages: list[tuple[int, str, float]] = []
    health: list[tuple[int, str, float]] = []
    end = time.monotonic() + seconds

    def look(paths: tuple[str, ...], found: list[tuple[int, str, float]]) -> None:
        while time.monotonic() < end:
            for path in paths:
                found.append(ask(path, cookie))
                time.sleep(0.2)

    threads = [threading.Thread(target=look, args=a) for a in ((PATHS, pages), (("/healthz",), health))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return pages, health


def all_back(cookie: str) -> bool:
    """Whether every web process answers its pages again: each of so many connections meets one of them."""
    return all(ask("/contract/", cookie)[0] == 200 for _ in range(20))


def away_and_locked(stage: Stage, times: int) -> Outcome:
    """Ten minutes without the database, two minutes with every table locked (less with few repetitions)."""
    from django.db import connection, transaction

    from nss.notice.models import Mail

    from .rows import fresh_connections, signed_in

    b = signed_in()
    cookie = "; ".join(f"{k}={v}" for k, v in b.cookies.items())
    # A web process reads its pages in with its first answer, which is not what is measured.
    for _ in range(20):
        for path in PATHS:
            ask(path, cookie)
    away_for, locked_for = (600, 120) if times >= 50 else (max(15, times * 6), max(12, times * 2))
    stage.database.stop()
    time.sleep(0.5)
    away, health = watched(away_for, cookie)
    worker_lived = stage.worker is not None and stage.worker.poll() is None
    stage.database.start()
    began = time.monotonic()
    back = wait(lambda: answers("/readyz") == 200 and all_back(cookie), 60)
    back_after = time.monotonic() - began
    fresh_connections()
    journey(b, "1ANAC")
    mailed = wait(lambda: not Mail.objects.filter(state="queued").exists(), 90)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = ", ".join(connection.ops.quote_name(name) for (name,) in cursor.fetchall())
        cursor.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")
        locked, health_locked = watched(locked_for, cookie)
    free = wait(lambda: ask("/contract/", cookie)[0] == 200, 30)
    unclear = [a for a in away if a[0] != 503 or not a[1]]
    slow = max(a[2] for a in away)
    unclear_locked = [a for a in locked if a[0] not in (200, 302, 503)]
    slow_locked = max(a[2] for a in locked)
    healthy = [*health, *health_locked]
    good = (
        worker_lived
        and back
        and mailed
        and free
        and not unclear
        and not unclear_locked
        and slow <= PAGE_SECONDS
        and slow_locked <= LOCK_SECONDS + 1
        and all(a[0] == 200 for a in healthy)
    )
    return good, (
        f"away {away_for} s: {len(away)} pages, {len(unclear)} without 503 and Retry-After, slowest {slow:.1f} s; "
        f"the worker lived: {worker_lived}, pages back after {back_after:.1f} s, mails sent: {mailed}; every table locked {locked_for} s: "
        f"{len(locked)} pages, slowest {slow_locked:.1f} s; /healthz {len(healthy)} times 200: {all(a[0] == 200 for a in healthy)}, "
        f"slowest {max(a[2] for a in healthy) * 1000:.0f} ms"
    )
