"""Where the results of a run are kept, by commit and seed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEED = int(os.environ.get("PROPERTY_SEED", "20261127"))
CHUNK = 50
"""Journeys that are kept together."""
CHUNKS = -(-int(os.environ.get("PROPERTY_JOURNEYS", "20000")) // CHUNK)


def git(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)


def commit() -> str:
    """The last commit that touched what runs, with a star where code or tests differ from it; what a run writes down is no
    difference."""
    what = ("--", "src", "tests", "properties")
    same = git("diff", "--quiet", "HEAD", *what).returncode == 0
    return git("log", "-1", "--format=%h", *what).stdout.strip() + ("" if same else "*")


NOW = commit()
COMMIT = os.environ.setdefault("PROPERTY_COMMIT", NOW)
"""The commit whose run this is; another one than that of now where what failed there is tried once more."""
HOME = ROOT / ".nss/properties" / f"{COMMIT.replace('*', '-changed')}-{SEED}"


def place(chunk: int | str, kind: str = "json") -> Path:
    HOME.mkdir(parents=True, exist_ok=True)
    return HOME / f"{chunk}.{kind}"
