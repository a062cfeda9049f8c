"""Pieces of `make demo` that need no whole demonstration."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nss.runtime import commands, demonstration, prepare
from nss.runtime.children import Children, free_port

ENV = {**os.environ, "PYTHONPATH": "src"}


def test_the_accounts_stand_in_columns() -> None:
    accounts = [{"user": "a", "office": "東京"}, {"user": "longer", "office": "X"}]
    lines = demonstration._welcome("http://127.0.0.1:8000", accounts).splitlines()
    assert "http://127.0.0.1:8000" in lines[0]
    assert lines[2:5] == ["  user    office", "  a       東京", "  longer  X"]
    assert demonstration._welcome("http://x", [("a", "b")]).splitlines()[2] == "  a  b"


def test_a_used_port_is_passed_over() -> None:
    with socket.socket() as used:
        used.bind(("127.0.0.1", 0))
        used.listen()
        port = used.getsockname()[1]
        with free_port(port) as free:
            assert free > port


def test_a_port_that_another_one_was_given_is_passed_over_before_anybody_listens_on_it() -> None:
    with free_port(41_000) as first:
        with free_port(first) as second:
            assert second > first
        with free_port(first) as third:
            assert third == second, "it is given again once it is let go"


def test_children_end_together(tmp_path: Path) -> None:
    children = Children(tmp_path, {"PYTHONPATH": str(prepare.SOURCE.parent)})
    children.start("wrong", "no-such-command")
    children.running["wrong"].wait(30)
    assert children.ended() == "wrong"
    assert "no-such-command" in children.log_path("wrong").read_text()
    children.stop()
    assert not children.running


def test_a_stamp_holds_until_something_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "SOURCE", tmp_path)
    script = tmp_path / "a.js"
    script.write_text("1")
    stamp = prepare.Stamp(tmp_path / "stamp", [script])
    assert not stamp.current
    stamp.set()
    assert prepare.Stamp(tmp_path / "stamp", [script]).current
    script.write_text("2")
    assert not prepare.Stamp(tmp_path / "stamp", [script]).current


def test_one_demonstration_per_data_folder(tmp_path: Path) -> None:
    with demonstration._only_one(tmp_path):
        assert demonstration._running(tmp_path) == (os.getpid(), "starting")
        with pytest.raises(demonstration._Failed, match="runs already"), demonstration._only_one(tmp_path):
            pass
    assert demonstration._running(tmp_path) is None


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [(["--help"], 0, "demo-reset"), ([], 2, "command"), (["demo", "--port", "x"], 2, "--port")],
)
def test_command_line(arguments: list[str], code: int, says: str) -> None:
    command = [sys.executable, "-m", "nss", *arguments]
    done = subprocess.run(command, env=ENV, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert says in done.stdout + done.stderr


def test_production_has_no_demonstration(tmp_path: Path) -> None:
    env = {**ENV, "NSS_ENV": "production", "NSS_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "nss", "demo"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "NSS_PUBLIC_URL is not set" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_web_process_may_die_a_few_times_but_not_go_on_and_on() -> None:
    from nss.runtime.commands import Patience

    seen = Patience()
    now = time.monotonic()
    answers = [now - seen.get(0) <= 5.5 for _ in range(Patience.DEATHS)]
    assert answers == [False] * (Patience.DEATHS - 1) + [True]
    assert not now - seen.get(1) <= 5.5, "another process has its own count"


def test_a_second_command_that_serves_leaves_the_figures_of_the_first_and_clears_those_of_the_dead(
    tmp_path: Path,
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    metrics = tmp_path / "metrics"
    for name in (str(os.getppid()), str(ended.pid), str(os.getpid())):
        (metrics / name).mkdir(parents=True)
        (metrics / name / "counter_1.db").touch()
    (metrics / "counter_2.db").touch()
    own = commands.own_figures(tmp_path)
    assert own == metrics / str(os.getpid()) and not list(own.iterdir())
    assert (metrics / str(os.getppid()) / "counter_1.db").exists()
    assert sorted(p.name for p in metrics.iterdir()) == sorted([str(os.getppid()), own.name])


class Dying:
    """Children of which one ends again and again."""

    def __init__(self, *ended: str | None) -> None:
        self.outcomes = list(ended)
        self.started: list[tuple[str, ...]] = []

    def ended(self) -> str | None:
        return self.outcomes.pop(0)

    def start(self, *name: str) -> None:
        self.started.append(name)


def test_the_process_of_jobs_is_started_again_a_few_times_and_any_other_ends_the_demonstration() -> None:
    def watched(*ended: str | None) -> tuple[str, int]:
        children = Dying(*ended)
        name = demonstration.first_to_stay_down(children, lambda seconds: None)  # type: ignore[arg-type]
        assert set(children.started) <= {demonstration.JOBS}
        return name, len(children.started)

    assert watched(None, "jobs", None, None, "jobs", None, "web") == ("web", 2)
    assert watched("mail") == ("mail", 0)
    assert watched("jobs", "jobs", "jobs", None, "jobs") == ("jobs", demonstration.JOBS_RESTARTS)
