"""The processes that answer pages share visitors evenly, whichever process happened to take their connections."""

from __future__ import annotations

import http.client
import mmap
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nss.runtime import shares
from nss.runtime.front import Front
from nss.runtime.shares import CLEARLY_MORE, COUNT, FILE, FREE, PLACES, Shares
from tests.runtime.test_front import echo, run

ROOT = Path(__file__).resolve().parents[2]


def neighbours(*counts: int) -> tuple[Shares, mmap.mmap]:
    """A process in the first place beside others that have so much in hand, and what all see."""
    seen = mmap.mmap(-1, PLACES * COUNT.size)
    for place in range(PLACES):
        COUNT.pack_into(seen, place * COUNT.size, FREE)
    own = Shares(seen, 0)
    for place, count in enumerate(counts, 1):
        COUNT.pack_into(seen, place * COUNT.size, count)
    return own, seen


def gone_of(own: Shares, count: int) -> bool:
    """What the first of so many answers says."""
    for _ in range(count):
        own.come()
    return own.gone()


@pytest.mark.parametrize(
    "own, others, ends",
    [
        (3, (1,), True),
        (3, (2,), False),
        (2, (0,), True),
        (1, (0,), False),
        (1, (5,), False),
        (4, (4, 2), True),
        (4, (4, 3), False),
        (9, (), False),
    ],
)
def test_a_connection_ends_where_another_process_has_at_least_two_less_in_hand(
    own: int, others: tuple[int, ...], ends: bool
) -> None:
    assert CLEARLY_MORE == 2
    assert gone_of(neighbours(*others)[0], own) is ends


def test_others_see_what_a_process_has_in_hand_and_no_more_once_it_is_answered() -> None:
    own, seen = neighbours(0)
    own.come()
    own.come()
    assert COUNT.unpack_from(seen, 0) == (2,)
    own.gone()
    assert COUNT.unpack_from(seen, 0) == (1,) and COUNT.unpack_from(seen, COUNT.size) == (0,)


def test_without_a_place_nothing_is_counted_and_nobody_is_sent_away() -> None:
    _, seen = neighbours(0)
    beyond = Shares(seen, None)
    assert not gone_of(beyond, 5) and COUNT.unpack_from(seen, 0) == (0,)
    assert not gone_of(shares.join(), 5), "started by hand, it counts for itself"


TAKES = """
import sys
from nss.runtime import shares
joined = shares.join()
print(joined.own, flush=True)
sys.stdin.read()
"""


def test_each_process_has_a_place_of_its_own_and_that_of_a_killed_one_is_taken_again(tmp_path: Path) -> None:
    file = shares.make(tmp_path)
    env = {**os.environ, FILE: str(file)}

    def taken() -> tuple[subprocess.Popen[str], int]:
        process = subprocess.Popen(
            [sys.executable, "-c", TAKES],
            env=env,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        return process, int(process.stdout.readline())

    made = [taken() for _ in range(3)]
    try:
        assert [place for _, place in made] == [0, 1, 2]
        content = bytearray(file.read_bytes())
        COUNT.pack_into(content, COUNT.size, 7)  # it dies with seven in hand
        file.write_bytes(content)
        made[1][0].kill()
        made[1][0].wait(20)
        made.append(taken())
        assert made[-1][1] == 1
        assert [n for (n,) in COUNT.iter_unpack(file.read_bytes())][:4] == [0, 0, 0, FREE]
    finally:
        for process, _ in made:
            process.kill()
            process.communicate()


@pytest.mark.parametrize(("version", "ends"), [("1.0", True), ("1.1", True), ("2", False)])
def test_the_answer_of_a_crowded_process_ends_its_connection(version: str, ends: bool) -> None:
    own, _ = neighbours(0)
    own.come()
    answers: list[Any] = []

    async def send(message: Any) -> None:
        answers.append(message)

    async def receive() -> Any:
        raise AssertionError("a GET has no body")

    scope = {"type": "http", "http_version": version, "method": "GET", "path": "/", "headers": []}
    door = Front(echo, lambda: True, own)
    for headers_end in (ends, False):  # with one more in hand than the other; then with as many
        run(door(scope, receive, send))
        assert ((b"connection", b"close") in answers[0]["headers"]) is headers_end
        answers.clear()
        own.in_hand = 0


def test_what_fails_or_is_given_up_is_not_in_hand_any_more() -> None:
    own, seen = neighbours(0)

    def fails(environ: Any, start_response: Any) -> list[bytes]:
        raise ValueError

    async def nothing(message: Any = None) -> Any:
        return None

    scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": "/", "headers": []}
    with pytest.raises(ValueError):
        run(Front(fails, lambda: True, own)(scope, nothing, nothing))
    assert own.in_hand == 0 and COUNT.unpack_from(seen, 0) == (0,)


SERVER = """
import sys
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
Server("tests.runtime.spread_door:door", port=int(sys.argv[1]), interface=Interfaces.ASGI, workers=3,
       websockets=False, log_level=LogLevels.error).serve()
"""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    env = {**os.environ, FILE: str(shares.make(tmp_path))}
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(number)], cwd=ROOT, env=env)
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


def test_twelve_visitors_who_keep_their_connections_come_to_be_four_at_each_of_three_processes(
    port: int,
) -> None:
    visitors = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(12)]
    found: Counter[bytes] = Counter()
    for _ in range(500):
        for v in visitors:
            v.request("GET", "/")
        found = Counter(v.getresponse().read() for v in visitors)
        if list(found.values()) == [4, 4, 4]:
            break
    for v in visitors:
        v.close()
    assert list(found.values()) == [4, 4, 4]
