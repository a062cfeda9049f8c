"""The product as it is installed: its wheel, and an environment that holds it, what it asks for, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("pyproject.toml", "README.md", "LICENSE", "requirements", "src")
"""What a wheel is built from."""
BUILD = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"


def build(folder: Path) -> Path:
    """Build the wheel of this working tree below `folder`, from a copy, so that nothing is left beside the sources."""
    copy, made = folder / "source", folder / "made"
    copy.mkdir()
    made.mkdir()
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
            )
        else:
            shutil.copy(ROOT / name, copy / name)
    done = subprocess.run(
        [sys.executable, "-c", BUILD, made], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return next(made.glob("*.whl"))


def metadata(wheel: Path) -> Distribution:
    """What the wheel says of itself."""
    with ZipFile(wheel) as file:
        file.extractall(wheel.parent / "opened")
    return PathDistribution(next((wheel.parent / "opened").glob("*.dist-info")))


def asked_for(of: Distribution, extras: frozenset[str] = frozenset()) -> Iterator[Distribution]:
    """What a distribution asks for, directly or through others, as installed here; a version that it does not allow fails."""
    waiting, seen = [(of, extras)], set()
    while waiting:
        asking, wanted = waiting.pop()
        for line in asking.requires or ():
            need = Requirement(line)
            if need.marker and not any(need.marker.evaluate({"extra": e}) for e in (wanted or {""})):
                continue
            found = distribution(need.name)
            assert need.specifier.contains(found.version, prereleases=True), f"{asking.name} asks for {need}"
            key = (found.name.lower(), frozenset(need.extras))
            if key not in seen:
                seen.add(key)
                waiting.append((found, key[1]))
                yield found


def install(wheel: Path, folder: Path, python: str = sys.executable) -> Path:
    """An empty environment with the wheel and what it asks for, taken from the locked packages that the tests run with, so that
    no package index is needed. Gives its folder of programs."""
    subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True)
    packages = next(folder.glob("lib/python3*/site-packages"))
    for found in asked_for(metadata(wheel)):
        for top in {
            path.parts[0] for path in found.files or () if path.parts[0] not in ("..", "__pycache__")
        }:
            if not (packages / top).exists():
                (packages / top).symlink_to(Path(str(found.locate_file(top))).resolve())
    subprocess.run([*_installer(folder / "bin/python"), wheel], check=True, capture_output=True)
    return folder / "bin"


def _installer(python: Path) -> list[str | Path]:
    """uv or pip, whichever the setup used; neither may ask an index."""
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if uv:
        return [uv, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", python]
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    return [*pip, "--disable-pip-version-check", "--no-index", "--no-deps"]


def plain_environment(**more: str) -> dict[str, str]:
    """The environment of somebody who has just signed in: nothing of the tests' or of this repository."""
    kept = {k: v for k, v in os.environ.items() if k in ("HOME", "LANG", "LC_ALL", "TMPDIR", "USER")}
    return {**kept, "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "PYTHONUNBUFFERED": "1", **more}
