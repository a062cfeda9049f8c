"""docs/adding-a-procedure.md is true: what it says, and nothing else, adds a procedure that is shown everywhere."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from nss.runtime.embedded import Server

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/adding-a-procedure.md"
COPIED = ("src", "tests", "docs", "pyproject.toml", "README.md", "CHANGELOG.md")
FILE = re.compile(r"^`([\w/]+\.py)`\n\n```python\n(.*?)^```", re.M | re.S)
COMMAND = re.compile(r"^\$ (.+)$", re.M)
WRITTEN = {
    "src/nss/contract/rows/night_contact.py",
    "src/nss/procedure/office/night_contact.py",
    "tests/procedure/office/test_night_contact.py",
}
DRAWN = {"docs/procedures.md"}
SHOWN = (
    "tests/procedure/test_everywhere.py::test_an_application_is_the_same_wherever_it_is_shown[night-contact]",
    "tests/office/test_places.py::test_confirm_and_review_page_carry_their_links_and_every_link_opens[night-contact]",
    "tests/procedure/test_lengths.py::test_values_as_long_as_their_fields_are_filed_and_approved[night-contact]",
    "tests/procedure/office/test_night_contact.py::test_the_first_night_contact_is_added",
)


def contents(tree: Path) -> dict[str, str]:
    """Path -> digest of every file that somebody wrote."""
    found = (p for name in COPIED for p in [tree / name, *(tree / name).rglob("*")])
    return {
        p.relative_to(tree).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in found
        if p.is_file() and "__pycache__" not in p.parts
    }


def copy(tree: Path) -> None:
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tree / name)


def test_the_page_alone_adds_a_procedure_in_four_files_that_is_shown_everywhere(tmp_path):
    tree = tmp_path / "nss"
    tree.mkdir()
    copy(tree)
    before = contents(tree)
    text = PAGE.read_text(encoding="utf-8")
    for name, body in FILE.findall(text):
        assert name not in before
        (tree / name).write_text(body, encoding="utf-8")
    assert contents(tree).keys() - before.keys() == WRITTEN

    own = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "NSS_", "DATABASE_", "DJANGO_"))
    }
    env = own | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(tree / "src"),
        "NSS_ENV": "test",
        "NSS_DATA": str(tmp_path / "data"),
        "PYTEST_ADDOPTS": "-rp -p no:cacheprovider",
    }
    said = ""
    try:
        with Server(tmp_path / "data", fsync=False).use():  # started once for all commands
            for command in COMMAND.findall(text):
                done = subprocess.run(
                    ["bash", "-c", command], cwd=tree, env=env, capture_output=True, text=True, check=False
                )
                said += done.stdout
                rest = re.sub(r"^PASSED .*\n", "", done.stdout, flags=re.M)
                assert done.returncode == 0, f"{command}\n{rest[-6000:]}\n{done.stderr[-3000:]}"
    finally:
        Server(tmp_path / "data").delete()

    after = contents(tree)
    new = after.keys() - before.keys()
    (migration,) = new - WRITTEN
    assert re.fullmatch(r"src/nss/contract/migrations/\d{4}_night_contact\.py", migration)
    assert len(new) == 4
    assert {name for name in before if after[name] != before[name]} == DRAWN
    passed = set(re.findall(r"^PASSED (.+)$", said, re.M))
    assert not [test for test in SHOWN if test not in passed]
