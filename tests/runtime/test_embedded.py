"""The embedded server: started once, shared, stopped by its last user."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nss.runtime.embedded import EmbeddedError, Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data", fsync=False, memory_mb=32)
    yield server
    server.delete()
    assert not server.home.exists()


def ask(server: Server, question: str) -> object:
    with server._connect("nss") as connection:
        return connection.execute(question).fetchone()[0]


def test_starts_stops_and_keeps_its_data(server: Server) -> None:
    with server.use():
        assert ask(server, "SHOW server_encoding") == "UTF8"
        assert ask(server, "SHOW listen_addresses") == ""
        with server._connect("nss") as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1")
    assert not server.running()
    with server.use():
        assert ask(server, "SELECT count(*) FROM kept") == 1


def test_the_last_of_several_processes_stops_it(server: Server) -> None:
    other = (
        "import sys, pathlib; from nss.runtime.embedded import Server\n"
        "with Server(pathlib.Path(sys.argv[1]), fsync=False, memory_mb=32).use():\n"
        "    print('up', flush=True); input()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", other, str(server.data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": "src"},
    )
    assert child.stdin and child.stdout
    with server.use():
        assert child.stdout.readline() == b"up\n"
        with pytest.raises(EmbeddedError):
            Server(server.data_dir).delete(wait_seconds=0)
    assert server.running()
    child.communicate(b"\n", timeout=30)
    assert not server.running()


def test_survives_a_crash(server: Server) -> None:
    with server.use():
        pid = int((server.cluster / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        time.sleep(0.5)
    assert (server.cluster / "postmaster.pid").exists()
    assert not server.running()
    with server.use():
        assert ask(server, "SELECT 1") == 1


def test_a_deep_data_folder_gets_a_short_socket_path(tmp_path: Path) -> None:
    deep = Server(tmp_path / ("d" * 90))
    assert len(str(deep.socket_folder)) < 90
