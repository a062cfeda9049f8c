"""The whole round: an office looks at its contract, applies and is answered; the product beside two small applications (`peers`).

All three stand on the same server with the same number of processes, on the same PostgreSQL, and are asked by the same driver in
turns, so that what the machine does meanwhile falls on all of them. The product's mails are sent while it is measured, and the
seconds until the last is gone count; the others send none.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from .driver import PORT, Browser, Result, approval, journey, measure, percentiles, wait_for

ROOT = Path(__file__).parents[1]
PACKAGES = Path(os.environ.get("BENCH_PEERS") or Path(sys.prefix) / "peers")
"""Where scripts/setup.sh puts the packages of the other applications."""
CLIENTS = 8
TURNS = 2
DAY = "2030-04-01"


@dataclass(slots=True)
class Pair:
    """Somebody who applies, and somebody who decides."""

    applicant: Browser
    reviewer: Browser

    @property
    def requests(self) -> int:
        return self.applicant.requests + self.reviewer.requests


def must(found: bool, what: str, b: Browser) -> None:
    if not found:
        shown = " ".join(re.sub(r"<[^>]+>", " ", b.page).split())
        raise AssertionError(f"{what} at {b.path}: {shown[-300:]}")


def product(pair: Pair) -> None:
    """Contract, guide ⑩, queue, review page, approval, result."""
    b, center = pair.applicant, pair.reviewer
    must(b.get("/contract/?tab=code") == 200, "no contract", b)
    number = journey(b)
    must(center.get("/center/") == 200 and number in center.page, "not in the queue", center)
    path = f"/center/applications/{number}/"
    center.get(path)
    center.ask("POST", f"{path}approve/", approval(center))
    b.get(f"/applications/{number}/")
    shown = re.search(r"badge badge-(\w+)", b.page)
    must(shown is not None and shown.group(1) in DECIDED, f"not approved but {shown}", b)


DECIDED = ("approved", "setting_wait", "active")
"""States of an application that has been approved: some wait for their start, some for the setting that follows a number."""


def wizard(pair: Pair) -> None:
    """The same by a form wizard: list, four pages, received, queue, record, approval and queue again, result."""
    b, reviewer = pair.applicant, pair.reviewer
    b.get("/")
    b.get("/apply/")
    for step, fields in WIZARD_STEPS:
        must(b.hidden("apply-current_step") == step, f"not at {step}", b)
        b.post("/apply/", [("apply-current_step", step), *((f"{step}-{name}", v) for name, v in fields)])
    number = b.path.strip("/").rpartition("/")[2]
    must(b.path.startswith("/applications/"), "not filed", b)
    reviewer.get("/queue/")
    must(f'href="/queue/{number}/"' in reviewer.page, "not in the queue", reviewer)
    reviewer.get(f"/queue/{number}/")
    reviewer.post(f"/queue/{number}/approve/", [])
    b.get(f"/applications/{number}/")
    must(f"Application {number}: Approved" in b.page, "not approved", b)


def flow(pair: Pair) -> None:
    """The same by a workflow engine, the shortest way through its own pages: list, four tasks each going on to the next,
    queue, taking the task, approving it, result."""
    b, reviewer = pair.applicant, pair.reviewer
    b.get("/filing/archive/")
    b.get("/filing/start/")
    for step, fields in FLOW_STEPS:
        must(f"/{step}/" in b.path, f"not at {step}", b)
        b.post(b.path, [*fields, ("_continue", "1")])
    found = re.fullmatch(r"/filing/(\d+)/", b.path)
    must(found is not None, "not filed", b)
    number = found.group(1) if found else ""
    reviewer.get("/filing/queue/")
    task = re.search(rf'href="(/filing/{number}/approve/\d+/)"', reviewer.page)
    must(task is not None, "not in the queue", reviewer)
    reviewer.get(task.group(1) if task else "")
    reviewer.post(reviewer.path, [("_continue", "1")])
    must(reviewer.path.endswith("/execute/"), "not taken", reviewer)
    reviewer.post(reviewer.path, [("approved", "on")])
    b.get(f"/filing/{number}/")
    must("Done" in unescape(b.page) and f"/filing/{number}/end/" in b.page, "not approved", b)


WHAT = [("item", "code"), ("wish_day", DAY), ("reason", "One number more is needed")]
CONTACT = [
    ("family_name", "Keisoku"),
    ("given_name", "Taro"),
    ("phone", "0312345678"),
    ("email", "keisoku@example.jp"),
    ("email_again", "keisoku@example.jp"),
]
DETAILS = [("business", "01"), ("method", "net"), ("count", "1")]
CONFIRM = [("remark", ""), ("right", "on")]
WIZARD_STEPS = [
    ("what", [*WHAT, ("has_other", "no")]),
    ("contact", CONTACT),
    ("details", DETAILS),
    ("confirm", CONFIRM),
]
FLOW_STEPS = [("start", WHAT), ("contact", CONTACT), ("details", DETAILS), ("confirm", CONFIRM)]


class Peer:
    """One of the other applications: its database, its people, its server."""

    def __init__(self, name: str, port: int, play: Callable[[Pair], None]) -> None:
        self.name, self.port, self.play = name, port, play
        self.pairs: list[Pair] = []

    @contextmanager
    def running(self, postgresql: dict[str, str]) -> Iterator[None]:
        env = {
            **os.environ,
            **postgresql,
            "PGDATABASE": f"bench_{self.name}",
            "DJANGO_SETTINGS_MODULE": f"bench.peers.{self.name}.settings",
            "PYTHONPATH": f"{ROOT}:{PACKAGES}",
        }
        make_database(env["PGDATABASE"], postgresql)
        made = subprocess.run(
            [sys.executable, "-m", "bench.peers.people", str(CLIENTS)],
            env=env,
            stdout=subprocess.PIPE,
            check=True,
        )
        sessions = json.loads(made.stdout)
        with granian("bench.peers.wsgi:application", self.port, env):
            wait_for(self.port, "/")
            for keys in zip(sessions["applicants"], sessions["reviewers"], strict=True):
                applicant, reviewer = Browser(self.port), Browser(self.port)
                applicant.cookies["sessionid"], reviewer.cookies["sessionid"] = keys
                self.pairs.append(Pair(applicant, reviewer))
            yield


def make_database(name: str, postgresql: dict[str, str]) -> None:
    import psycopg

    with psycopg.connect(
        host=postgresql["PGHOST"],
        port=postgresql["PGPORT"],
        user=postgresql["PGUSER"],
        dbname="postgres",
        autocommit=True,
    ) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')


@contextmanager
def granian(application: str, port: int, env: dict[str, str]) -> Iterator[None]:
    """The server that the product runs on, with as many processes."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "1", "--no-ws"]
    process = subprocess.Popen([*command, "--log-level", "error", application], env=env, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:  # a server asked to end while it starts may not hear it
            process.kill()


def together(results: list[Result]) -> Result:
    """Several turns as one."""
    return [t for r in results for t in r[0]], sum(r[1] for r in results), sum(r[2] for r in results)


def compare(
    pairs: list[Pair], postgresql: dict[str, str], seconds: float, empty_outbox: Callable[[], float]
) -> list[str]:
    """The table of the round: all in turns, each for so many seconds in all."""
    with ExitStack() as stack:
        players: list[tuple[str, Callable[[Pair], None], list[Pair]]] = [("this product", product, pairs)]
        if (PACKAGES / "viewflow").is_dir():
            for peer, title in (
                (Peer("wizard", PORT + 2, wizard), "a form wizard"),
                (Peer("flow", PORT + 3, flow), "a workflow engine"),
            ):
                stack.enter_context(peer.running(postgresql))
                players.append((title, peer.play, peer.pairs))
        for _, play, who in players:
            measure(play, who, 1.5)  # all processes have met every page before anything is counted
        empty_outbox()
        asked = [sum(pair.requests for pair in who) for *_, who in players]
        turns: list[list[Result]] = [[] for _ in players]
        for _ in range(TURNS):
            for (_, play, who), done in zip(players, turns, strict=True):
                times, errors, took = measure(play, who, seconds / TURNS)
                done.append((times, errors, took + (empty_outbox() if play is product else 0.0)))
        asked = [
            sum(pair.requests for pair in who) - before
            for (*_, who), before in zip(players, asked, strict=True)
        ]
    return table([title for title, *_ in players], [together(t) for t in turns], asked)


def table(titles: list[str], results: list[Result], asked: list[int]) -> list[str]:
    """Lines of Markdown; the last column says how many of its rounds the product does in the time of one of the others'."""
    lines = [
        f"| whole round, {CLIENTS} clients | requests | rounds per second | p50 | p95 | errors | product / this |",
        "|---|---|---|---|---|---|---|",
    ]
    pace = [len(times) / took for times, _, took in results]
    for title, (times, errors, _), requests, here in zip(titles, results, asked, pace, strict=True):
        p50, p95, _ = percentiles(times) if times else (0, 0, 0)
        ratio = f"{pace[0] / here:.2f}" if here else "–"
        each = requests / (len(times) + errors) if times else 0
        lines.append(f"| {title} | {each:.0f} | {here:.1f} | {p50:.0f} | {p95:.0f} | {errors} | {ratio} |")
    if len(titles) == 1:
        lines.append(
            "\nThe other two were not measured: their packages are not here (`scripts/setup.sh peers`)."
        )
    return lines
