"""`python -m bench.costs`: what a request costs in one process: statements, milliseconds of processor, bytes.

The pages are asked through the WSGI application itself, so that no server, no driver and no neighbour stands in the figures; each
line is the median of `COSTS_TIMES` (30) after a warm-up. Offices are made anew and stay as they are. Prints a table and writes it
into docs/benchmarks.md. `--profile <line>` prints where the time of one line goes instead.
"""

from __future__ import annotations

import cProfile
import io
import os
import pstats
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import offices
from .driver import Browser, first_waiting, journey, shown

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("BENCH_DATA") or ROOT / ".nss" / "costs")
TIMES = int(os.environ.get("COSTS_TIMES", "30"))
WAITING = 50
"""Applications in the queue while it is measured: a full page."""
BESIDE = 12
"""Applications of one office that wait beside the one whose page is read."""
BEGIN, END = "<!-- costs -->\n", "<!-- /costs -->\n"


class Meter:
    """What was spent since `start`: statements, seconds of this thread and of its database process, bytes of pages."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.bytes = self.requests = 0
        self.python = self.database = 0.0
        self.on = False
        self.profile: cProfile.Profile | None = None

    def watch(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self.on:
            self.texts.append(str(sql))
        return execute(sql, params, many, context)

    def start(self) -> None:
        self.texts, self.bytes, self.requests, self.python, self.on = [], 0, 0, 0.0, True

    def run(self, what: Callable[[], Any]) -> Any:
        """Do one thing on the clock."""
        if self.profile is not None and self.on:
            return self.profile.runcall(what)
        began = time.thread_time()
        try:
            return what()
        finally:
            self.python += time.thread_time() - began


meter = Meter()


def backend_seconds(pid: int) -> float:
    """Processor time of a process of PostgreSQL; 0 where it cannot be read."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return 0.0


class Inside(Browser):
    """A browser whose line is a call of the application."""

    application: Any = None

    def __init__(self, session: str = "") -> None:
        super().__init__()
        if session:
            self.cookies["nss_session"] = session

    def _once(self, request: bytes) -> tuple[bytes, bytes]:
        head, _, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        method, target, _ = first.split(" ")
        path, _, query = target.partition("?")
        headers = dict(line.split(": ", 1) for line in lines)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(self.port),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": headers.pop("Content-Type", ""),
        }
        environ |= {f"HTTP_{k.upper().replace('-', '_')}": v for k, v in headers.items()}
        said: list[str] = []

        def start(status: str, given: list[tuple[str, str]], *_: object) -> None:
            said.append(f"HTTP/1.1 {status}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in given))

        def answer() -> bytes:
            found = self.application(environ, start)
            whole = b"".join(found)
            found.close()
            return whole

        whole = meter.run(answer)
        meter.bytes += len(whole)
        meter.requests += 1
        return said[0].encode(), whole


class Line:
    """One thing that is measured, over and over."""

    def __init__(self, name: str, once: Callable[[], Any], times: int = TIMES, warm: int = 5) -> None:
        from django.db import connection

        found = []
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        for _ in range(warm):
            once()
        for _ in range(times):
            meter.start()
            database = backend_seconds(pid)
            once()
            meter.on = False
            found.append((meter.python, backend_seconds(pid) - database, len(meter.texts)))
        self.name, self.requests, self.bytes, self.texts = name, meter.requests, meter.bytes, meter.texts
        self.python, self.database, self.statements = (statistics.median(x) for x in zip(*found, strict=True))

    def __str__(self) -> str:
        size = f"{self.bytes / 1024:.0f}" if self.bytes else ""
        return (
            f"| {self.name} | {self.requests or ''} | {self.statements:.0f} | {self.python * 1000:.1f} "
            f"| {self.database * 1000:.1f} | {size} |"
        )


def asked(b: Browser, path: str) -> Callable[[], None]:
    def once() -> None:
        if b.get(path) != 200:
            raise SystemExit(f"{path} of {b.cookies}: not 200")

    return once


def approve(number: str, b: Browser) -> None:
    """The POST of a decision as its page offers it; the page is read off the clock."""
    from .driver import approval

    b.get(f"/center/applications/{number}/")
    fields = approval(b)
    meter.start()
    if b.ask("POST", f"/center/applications/{number}/approve/", fields, follow=False) != 302:
        raise SystemExit(f"{number} was not approved: {b.page[:2000]}")


def draft_of(b: Browser) -> str:
    """A draft with user codes chosen; gives its key."""
    b.get("/apply/change/items/")
    known = dict(shown(b.page))
    days, reasons = (offers(b.page, n) for n in ("wish_day", "reason_pick"))
    known |= {"wish_day": days[0], "reason_pick": reasons[0], "has_other": "no", "items": "user-code"}
    b.post("/apply/change/items/", list(known.items()))
    return b.path.split("/")[2]


def offers(page: str, name: str) -> list[str]:
    import re
    from html import unescape

    return [unescape(v) for v in re.findall(rf'name="{name}"\s+value="([^"]+)"', page)]


def lines() -> dict[str, Callable[[str], Line]]:
    """What is measured, by name; called one after the other."""
    small, large = offices.make(TIMES + 8, 10), offices.make(TIMES + 8, 150)
    wide = offices.make(1, 300, 60)[0]
    center = Inside(offices.signed_in("NACCS/shinsa"))
    numbers: list[str] = []

    def journeys(of: list[offices.Made]) -> Callable[[str], Line]:
        def measured(name: str) -> Line:
            left = iter(of)

            def once() -> None:
                made = next(left)
                numbers.append(journey(Inside(made.session), made.code))

            return Line(name, once)

        return measured

    def decisions(name: str) -> Line:
        left = iter(numbers[:])
        return Line(name, lambda: approve(next(left), center))

    def queue(name: str) -> Line:
        fill_queue(small)
        return Line(name, asked(center, "/center/"))

    def review(name: str) -> Line:
        numbers.append(journey(Inside(small[-1].session), small[-1].code))
        return Line(name, asked(center, f"/center/applications/{numbers[-1]}/"))

    def review_beside(name: str) -> Line:
        for _ in range(BESIDE):
            numbers.append(journey(Inside(small[-2].session), small[-2].code))
        return Line(name, asked(center, f"/center/applications/{numbers[-1]}/"))

    def review_with_works(name: str) -> Line:
        return Line(name, asked(center, first_waiting(center)))

    def of_code(path: str) -> Callable[[str], Line]:
        def measured(name: str) -> Line:
            b = Inside(large[-1].session)
            return Line(name, asked(b, path.format(pk=draft_of(b), code=large[-1].code)))

        return measured

    def post_code(name: str) -> Line:
        b, made = Inside(large[-2].session), large[-2]
        path = f"/drafts/{draft_of(b)}/item/user-code/code/{made.code}/"

        def once() -> None:
            b.get(path)
            fields = [("csrfmiddlewaretoken", b.hidden("csrfmiddlewaretoken")), *shown(b.page)]
            meter.start()
            if b.ask("POST", path, fields, follow=False) != 302:
                raise SystemExit("the page of a code was refused")

        return Line(name, once)

    return {
        "guide ⑩, 10 IDs": journeys(small[:-2]),
        "decision": decisions,
        "guide ⑩, 150 IDs": journeys(large[:-2]),
        f"queue, {WAITING} waiting": queue,
        "review page": review,
        "review page beside others": review_beside,
        "review page with works": review_with_works,
        "menu": lambda name: Line(name, asked(Inside(small[0].session), "/")),
        "applications": lambda name: Line(name, asked(Inside(small[0].session), "/applications/")),
        "contract, 150 IDs": lambda name: Line(name, asked(Inside(large[-1].session), "/contract/?tab=code")),
        "list of codes, 150 IDs": of_code("/drafts/{pk}/item/user-code/list/"),
        "page of a code, 150 IDs": of_code("/drafts/{pk}/item/user-code/code/{code}/"),
        "its POST": post_code,
        "contract, 300 IDs and 60 terminals": lambda name: Line(
            name, asked(Inside(wide.session), "/contract/?tab=code")
        ),
        "case, 300 IDs and 60 terminals": lambda name: Line(name, lambda: build_case(wide)),
    }


def fill_queue(of: list[offices.Made]) -> None:
    """So many applications wait, whatever was filed and decided before."""
    from nss.application.models import Application

    have = Application.objects.filter(state="received").count()
    for n in range(max(0, WAITING - have)):
        made = of[n % len(of)]
        journey(Inside(made.session), made.code)


def build_case(made: offices.Made) -> None:
    """An application that ends a number and a terminal and adds one, read and judged from nothing."""
    from nss.application.case import Case
    from nss.application.edits import add, change, end
    from nss.base import clock
    from nss.contract import snapshot
    from nss.contract.models import Office

    office = Office.objects.select_related("company").get(code=made.office)
    numbers = snapshot.load(office, clock.today()).of("user_id")
    fields = {"code": made.code, "number": "", "business": ["01"], "method": "net"}
    edits = [
        add("user-code", "user_id", fields, count=2),
        change("user-code", numbers[0], {"business": ["02"]}),
        end("user-code", numbers[1]),
    ]

    def whole() -> object:
        case = Case.of_edits(office, edits, items=["user-code", "terminal"], wish_date=None, extra={})
        return case.changes, case.problems, case.notes, case.consents, case.digest

    meter.start()
    meter.run(whole)


def main(arguments: list[str]) -> int:
    """Measure every line, or those whose names begin with an argument."""
    os.environ["NSS_DATA"] = str(DATA)
    os.environ.setdefault("NSS_LOG_LEVEL", "CRITICAL")
    profiled = arguments[:1] == ["--profile"]
    wanted = arguments[1:] if profiled else arguments
    from nss.runtime import embedded, prepare

    server = embedded.Server(DATA)
    server.delete()
    table = []
    with server.use():
        prepare.migrate()
        prepare.collect_static()
        prepare.load_if_empty()
        from django.db import connection

        from nss.runtime.wsgi import application

        Inside.application = staticmethod(application)
        connection.execute_wrappers.append(meter.watch)
        for name, measured in lines().items():
            if wanted and not name.startswith(tuple(wanted)) and not name.startswith("guide ⑩, 10"):
                continue
            if profiled and name.startswith(tuple(wanted)):
                meter.profile = cProfile.Profile()
            line = measured(name)
            print(line, flush=True)
            table.append(str(line))
            if meter.profile is not None:
                pstats.Stats(meter.profile).sort_stats("tottime").print_stats(45).sort_stats(
                    "cumtime"
                ).print_stats(90)
                print("\n".join(" ".join(t.split())[:230] for t in line.texts))
                break
        connection.close()
        connection.close_pool()
    if not wanted:
        write(table)
    return 0


def write(table: list[str]) -> None:
    """Put the table into its place in docs/benchmarks.md."""
    path = ROOT / "docs" / "benchmarks.md"
    text = path.read_text(encoding="utf-8")
    head = "| what | requests | statements | Python ms | PostgreSQL ms | KB of HTML |\n|---|---|---|---|---|---|\n"
    before, mark, rest = text.partition(BEGIN)
    if mark:
        path.write_text(
            before + BEGIN + head + "\n".join(table) + "\n" + END + rest.partition(END)[2], encoding="utf-8"
        )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
