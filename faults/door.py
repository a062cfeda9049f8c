"""F21, F22, F24: what a stranger may send without a name: long texts, half-sent requests, wrong passwords through a proxy."""

from __future__ import annotations

import ast
import contextlib
import http.client
import importlib
import re
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

from bench.driver import PASSWORD, Browser, measure, percentiles

from .stage import PORT, ROOT, Outcome, Stage, free_port, wait

LONG = 20_000
SLOWEST_MS = 50.0
SEEDS = (
    "a",
    "A1",
    "1",
    "-",
    " ",
    "あ",
    "<",
    '"',
    "\\",
    "0-",
    "9/",
    "a.",
    "@a",
    "://a:",
    "password",
    "token: ",
    "令和1年",
    "\r\n",
    "a,",
    "(",
    "%41",
)
PAGE = "/contract/?tab=net"


Expression = tuple[str, re.Pattern[str] | re.Pattern[bytes], frozenset[str]]
"""The module that it stands in, itself, and how the product looks with it: anywhere in a text, or at the whole of it."""


def expressions() -> list[Expression]:
    """Every regular expression of the product."""
    files = [p for p in sorted((ROOT / "src/nss").rglob("*.py")) if "migrations" not in p.parts]
    texts = {p: p.read_text(encoding="utf-8") for p in files}
    everything = "\n".join(texts.values())
    found: list[Expression] = []
    for path, text in texts.items():
        name = str(path.relative_to(ROOT / "src").with_suffix("")).replace("/", ".")
        tree = ast.parse(text)
        named = {id(n.value): ast.unparse(n.targets[0]) for n in ast.walk(tree) if isinstance(n, ast.Assign)}
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call) and n.args):
            if not (isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "re"):
                continue
            space = dict(vars(importlib.import_module(name)))
            compiled = call.func.attr == "compile"
            with contextlib.suppress(
                NameError
            ):  # one that is put together in a function: its parts stand elsewhere
                pattern = eval(ast.unparse(call.args[0]), space)  # noqa: S307  (our own source)
                flags = eval(ast.unparse(call.args[1]), space) if compiled and call.args[1:] else 0  # noqa: S307
                used = {call.func.attr}
                if compiled:
                    own = re.escape(named.get(id(call), "?"))
                    used = set(
                        re.findall(
                            rf"\b{own}\.(search|match|fullmatch|sub|findall|finditer|split)\(", everything
                        )
                    )
                looks = {"fullmatch" if word in ("match", "fullmatch") else "search" for word in used}
                found.append((name, re.compile(pattern, flags), frozenset(looks or {"search"})))
    return found


def slowest(found: list[Expression]) -> tuple[float, str]:
    """Milliseconds of the processor that the slowest takes for any text of LONG characters, and which."""
    worst, which = 0.0, ""
    for name, pattern, looks in found:
        source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
        for seed in {*SEEDS, *re.findall(r"\w+", source)[:9]}:
            for end in ("", "!"):
                text = (seed * (LONG // len(seed) + 1))[:LONG] + end
                sent = text.encode() if isinstance(pattern.pattern, bytes) else text
                for look in looks:
                    took = _processor(getattr(pattern, look), sent)
                    if took > worst and (took := min(took, _processor(getattr(pattern, look), sent))) > worst:
                        worst, which = took, f"{name}: {source[:30]!r} at {seed[:12]!r}"
    return worst, which


def _processor(look: Callable[..., object], text: object) -> float:
    began = time.process_time()
    look(text)
    return (time.process_time() - began) * 1000


def others(seconds: float = 6) -> float:
    """p95 in ms of a page that somebody else opens over and over."""
    b = Browser(PORT)
    b.sign_in("NAC001", "hanako")
    times, errors, _ = measure(lambda b: b.get(PAGE), [b], seconds)
    return percentiles(times)[1] if not errors and len(times) > 5 else float("inf")


@contextlib.contextmanager
def meanwhile(*works: Callable[[threading.Event], None]) -> Iterator[None]:
    """Something that goes on in threads of its own while the block runs."""
    stop = threading.Event()
    threads = [threading.Thread(target=work, args=(stop,)) for work in works]
    for t in threads:
        t.start()
    try:
        time.sleep(1)
        yield
    finally:
        stop.set()
        for t in threads:
            t.join()


def health() -> float:
    """Milliseconds until /healthz has answered 200; infinite where it has not."""
    began = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
    try:
        line.request("GET", "/healthz")
        good = line.getresponse().status == 200
    except OSError:
        good = False
    return (time.perf_counter() - began) * 1000 if good else float("inf")


def headed(text: str) -> int:
    """The answer to a request with a long header of its own and a long cookie."""
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    line.request("GET", "/login/", headers={"X-Long": text, "Cookie": f"nss_session={text}"})
    return line.getresponse().status


def long_texts(stage: Stage, times: int) -> Outcome:
    """F21: texts of 20 kB in an address, a header and a field; every expression is looked at, and the others' pages go on."""
    from nss.account.models import SignInAttempt

    patterns = expressions()
    worst, which = slowest(patterns)
    answers: list[int] = []

    def send(stop: threading.Event) -> None:
        while not stop.is_set():
            for n, seed in enumerate(("password", "a", "token=", "%41", "://a:")):
                text = (seed * LONG)[:LONG]
                b = Browser(PORT)
                fields = [
                    ("office_code", text),
                    ("login_id", f"{n}{text}"),
                    ("password", text),
                    ("next", text),
                ]
                for ask in (
                    lambda b=b, text=text: b.get(f"/{text}"),
                    lambda b=b, text=text: b.get(f"/login/?next={text}"),
                    lambda b=b, fields=fields: b.post("/login/", fields),
                    lambda text=text: headed(text),
                ):
                    try:
                        answers.append(ask())
                    except OSError:
                        answers.append(0)
                    time.sleep(0.05)

    before = others()
    with meanwhile(send):
        during = others()
    SignInAttempt.objects.all().delete()
    faults = [s for s in answers if s >= 500]
    return (
        worst <= SLOWEST_MS and not faults and during < max(2 * before, 100),
        f"{len(patterns)} expressions, the slowest {worst:.0f} ms ({which}); {len(answers)} requests with 20 kB, {len(faults)} faults; "
        f"the others' page p95 {before:.0f} → {during:.0f} ms",
    )


def half_sent(stage: Stage, times: int) -> Outcome:
    """F22: 30 POSTs that stop after three bytes and 300 requests whose headers drip, all held open."""
    half = b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nabc"
    held: list[socket.socket] = []

    def line(data: bytes) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", PORT), timeout=10)
        made.sendall(data)
        return made

    def drip(stop: threading.Event) -> None:
        posts, slow = (
            [line(half) for _ in range(30)],
            [line(b"GET / HTTP/1.1\r\nHost: x\r\n") for _ in range(300)],
        )
        held.extend(posts + slow)
        while not stop.wait(2):
            for n, s in enumerate(slow):
                with contextlib.suppress(OSError):
                    s.sendall(b"X-%d: a\r\n" % n)
        for s in held:
            s.close()

    health_times: list[float] = []

    def probe(stop: threading.Event) -> None:
        while not stop.wait(0.2):
            health_times.append(health())

    before = others(8)
    with meanwhile(drip, probe):
        wait(lambda: len(held) == 330, 20)
        during = others(16)
    slow_health = percentiles([t / 1000 for t in health_times])[1]
    return (
        len(held) == 330 and during <= max(2 * before, 60) and slow_health <= 100,
        f"{len(held)} held open; the others' page p95 {before:.0f} → {during:.0f} ms, /healthz p95 {slow_health:.0f} ms of {len(health_times)}",
    )


def guessed_through_a_proxy(stage: Stage, times: int) -> Outcome:
    """F24: a thousand wrong passwords of one address behind nginx; everybody else signs in."""
    from tests.runtime import proxies

    from nss.account.models import Access, SignInAttempt

    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="nss-faults-"))
    port, plain, pages = free_port(), free_port(), free_port()
    cert = proxies.certificate(folder)
    env = stage.env | {"NSS_PROXY_HOPS": "1", "NSS_PUBLIC_URL": f"https://localhost:{port}"}
    SignInAttempt.objects.all().delete()
    try:
        with (
            proxies.started(proxies.serve(pages), pages, folder / "pages.log", env),
            proxies.running("nginx", proxies.nginx_site(port, plain, pages, cert, folder), folder, port),
        ):
            return _guess(proxies.Visitor, port, cert, max(80, times * 20), Access)
    finally:
        SignInAttempt.objects.all().delete()
        shutil.rmtree(folder, ignore_errors=True)


def _guess(visitor: type, port: int, cert: object, most: int, access: type) -> Outcome:
    from tests.runtime import proxies

    def sign_in(v: object, office: str, who: str, password: str) -> tuple[int, str]:
        page = v.ask("GET", "/login/")[1]  # type: ignore[attr-defined]
        fields = {
            "csrfmiddlewaretoken": proxies.token(page),
            "office_code": office,
            "login_id": who,
            "password": password,
        }
        answer, text = v.ask("POST", "/login/", urlencode({**fields, "next": "/"}))  # type: ignore[attr-defined]
        return answer.status, text

    known = visitor(port, cert, "127.0.0.7")
    came = sign_in(known, "NAC001", "hanako", PASSWORD)[0]
    known.cookies = "; ".join(c for c in known.cookies.split("; ") if c.startswith("nss_device"))
    stranger, slowed, opened, tried = visitor(port, cert, "127.0.0.2"), 0, 0, 0
    for n in range(most):
        stranger.cookies = ""
        status, text = sign_in(stranger, "NAC001", "hanako" if n % 2 else f"nobody{n}", f"guess {n}")
        tried, opened, slowed = tried + 1, opened + (status == 302), slowed + ("しばらく時間をおいて" in text)
    right = sign_in(visitor(port, cert, "127.0.0.2"), "NAC001", "hanako", PASSWORD)
    elsewhere = sign_in(visitor(port, cert, "127.0.0.3"), "NAC555", "jiro", PASSWORD)[0]
    at_home = sign_in(known, "NAC001", "hanako", PASSWORD)[0]
    named = set(access.objects.filter(what="failed").order_by("-id").values_list("address", flat=True)[:50])  # type: ignore[attr-defined]
    good = (
        came == 302
        and not opened
        and slowed > tried / 3
        and "しばらく" in right[1]
        and elsewhere == at_home == 302
    )
    return good and named == {"127.0.0.2"}, (
        f"{tried} guesses through nginx, {slowed} slowed, the guesser's address refused even the right password: {'しばらく' in right[1]}; "
        f"another office from another address: {elsewhere}, the person herself from her own browser: {at_home}; the record names {sorted(named)}"
    )
