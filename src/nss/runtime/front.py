"""The door of a web process: takes requests in without a thread, hands them to the pages whole, sends the answers out.

Pages are answered by one thread a process. A body that never comes, or an answer that nobody reads, would hold it; so bodies
are read and answers are sent here, by a loop that waits for any number of them at once, with deadlines and bounds:

* a body that is longer than any page takes is refused before it is read (413), one that does not come in time ends (408);
* no more than so many bodies are waited for at once (503): the rest of the process goes on;
* `/healthz` is answered here and `/readyz` beside the pages, for any host name: a probe comes by address;
* once a page has found the database away, pages are refused at once (503) until it answers again: each would wait for it, one
  after the other. A form is taken in all the same, and its answer keeps what was typed (`nss.web.errors.Away`);
* a process that has clearly more to answer than another lets a connection go (`shares`).
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from nss.web import outage

from .shares import Shares

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[bytes, bytes]]

log = logging.getLogger("nss.front")
LARGEST = 32 * 1024 * 1024
"""Bytes of a body: an application's files together are at most 20 MB."""
LARGEST_OF_CENTER = 64 * 1024 * 1024
"""The usage file of a month (60 MB)."""
CENTER = "/center/billing/"
PAUSE_SECONDS = 15.0
"""Within so long the next part of a body must come."""
BODY_SECONDS = 30.0
SLOWEST = 20_000
"""A body has BODY_SECONDS and a second for each so many bytes: some 15 minutes for the largest file over a bad line."""
WAITING = 200
"""Bodies that one process waits for at once."""
PIECE = 64 * 1024
IN_MEMORY = 256 * 1024
READY_SECONDS = 2.0
NOT_READY = b'{"status": "database not ready"}'
ASK_AGAIN_SECONDS = 1.0
LAST = (b"connection", b"close")
"""Ends a connection with its answer."""
AT_ONCE = "/static/"
"""What is served without the database."""


class Refused(Exception):
    """A request that is not handed on: the status and what it says."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


GONE = Refused(0, "the visitor has gone")
TOO_LARGE = Refused(413, "送信された内容が大きすぎます。 / The request is too large.")
TOO_SLOW = Refused(
    408,
    "送信が途中で止まりました。もう一度お試しください。 / The request did not come in time. Please try again.",
)
AWAY = Refused(503, outage.SAID)
BUSY = Refused(503, "混み合っています。しばらくしてからお試しください。 / Busy. Please try again shortly.")


class Front:
    """An ASGI application over a WSGI one. `ready` asks whether pages can be served; it may block. `shares` counts what this
    process and its neighbours have in hand."""

    def __init__(self, pages: Application, ready: Callable[[], bool], shares: Shares) -> None:
        self.pages, self.ready, self.shares = pages, ready, shares
        self.answering = ThreadPoolExecutor(1, "pages")
        self.asking = ThreadPoolExecutor(1, "ready")
        self.waiting = 0
        self.away = False
        self.watching: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            try:
                await self._http(scope, receive, send)
            except Refused as refused:
                if refused.status:
                    await _plain(send, refused.status, refused.text)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] in ("/healthz", "/readyz"):
            await self._health(scope["path"], send)
            return
        if self.away and not scope["path"].startswith(AT_ONCE):
            self._look_out()
            if scope["method"] != "POST":
                raise AWAY
        with (
            tempfile.SpooledTemporaryFile(IN_MEMORY) as body,
            tempfile.SpooledTemporaryFile(IN_MEMORY) as answer,
        ):
            await self._take_in(scope, receive, body)
            environ = environ_of(scope, body)
            run = asyncio.get_running_loop().run_in_executor
            self.shares.come()
            try:
                status, headers = await run(self.answering, self._answer, environ, answer)
            finally:
                crowded = self.shares.gone()
            if crowded and scope["http_version"].startswith("1"):  # later ones know no such header
                headers.append(LAST)
            if self.away:
                self._look_out()
            await _send_out(send, status, headers, answer)

    def _look_out(self) -> None:
        if self.watching is None:
            self.watching = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        """Ask until the database answers again."""
        run = asyncio.get_running_loop().run_in_executor
        try:
            while not await run(self.asking, self.ready):
                await asyncio.sleep(ASK_AGAIN_SECONDS)
        finally:
            self.away, self.watching = False, None

    async def _health(self, path: str, send: Send) -> None:
        """No page can hold this: it has a thread of its own, and the answer does not wait for that one longer than it says."""
        if path == "/readyz":
            if self.away:
                await _json(send, 503, NOT_READY)
                return
            asked = asyncio.get_running_loop().run_in_executor(self.asking, self.ready)
            try:
                if not await asyncio.wait_for(asyncio.shield(asked), READY_SECONDS):
                    raise TimeoutError
            except TimeoutError:
                await _json(send, 503, NOT_READY)
                return
        await _json(send, 200, b'{"status": "ok"}')

    async def _take_in(self, scope: Scope, receive: Receive, body: IO[bytes]) -> None:
        """The whole body, within its bounds."""
        most = LARGEST_OF_CENTER if scope["path"].startswith(CENTER) else LARGEST
        said = next((v for k, v in scope["headers"] if k == b"content-length"), b"")
        if said.isdigit() and int(said) > most:
            raise TOO_LARGE
        if scope["method"] in ("GET", "HEAD") and said in (b"", b"0"):
            return
        if self.waiting >= WAITING:
            raise BUSY
        self.waiting += 1
        try:
            await _read(receive, body, most)
        finally:
            self.waiting -= 1
        body.seek(0)

    def _answer(self, environ: dict[str, Any], answer: IO[bytes]) -> tuple[int, Headers]:
        """In the thread of the pages: the answer goes into a file, so that nobody who reads slowly holds the thread."""
        if self.away and not environ["PATH_INFO"].startswith(AT_ONCE):
            if environ["REQUEST_METHOD"] != "POST":  # found out while this one waited its turn
                raise AWAY
            environ[outage.KNOWN_AWAY] = "1"
        begun: list[tuple[int, Headers]] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: object = None
        ) -> Callable[[bytes], object]:
            pairs = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers]
            begun.append((int(status[:3]), pairs))
            return answer.write

        result = self.pages(environ, start_response)
        try:
            for part in result:
                answer.write(part)
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()
        self.away = self.away or outage.FOUND_AWAY in environ
        return begun[-1]


async def _read(receive: Receive, body: IO[bytes], most: int) -> None:
    began, size, more = time.monotonic(), 0, True
    while more:
        left = BODY_SECONDS + size / SLOWEST - (time.monotonic() - began)
        try:
            message = await asyncio.wait_for(receive(), max(0.01, min(PAUSE_SECONDS, left)))
        except TimeoutError:
            raise TOO_SLOW from None
        if message["type"] == "http.disconnect":
            raise GONE
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            raise TOO_LARGE
        body.write(part)
        more = message.get("more_body", False)


def environ_of(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """WSGI's words (PEP 3333) for an ASGI request."""
    raw = scope.get("raw_path")
    path = unquote_to_bytes(raw.partition(b"?")[0]) if raw else scope["path"].encode()
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": str(client[0]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    for key, value in scope["headers"]:
        name, text = key.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1")
        if b"_" in key:  # `X_Forwarded_For` must not stand for `X-Forwarded-For`
            continue
        name = name if name in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{name}"
        joint = "; " if name == "HTTP_COOKIE" else ","
        environ[name] = f"{environ[name]}{joint}{text}" if name in environ else text
    size = body.seek(0, io.SEEK_END)
    body.seek(0)
    if size or "CONTENT_LENGTH" in environ:
        environ["CONTENT_LENGTH"] = str(size)
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    return environ


async def _send_out(send: Send, status: int, headers: Headers, answer: IO[bytes]) -> None:
    answer.seek(0)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    part = answer.read(PIECE)
    while True:
        following = answer.read(PIECE) if part else b""
        await send({"type": "http.response.body", "body": part, "more_body": bool(following)})
        if not following:
            return
        part = following


async def _plain(send: Send, status: int, text: str) -> None:
    """Without a page around it; the connection ends, as what else the visitor sends is not read."""
    kind = (b"content-type", b"text/plain; charset=utf-8")
    extra = [(b"retry-after", str(outage.RETRY_SECONDS).encode())] if status == 503 else []
    log.warning("refused with %s", status)
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [kind, LAST, *extra],
        }
    )
    await send({"type": "http.response.body", "body": text.encode()})


async def _json(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
