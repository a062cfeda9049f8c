"""A person at the other end of the line: connection, cookies, forms, redirects, and whole journeys; and how long they take.

Written on the bare socket: the driver shares two cores with the product, and `http.client` costs as much as a quick page."""

from __future__ import annotations

import re
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from html import unescape
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

PORT = 8471
PASSWORD = "nss-demo-2026"  # noqa: S105  (of the demonstration)
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=]+)=([^;\r]*)", re.I)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.I)
PROCESS = re.compile(rb"\r\nx-process: *(\d+)", re.I)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.I)


class Browser:
    """One person's connection: cookies, forms, redirects."""

    def __init__(self, port: int = PORT, host: str = "127.0.0.1") -> None:
        self.port = port
        self.host = host
        self.line: socket.socket | None = None
        self.rest = b""
        self.cookies: dict[str, str] = {}
        self.head = b""
        self.raw = b""
        self.path = ""
        self.requests = 0
        """What it has asked, redirects that it followed included."""
        self.wire = 0
        """Bytes of all answers so far as they came over the line, heads included."""
        self.packed = False
        """Whether it takes compressed answers, as browsers do. Such a page is not read further here."""

    @property
    def page(self) -> str:
        return self.raw.decode("utf-8", "replace")

    def _connect(self) -> socket.socket:
        self.rest = b""
        self.line = socket.create_connection((self.host, self.port), timeout=60)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.line

    def _until(self, line: socket.socket, mark: bytes) -> bytes:
        """What came up to a mark; what came after it waits for the next reading."""
        while (at := self.rest.find(mark)) < 0:
            more = line.recv(65536)
            if not more:
                raise ConnectionError("closed")
            self.rest += more
        found, self.rest = self.rest[:at], self.rest[at + len(mark) :]
        return found

    def _exactly(self, line: socket.socket, size: int) -> bytes:
        parts, have = [self.rest], len(self.rest)
        while have < size:
            more = line.recv(262144)
            if not more:
                raise ConnectionError("closed")
            parts.append(more)
            have += len(more)
        whole = b"".join(parts)
        self.rest = whole[size:]
        return whole[:size]

    def _once(self, request: bytes) -> tuple[bytes, bytes]:
        line = self.line or self._connect()
        line.sendall(request)
        head = self._until(line, b"\r\n\r\n")
        if CHUNKED.search(head):
            body = b""
            while size := int(self._until(line, b"\r\n"), 16):
                body += self._exactly(line, size)
                self._until(line, b"\r\n")
            self._until(line, b"\r\n")
        else:
            length = LENGTH.search(head)
            body = self._exactly(line, int(length.group(1))) if length else b""
        self.wire += len(head) + 4 + len(body)
        return head, body

    def close(self) -> None:
        if self.line is not None:
            with suppress(OSError):
                self.line.close()
            self.line = None

    def ask(
        self, method: str, path: str, fields: list[tuple[str, str]] | None = None, follow: bool = True
    ) -> int:
        """The status of the answer; a redirect is followed as a browser does. A connection that the server closed is made anew, once."""
        body = b"" if fields is None else urlencode(fields).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nCookie: {'; '.join(f'{k}={v}' for k, v in self.cookies.items())}\r\n"
        if self.packed:
            head += "Accept-Encoding: gzip\r\n"
        if fields is not None:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nReferer: http://{self.host}:{self.port}/\r\nContent-Length: {len(body)}\r\n"
        request = head.encode() + b"\r\n" + body
        self.requests += 1
        try:
            answer, self.raw = self._once(request)
        except OSError:
            self.close()
            answer, self.raw = self._once(request)
        self.head = answer
        for key, value in COOKIE.findall(answer):
            self.cookies[key.decode()] = value.decode()
        self.path = path
        status = int(answer[9:12])
        if status in (301, 302, 303) and follow:
            found = LOCATION.search(answer)
            to = urlsplit(found.group(1).decode() if found else "/")
            return self.ask("GET", to.path + (f"?{to.query}" if to.query else ""))
        return status

    def get(self, path: str) -> int:
        return self.ask("GET", path)

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}"\s+value="([^"]*)"', self.page)
        return unescape(found.group(1)) if found else ""

    def post(self, path: str, fields: list[tuple[str, str]]) -> int:
        return self.ask("POST", path, [("csrfmiddlewaretoken", self.hidden("csrfmiddlewaretoken")), *fields])

    def sign_in(self, office: str, who: str) -> None:
        self.get("/login/")
        fields = [("office_code", office), ("login_id", who), ("password", PASSWORD), ("next", "/")]
        if self.post("/login/", fields) != 200 or self.path.startswith("/login/"):
            raise SystemExit(f"cannot sign in as {office}/{who}")


FORM = re.compile(r"<form[^>]*method=\"post\"[^>]*novalidate.*?</form>", re.S)


def shown(page: str) -> list[tuple[str, str]]:
    """What a browser would send of the main form as it is shown."""
    form = max(FORM.findall(page), key=len, default="")
    found = []
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="(\w+)"', tag)
        if not name or name.group(1) == "csrfmiddlewaretoken":
            continue
        if kind and kind.group(1) in ("checkbox", "radio") and not re.search(r"\schecked\b", tag):
            continue
        found.append((name.group(1), unescape(value.group(1)) if value else ""))
    for select in re.findall(r"<select[^>]*>.*?</select>", form, re.S):
        name = re.search(r'name="([^"]+)"', select)
        for option in re.findall(r"<option[^>]*>", select):
            value = re.search(r'value="([^"]*)"', option)
            if name and value and re.search(r"\sselected\b", option):
                found.append((name.group(1), unescape(value.group(1))))
    return found


def draft(b: Browser, code: str = "") -> str:
    """Guide ⑩ from selection to the page that checks, adding one number to a code (the office's first by default); gives the
    draft's number in its addresses."""
    b.get("/apply/change/items/")
    day = re.search(r'name="wish_day"\s+value="(\d[^"]+)"', b.page)
    reason = re.search(r'name="reason_pick"\s+value="([^"]+)"', b.page)
    fields = [
        ("items", "user-code"),
        ("has_other", "no"),
        ("wish_day", day.group(1) if day else ""),
        ("reason_pick", unescape(reason.group(1)) if reason else ""),
    ]
    b.post("/apply/change/items/", fields)
    pk = b.path.split("/")[2]
    known = dict(shown(b.page))
    known |= {"family_kana": "タントウ", "given_kana": "ヨウコ", "phone": "0312345678"}
    known["email_again"] = known.get("email", "")
    b.post(f"/drafts/{pk}/contact/", list(known.items()))
    if not code:
        named = re.search(rf"/drafts/{pk}/item/user-code/code/(\w+)/", b.page)
        if not named:
            raise AssertionError(f"no code at {b.path}")
        code = named.group(1)
    b.get(f"/drafts/{pk}/item/user-code/code/{code}/")
    fields = [f for f in shown(b.page) if f[0] not in ("add_business_0", "add_method_0", "add_count_0")]
    fields += [("add_business_0", "01"), ("add_method_0", "net"), ("add_count_0", "1")]
    b.post(f"/drafts/{pk}/item/user-code/code/{code}/", fields)
    b.post(f"/drafts/{pk}/item/user-code/list/", [])
    if not b.path.endswith("/check/"):
        b.get(f"/drafts/{pk}/check/")
    if not b.hidden("digest"):
        raise AssertionError(f"nothing to file at {b.path}")
    return pk


def journey(b: Browser, code: str = "") -> str:
    """Guide ⑩ from selection to reception number; gives the number."""
    pk = draft(b, code)
    b.post(f"/drafts/{pk}/check/", [("digest", b.hidden("digest")), ("remark", "")])
    found = re.search(r"/applications/(\w+)/received/", b.path)
    if not found:
        errors = re.findall(r'class="error"[^>]*>(.*?)</p>|class="problem[^>]*>(.*?)</li>', b.page, re.S)
        raise AssertionError(f"no number at {b.path}: {errors[:3]}")
    return found.group(1)


Who = TypeVar("Who")
"""Who does a thing that is measured: a browser, or several that play together."""
Result = tuple[list[float], int, float]
"""Times in seconds, errors, and how long all took together."""


def first_waiting(reviewer: Browser) -> str:
    """The address of the first application of the Center's queue."""
    if reviewer.get("/center/") != 200:
        raise SystemExit("/center/: not 200")
    found = re.search(r'href="(/center/applications/[0-9A-Z]+/)', reviewer.page)
    if found is None:
        raise SystemExit("nothing waits for the Center")
    return found[1]


def measure(what: Callable[[Who], object], browsers: list[Who], seconds: float) -> Result:
    """The same thing over and over, with one thread a browser."""
    times: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds
    lock = threading.Lock()

    def run(b: Who) -> None:
        nonlocal errors
        while time.perf_counter() < end:
            began = time.perf_counter()
            try:
                what(b)
                took = time.perf_counter() - began
                with lock:
                    times.append(took)
            except (AssertionError, OSError) as error:
                with lock:
                    errors += 1
                    if errors <= 2:
                        print("   error:", str(error)[:200], file=sys.stderr)

    return times, *together([lambda b=b: run(b) for b in browsers], lambda: errors)  # type: ignore[misc]


def together(works: list[Callable[[], None]], errors: Callable[[], int]) -> tuple[int, float]:
    began = time.perf_counter()
    threads = [threading.Thread(target=work) for work in works]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return errors(), time.perf_counter() - began


def spread(floors: list[Browser]) -> list[Browser]:
    """The visitors of the floor page, as many at each of its two processes: it has nothing that sees to that, and its median
    would be another in each run."""
    for _ in range(100):
        met: dict[bytes, list[Browser]] = {}
        for b in floors:
            b.get("/floor")
            found = PROCESS.search(b.head)
            met.setdefault(found.group(1) if found else b"", []).append(b)
        largest = max(met.values(), key=len)
        surplus = len(largest) - (len(floors) + 1) // 2
        if surplus <= 0:
            return floors
        for b in largest[:surplus]:
            b.close()
    raise SystemExit("the floor page has one process only")


def approval(reviewer: Browser) -> list[tuple[str, str]]:
    """What approving sends, from the review page as it is shown."""
    day = re.search(r'name="start"[^>]*value="([^"]+)"', reviewer.page)
    return [
        ("csrfmiddlewaretoken", reviewer.hidden("csrfmiddlewaretoken")),
        ("seen", reviewer.hidden("seen")),
        ("start", day.group(1) if day else ""),
        ("reason", ""),
    ]


def decide(numbers: list[str], reviewer: Browser, clients: int) -> Result:
    """Approve what the journeys filed. The pages are read first; then the POSTs alone are timed, with their issuing, notice, news
    and mails, as many at once as there are clients."""
    waiting: list[tuple[str, list[tuple[str, str]]]] = []
    for number in dict.fromkeys(numbers):
        reviewer.get(f"/center/applications/{number}/")
        waiting.append((number, approval(reviewer)))
    times: list[float] = []
    errors = 0
    lock = threading.Lock()

    def run() -> None:
        nonlocal errors
        b = Browser()
        b.cookies = dict(reviewer.cookies)
        while True:
            with lock:
                if not waiting:
                    return
                number, fields = waiting.pop()
            began = time.perf_counter()
            status = b.ask("POST", f"/center/applications/{number}/approve/", fields, follow=False)
            took = time.perf_counter() - began
            with lock:
                if status == 302:
                    times.append(took)
                else:
                    errors += 1

    return times, *together([run] * clients, lambda: errors)


def percentiles(times: list[float]) -> tuple[float, float, float]:
    """p50, p95 and p99 in milliseconds."""
    cut = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
    return cut[49] * 1000, cut[94] * 1000, cut[98] * 1000


def wait_for(port: int, path: str, seconds: float = 120, host: str = "127.0.0.1") -> float:
    """Seconds until the page answers without a fault."""
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        with suppress(OSError):
            b = Browser(port, host)
            if b.ask("GET", path, follow=False) < 500:
                return time.perf_counter() - began
        time.sleep(0.1)
    raise SystemExit(f"nothing answers on port {port}")
