"""The wheel holds all that the product is made of, and runs where nothing else is."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.runtime import wheel

PAPER = """
import django; django.setup()
from nss.document import fonts
print(len(fonts.whole_files()), fonts.FAMILY in fonts.small_fonts().families())
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel.build(tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_every_file_of_the_source_and_says_what_it_is(built: Path) -> None:
    here = {
        str(path.relative_to(wheel.ROOT / "src"))
        for path in (wheel.ROOT / "src/nss").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    names = set(ZipFile(built).namelist())
    assert here <= names and {n for n in names if not n.partition("/")[0].endswith(".dist-info")} == here
    assert any(n.endswith("licenses/LICENSE") for n in names)
    said = wheel.metadata(built)
    assert said.metadata["License-Expression"] and said.metadata["Requires-Python"] == ">=3.11"
    assert {e.name for e in said.entry_points} == {"nss"}
    assert {"django", "noto-cjk-sans-jp-bold"} <= {r.split("~")[0] for r in said.requires or ()}


@pytest.fixture(scope="module")
def programs(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel."""
    return wheel.install(built, tmp_path_factory.mktemp("installed") / "env")


@pytest.fixture
def home(programs: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder to run in; the demonstration's database goes again."""
    yield tmp_path
    reset = [programs / "nss", "demo-reset"]
    subprocess.run(reset, cwd=tmp_path, env=wheel.plain_environment(), check=True, capture_output=True)


def test_an_empty_environment_with_the_wheel_runs_the_demonstration(programs: Path, home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    demo = subprocess.Popen(
        [programs / "nss", "demo", "--port", str(port)],
        cwd=home,
        env=wheel.plain_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = []
    try:
        for line in demo.stdout or ():
            said.append(line)
            if "Ctrl-C" in line:
                break
        found = re.search(r"NSS is at\s+(http://127\.0\.0\.1:\d+)", "".join(said))
        assert found, "".join(said)
        read = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
        page = read(f"{found[1]}/login/").read().decode()
        assert "事業所コード" in page
        for file in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)):
            assert len(read(found[1] + file).read()) > 100
    finally:
        demo.send_signal(signal.SIGINT)
        rest = demo.communicate(timeout=60)[0]
    assert demo.returncode == 0 and "Stopped." in rest


def test_the_fonts_of_the_papers_come_along(programs: Path, tmp_path: Path) -> None:
    env = wheel.plain_environment(DJANGO_SETTINGS_MODULE="nss.runtime.settings")
    done = subprocess.run([programs / "python", "-c", PAPER], cwd=tmp_path, env=env, capture_output=True)
    assert done.stdout == b"2 True\n", done.stderr
