"""`python -m bench`: starts the demonstration in a folder of its own, plays pages and journeys, prints and writes the table."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("BENCH_DATA") or ROOT / ".nss" / "bench")
PORT, FLOOR = 8471, 8472
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
PASSWORD = "nss-demo-2026"  # noqa: S105  (of the demonstration)
CLIENTS = (1, 8, 32)


class Browser:
    """One person's connection: cookies, forms, redirects."""

    def __init__(self, port: int = PORT) -> None:
        self.port = port
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.page = ""
        self.path = ""

    def ask(
        self, method: str, path: str, fields: list[tuple[str, str]] | None = None, follow: bool = True
    ) -> int:
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Accept-Encoding": "identity",
        }
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}/",
            }
        try:
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
        except (http.client.HTTPException, OSError):
            self.line.close()
            self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
        self.raw = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        self.path = path
        if answer.status in (301, 302, 303) and follow:
            to = urlsplit(answer.getheader("Location") or "/")
            return self.ask("GET", to.path + (f"?{to.query}" if to.query else ""))
        self.page = self.raw.decode("utf-8", "replace")
        return answer.status

    def get(self, path: str) -> int:
        return self.ask("GET", path)

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        return found.group(1) if found else ""

    def post(self, path: str, fields: list[tuple[str, str]]) -> int:
        return self.ask("POST", path, [("csrfmiddlewaretoken", self.hidden("csrfmiddlewaretoken")), *fields])

    def sign_in(self, office: str, who: str) -> None:
        self.get("/login/")
        fields = [("office_code", office), ("login_id", who), ("password", PASSWORD), ("next", "/")]
        if self.post("/login/", fields) != 200 or "からログイン中" not in self.page:
            raise SystemExit(f"cannot sign in as {office}/{who}")


def shown(page: str) -> list[tuple[str, str]]:
    """What a browser would send of the main form as it is shown."""
    form = max(
        re.findall(r"<form[^>]*method=\"post\"[^>]*novalidate.*?</form>", page, re.S), key=len, default=""
    )
    found = []
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="(\w+)"', tag)
        if not name or name.group(1) == "csrfmiddlewaretoken":
            continue
        if kind and kind.group(1) in ("checkbox", "radio") and " checked" not in tag:
            continue
        found.append((name.group(1), value.group(1) if value else ""))
    for select in re.findall(r"<select[^>]*>.*?</select>", form, re.S):
        name = re.search(r'name="([^"]+)"', select)
        found += (
            [(name.group(1), v) for v in re.findall(r'<option value="([^"]*)" selected', select)]
            if name
            else []
        )
    return found


def journey(b: Browser, code: str) -> str:
    """Guide ⑩ from selection to reception number, adding one number to a code; gives the number."""
    b.get("/apply/change/items/")
    day = re.search(r'name="wish_day" value="(\d[^"]+)"', b.page)
    reason = re.search(r'name="reason_pick" value="([^"]+)"', b.page)
    fields = [
        ("items", "user-code"),
        ("has_other", "no"),
        ("wish_day", day.group(1) if day else ""),
        ("reason_pick", reason.group(1) if reason else ""),
    ]
    b.post("/apply/change/items/", fields)
    pk = b.path.split("/")[2]
    known = dict(shown(b.page))
    known |= {"family_kana": "タントウ", "given_kana": "ヨウコ", "phone": "0312345678"}
    known["email_again"] = known.get("email", "")
    b.post(f"/drafts/{pk}/contact/", list(known.items()))
    b.get(f"/drafts/{pk}/item/user-code/code/{code}/")
    fields = [f for f in shown(b.page) if f[0] not in ("add_business_0", "add_method_0", "add_count_0")]
    fields += [("add_business_0", "01"), ("add_method_0", "net"), ("add_count_0", "1")]
    b.post(f"/drafts/{pk}/item/user-code/code/{code}/", fields)
    b.post(f"/drafts/{pk}/item/user-code/list/", [])
    if not b.path.endswith("/check/"):
        b.get(f"/drafts/{pk}/check/")
    b.post(f"/drafts/{pk}/check/", [("digest", b.hidden("digest")), ("remark", "")])
    found = re.search(r"/applications/(\w+)/received/", b.path)
    if not found:
        errors = re.findall(r'class="error"[^>]*>(.*?)</p>|class="problem[^>]*>(.*?)</li>', b.page, re.S)
        raise AssertionError(f"no number at {b.path}: {errors[:3]}")
    return found.group(1)


def measure(
    what: Callable[[Browser], object], browsers: list[Browser], seconds: float
) -> tuple[list[float], int, float]:
    """Times in seconds, errors, and how long it took, with one thread a browser."""
    times: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds
    lock = threading.Lock()

    def run(b: Browser) -> None:
        nonlocal errors
        while time.perf_counter() < end:
            began = time.perf_counter()
            try:
                what(b)
                took = time.perf_counter() - began
                with lock:
                    times.append(took)
            except (AssertionError, OSError, http.client.HTTPException) as error:
                with lock:
                    errors += 1
                    if errors <= 2:
                        print("   error:", str(error)[:200], file=sys.stderr)

    began = time.perf_counter()
    threads = [threading.Thread(target=run, args=(b,)) for b in browsers]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return times, errors, time.perf_counter() - began


class Table:
    """Lines of figures, printed as they come and written at the end."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.floor: dict[int, float] = {}

    def add(self, name: str, clients: int, result: tuple[list[float], int, float], goal: str = "") -> None:
        times, errors, took = result
        if not times:
            self.lines.append(f"| {name} | {clients} | – | – | – | – | – | {errors} | {goal} |")
            print(self.lines[-1], flush=True)
            return
        cut = statistics.quantiles(times, n=100) if len(times) > 1 else [times[0]] * 99
        p50 = cut[49] * 1000
        if name == "floor":
            self.floor[clients] = p50
        ratio = p50 / self.floor[clients] if self.floor.get(clients) else 0
        self.lines.append(
            f"| {name} | {clients} | {len(times) / took:,.0f} | {p50:.1f} | {cut[94] * 1000:.1f} | {cut[98] * 1000:.1f} | {ratio:.2f} | {errors} | {goal} |"
        )
        print(self.lines[-1], flush=True)


def wait_for(port: int, path: str, seconds: float = 120) -> float:
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        with suppress(OSError, http.client.HTTPException):
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            line.request("GET", path)
            if line.getresponse().status < 500:
                return time.perf_counter() - began
        time.sleep(0.1)
    raise SystemExit(f"nothing answers on port {port}")


def memory_mb() -> list[int]:
    """Resident memory of the web workers."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            text = status.read_text()
            command = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if "granian" in command or ("nss" in command and "serve" in command):
                size = re.search(r"VmRSS:\s+(\d+)", text)
                found.append(int(size.group(1)) // 1024 if size else 0)
    return sorted(found, reverse=True)


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
    floor = None
    table = Table()
    try:
        print(f"first page after {wait_for(PORT, '/login/'):.1f} s (with sample data made)")
        floor = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(FLOOR), "--workers", "2",
             "--blocking-threads", "1", "--no-ws", "--log-level", "error", "bench.floor_wsgi:application"],
            env={**env, "DJANGO_SETTINGS_MODULE": "bench.floor_settings"},
        )  # fmt: skip
        wait_for(FLOOR, "/floor")
        play(table)
    finally:
        for process in (floor, demo):
            if process is not None:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(20)
    write(table)
    return 0


def play(table: Table) -> None:
    people = [Browser() for _ in range(max(CLIENTS))]
    first = Browser()
    first.sign_in("NAC001", "hanako")
    for b in people:  # one sign-in: the figures are of pages, and sign-in is throttled and slow on purpose
        b.cookies = dict(first.cookies)
    floors = [Browser(FLOOR) for _ in people]
    for b in floors:
        b.cookies = dict(first.cookies)
    reviewer = Browser()
    reviewer.sign_in("NACCS", "shinsa")

    def page(path: str) -> Callable[[Browser], object]:
        def ask(b: Browser) -> None:
            status = b.get(path)
            if status != 200:
                raise AssertionError(f"{path}: {status}")

        return ask

    numbers: list[str] = []
    for n in CLIENTS:
        table.add("floor", n, measure(page("/floor"), floors[:n], SECONDS))
        table.add("S1 contract", n, measure(page("/contract/?tab=code"), people[:n], SECONDS), "ratio ≤ 1.0")
        table.add("S2 menu", n, measure(page("/"), people[:n], SECONDS), "p95 ≤ 3 × floor")
        table.add(
            "S2 applications", n, measure(page("/applications/"), people[:n], SECONDS), "p95 ≤ 3 × floor"
        )
        centers = [Browser() for _ in range(n)]
        for b in centers:
            b.cookies = dict(reviewer.cookies)
        table.add("S2 queue", n, measure(page("/center/"), centers, SECONDS), "p95 ≤ 3 × floor")
        table.add(
            "S3 guide ⑩",
            n,
            measure(lambda b: numbers.append(journey(b, "1ANAC")), people[:n], SECONDS),
            "≥ 60/s at 8",
        )
        table.add("S4 decision", n, decide(numbers, [Browser() for _ in range(n)], reviewer), "≥ 150/s at 8")
        numbers.clear()
    mails(table, people)
    first.get("/applications/")
    found = re.search(r'href="/applications/(\d\w+)/"', first.page)
    if found:
        table.add(
            "S6 PDF again",
            1,
            measure(page(f"/applications/{found.group(1)}/form.pdf"), people[:1], SECONDS),
            "p50 ≤ 8 ms",
        )
    first.get("/")
    size = len(gzip.compress(first.raw))
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', first.page):
        first.get(path)
        size += len(gzip.compress(first.raw))
    table.lines.append(
        f"\nFirst visit: {size / 1024:.0f} KB compressed (goal 60). Memory of the web processes: {memory_mb()[:4]} MB (goal 150 a worker). Largest paint at 4x CPU slowdown: {paint()} (goal 600)."
    )
    print(table.lines[-1])


def decide(numbers: list[str], browsers: list[Browser], reviewer: Browser) -> tuple[list[float], int, float]:
    """Approve what the journeys filed: the POST alone is timed, with its issuing, notice, news and mails."""
    waiting, lock = list(dict.fromkeys(numbers)), threading.Lock()
    times: list[float] = []
    errors = 0

    def run(b: Browser) -> None:
        nonlocal errors
        b.cookies = dict(reviewer.cookies)
        b.get("/center/")
        token = b.hidden("csrfmiddlewaretoken")
        while True:
            with lock:
                if not waiting:
                    return
                number = waiting.pop()
            b.get(f"/center/applications/{number}/")
            day = re.search(r'name="start"[^>]*value="([^"]+)"', b.page)
            fields = [("csrfmiddlewaretoken", token), ("start", day.group(1) if day else ""), ("reason", "")]
            began = time.perf_counter()
            status = b.ask("POST", f"/center/applications/{number}/approve/", fields, follow=False)
            took = time.perf_counter() - began
            with lock:
                if status == 302:
                    times.append(took)
                else:
                    errors += 1

    threads = [threading.Thread(target=run, args=(b,)) for b in browsers]
    began = time.perf_counter()
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return times, errors, time.perf_counter() - began


def gauge(name: str) -> float:
    b = Browser()
    b.get("/metrics")
    found = re.search(rf"^{re.escape(name)} (\S+)", b.page, re.M)
    return float(found.group(1)) if found else 0.0


def mails(table: Table, people: list[Browser]) -> None:
    """S7: how fast one worker empties the outbox that the run has filled."""
    queued = gauge('nss_mails{state="queued"}')
    began = time.perf_counter()
    while gauge('nss_mails{state="queued"}') > 0 and time.perf_counter() - began < 120:
        time.sleep(0.2)
    took = time.perf_counter() - began
    table.lines.append(
        f"\nS7 mails: {queued:.0f} waiting were sent in {took:.1f} s, {queued / took if took else 0:.0f} a second (goal 200)."
    )
    print(table.lines[-1])


def paint() -> str:
    """S8: largest paint of the sign-in page and of the menu in Chromium, slowed four times, nothing cached."""
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

`make bench` on {datetime.now(UTC):%Y-%m-%d}: {cores} cores, {memory:.0f} GiB, the load driver (Python threads) on the same machine, embedded
PostgreSQL with fsync on. What counts is the ratio to the floor of the same run: a bare signed-in Django page with session, user
and 50 rows by Django's templates, on the same server and database (`bench/floor.py`). Times in milliseconds.

| what | clients | per second | p50 | p95 | p99 | p50 / floor | errors | goal |
|---|---|---|---|---|---|---|---|---|
"""
    (ROOT / "docs" / "benchmarks.md").write_text(head + "\n".join(table.lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
