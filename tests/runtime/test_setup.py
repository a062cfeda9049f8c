"""scripts/setup.sh on a new machine: one sentence where nothing can be fetched, no noise of a first try where the second one works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOBODY_LISTENS = "http://somebody:secret@127.0.0.1:9/simple"
NOISE = "error: Failed to fetch: invalid peer certificate: UnknownIssuer"
UV = f"""#!/bin/sh
case "$*" in *--help*) echo "{{known}}"; exit 0;; --version) exit 0;; esac
echo "uv with $UV_SYSTEM_CERTS$UV_NATIVE_TLS from $UV_DEFAULT_INDEX" >> "$LOG"
echo "{NOISE}" >&2
exit 2
"""
PYTHON = """#!/bin/sh
case "$*" in
*"pip install"*) echo "pip from $PIP_INDEX_URL" >> "$LOG"; exit {status};;
*sysconfig*) dirname "$LOG";;
esac
"""

OF_A_VERSION = f"""#!/bin/sh
case "$*" in
*reach_index*) exec "{sys.executable}" "$@";;
--version) basename "$0";;
"-m venv .venv") cp -r kept .venv;;
esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A copy of what the set-up reads, with a virtual environment whose pip only writes down that it was asked."""
    for name in ("scripts", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for folder in (".venv/bin", "bin"):
        (tmp_path / folder).mkdir(parents=True)
    program(tmp_path / ".venv/bin/python", PYTHON.format(status=0))
    return tmp_path


def program(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)


def set_up(machine: Path, index: str) -> tuple[int, str, list[str]]:
    """The status of the set-up, what it said, and what was asked of uv and pip."""
    log = machine / "log"
    env = {
        "PATH": f"{machine}/bin:/usr/bin:/bin",
        "HOME": str(machine),
        "LOG": str(log),
        "LANG": "C.UTF-8",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": index,
    }
    done = subprocess.run(
        ["bash", "scripts/setup.sh", "base"],
        cwd=machine,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, log.read_text().splitlines() if log.exists() else []


class Anything(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def index() -> Iterator[str]:
    """An index that answers, if only that it has nothing."""
    with HTTPServer(("127.0.0.1", 0), Anything) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/simple"
        server.shutdown()


def test_where_no_index_is_reached_one_sentence_says_so_and_how_to_name_a_mirror(machine: Path) -> None:
    status, said, asked = set_up(machine, NOBODY_LISTENS)
    assert status == 1 and not asked, "nothing is tried again and again that cannot work"
    assert "No package index was reached (http://127.0.0.1:9/simple)" in said and "接続できない" in said
    assert "PIP_INDEX_URL=" in said and "HTTPS_PROXY" in said
    assert "secret" not in said and "Traceback" not in said and "Retrying" not in said


@pytest.mark.parametrize(("known", "named"), [("--system-certs", "1"), ("--native-tls", "true")])
def test_where_pip_succeeds_nothing_is_said_of_the_try_with_uv_and_both_use_the_mirror_that_was_named(
    machine: Path, index: str, known: str, named: str
) -> None:
    program(machine / "bin/uv", UV.format(known=known))
    status, said, asked = set_up(machine, index)
    assert status == 0 and NOISE not in said
    assert asked == [f"uv with {named} from {index}", f"pip from {index}"] * 2, "the packages, then the font"


def test_where_pip_fails_too_the_first_try_is_shown_with_what_was_wanted(machine: Path, index: str) -> None:
    program(machine / "bin/uv", UV.format(known="--system-certs"))
    program(machine / ".venv/bin/python", PYTHON.format(status=1))
    status, said, _ = set_up(machine, index)
    assert status == 1 and NOISE in said and "requirements/base.txt" in said
    assert not (machine / ".venv/nss-base.stamp").exists()


@pytest.mark.parametrize("version", ["3.14", "3.13", "3.12", "3.11"])
def test_a_python_is_found_under_the_name_of_its_version_where_python3_is_too_old(
    machine: Path, index: str, version: str
) -> None:
    shutil.rmtree(machine / ".venv")
    program(machine / "bin/python3", "#!/bin/sh\nexit 1\n")
    (machine / "kept/bin").mkdir(parents=True)
    program(machine / "kept/bin/python", PYTHON.format(status=0))
    for name in ("3.14", "3.13", "3.12", "3.11"):
        program(machine / f"bin/python{name}", OF_A_VERSION if name == version else "#!/bin/sh\nexit 1\n")
    status, said, _ = set_up(machine, index)
    assert status == 0 and f"Making .venv with python{version}" in said, said
