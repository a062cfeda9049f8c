"""`python -m bench.usage_file [lines]`: a usage file of 100,000 lines over 10,000 offices is checked and drawn up, and one with every
hundredth line broken is refused; prints seconds and the largest memory of the process that does it, each in a process of its own."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from .__main__ import ROOT
from .filling import Fill, copy
from .offices import SINCE, short, user_code

DATA = Path(os.environ.get("BENCH_DATA") or ROOT / ".nss" / "usage-file")
FILE = DATA / "usage.csv"
LINES, OFFICES, IDS = 100_000, 10_000, 10
MONTH = date(2026, 10, 1)
JOBS = [(f"T{n:02d}", 20 + n, 24 + n) for n in range(40)]
"""Transactions with their prices on plan A and on plan B."""
BROKEN = 100
"""Every so manieth line of the broken file is wrong."""
GOAL = "goal: 60 s, 300 MB"


def fill() -> None:
    """Offices with ten IDs, a plan on each side and terminals."""
    from django.db import connection

    from nss.billing.models import Price
    from nss.contract.models import Company, Office
    from nss.contract.rows.billing import FeePlan
    from nss.contract.rows.ids import UserCode, UserId
    from nss.contract.rows.lines import Terminal

    needed = (Company, Office, UserCode, UserId, Terminal)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model, rows in Fill(0, OFFICES).all():
            if model in needed:
                copy(model, rows)
        copy(FeePlan, plans())
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM (ANALYZE)")
    Price.objects.bulk_create(Price(transaction=t, plan_a=a, plan_b=b, since=SINCE) for t, a, b in JOBS)


def plans() -> Iterator[dict[str, Any]]:
    """Plan A on the general side of every other office, plan B else."""
    for n in range(OFFICES):
        for k, tab in enumerate(("general", "net")):
            key = 900_000_000 + n * 2 + k
            owner = {"company_id": 1_000_000 + n // 10, "office_id": Fill.office_id(n)}
            plan = "A" if is_on_a(n, tab) else "B"
            yield {"id": key, "identity": key, **owner, "starts": SINCE, "tab": tab, "plan": plan}


def is_on_a(n: int, tab: str) -> bool:
    """Whether a side of an office is on plan A."""
    return tab == "general" and n % 2 == 0


def lines(how_many: int) -> Iterator[str]:
    """A line for every ID in turn, then one more with the next transaction."""
    for at in range(how_many):
        turn, which = divmod(at, OFFICES * IDS)
        n, k = divmod(which, IDS)
        job, on_a, on_b = JOBS[(turn + k) % len(JOBS)]
        tab, word = ("general", "一般") if k % 2 else ("net", "net")
        price, times = on_a if is_on_a(n, tab) else on_b, 1 + at % 97
        number = f"A{k}1" if k % 2 else f"A{k}A"
        office = f"{short(n // 10, 3)}{n % 10:03d}"
        yield f"{MONTH:%Y/%m},,{office},{user_code(n)},{number},{word},{job},{times},{price},{times * price}"


def write(made: Iterable[str]) -> None:
    """The file that is measured."""
    from nss.billing.usage_lines import COLUMNS

    FILE.write_text("\r\n".join([",".join(COLUMNS), *made]), encoding="utf-8", newline="")


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Print seconds, and the memory before and at its largest."""
    before, began = largest(), time.perf_counter()
    yield
    took = time.perf_counter() - began
    print(f"{what}: {took:.1f} s, {before:.0f} MB before, {largest():.0f} MB at most ({GOAL})", flush=True)


def largest() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def do(what: str) -> None:
    """One measurement, in its own process."""
    from nss.billing import closing, handing_in, invoices, loading
    from nss.billing.models import Loading, Month

    if what == "again":
        with measured("drawn up anew"):
            month = Month.objects.get()
            closing.end_of(month.month)
            invoices.draw_up(month)
        return
    load = handing_in.begin(MONTH, FILE.name, FILE.read_bytes(), None)
    with measured("refused" if what == "broken" else "checked, stored and drawn up"):
        loading.run(load.pk)
    load = Loading.objects.get(pk=load.pk)
    print(
        f"  {load.total:,} lines, {FILE.stat().st_size / 1e6:.1f} MB: {load.state}, {load.wrong:,} wrong lines"
    )
    print(f"  {sum(m.invoices.count() for m in Month.objects.all()):,} invoices", flush=True)


def main(arguments: list[str]) -> int:
    """Fill a database, write the files and measure; `do` is for the processes that it starts."""
    os.environ["NSS_DATA"] = str(DATA)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nss.runtime.settings")
    os.environ.setdefault("NSS_LOG_LEVEL", "CRITICAL")
    from nss.runtime import embedded, prepare

    if arguments[:1] == ["do"]:
        prepare.set_up_django()
        do(arguments[1])
        return 0
    how_many = int(arguments[0]) if arguments else LINES
    server = embedded.Server(DATA)
    server.delete()
    DATA.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    with server.use():
        prepare.migrate()
        prepare.set_up_django()
        fill()
        for what in ("load", "again", "broken"):
            good = lines(how_many)
            write(x + "1" if what == "broken" and at % BROKEN == 0 else x for at, x in enumerate(good, 1))
            subprocess.run([sys.executable, "-m", "bench.usage_file", "do", what], env=env, check=True)
        from django.db import connection

        connection.close()
        connection.close_pool()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
