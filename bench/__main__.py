"""`python -m bench`: starts the demonstration in a folder of its own, plays pages and journeys, prints and writes the table."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from . import offices, rounds
from .driver import (
    PASSWORD,
    PORT,
    Browser,
    Result,
    decide,
    first_waiting,
    journey,
    measure,
    percentiles,
    spread,
    wait_for,
)
from .rounds import granian

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("BENCH_DATA") or ROOT / ".nss" / "bench")
FLOOR = PORT + 1
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
CLIENTS = (1, 8, 32)
IDS = (10, 200)
"""Sizes of the offices that journeys and decisions are measured with."""
WAITING = 18
"""With one of each of the 32 offices a page of the queue."""
QUEUED, FAILED = 'nss_mails{state="queued"}', 'nss_mails{state="failed"}'


class Table:
    """Lines of figures, printed as they come and written at the end."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.floor: dict[int, float] = {}
        self.rounds: list[str] = []

    def add(self, name: str, clients: int, result: Result, goal: str = "") -> None:
        times, errors, took = result
        if not times:
            self.lines.append(f"| {name} | {clients} | – | – | – | – | – | {errors} | {goal} |")
            print(self.lines[-1], flush=True)
            return
        p50, p95, p99 = percentiles(times)
        if name == "floor":
            self.floor[clients] = p50
        ratio = p50 / self.floor[clients] if self.floor.get(clients) else 0
        self.lines.append(
            f"| {name} | {clients} | {len(times) / took:,.0f} | {p50:.1f} | {p95:.1f} | {p99:.1f} | {ratio:.2f} | {errors} | {goal} |"
        )
        print(self.lines[-1], flush=True)


def memory_mb() -> list[str]:
    """Resident memory of the largest four of the product's processes, and in brackets what of it is their own: pages that forked
    processes share are counted by their part (PSS)."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            text = status.read_text()
            command = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if "granian" in command or ("nss" in command and "serve" in command):
                size = re.search(r"VmRSS:\s+(\d+)", text)
                own = re.search(r"^Pss:\s+(\d+)", (status.parent / "smaps_rollup").read_text(), re.M)
                found.append(tuple(int(x[1]) // 1024 if x else 0 for x in (size, own)))
    return [f"{size} ({own})" for size, own in sorted(found, reverse=True)[:4]]


def main() -> int:
    shutil.rmtree(DATA, ignore_errors=True)
    env = {**os.environ, "NSS_DATA": str(DATA), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    subprocess.run([sys.executable, "-m", "nss", "demo-reset"], env=env, capture_output=True, check=False)
    demo = subprocess.Popen(
        [sys.executable, "-m", "nss", "demo", "--port", str(PORT)],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    table = Table()
    try:
        print(f"first page after {wait_for(PORT, '/login/'):.1f} s (with sample data made)")
        bare = {**env, "DJANGO_SETTINGS_MODULE": "bench.floor_settings"}
        with granian("bench.floor_wsgi:application", FLOOR, bare):
            wait_for(FLOOR, "/floor")
            os.environ["NSS_DATA"] = str(DATA)
            from nss.runtime import prepare

            prepare.set_up_django()
            table.rounds = whole_rounds()
            play(table)
    finally:
        demo.terminate()
        try:
            demo.wait(20)
        except subprocess.TimeoutExpired:  # asked to end while it starts it may not hear it
            demo.kill()
    write(table)
    return 0


def people(made: list[offices.Made]) -> list[Browser]:
    """The people of these offices, signed in."""
    ready = []
    for office in made:
        b = Browser()
        b.cookies["nss_session"] = office.session
        ready.append(b)
    return ready


def whole_rounds() -> list[str]:
    """The table of the whole round. It comes first, while the queue holds nothing but what the rounds bring."""
    from django.db import connection

    pairs = []
    for office in offices.make(rounds.CLIENTS, 10):
        pair = rounds.Pair(Browser(), Browser())
        pair.applicant.cookies["nss_session"] = office.session
        pair.reviewer.cookies["nss_session"] = offices.signed_in("NACCS/shinsa")
        pairs.append(pair)
    where = connection.settings_dict
    postgresql = {f"PG{name}": str(where[name] or "") for name in ("HOST", "PORT", "USER", "PASSWORD")}
    lines = rounds.compare(pairs, postgresql, 2 * SECONDS, empty_outbox)
    print("\n".join(lines), flush=True)
    return lines


def page(path: str) -> Callable[[Browser], object]:
    def ask(b: Browser) -> None:
        status = b.get(path)
        if status != 200:
            raise AssertionError(f"{path}: {status}")

    return ask


def play(table: Table) -> None:
    reviewer = Browser()
    reviewer.sign_in("NACCS", "shinsa")
    everybody = people(offices.make(max(CLIENTS), 10))
    first = Browser()
    first.sign_in("NAC001", "hanako")
    floors, one_office = [Browser(FLOOR) for _ in everybody], [Browser() for _ in everybody]
    for b in floors + one_office:
        b.cookies = dict(first.cookies)
    worker = job_worker()
    for what, who in (
        (page("/"), everybody),
        (page("/contract/?tab=code"), one_office),
        (page("/floor"), floors),
        (journey, everybody),
    ):
        measure(what, who[:4], 2)  # both processes have met every page before anything is counted
    # Nobody decides these: the queue is a full page at every line.
    waiting = [journey(b) for b in everybody + everybody[:WAITING]]
    alone = journey(people(offices.make(1, 10))[0])
    # One as most are, one of an office with many that wait beside it, and the oldest of the samples: works on a line, with its
    # drawing, their forms and what was said of them.
    reviews = {
        "review page": page(f"/center/applications/{alone}/"),
        "review page beside others": page(f"/center/applications/{waiting[0]}/"),
        "review page with works": page(first_waiting(reviewer)),
    }
    for n in CLIENTS:
        table.add("floor", n, measure(page("/floor"), spread(floors[:n]), SECONDS))
        table.add("contract", n, measure(page("/contract/?tab=code"), one_office[:n], SECONDS), "ratio ≤ 1.0")
        table.add("menu", n, measure(page("/"), everybody[:n], SECONDS), "p95 ≤ 3 × floor")
        table.add(
            "applications", n, measure(page("/applications/"), everybody[:n], SECONDS), "p95 ≤ 3 × floor"
        )
        centers = [Browser() for _ in range(n)]
        for b in centers:
            b.cookies = dict(reviewer.cookies)
        table.add("queue", n, measure(page("/center/"), centers, SECONDS), "p95 ≤ 3 × floor")
        for name, review in reviews.items():
            table.add(name, n, measure(review, centers, SECONDS), "p95 ≤ 3 × floor")
        with paused(worker):
            for ids in IDS:
                numbers: list[str] = []
                fresh = people(offices.make(n, ids))  # an office grows by what it files and is given
                table.add(
                    f"guide ⑩, {ids} IDs",
                    n,
                    measure(lambda b, into=numbers: into.append(journey(b)), fresh, SECONDS),  # type: ignore[misc]
                    "≥ 60/s at 8" if ids == IDS[0] else "",
                )
                table.add(
                    f"decision, {ids} IDs",
                    n,
                    decide(numbers, reviewer, n),
                    "≥ 150/s at 8" if ids == IDS[0] else "",
                )
        mails(table)
    first.get("/applications/")
    found = re.search(r'href="/applications/(\d\w+)/"', first.page)
    if found:
        table.add(
            "PDF again",
            1,
            measure(page(f"/applications/{found.group(1)}/form.pdf"), [first], SECONDS),
            "p50 ≤ 8 ms",
        )
    kept = people(offices.make(1, 200))[0]
    table.lines.append(
        f"\nFirst visit of the sign-in page, as it crosses the line with its style sheet and script: {first_visit('/login/')} KB; "
        f"of the contract of an office with 200 IDs: {first_visit('/contract/?tab=code', kept)} KB (goal 60). Memory of the "
        f"web processes, in brackets their own part of it: {', '.join(memory_mb())} MB (goal 110 a worker). Largest paint at 4x CPU slowdown: {paint()} (goal 600)."
    )
    print(table.lines[-1])


def first_visit(path: str, b: Browser | None = None) -> int:
    """KB of a page with all that it links from this site, nothing cached, as a browser gets them straight from a web process."""
    b = b or Browser()
    b.get(path)
    links = re.findall(r'(?:href|src)="(/static/[^"]+)"', b.page)
    b.wire, b.packed = 0, True
    for asked in (path, *dict.fromkeys(links)):
        b.get(asked)
    return round(b.wire / 1024)


def job_worker() -> int:
    """The process that sends the mails of this demonstration."""
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = command.read_bytes().split(b"\0")
            if b"worker" in words and str(DATA).encode() in (command.parent / "environ").read_bytes():
                return int(command.parent.name)
    raise SystemExit("no job worker")


@contextmanager
def paused(worker: int) -> Iterator[None]:
    """The mails wait: journeys and decisions are measured without their sending, which is measured after."""
    os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(worker, signal.SIGCONT)


def gauge(name: str) -> float:
    b = Browser()
    b.get("/metrics")
    found = re.search(rf"^{re.escape(name)} (\S+)", b.page, re.M)
    return float(found.group(1)) if found else 0.0


def empty_outbox() -> float:
    """Seconds until no mail waits any more."""
    began = time.perf_counter()
    while gauge(QUEUED) > 0 and time.perf_counter() - began < 120:
        time.sleep(0.2)
    return time.perf_counter() - began


def mails(table: Table) -> None:
    """How fast one worker empties the outbox that the journeys and decisions have filled."""
    queued = gauge(QUEUED)
    took = empty_outbox()
    table.lines.append(
        f"| mails, {queued:.0f} waiting | | {queued / took if took else 0:.0f} | | | | | {gauge(FAILED):.0f} | ≥ 200/s |"
    )
    print(table.lines[-1], flush=True)


def paint() -> str:
    """Largest paint of the sign-in page and of the menu in Chromium, slowed four times, nothing cached."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return "not measured (Chromium comes with `make test`)"
    found = []
    with sync_playwright() as p:
        browser = p.chromium.launch(
            executable_path=os.environ.get("NSS_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--headless=new"],
        )
        page = browser.new_page()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        script = "() => new Promise(done => new PerformanceObserver(l => done(l.getEntries().at(-1).startTime)).observe({type: 'largest-contentful-paint', buffered: true}))"
        for name in ("sign-in", "menu"):
            if name == "menu":
                for field, text in (
                    ("office_code", "NAC001"),
                    ("login_id", "hanako"),
                    ("password", PASSWORD),
                ):
                    page.fill(f"[name={field}]", text)
                page.click("main button.primary")
            page.goto(f"http://127.0.0.1:{PORT}/" + ("login/" if name == "sign-in" else ""))
            found.append(f"{name} {page.evaluate(script):.0f} ms")
        browser.close()
    return ", ".join(found)


def write(table: Table) -> None:
    cores = os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    head = f"""# Benchmarks

`make bench` on {datetime.now(UTC):%Y-%m-%d}: {cores} cores, {memory:.0f} GiB, the load driver (Python threads on bare sockets) on the same machine, embedded
PostgreSQL with fsync on. What counts is the ratio to the floor of the same run: a bare signed-in Django page with session, user
and 50 rows by Django's templates, on the same server and database (`bench/floor.py`), its visitors as many at each process.
Times in milliseconds.

| what | clients | per second | p50 | p95 | p99 | p50 / floor | errors | goal |
|---|---|---|---|---|---|---|---|---|
"""
    rounds_text = ROUND + "\n".join(table.rounds) + "\n"
    keep_reading(ROOT / "docs" / "benchmarks.md", head + "\n".join(table.lines) + "\n" + rounds_text)


ROUND = """
## The whole round

An office looks at its contract, applies from the selection to the reception number, the Center opens its queue and the application
and approves, the office opens the result. Beside it, in turns in the same run, the like round of two small applications made for
this (`bench/peers`): a form wizard (list, four pages kept in the session, one row, queue, record, approval, result) and a workflow
engine's flow of the same pages by its own screens, the shortest way through them. The same server, processes, PostgreSQL and driver;
sessions and CSRF in all three. The product sends its mails meanwhile (the others have none), and what is left of them counts.

"""


READING = "\n## Reading the figures\n"


def keep_reading(path: Path, figures: str) -> None:
    """Write the figures anew; what people wrote below them about what they mean stays."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(
        figures + (READING + old.partition(READING)[2] if READING in old else ""), encoding="utf-8"
    )


if __name__ == "__main__":
    raise SystemExit(main())
