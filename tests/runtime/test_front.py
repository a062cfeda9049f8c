"""The door of a web process: no body, reader or prober holds the thread of the pages."""

from __future__ import annotations

import asyncio
import http.client
import io
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from nss.runtime import front
from nss.runtime.front import Front, Message, environ_of
from nss.runtime.shares import join
from nss.web import outage

ROOT = Path(__file__).resolve().parents[2]


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """A page that says what came."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return [environ["REQUEST_METHOD"].encode(), b" ", environ["PATH_INFO"].encode("latin-1"), b" ", body]


def run(answer: Coroutine[Any, Any, None]) -> None:
    """Run to its end in a thread of its own: a browser test may have left its loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, answer).result()


def asked(
    method: str = "GET", path: str = "/", parts: tuple[bytes, ...] = (), stall: bool = False, **headers: str
) -> list[Message]:
    """What the door sends for a request whose body comes in parts, or stops coming."""
    sent: list[Message] = []
    coming: list[Message] = [{"type": "http.request", "body": p, "more_body": True} for p in parts]
    if not stall:
        coming.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Message:
        if not coming:
            await asyncio.sleep(3600)
        return coming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
    }
    run(Front(echo, lambda: True, join())(scope, receive, send))
    return sent


def text(sent: list[Message]) -> bytes:
    return b"".join(m.get("body", b"") for m in sent[1:])


def test_a_request_reaches_the_pages_whole_and_the_answer_comes_back_whole() -> None:
    sent = asked("POST", "/図/", (b"a" * 300_000, b"b"))
    assert sent[0]["status"] == 200 and text(sent) == "POST /図/ ".encode() + b"a" * 300_000 + b"b"
    assert [v for k, v in sent[0]["headers"] if k == b"set-cookie"] == [b"a=1", b"b=2"]
    assert text(asked()) == b"GET / "


def test_a_body_that_is_too_long_is_refused_before_it_is_read() -> None:
    sent = asked("POST", "/verify/", stall=True, content_length=str(3 * 10**9))
    assert sent[0]["status"] == 413 and "大きすぎます" in text(sent).decode()


def test_a_body_that_grows_beyond_its_bound_without_saying_so_is_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(front, "LARGEST", 1000)
    assert asked("POST", "/", (b"a" * 600, b"a" * 600))[0]["status"] == 413
    assert asked("POST", "/center/billing/", (b"a" * 600, b"a" * 600))[0]["status"] == 200


def test_a_body_that_stops_coming_ends_with_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "PAUSE_SECONDS", 0.01)
    sent = asked("POST", "/login/", (b"abc",), stall=True)
    assert sent[0]["status"] == 408 and (b"connection", b"close") in sent[0]["headers"]


def test_only_so_many_bodies_are_waited_for_and_pages_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "WAITING", 0)
    assert asked("POST", "/login/", (b"abc",))[0]["status"] == 503
    assert asked("GET", "/login/")[0]["status"] == 200


def test_health_is_answered_for_any_host_and_ready_says_when_it_is_not() -> None:
    def answer(ready: Any, path: str) -> int:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            raise AssertionError("health reads nothing")

        scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"host", b"10.9.8.7")]}
        run(Front(echo, ready, join())(scope, receive, send))
        return int(sent[0]["status"])

    assert answer(lambda: False, "/healthz") == 200
    assert answer(lambda: True, "/readyz") == 200 and answer(lambda: False, "/readyz") == 503


def test_once_the_database_is_known_to_be_away_nobody_waits_for_it_until_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(front, "ASK_AGAIN_SECONDS", 0.001)
    there, all_wait, reached = threading.Event(), threading.Event(), []

    def pages(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        reached.append(environ["PATH_INFO"])
        all_wait.wait(60)
        if not there.is_set() and not environ["PATH_INFO"].startswith("/static/"):
            environ[outage.FOUND_AWAY] = True
            start_response("503 x", [("Retry-After", "10")])
        else:
            start_response("200 OK", [])
        return [b""]

    door = Front(pages, there.is_set, join())

    async def status(path: str) -> tuple[int, dict[bytes, bytes]]:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            raise AssertionError("a GET has no body")

        await door({"type": "http", "method": "GET", "path": path, "headers": []}, receive, send)
        return sent[0]["status"], dict(sent[0]["headers"])

    async def journey() -> None:
        asked = [asyncio.create_task(status(f"/{n}/")) for n in range(20)]
        while (
            door.answering._work_queue.qsize() < 19
        ):  # all but the one that is being answered wait their turn
            await asyncio.sleep(0.001)
        all_wait.set()
        together = await asyncio.gather(*asked)
        assert {code for code, _ in together} == {503} and reached == ["/0/"]
        code, headers = await status("/contract/")
        assert code == 503 and headers[b"retry-after"] and reached == ["/0/"]
        assert (await status("/static/nss/nss.css"))[0] == 200
        assert (await status("/healthz"))[0] == 200 and (await status("/readyz"))[0] == 503
        there.set()
        while door.away:
            await asyncio.sleep(0.001)
        assert (await status("/contract/"))[0] == 200

    run(journey())


def test_a_form_that_comes_while_it_is_away_reaches_the_page_that_keeps_it() -> None:
    met: list[tuple[bytes, bool]] = []

    def pages(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        met.append((environ["wsgi.input"].read(), outage.KNOWN_AWAY in environ))
        start_response("503 x", [("Retry-After", "10")])
        return [b"kept"]

    door = Front(pages, lambda: False, join())
    door.away = True
    sent: list[Message] = []
    coming = [{"type": "http.request", "body": b"memo=x", "more_body": False}]

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    async def journey() -> None:
        await door({"type": "http", "method": "POST", "path": "/memo/", "headers": []}, receive, send)
        assert door.watching is not None
        door.watching.cancel()

    run(journey())
    assert met == [(b"memo=x", True)]
    assert sent[0]["status"] == 503 and sent[1]["body"] == b"kept"


def test_a_header_with_an_underscore_stands_for_no_other() -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "headers": [(b"x_forwarded_proto", b"https"), (b"cookie", b"a=1"), (b"cookie", b"b=2")],
    }
    environ = environ_of(scope, io.BytesIO())
    assert "HTTP_X_FORWARDED_PROTO" not in environ and environ["HTTP_COOKIE"] == "a=1; b=2"


SERVER = """
import sys
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
Server("tests.runtime.test_front:door", port=int(sys.argv[1]), interface=Interfaces.ASGI, workers=1,
       websockets=False, log_level=LogLevels.error).serve()
"""
door = Front(echo, lambda: True, join())
"""What the server of the next test loads."""


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(number)], cwd=ROOT)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", number)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield number
    finally:
        process.terminate()
        process.wait(20)


def test_thirty_half_sent_forms_hold_nobody_up(port: int) -> None:
    half = b"POST /login/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc"
    held = [socket.create_connection(("127.0.0.1", port)) for _ in range(30)]
    for line in held:
        line.sendall(half)
    for path in ("/login/", "/healthz", "/readyz"):
        other = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        other.request("GET", path)
        assert other.getresponse().status == 200
    for line in held:
        line.close()


def test_a_body_has_its_time_as_a_whole_and_more_of_it_for_what_has_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []

    async def wait_for(what: Coroutine[Any, Any, Message], seconds: float) -> Message:
        waits.append(seconds)
        return await what

    monkeypatch.setattr("nss.runtime.front.asyncio.wait_for", wait_for)
    monkeypatch.setattr(front, "PAUSE_SECONDS", 1e9)
    monkeypatch.setattr(front, "BODY_SECONDS", 1000.0)
    asked("POST", "/", (b"a" * 10_000_000, b"b"))
    assert waits[0] <= 1000 < waits[1] <= 1000 + 10_000_000 / front.SLOWEST


def test_ready_is_answered_in_its_time_while_the_database_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(front, "READY_SECONDS", 0.01)
    hold, sent = threading.Event(), []

    async def send(message: Message) -> None:
        sent.append(message)
        hold.set()

    async def receive() -> Message:
        raise AssertionError("health reads nothing")

    scope = {"type": "http", "method": "GET", "path": "/readyz", "headers": []}
    run(Front(echo, lambda: hold.wait(20) or True, join())(scope, receive, send))
    assert sent[0]["status"] == 503
