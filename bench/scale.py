"""`python -m bench.scale [offices ...]`: fills a database (`bench/filling.py`) and measures the same pages at each size; tables that
grow must not be read from end to end.

Default 1000 and 10000 offices; 100000 offices are 1M user IDs and 5M applications (about 15 GB on disk).
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .__main__ import FLOOR, ROOT, keep_reading
from .driver import PORT, Browser, decide, first_waiting, journey, percentiles, spread, wait_for
from .driver import measure as load
from .filling import APPLICATIONS, fill
from .offices import short, user_code
from .rounds import granian

DATA = Path(os.environ.get("BENCH_DATA") or ROOT / ".nss" / "scale")
DRIFT = "help"
"""A page that reads no table that grows: what it takes longer, the machine takes longer."""
GROWING = 10_000
"""A table of more rows must not be scanned whole."""


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
        if port == FLOOR:
            spread(eight)
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
        f"{APPLICATIONS} applications with their edits and events an office (`bench/filling.py`).",
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
